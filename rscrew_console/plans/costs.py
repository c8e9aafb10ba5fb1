"""What a crew costs: as its file plans it, and on the providers that its agents run on now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from rscrew_console.records import dataclass
from rscrew_console.roster.cost import (
    Averages,
    Estimate,
    Prices,
    agent_cost,
    estimate,
    intended,
    measured,
    with_averages,
    with_changed,
)
from rscrew_console.roster.effective import runs_on
from rscrew_console.roster.money import UNKNOWN, from_to, usd

if TYPE_CHECKING:
    from rscrew_console.plans.facts import PlanFacts
    from rscrew_console.roster.model import Roster
    from rscrew_console.roster.what_if import WhatIf


@dataclass(frozen=True, slots=True)
class CrewCost:
    """Two estimates for the same agents; they differ where an agent does not run as planned."""

    planned: Estimate
    """Each agent on its primary, or on the pinned provider."""
    running: Estimate
    """Each agent on the first provider of its chain that can serve now."""

    @property
    def differs(self) -> bool:
        """Whether any agent runs on another provider than planned."""
        return self.planned.agents != self.running.agents


def crew_cost(
    roster: Roster,
    prices: Prices,
    usable: Collection[str],
    averages: Mapping[str, Averages] | None = None,
) -> CrewCost:
    """The cost of a crew of whose providers `usable` can serve, by its measured calls if known."""
    as_measured = with_averages(roster, averages or {})
    runs = {agent.name: runs_on(agent, roster.settings, usable) for agent in roster.agents}
    return CrewCost(estimate(as_measured, prices), estimate(as_measured, prices, runs))


def cost_after_change(
    known: CrewCost, places: Sequence[int], roster: Roster, prices: Prices, usable: Collection[str],
    averages: Mapping[str, Averages],
) -> CrewCost:  # fmt: skip
    """The cost of a crew that differs from the one whose cost is `known` in the agents at these
    places (from 0) alone; as of `crew_cost`."""
    planned, running = {}, {}
    for place in places:
        agent, settings = roster.agents[place], roster.settings
        as_measured = measured(agent, averages.get(agent.name))
        first, now = intended(agent, settings), runs_on(agent, settings, usable)
        planned[place] = agent_cost(as_measured, first, roster, prices)
        running[place] = agent_cost(as_measured, now, roster, prices)
    return CrewCost(with_changed(known.planned, planned), with_changed(known.running, running))


def planned_and_running(planned: float | None, running: float | None) -> str:
    """`$11.50`, or where the two differ `$16.00 as planned, $11.50 as it runs`."""
    if usd(planned) == usd(running):
        return usd(running)
    return f"{usd(planned)} as planned, {usd(running)} as it runs"


def month_in_words(cost: CrewCost) -> str:
    """`$11.50 a month`, or where it differs `a month: $16.00 as planned, $11.50 as it runs`.

    A sum without agents whose price is not known is told as `at least`.
    """
    planned, running = _least(cost.planned), _least(cost.running)
    if planned == running:
        return f"{running} a month"
    return f"a month: {planned} as planned, {running} as it runs"


def _least(estimated: Estimate) -> str:
    least = "at least " if estimated.unpriced and estimated.usd_per_month is not None else ""
    return f"{least}{usd(estimated.usd_per_month)}"


def outage_cost(roster: Roster, outage: WhatIf, facts: PlanFacts) -> str:
    """The cost before and during the outage, as `change_of_cost` tells it."""
    as_measured = with_averages(roster, facts.averages)
    planned, before, after = (
        estimate(as_measured, facts.prices, runs).usd_per_month
        for runs in (None, outage.runs_before, outage.runs_after)
    )
    if before is None and after is None and planned is not None:
        return f"{UNKNOWN} as it runs, {usd(planned)} a month as planned"
    plan_remark = "" if usd(planned) == usd(before) else f" as it runs, {usd(planned)} as planned"
    return f"{from_to(before, after)} a month{plan_remark}"


def change_of_cost(before: CrewCost, after: CrewCost) -> str:
    """The cost before and after a change, as it runs: `$11.50 → $9.20 (-20 %) a month`.

    Where the plan costs something else, that follows: `… as it runs, $16.00 as planned`.
    """
    planned = from_to(before.planned.usd_per_month, after.planned.usd_per_month)
    if before.running.usd_per_month is None and after.running.usd_per_month is None:
        return f"{UNKNOWN} as it runs, {planned} a month as planned"
    running = from_to(before.running.usd_per_month, after.running.usd_per_month)
    plan_remark = "" if planned == running else f" as it runs, {planned} as planned"
    return f"{running} a month{plan_remark}"
