"""`.env` files that name a model for each agent: `PLANNING_MODEL=anthropic:claude-…`.

A line is an agent's where the variable and the shape of its value say so. No other line is read
into anything that is shown, logged or kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rscrew_console.dialects.base import NO, SURE, Dialect, OperationError, ParseResult
from rscrew_console.dialects.capabilities import Capabilities
from rscrew_console.dialects.chains import known_agent
from rscrew_console.dialects.context import NO_CONTEXT, ReadContext
from rscrew_console.dialects.findings import Findings
from rscrew_console.dialects.formats import FORMATS
from rscrew_console.dialects.implied import roster_without_fallbacks
from rscrew_console.dialects.names import new_name
from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.roster.capability import derive
from rscrew_console.roster.chain import PRIMARY, Chain, Link, SlotScheme
from rscrew_console.roster.model import Agent, Roster

_VARIABLE = re.compile(r"(?:[A-Za-z0-9_]+_)?(?:MODEL|LLM)(?:_[A-Za-z0-9_]+)?")
_NOT_A_MODEL = re.compile(
    r"KEY|TOKEN|SECRET|PASSWORD|URL|PATH|DIR|HOST|PORT|TIMEOUT|EMBED|TEMPERATURE"
)
_MODEL = re.compile(
    r"[A-Za-z][A-Za-z0-9_.-]*[:/][A-Za-z0-9][\w./:@+-]*"
    r"|(?:claude|gpt|gemini|deepseek|mistral|llama|grok|command|qwen)-[\w.:-]+|o\d(?:-[\w.-]+)?"
)
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|[A-Za-z]:[\\/]|\.{0,2}/")
_NEW = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def names_a_model(variable: str, value: Any) -> bool:
    """Whether a line names an agent's model: by the variable, and by the value's shape."""
    return (
        isinstance(value, str)
        and _VARIABLE.fullmatch(variable) is not None
        and _NOT_A_MODEL.search(variable.upper()) is None
        and _MODEL.fullmatch(value.strip()) is not None
        and _ADDRESS.match(value.strip()) is None
    )


class Dotenv(Dialect):
    """See `Dialect`, which says what each method does."""

    name = "dotenv"
    title = "A .env file with models"
    recognised_by = "lines such as PLANNING_MODEL=vendor:model"
    file_places = FORMATS["dotenv"].places
    spelling = "pydantic-ai"
    scheme = SlotScheme(longest=1)
    capabilities = Capabilities(
        needs_primary=True, add_agents=True, remove_agents=True, rename_agents=True,
    )  # fmt: skip

    def recognises(self, value: Any, file_name: str = "") -> int:
        name = file_name.rpartition("/")[2]
        if not isinstance(value, Mapping) or not (name.startswith(".env") or name.endswith(".env")):
            return NO
        return SURE if any(names_a_model(str(key), one) for key, one in value.items()) else NO

    def data_without_keys(self, value: Any) -> Any:
        return {name: one for name, one in value.items() if names_a_model(str(name), one)}

    def read(self, document: Document, context: ReadContext = NO_CONTEXT) -> ParseResult:
        findings = Findings(document)
        agents = tuple(
            Agent(
                str(name),
                Chain(self.scheme, (Link(PRIMARY, value.strip(), path=(name,)),)),
                capability=derive(str(name)),
                path=(name,),
            )
            for name, value in document.value.items()
            if names_a_model(str(name), value)
        )
        findings.duplicates("warning")
        roster = roster_without_fallbacks(self, agents, "a .env file has no place for fallbacks")
        return ParseResult(roster, findings.problems)

    def check_provider(self, roster: Roster, name: str) -> None:
        super().check_provider(roster, name)
        if _MODEL.fullmatch(name) is None:
            raise OperationError(f'"{name}" is not a model for a .env file: write vendor:model')

    def write_chain(
        self, document: Document, roster: Roster, agent: Agent, links: Sequence[Link]
    ) -> list[Edit]:
        old = document.get(agent.path)
        return [] if old == links[0].provider else [Edit(agent.path, old, links[0].provider)]

    def add_agent(
        self, document: Document, roster: Roster, name: str, slots: Mapping[str, str | None],
        reasoning: str = "", capability: str = "",
    ) -> list[Edit]:  # fmt: skip
        model = str(slots[PRIMARY])
        return [Edit((_variable(document, roster, name, model),), ABSENT, model)]

    def remove_agent(self, document: Document, roster: Roster, name: str) -> list[Edit]:
        path = known_agent(roster, name).path
        return [Edit(path, document.get(path), ABSENT)]

    def rename_agent(self, document: Document, roster: Roster, old: str, new: str) -> list[Edit]:
        path = known_agent(roster, old).path
        if old == new.strip():
            return []
        variable = _variable(document, roster, new, str(document.get(path)))
        return [Edit(path, old, variable, on="key")]


def _variable(document: Document, roster: Roster, name: str, model: str) -> str:
    """A name that the file can hold; `planner` is written `PLANNER_MODEL`."""
    name = new_name("agent", name, roster.agent_by_name)
    if _NEW.fullmatch(name) and not names_a_model(name, model):
        name = f"{name.upper()}_MODEL"
    if not _NEW.fullmatch(name) or not names_a_model(name, model):
        raise OperationError(f'"{name}" cannot be the name of a variable that holds a model')
    if document.get((name,)) is not ABSENT:
        raise OperationError(f'"{name}" is in the file already')
    return name
