"""A strategy's chain with some of the agent's slots left as they are. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rscrew_console.roster.model import Agent


def keeping_slots(agent: Agent, chain: Sequence[str], slots: Collection[str]) -> tuple[str, ...]:
    """`chain` with what the agent has in `slots` now; the others follow in the order of `chain`.

    A chain ends where a slot that is kept is empty, and never holds a provider twice.
    """
    names = agent.chain.scheme.names(max(len(chain), len(agent.chain.links)) + len(slots))
    kept = {slot: _text_in(agent, slot) for slot in names if slot in slots}
    others = [provider for provider in chain if provider not in kept.values()]
    row: list[str] = []
    for slot in names:
        if slot in kept and not kept[slot]:
            break
        provider = kept[slot] if slot in kept else (others.pop(0) if others else "")
        row += [provider] if provider else []
    row += [provider for provider in kept.values() if provider]
    return tuple(dict.fromkeys(row))


def _text_in(agent: Agent, slot: str) -> str:
    link = agent.chain.link_in(slot)
    return link.text if link else ""
