"""Operations on chains, the same for every format: each computes the links that are to be.

What to change in the file for that is the dialect's `write_chain`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rscrew_console.dialects.base import Dialect, OperationError
from rscrew_console.document import Document, Edit
from rscrew_console.roster.chain import Link, SlotScheme
from rscrew_console.roster.model import Agent, Provider, Roster

Slots = Mapping[str, str | None]
Row = list[Link | None]
"""A chain by position; None for an empty slot."""


def assign(
    dialect: Dialect, document: Document, roster: Roster, agent: str, slots: Slots
) -> list[Edit]:
    """Put providers into slots; None empties one.

    A provider that already sits in another slot of the agent swaps with the one it replaces.
    Raises OperationError.
    """
    subject = known_agent(roster, agent)
    slots = {slot: name and without_alias(roster, name) for slot, name in slots.items()}
    check_slots(dialect, roster, slots)
    links = _assigned(dialect, subject, slots)
    return _written(dialect, document, roster, {agent: links})


def move(
    dialect: Dialect, document: Document, roster: Roster, agent: str, slot: str, step: int
) -> list[Edit]:
    """Swap what stands in `slot` with what is before (-1) or after (+1) it in the chain.

    No edits at the ends. Raises OperationError.
    """
    subject = known_agent(roster, agent)
    links = list(subject.chain.links)
    index = next((index for index, link in enumerate(links) if link.slot == slot), None)
    if index is None:
        raise OperationError.unknown(f'filled slot of "{agent}"', slot, [at.slot for at in links])
    neighbour = index + step
    if not 0 <= neighbour < len(links):
        return []
    links[index], links[neighbour] = (
        replace(links[neighbour], slot=links[index].slot),
        replace(links[index], slot=links[neighbour].slot),
    )
    return _written(dialect, document, roster, {agent: links})


def set_chains(
    dialect: Dialect, document: Document, roster: Roster,
    chains: Mapping[str, Sequence[str]], notes: Mapping[str, str],
) -> list[Edit]:  # fmt: skip
    """Give each of the agents these providers, in the first slots, and empty the others.

    Agents that have these providers in this order already stay untouched; the note of the others
    is put behind their reasoning, unless it is in there already, or the format has no reasonings.
    Raises OperationError.
    """
    requested: dict[str, list[Link]] = {}
    edits: list[Edit] = []
    for name, named in chains.items():
        providers = [without_alias(roster, one) for one in named]
        agent = known_agent(roster, name)
        most = dialect.scheme.max_chain
        if most is not None and len(providers) > most:
            size = "1 provider" if most == 1 else f"{most} providers"
            raise OperationError(f'"{name}" has room for {size}')
        names = dialect.scheme.names(len(providers))
        check_slots(dialect, roster, dict(zip(names, providers, strict=False)))
        if not providers and dialect.capabilities.needs_primary:
            raise OperationError(f'"{name}" needs a {dialect.scheme.first}')
        if agent.chain.providers == tuple(providers):
            continue
        requested[name] = [
            _link(agent, slot, provider) for slot, provider in zip(names, providers, strict=False)
        ]
    if requested:
        edits += dialect.write_chains(document, roster, requested)
    for name in requested:
        agent = roster.agent_by_name[name]
        note = notes.get(name, "").strip()
        if note and note not in agent.reasoning and "reasoning" in dialect.agent_fields:
            reasoning = f"{agent.reasoning.rstrip()} {note}".strip()
            edits += dialect.set_agent(document, roster, name, "reasoning", reasoning)
    return edits + _counted(dialect, document, roster, requested)


def without_alias(roster: Roster, name: str) -> str:
    """The model that an alias of the user's stands for; any other name as it is."""
    return (
        name if name in roster.provider_by_name else dict(roster.settings.aliases).get(name, name)
    )


def known_agent(roster: Roster, name: str) -> Agent:
    """Raises OperationError where there is none of that name."""
    if name not in roster.agent_by_name:
        raise OperationError.unknown("agent", name, roster.agent_by_name)
    return roster.agent_by_name[name]


def known_provider(roster: Roster, name: str) -> Provider:
    """Raises OperationError where there is none of that name."""
    if name not in roster.provider_by_name:
        raise OperationError.unknown("provider", name, roster.provider_by_name)
    return roster.provider_by_name[name]


def check_slots(dialect: Dialect, roster: Roster, slots: Slots) -> None:
    """Raise OperationError for unknown slots or providers, or one provider in two slots."""
    placed: dict[str, str] = {}
    for slot, provider in slots.items():
        if dialect.scheme.index(slot) is None:
            raise _no_slot(dialect.scheme, slot)
        if provider is None:
            continue
        dialect.check_provider(roster, provider)
        if provider in placed and provider not in dialect.cell_words:
            raise OperationError(
                f'"{provider}" cannot be both {placed[provider]} and {slot} of one agent'
            )
        placed[provider] = slot


def _no_slot(scheme: SlotScheme, slot: str) -> OperationError:
    if scheme.max_chain == 1:
        return OperationError(
            f'there is no slot "{slot}": an agent of this file has one model and no fallbacks'
        )
    if scheme.is_list:
        return OperationError(
            f'there is no slot "{slot}"; there are {", ".join(scheme.names(3))} and so on'
        )
    return OperationError.unknown("slot", slot, scheme.fixed)


def _assigned(dialect: Dialect, agent: Agent, requested: Slots) -> list[Link]:
    scheme = dialect.scheme
    positions = {index: slot for slot in requested if (index := scheme.index(slot)) is not None}
    row = _row(scheme, agent, length=max(positions, default=0) + 1)
    before = row[0]
    for index, slot in sorted(positions.items()):
        provider = requested[slot]
        if provider is None:
            row[index] = None
            continue
        if _names(row[index], provider):
            continue
        if provider in dialect.cell_words:  # no model: it may stand in several slots
            row[index] = Link(slot, provider)
            continue
        occupied = next((at for at, link in enumerate(row) if _names(link, provider)), None)
        if occupied is None:
            row[index] = _link(agent, slot, provider)
        else:
            row[index], row[occupied] = row[occupied], row[index]
    if scheme.is_list:
        _refuse_gap(scheme, agent, row, positions)
        row = [link for link in row if link is not None]
    if before is not None and (not row or row[0] is None):
        _refuse_no_primary(dialect, agent, requested)
    return [
        replace(link, slot=scheme.name(index)) for index, link in enumerate(row) if link is not None
    ]


def _row(scheme: SlotScheme, agent: Agent, length: int) -> Row:
    """The agent's chain by position, at least `length` long."""
    by_slot = {link.slot: link for link in agent.chain.links}
    names = scheme.names(max(length, len(agent.chain.links)))
    return [by_slot.get(name) for name in names]


def _refuse_gap(scheme: SlotScheme, agent: Agent, row: Row, positions: Mapping[int, str]) -> None:
    """A list has no empty places: what is added goes right behind the last one."""
    for index in sorted(positions):
        missing = next((at for at in range(index) if row[at] is None and at not in positions), None)
        if row[index] is not None and missing is not None and missing >= len(agent.chain.links):
            slot, empty = scheme.name(index), scheme.name(missing)
            raise OperationError(
                f'"{agent.name}" has no {empty} yet, so that it can have no {slot}'
            )


def _refuse_no_primary(dialect: Dialect, agent: Agent, requested: Slots) -> None:
    if not dialect.capabilities.needs_primary:
        return
    first = dialect.scheme.first
    if requested.get(first, "") is None:
        raise OperationError(f'"{agent.name}" needs a {first}; put another provider there instead')
    raise OperationError(
        f'"{agent.chain.primary}" is the {first} of "{agent.name}", and nothing would take its'
        f" place; name another {first} with it"
    )


def _names(link: Link | None, provider: str) -> bool:
    """Whether the cell says exactly this."""
    return link is not None and provider == link.text


def _link(agent: Agent, slot: str, provider: str) -> Link:
    """The agent's own link to the provider, with its options, in that slot; or a new one."""
    for own in agent.chain.links:
        if _names(own, provider):
            return Link(slot, own.provider, own.says, own.options, own.path)
    return Link(slot, provider)


def _written(
    dialect: Dialect, document: Document, roster: Roster, chains: Mapping[str, Sequence[Link]]
) -> list[Edit]:
    changed = {
        name: links
        for name, links in chains.items()
        if tuple(links) != roster.agent_by_name[name].chain.links
    }
    edits = dialect.write_chains(document, roster, changed) if changed else []
    return edits + _counted(dialect, document, roster, chains)


def _counted(
    dialect: Dialect, document: Document, roster: Roster, chains: Mapping[str, Sequence[Link]]
) -> list[Edit]:
    first = dialect.scheme.first
    primaries = {
        name: next((link.provider for link in links if link.slot == first), None)
        for name, links in chains.items()
    }
    return dialect.count_primaries(document, roster, primaries)
