"""A strategy on an open file before it is applied: who moves, what it costs, who is left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from rscrew_console.plans.shipped import strategy_named
from rscrew_console.providers.prices import PriceQuote, prices_of
from rscrew_console.roster.cost import Averages, Estimate, Prices, estimate, with_averages
from rscrew_console.roster.effective import runs_on
from rscrew_console.roster.facts import Facts
from rscrew_console.roster.model import Roster
from rscrew_console.roster.strategies.apply import apply, changed, planned
from rscrew_console.roster.strategies.model import Strategy
from rscrew_console.roster.strategies.notes import notes
from rscrew_console.roster.strategies.view import ProviderView, assumed_usable, cannot_serve


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What is known of the providers beside the file."""

    facts: Mapping[str, Facts]
    """By provider, of every provider; see `providers.facts`."""
    quotes: Mapping[str, PriceQuote] = field(default_factory=dict)
    """By provider, of those whose price is known; see `providers.prices`."""
    down: frozenset[str] = frozenset()
    """Providers that do not answer, as far as is known."""
    averages: Mapping[str, Averages] = field(default_factory=dict)
    """By agent: what its calls have really taken. Costs are told by it; plans go by the file."""

    @property
    def prices(self) -> Prices:
        return prices_of(self.quotes)

    @property
    def usable(self) -> frozenset[str]:
        """The providers that can serve; where nobody has a key, keys do not count."""
        return assumed_usable(self.facts, self.down)

    @property
    def view(self) -> ProviderView:
        kinds = {name: fact.kind for name, fact in self.facts.items()}
        return ProviderView(kinds, self.prices, cannot_serve(self.facts, self.down))


@dataclass(frozen=True, slots=True)
class AgentPreview:
    """One agent before and after."""

    name: str
    capability: str
    old: tuple[str, ...]
    """The providers of its chain, in order."""
    new: tuple[str, ...]
    covered: bool
    """Whether the strategy speaks of the agent and it was not taken out."""
    old_usd: float | None
    """Per 1,000 calls on the primary; None where that is not known."""
    new_usd: float | None
    runs_on: str | None
    """The first provider of the new chain that can serve."""

    @property
    def changed(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True, slots=True)
class CrewSummary:
    """The crew as a whole, before or after. A pin is looked through: it is lifted some day."""

    distribution: Mapping[str, int]
    """Provider → agents whose primary it is, for every provider in file order."""
    cost: Estimate
    stranded: tuple[str, ...]
    """Agents none of whose providers can serve."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a strategy would do. `carry_out` does exactly this."""

    strategy: Strategy
    agents: tuple[AgentPreview, ...]
    """Every agent of the crew, in file order."""
    before: CrewSummary
    after: CrewSummary
    notes: Mapping[str, str]
    """Agent → what is put behind its reasoning."""
    limit: int | None
    """The most primaries that a provider may have by the strategy's spread."""
    last: tuple[str, ...]
    """Providers that cannot serve and so come last in every chain."""

    @property
    def chains(self) -> dict[str, tuple[str, ...]]:
        """The chains of the agents that get another one."""
        return {agent.name: agent.new for agent in self.agents if agent.changed}


def preview(
    roster: Roster,
    strategy: Strategy | str,
    circumstances: PlanFacts,
    agents: Collection[str] | None = None,
) -> Preview:
    """The strategy (or the one of that name or number) on the crew, or on `agents` alone.

    Raises OperationError for a strategy that does not exist.
    """
    if isinstance(strategy, str):
        strategy = strategy_named(roster, strategy)
    now = replace(roster, settings=replace(roster.settings, pin=None))
    plan = apply(strategy, now, circumstances.view, agents)
    then = planned(now, plan)
    before, after = _side(now, circumstances), _side(then, circumstances)
    usable = circumstances.usable
    rows = tuple(
        AgentPreview(
            name=old.name,
            capability=old.capability,
            old=old.chain.providers,
            new=new.chain.providers,
            covered=old.name in plan.chains,
            old_usd=was.usd_per_1k_calls,
            new_usd=becomes.usd_per_1k_calls,
            runs_on=runs_on(new, then.settings, usable),
        )
        for old, new, was, becomes in zip(
            now.agents, then.agents, before.cost.agents, after.cost.agents, strict=True
        )
    )
    told = notes(plan, now, changed(now, plan))
    last = tuple(one.name for one in now.providers if one.name in circumstances.view.unusable)
    return Preview(strategy, rows, before, after, told, plan.limit, last)


def _side(roster: Roster, circumstances: PlanFacts) -> CrewSummary:
    usable = circumstances.usable
    idle = (one for one in roster.agents if runs_on(one, roster.settings, usable) is None)
    return CrewSummary(
        roster.primaries,
        estimate(with_averages(roster, circumstances.averages), circumstances.prices),
        tuple(agent.name for agent in idle),
    )
