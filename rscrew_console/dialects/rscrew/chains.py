"""Wishes about an agent's chain: which provider in which slot."""

from __future__ import annotations

from collections.abc import Mapping

from rscrew_console.dialects.base import OperationError
from rscrew_console.dialects.rscrew.distribution import upkeep
from rscrew_console.dialects.rscrew.fields import AGENT_FIELDS, AGENTS, SLOTS
from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.roster.model import Agent, Roster

Slots = dict[str, str | None]


def assign(
    doc: Document, roster: Roster, agent: str, slots: Mapping[str, str | None]
) -> list[Edit]:
    subject = known_agent(roster, agent)
    check_slots(roster, slots)
    before: Slots = {slot: subject.chain.provider_in(slot) for slot in SLOTS}
    return _edits(doc, roster, subject, before, _assigned(before, slots, agent))


def move(
    doc: Document, roster: Roster, agent: str, provider: str, step: int, slot: str | None = None
) -> list[Edit]:
    subject = known_agent(roster, agent)
    links = subject.chain.links
    places = [
        index
        for index, link in enumerate(links)
        if link.provider == provider and slot in (None, link.slot)
    ]
    if not places:
        raise OperationError.unknown(f'link of "{agent}"', provider, subject.chain.providers)
    here, there = places[0], places[0] + step
    if not 0 <= there < len(links):
        return []
    before: Slots = {name: subject.chain.provider_in(name) for name in SLOTS}
    after = {
        **before,
        links[here].slot: links[there].provider,
        links[there].slot: links[here].provider,
    }
    return _edits(doc, roster, subject, before, after)


def known_agent(roster: Roster, name: str) -> Agent:
    if name not in roster.agent_by_name:
        raise OperationError.unknown("agent", name, roster.agent_by_name)
    return roster.agent_by_name[name]


def check_slots(roster: Roster, slots: Mapping[str, str | None]) -> None:
    """Raise OperationError for unknown slots or providers, or one provider in two slots."""
    placed: dict[str, str] = {}
    for slot, provider in slots.items():
        if slot not in SLOTS:
            raise OperationError.unknown("slot", slot, SLOTS)
        if provider is None:
            continue
        if provider not in roster.provider_by_name:
            raise OperationError.unknown("provider", provider, roster.provider_by_name)
        if provider in placed:
            where = f"{placed[provider]} and {slot}"
            raise OperationError(f'"{provider}" cannot be both {where} of one agent')
        placed[provider] = slot


def _assigned(before: Slots, wanted: Mapping[str, str | None], agent: str) -> Slots:
    after = dict(before)
    for slot in SLOTS:
        if slot not in wanted or after[slot] == wanted[slot]:
            continue
        provider = wanted[slot]
        elsewhere = next((other for other in SLOTS if provider and after[other] == provider), None)
        if elsewhere is not None:
            after[elsewhere] = after[slot]
        after[slot] = provider
    first = SLOTS[0]
    if before[first] is not None and after[first] is None:
        if wanted.get(first, "") is None:
            raise OperationError(f'"{agent}" needs a {first}; put another provider there instead')
        raise OperationError(
            f'"{before[first]}" is the {first} of "{agent}", and nothing would take its place;'
            f" name another {first} with it"
        )
    return after


def _edits(doc: Document, roster: Roster, agent: Agent, before: Slots, after: Slots) -> list[Edit]:
    edits = []
    for slot in SLOTS:
        if after[slot] == before[slot]:
            continue
        path = (AGENTS, agent.name, slot)
        new = ABSENT if after[slot] is None else after[slot]
        edits.append(Edit(path, doc.get(path), new, order=AGENT_FIELDS))
    return edits + upkeep(doc, roster, {agent.name: after[SLOTS[0]]})
