"""CrewAI's `agents.yaml`: an agent is known by role, goal and backstory, and names one model.

A row is an agent's `llm`. Where an agent has a `function_calling_llm` too, that is a row of its
own, named `AGENT.function_calling_llm`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rscrew_console.dialects.base import MAYBE, NO, SURE, Dialect, OperationError, ParseResult
from rscrew_console.dialects.capabilities import Capabilities
from rscrew_console.dialects.chains import known_agent
from rscrew_console.dialects.context import NO_CONTEXT, ReadContext
from rscrew_console.dialects.findings import Findings
from rscrew_console.dialects.formats import FORMATS
from rscrew_console.dialects.implied import roster_without_fallbacks
from rscrew_console.dialects.names import new_name
from rscrew_console.dialects.values import described
from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.roster.capability import derive
from rscrew_console.roster.chain import PRIMARY, Chain, InForce, Link, SlotScheme
from rscrew_console.roster.model import Agent, Roster
from rscrew_console.roster.problem import Path

TEXTS = ("role", "goal", "backstory")
LLM, CALLING = "llm", "function_calling_llm"
FIELDS = (*TEXTS, LLM, CALLING)
DEFAULT = "default"
"""What a slot says where the agent has no `llm`."""
_METHOD = re.compile(r"(?!o\d|gpt|claude|gemini|command|mistral|llama)[A-Za-z_]\w*")
"""The name of an `@llm` method in crew.py; a model's id has a `-`, `.`, `/` or `:` in it, or is
one of a few, such as `o3`."""
_TO_WRITE = "To be written"


class CrewAI(Dialect):
    """See `Dialect`, which says what each method does."""

    name = "crewai"
    title = "CrewAI's agents.yaml"
    recognised_by = "agents with role, goal and backstory"
    file_places = FORMATS["crewai"].places
    scheme = SlotScheme(longest=1)
    capabilities = Capabilities(
        add_agents=True,
        remove_agents=True,
        rename_agents=True,
        agent_fields=(CALLING,),
        layers=True,
    )
    cell_words = (DEFAULT,)
    variables = ("MODEL", "MODEL_NAME", "OPENAI_MODEL_NAME")

    def recognises(self, value: Any, file_name: str = "") -> int:
        if not isinstance(value, Mapping):
            return NO
        text_counts = [len(_texts_of(entry)) for entry in value.values()]
        if len(TEXTS) in text_counts:
            return SURE
        return MAYBE if file_name.endswith("agents.yaml") and any(text_counts) else NO

    def read(self, document: Document, context: ReadContext = NO_CONTEXT) -> ParseResult:
        findings = Findings(document)
        entries = findings.names((), findings.mapping((), document.value), "an agent")
        agents = tuple(
            agent
            for name, entry in entries.items()
            if _texts_of(entry)
            for agent in _agents(findings, name, entry, context)
        )
        findings.duplicates("warning")
        roster = roster_without_fallbacks(self, agents, "CrewAI has no fallbacks")
        return ParseResult(roster, findings.problems)

    def write_chain(
        self, document: Document, roster: Roster, agent: Agent, links: Sequence[Link]
    ) -> list[Edit]:
        link = links[0] if links else Link(PRIMARY, DEFAULT)
        text = link.text
        return _set(document, _cell(agent), "" if text == DEFAULT else text)

    def set_agent(
        self, document: Document, roster: Roster, agent: str, field: str, value: str | None
    ) -> list[Edit]:
        path = known_agent(roster, agent).path
        if field != CALLING:
            raise self.refusal(f"the {field} of an agent")
        return _set(document, (*path, CALLING), (value or "").strip())

    def add_agent(
        self, document: Document, roster: Roster, name: str, slots: Mapping[str, str | None],
        reasoning: str = "", capability: str = "",
    ) -> list[Edit]:  # fmt: skip
        model = slots.get(PRIMARY)
        entry = {"role": name.replace("_", " ").capitalize(), "goal": _TO_WRITE}
        entry |= {"backstory": _TO_WRITE} | ({LLM: model} if model else {})
        return [Edit((name,), ABSENT, entry)]

    def remove_agent(self, document: Document, roster: Roster, name: str) -> list[Edit]:
        agent = known_agent(roster, name)
        path = _cell(agent) if _is_calling(agent) else agent.path
        return [Edit(path, document.get(path), ABSENT)]

    def rename_agent(self, document: Document, roster: Roster, old: str, new: str) -> list[Edit]:
        agent = known_agent(roster, old)
        if old == new.strip():
            return []
        if _is_calling(agent):
            raise OperationError(f'rename "{agent.path[0]}" instead: "{old}" is a field of it')
        return [Edit((old,), old, new_name("agent", new, roster.agent_by_name), on="key")]


def _texts_of(entry: Any) -> list[str]:
    return [field for field in TEXTS if field in entry] if isinstance(entry, Mapping) else []


def _is_calling(agent: Agent) -> bool:
    return agent.name == f"{agent.path[0]}.{CALLING}"


def _cell(agent: Agent) -> Path:
    return (*agent.path, CALLING if _is_calling(agent) else LLM)


def _agents(
    findings: Findings, name: str, entry: Mapping[Any, Any], context: ReadContext
) -> Iterator[Agent]:
    """The agent's row, and one for its second model if it has one."""
    for field in TEXTS:
        if not entry.get(field):
            findings.add(
                "missing-field", (name,), f"{name} has no {field}: CrewAI refuses it", "warning"
            )
    model = _model(findings, (name, LLM), entry.get(LLM))
    calling = _model(findings, (name, CALLING), entry.get(CALLING))
    capability = derive(name)
    options = ((CALLING, calling),) if calling else ()
    link = _link(model or DEFAULT, (name, LLM))
    in_force = None if model else _default(context)
    yield Agent(
        name, Chain(CrewAI.scheme, (link,)), capability=capability, in_force=in_force,
        options=options, path=(name,),
    )  # fmt: skip
    if calling:
        chain = Chain(CrewAI.scheme, (_link(calling, (name, CALLING)),))
        yield Agent(f"{name}.{CALLING}", chain, capability=capability, path=(name,))


def _model(findings: Findings, path: Path, value: Any) -> str:
    """A text, or a mapping with a `model`; "" for neither."""
    if isinstance(value, Mapping):
        path, value = (*path, "model"), value.get("model")
    if value is None or isinstance(value, str):
        return (value or "").strip()
    findings.add("wrong-type", path, f"{path[0]}.{path[1]} is {described(value)}, not a model's id")
    return ""


def _link(text: str, path: Path) -> Link:
    """The link for an `llm`; `default` and the name of a method of crew.py are not models."""
    if _METHOD.fullmatch(text):
        return Link(PRIMARY, "", says=text, path=path)
    return Link(PRIMARY, text, path=path)


def _default(context: ReadContext) -> InForce:
    """The model that CrewAI gives to an agent without one."""
    for variable in CrewAI.variables:
        if model := context.environment.get(variable, "").strip():
            return InForce(model, variable)
    return InForce("", "CrewAI's built-in default")


def _set(document: Document, path: Path, value: str) -> list[Edit]:
    """The edit that makes the model at `path` this one; none for "" takes it out."""
    old = document.get(path)
    if value and isinstance(old, Mapping):
        path, old = (*path, "model"), document.get((*path, "model"))
    new = value or ABSENT
    return [] if old == new else [Edit(path, old, new, order=FIELDS)]
