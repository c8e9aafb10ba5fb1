"""Operations on agents' chains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import ClassVar

from rscrew_console.dialects import chains
from rscrew_console.dialects.base import Dialect
from rscrew_console.dialects.operations.base import EMPTY, command
from rscrew_console.document import Document, Edit
from rscrew_console.records import dataclass
from rscrew_console.roster.model import Agent, Roster


@dataclass(frozen=True, slots=True)
class Assign:
    """Put providers into slots of an agent's chain; None empties a slot.

    A provider that already sits in another slot of the agent swaps with the one it replaces.
    """

    changes_entries_only: ClassVar[bool] = True

    agent: str
    slots: Mapping[str, str | None]

    def edits(self, dialect: Dialect, document: Document, roster: Roster) -> list[Edit]:
        return chains.assign(dialect, document, roster, self.agent, self.slots)

    def label(self, roster: Roster) -> str:
        agent = roster.agent_by_name.get(self.agent)
        parts = (
            f"{slot} {_text_in(agent, slot) or EMPTY} → {provider or EMPTY}"
            for slot, provider in self.slots.items()
        )
        return f"{self.agent} {', '.join(parts)}"

    def command_line(self, roster: Roster) -> str:
        return command("assign", self.agent, *slot_words(roster, self.slots))


@dataclass(frozen=True, slots=True)
class Move:
    """Swap the provider in `slot` with the one before (-1) or after (+1) it in the chain."""

    changes_entries_only: ClassVar[bool] = True

    agent: str
    slot: str
    step: int

    def edits(self, dialect: Dialect, document: Document, roster: Roster) -> list[Edit]:
        return chains.move(dialect, document, roster, self.agent, self.slot, self.step)

    def label(self, roster: Roster) -> str:
        provider = _text_in(roster.agent_by_name.get(self.agent), self.slot)
        direction = "up" if self.step < 0 else "down"
        return f"{self.agent} {provider} {direction} to {self._target(roster)}"

    def command_line(self, roster: Roster) -> str:
        agent = roster.agent_by_name.get(self.agent)
        link = agent.chain.link_in(self.slot) if agent else None
        other = agent.chain.link_in(self._target(roster)) if agent else None
        if link is None or link.says is not None or (other and other.says is not None):
            return ""  # what is no model does not change places with another by assigning it
        slots = {self._target(roster): link.provider}
        return command("assign", self.agent, *slot_words(roster, slots))

    def _target(self, roster: Roster) -> str:
        """The slot in which the provider is afterwards."""
        agent = roster.agent_by_name.get(self.agent)
        filled = [link.slot for link in agent.chain.links] if agent else []
        place = filled.index(self.slot) + self.step if self.slot in filled else -1
        return filled[place] if 0 <= place < len(filled) else self.slot


@dataclass(frozen=True, slots=True)
class SetChains:
    """Give each agent these providers, in order from the first slot on, and empty its others.

    The note of an agent whose chain changes is put behind its reasoning. `strategy` names the
    strategy that gave these chains, and `only` the agents that it was applied to, if not to all.
    """

    changes_entries_only: ClassVar[bool] = True

    chains: Mapping[str, Sequence[str]]
    notes: Mapping[str, str] = field(default_factory=dict)
    strategy: str = ""
    only: tuple[str, ...] = ()
    kept: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Agent → the slots that the strategy left as they are."""

    def edits(self, dialect: Dialect, document: Document, roster: Roster) -> list[Edit]:
        return chains.set_chains(dialect, document, roster, self.chains, self.notes)

    def label(self, roster: Roster) -> str:
        count = len(self.chains)
        agents = "1 agent" if count == 1 else f"{count} agents"
        return f"{self.strategy or 'chains'}: {agents}"

    def command_line(self, roster: Roster) -> str:
        if not self.strategy:
            return ""
        chosen = ["--agents", ",".join(self.only)] if self.only else []
        for agent, slots in self.kept.items():
            for slot in slots:
                chosen += ["--except", f"{agent}:{slot}"]
        # A comma would part the name of an agent.
        return (
            ""
            if any("," in agent for agent in self.only)
            else command("bulk", self.strategy, *chosen, "--yes")
        )


def slot_words(roster: Roster, slots: Mapping[str, str | None]) -> list[str]:
    """The arguments of `rsc assign` for these slots: the first is an argument, others options."""
    first = roster.scheme.first
    words: list[str] = []
    for slot, provider in slots.items():
        if slot != first:
            words += ["--slot", slot] if roster.scheme.is_list else [f"--{slot}"]
        words.append(provider or "-")
    return words


def _text_in(agent: Agent | None, slot: str) -> str:
    link = agent.chain.link_in(slot) if agent else None
    return link.text if link else ""
