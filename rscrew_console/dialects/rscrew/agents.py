"""Operations on agents as a whole, and on their reasoning and capability."""

from __future__ import annotations

from collections.abc import Mapping

from rscrew_console.dialects.base import OperationError
from rscrew_console.dialects.chains import known_agent
from rscrew_console.dialects.names import new_name
from rscrew_console.dialects.rscrew.counts import count_edits
from rscrew_console.dialects.rscrew.entries import added
from rscrew_console.dialects.rscrew.fields import (
    AGENT_FIELDS,
    AGENT_TEXT_FIELDS,
    AGENTS,
    SLOTS,
)
from rscrew_console.dialects.rscrew.strategies import rename_in_strategies
from rscrew_console.dialects.sections.budgets import rename_in_budgets
from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.roster.model import CAPABILITIES, Roster


def set_agent(
    doc: Document, roster: Roster, agent: str, field: str, value: str | None
) -> list[Edit]:
    known_agent(roster, agent)
    if field not in AGENT_TEXT_FIELDS:
        raise OperationError.unknown("field of an agent", field, AGENT_TEXT_FIELDS)
    if field == "capability":
        _check_capability(value)
    path = (AGENTS, agent, field)
    old, new = doc.get(path), value or ABSENT
    return [] if old == new else [Edit(path, old, new, order=AGENT_FIELDS)]


def add_agent(
    doc: Document,
    roster: Roster,
    name: str,
    slots: Mapping[str, str | None],
    reasoning: str = "",
    capability: str = "",
) -> list[Edit]:
    _check_capability(capability)
    texts = {"reasoning": reasoning, "capability": capability}
    entry = {slot: slots[slot] for slot in SLOTS if slots.get(slot)}
    entry |= {field: value for field, value in texts.items() if value}
    return [added(doc, AGENTS, name, entry), *count_edits(doc, roster, {name: entry[SLOTS[0]]})]


def remove_agent(doc: Document, roster: Roster, name: str) -> list[Edit]:
    known_agent(roster, name)
    path = (AGENTS, name)
    return [Edit(path, doc.get(path), ABSENT), *count_edits(doc, roster, {}, removed=[name])]


def rename_agent(doc: Document, roster: Roster, old: str, new: str) -> list[Edit]:
    known_agent(roster, old)
    if old == new.strip():
        return []
    new = new_name("agent", new, roster.agent_by_name)
    return [
        Edit((AGENTS, old), old, new, on="key"),
        *rename_in_budgets(doc, "agent", old, new),
        *rename_in_strategies(doc, "agent", old, new),
    ]


def _check_capability(value: str | None) -> None:
    if value and value not in CAPABILITIES:
        raise OperationError.unknown("capability", value, CAPABILITIES)
