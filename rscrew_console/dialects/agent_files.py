"""What formats have in common that keep every agent in a file of its own: a folder is the crew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from rscrew_console.dialects.base import Dialect, OperationError, ParseResult
from rscrew_console.dialects.capabilities import Capabilities
from rscrew_console.dialects.chains import known_agent
from rscrew_console.dialects.context import NO_CONTEXT, ReadContext
from rscrew_console.dialects.findings import Findings
from rscrew_console.dialects.implied import roster_without_fallbacks
from rscrew_console.dialects.names import new_name
from rscrew_console.dialects.values import described
from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.document.document_set import DocumentSet
from rscrew_console.roster.capability import derive
from rscrew_console.roster.chain import PRIMARY, Chain, InForce, Link, SlotScheme
from rscrew_console.roster.model import Agent, Roster
from rscrew_console.roster.problem import Problem

MODEL, NAME = "model", "name"
DEFAULT = "default"
"""What a slot says where the file names no model."""


class AgentFiles(Dialect):
    """A format with a file for each agent, one model each and no fallbacks."""

    scheme = SlotScheme(longest=1)
    capabilities = Capabilities(
        add_agents=True, remove_agents=True, rename_agents=True, layers=True,
    )  # fmt: skip
    ending: ClassVar[str]
    """Of the files: `.md`."""
    effort_key: ClassVar[str] = ""
    """The key of the effort, where the format has one."""
    order: ClassVar[tuple[str, ...]] = ()
    """The keys of a file in the order in which they are wanted."""
    program: ClassVar[str]
    """Who reads the files: `Claude Code`."""
    needs_name: ClassVar[bool] = False
    """Whether a file without `name` is no agent for the program."""

    def read(self, document: Document, context: ReadContext = NO_CONTEXT) -> ParseResult:
        findings = Findings(document)
        agents = tuple(self._agents(findings, document.value, context))
        findings.duplicates("warning")
        findings.add_all(self._unquoted(document))
        roster = roster_without_fallbacks(
            self, agents, f"{self.program} has no fallbacks", self.program
        )
        return ParseResult(roster, findings.problems)

    def _unquoted(self, document: object) -> Iterator[Problem]:
        """A warning for each value that only a tolerant program reads."""
        for file, key in document.unquoted_values if isinstance(document, DocumentSet) else ():
            which = (
                f"not valid YAML without quotes: {self.program} reads it all the same, other"
                " programs leave the file out; put quotes around it"
            )
            yield Problem(
                "warning", "unquoted-value", f"{file}: its {key} is {which}", (file, key),
                of_several=f"agents have a {key} that is {which}",
            )  # fmt: skip

    def in_force(self, context: ReadContext, agent: str, model_text: str) -> InForce | None:
        """What decides in place of the file, for an agent whose file says `model_text`."""
        return None

    def name_elsewhere(self, context: ReadContext, file: str) -> str:
        """The name that another file gives to the agent in this one; "" where none does."""
        return ""

    def new_file(self, name: str, model: str | None) -> str:
        """The text of the file of a new agent."""
        raise NotImplementedError

    def write_chain(
        self, document: Document, roster: Roster, agent: Agent, links: Sequence[Link]
    ) -> list[Edit]:
        word = links[0].text if links else DEFAULT
        path = (*agent.path, MODEL)
        old, new = document.get(path), ABSENT if word == DEFAULT else word
        return [] if old == new else [Edit(path, old, new, order=self.order)]

    def set_agent(
        self, document: Document, roster: Roster, agent: str, field: str, value: str | None
    ) -> list[Edit]:
        path = known_agent(roster, agent).path
        if not self.effort_key or field != "effort":
            raise self.refusal(f"the {field} of an agent")
        old = document.get((*path, self.effort_key))
        new = (value or "").strip() or ABSENT
        return [] if old == new else [Edit((*path, self.effort_key), old, new, order=self.order)]

    def add_agent(
        self, document: Document, roster: Roster, name: str, slots: Mapping[str, str | None],
        reasoning: str = "", capability: str = "",
    ) -> list[Edit]:  # fmt: skip
        name, model = _file_name(name, roster), slots.get(PRIMARY)
        file = f"{name}{self.ending}"
        if file in document.value:
            raise OperationError(f'there is a file "{file}" already')
        return [Edit((file,), ABSENT, self.new_file(name, None if model == DEFAULT else model))]

    def remove_agent(self, document: Document, roster: Roster, name: str) -> list[Edit]:
        path = known_agent(roster, name).path
        return [Edit(path, document.get(path), ABSENT)]

    def rename_agent(self, document: Document, roster: Roster, old: str, new: str) -> list[Edit]:
        """Change the agent's `name`; a file that is named after the agent is renamed, too."""
        path = known_agent(roster, old).path
        if old == new.strip():
            return []
        new = _file_name(new, roster)
        if document.get((*path, NAME)) is not ABSENT:
            return [Edit((*path, NAME), old, new)]
        folder, slash, _ = str(path[0]).rpartition("/")
        return [Edit(path, path[0], f"{folder}{slash}{new}{self.ending}", on="key")]

    def _agents(
        self, findings: Findings, files: Mapping[str, Any], context: ReadContext
    ) -> Iterator[Agent]:
        first_file: dict[str, str] = {}
        for file, value in files.items():
            entry = value if isinstance(value, Mapping) else {}
            name = entry.get(NAME)
            if not isinstance(name, str) or not name.strip():
                name = self.name_elsewhere(context, file)
            if not name:
                if self.needs_name:
                    findings.add(
                        "not-an-agent",
                        (file,),
                        f"{file} has no name: {self.program} does not take it for an agent",
                        "warning",
                    )
                    continue
                name = file.rpartition("/")[2].removesuffix(self.ending)
            if name in first_file:
                findings.add(
                    "duplicate-agent",
                    (file, NAME),
                    f'{file} and {first_file[name]} are both called "{name}"; only one is used',
                    "warning",
                )
                continue
            first_file[name] = file
            yield self._agent(findings, name, file, entry, context)

    def _agent(
        self, findings: Findings, name: str, file: str, entry: Mapping[Any, Any],
        context: ReadContext,
    ) -> Agent:  # fmt: skip
        model = entry.get(MODEL)
        if model is not None and not isinstance(model, str):
            findings.add(
                "wrong-type",
                (file, MODEL),
                f"{name}: model is {described(model)}, not a model's id",
            )
            model = None
        model_text = (model or "").strip() or DEFAULT
        is_word = model_text in self.cell_words
        link = Link(
            PRIMARY,
            "" if is_word else model_text,
            model_text if is_word else None,
            path=(file, MODEL),
        )
        effort = entry.get(self.effort_key) if self.effort_key else None
        return Agent(
            name,
            Chain(self.scheme, (link,)),
            capability=derive(name),
            in_force=self.in_force(context, name, model_text),
            options=(("effort", effort),) if isinstance(effort, str | int) else (),
            file=file,
            path=(file,),
        )

    def entries(self, value: Any) -> list[Mapping[Any, Any]]:
        """The data of those files of the format that hold a mapping."""
        files = value.items() if isinstance(value, Mapping) else ()
        return [
            entry
            for file, entry in files
            if str(file).endswith(self.ending) and isinstance(entry, Mapping) and entry
        ]


def _file_name(name: str, roster: Roster) -> str:
    """A name of an agent that can be one of a file as well."""
    name = new_name("agent", name, roster.agent_by_name)
    if "/" in name or "\\" in name or name.startswith("."):
        raise OperationError(f'"{name}" cannot be the name of a file')
    return name
