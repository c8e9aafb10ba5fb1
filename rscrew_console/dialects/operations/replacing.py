"""One provider or model in the place of another, everywhere in a crew."""

from __future__ import annotations

from collections.abc import Iterator

from rscrew_console.dialects.base import Dialect, OperationError
from rscrew_console.dialects.operations.base import Operation
from rscrew_console.dialects.operations.chains import Assign
from rscrew_console.dialects.operations.entries import SetProvider
from rscrew_console.dialects.operations.scenarios import ReplaceModel
from rscrew_console.roster.model import Agent, Roster


def replacements(dialect: Dialect, roster: Roster, old: str, new: str) -> tuple[Operation, ...]:
    """The operations after which `new` stands wherever `old` stood.

    `old` is a provider, then it is replaced in every chain; or the model of providers that have
    an entry of their own, then these get the other model. A chain that has `new` already keeps it
    in the earlier place. Raises OperationError where `old` is neither.
    """
    if roster.scenarios is not None:
        return (ReplaceModel(old, new),)
    if old in roster.provider_by_name:
        if old != new:
            dialect.check_provider(roster, new)
        return tuple(
            Assign(agent.name, slots)
            for agent in roster.agents
            if (slots := _slots(agent, old, new))
        )
    providers = [one.name for one in roster.providers if one.declared and one.model == old]
    if not providers:
        models = {provider.model for provider in roster.providers}
        raise OperationError.unknown(
            "provider or model", old, (*roster.provider_by_name, *sorted(models))
        )
    return tuple(SetProvider(name, "model", new) for name in providers if old != new)


def _slots(agent: Agent, old: str, new: str) -> dict[str, str | None]:
    """Slot → what shall be in it, of the slots that change."""
    if old == new:
        return {}
    slots: dict[str, str | None] = {}
    is_there = False
    for slot, provider in _filled(agent):
        if provider not in (old, new):
            continue
        replacement = None if is_there else new
        is_there = True
        if provider != replacement:
            slots[slot] = replacement
    # A chain without the old provider is none of ours, whatever it holds.
    return slots if any(provider == old for _, provider in _filled(agent)) else {}


def _filled(agent: Agent) -> Iterator[tuple[str, str]]:
    """Slots with a provider that stands there itself: no reference, nothing inherited."""
    return ((link.slot, link.provider) for link in agent.chain.links if link.says is None)
