"""A strategy on an open file before it is applied: who moves, what it costs, who is left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field, replace
from types import MappingProxyType

from rscrew_console.plans.costs import CrewCost, crew_cost
from rscrew_console.plans.facts import PlanFacts
from rscrew_console.plans.shipped import strategy_named
from rscrew_console.records import dataclass
from rscrew_console.roster.effective import is_stranded
from rscrew_console.roster.model import Roster
from rscrew_console.roster.strategies.apply import KeptSlots, apply, changed, planned
from rscrew_console.roster.strategies.model import Strategy
from rscrew_console.roster.strategies.notes import notes


@dataclass(frozen=True, slots=True)
class AgentPreview:
    """One agent's chain and cost before and after a strategy."""

    name: str
    capability: str
    old: tuple[str, ...]
    """The providers of its chain, in order."""
    new: tuple[str, ...]
    covered: bool
    """Whether the strategy speaks of the agent and it was not taken out."""
    old_usd: float | None
    """Per 1,000 calls on the provider that it runs on now; None where that is not known."""
    new_usd: float | None
    old_planned_usd: float | None
    """Per 1,000 calls on its primary."""
    new_planned_usd: float | None
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
    cost: CrewCost
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
    pin: str | None = None
    """The provider on which every agent runs until it is unpinned; costs are those after that."""

    kept: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Agent → the slots that were left out, and stay as they are."""

    @property
    def chains(self) -> dict[str, tuple[str, ...]]:
        """The chains of the agents that get another one."""
        return {agent.name: agent.new for agent in self.agents if agent.changed}


def preview(
    roster: Roster,
    strategy: Strategy | str,
    facts: PlanFacts,
    agents: Collection[str] | None = None,
    kept: KeptSlots = MappingProxyType({}),
) -> Preview:
    """The strategy (or the one of that name or number) on the crew, or on `agents` alone; the
    slots that are `kept` stay as they are.

    Raises OperationError for a strategy that does not exist.
    """
    if isinstance(strategy, str):
        strategy = strategy_named(roster, strategy)
    unpinned = replace(roster, settings=replace(roster.settings, pin=None))
    plan = apply(strategy, unpinned, facts.view, agents, kept)
    then = planned(unpinned, plan)
    before, after = _side(unpinned, facts), _side(then, facts)
    runs = {agent.name: agent.provider for agent in after.cost.running.agents}
    before_usd, after_usd, before_planned_usd, after_planned_usd = (
        {agent.name: agent.usd_per_1k_calls for agent in each.agents}
        for each in (
            before.cost.running, after.cost.running, before.cost.planned, after.cost.planned,
        )
    )  # fmt: skip
    rows = tuple(
        AgentPreview(
            name=old.name,
            capability=old.capability,
            old=old.chain.providers,
            new=new.chain.providers,
            covered=old.name in plan.chains,
            old_usd=before_usd[old.name],
            new_usd=after_usd[old.name],
            old_planned_usd=before_planned_usd[old.name],
            new_planned_usd=after_planned_usd[old.name],
            runs_on=runs[new.name],
        )
        for old, new in zip(unpinned.agents, then.agents, strict=True)
    )
    new_notes = notes(plan, unpinned, changed(unpinned, plan))
    last = tuple(one.name for one in unpinned.providers if one.name in facts.view.unusable)
    pin, held = roster.settings.pin, {name: tuple(slots) for name, slots in kept.items() if slots}
    return Preview(strategy, rows, before, after, new_notes, plan.limit, last, pin, held)


def after_strategy(roster: Roster, strategy: str, facts: PlanFacts) -> Roster:
    """The crew as the strategy of that name or number would leave it, with no provider pinned.

    Raises OperationError for a strategy that does not exist.
    """
    unpinned = replace(roster, settings=replace(roster.settings, pin=None))
    plan = apply(strategy_named(roster, strategy), unpinned, facts.view)
    return planned(unpinned, plan)


def _side(roster: Roster, facts: PlanFacts) -> CrewSummary:
    cost = crew_cost(roster, facts.prices, facts.usable, facts.averages)
    stranded = tuple(
        agent.name
        for agent, running in zip(roster.agents, cost.running.agents, strict=True)
        if is_stranded(agent, roster.settings, running.provider)
    )
    return CrewSummary(roster.primaries, cost, stranded)
