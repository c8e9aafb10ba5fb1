"""Everything that the console shows of a crew at one moment, in one immutable value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from rscrew_console.providers.prices import PriceQuote, prices_of
from rscrew_console.roster.cost import Averages, Estimate, estimate, with_averages
from rscrew_console.roster.effective import runs_on
from rscrew_console.roster.facts import Facts
from rscrew_console.roster.model import Agent, Provider, Roster
from rscrew_console.roster.problem import Problem
from rscrew_console.roster.standings import BudgetStatus
from rscrew_console.tui.view.healths import HealthByProvider

Kind = Literal["agent", "provider"]


@dataclass(frozen=True)
class ViewState:
    """`saved` is the crew as it is in the file, `roster` with the unsaved changes."""

    roster: Roster
    saved: Roster
    facts: Mapping[str, Facts]
    """By provider."""
    problems: tuple[Problem, ...] = ()
    concerns: Mapping[tuple[Kind, str], tuple[Problem, ...]] = field(default_factory=dict)
    """The problems of each agent and provider that has any."""
    path: str = ""
    unsaved: int = 0
    strategy: str = ""
    read_only: str = ""
    """Why the file cannot be saved, if it cannot."""
    unusable: str = ""
    """Why the file cannot be read any more, if it cannot."""
    unsafe: str = ""
    """Why unsaved changes would not outlive a crash, if they would not."""
    healths: HealthByProvider = field(default_factory=HealthByProvider)
    quotes: Mapping[str, PriceQuote] = field(default_factory=dict)
    """By provider, of those whose price is known by now."""
    averages: Mapping[str, Averages] = field(default_factory=dict)
    """By agent: what its calls have really taken."""
    standings: tuple[BudgetStatus, ...] = ()
    """Of budgets and alerts."""

    @cached_property
    def usable(self) -> frozenset[str]:
        """The providers that could be called now, as far as is known."""
        return frozenset(name for name, facts in self.facts.items() if self._serves(name, facts))

    def _serves(self, name: str, facts: Facts) -> bool:
        last = self.healths.last(name)
        return last.usable if last else facts.usable

    @cached_property
    def stranded(self) -> frozenset[str]:
        """The agents that have nothing left to run on."""
        agents = self.roster.agents
        return frozenset(agent.name for agent in agents if self.runs_on(agent) is None)

    @cached_property
    def cost(self) -> Estimate:
        """What the crew costs on the providers that are meant, as far as prices are known."""
        return estimate(self.measured, prices_of(self.quotes))

    @cached_property
    def measured(self) -> Roster:
        """The crew with what its calls have really taken in place of assumptions."""
        return with_averages(self.roster, self.averages)

    @cached_property
    def usd_per_1k(self) -> Mapping[str, float | None]:
        """Agent → dollars for 1,000 calls; None where that is not known."""
        return {agent.name: agent.usd_per_1k_calls for agent in self.cost.agents}

    def names(self, kind: Kind) -> Mapping[str, Agent | Provider]:
        """The agents or providers by their names."""
        return self.roster.agent_by_name if kind == "agent" else self.roster.provider_by_name

    def runs_on(self, agent: Agent) -> str | None:
        """The provider that a call of this agent would reach now."""
        return runs_on(agent, self.roster.settings, self.usable)

    def is_edited(self, kind: Kind, name: str, field_name: str) -> bool:
        """Whether a slot or field differs from the file; `name` tells whether the entry is new."""
        new = self._value(self.roster, kind, name, field_name)
        return bool(new != self._value(self.saved, kind, name, field_name))

    @staticmethod
    def _value(roster: Roster, kind: Kind, name: str, field_name: str) -> object:
        entries: Mapping[str, Agent | Provider] = (
            roster.agent_by_name if kind == "agent" else roster.provider_by_name
        )
        if (entry := entries.get(name)) is None:
            return None
        if isinstance(entry, Agent) and field_name in roster.slots:
            return entry.chain.provider_in(field_name)
        value = getattr(entry, field_name)
        return value or None


KEY_WORDS: Mapping[str, str] = {
    "set": "key set",
    "missing": "no key",
    "placeholder": "placeholder key",
    "not_needed": "no key needed",
}
