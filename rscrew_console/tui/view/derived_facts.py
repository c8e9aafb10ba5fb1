"""What a view needs of every agent of the crew, each anew only where its inputs have changed.

Of a crew in which few agents have changed, only those are worked out; the others keep their answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rscrew_console.plans.costs import CrewCost, cost_after_change, crew_cost
from rscrew_console.providers.prices import PriceQuote, prices_of
from rscrew_console.roster.changed_agents import changed_agents
from rscrew_console.roster.effective import is_stranded, runs_on
from rscrew_console.tui.view.text import visible_width

if TYPE_CHECKING:
    from rscrew_console.roster.cost import Averages
    from rscrew_console.roster.model import Agent, Roster

Dollars = Mapping[str, float | None]
"""By agent; None where it is not known."""


class Routes(NamedTuple):
    """What every agent runs on while certain providers are usable."""

    roster: Roster
    usable: frozenset[str]
    running: Mapping[str, str | None]
    """Agent → the first of its providers that is usable, or None."""
    stranded: frozenset[str]
    """The agents that have nothing left to run on."""


class CostInputs(NamedTuple):
    """What the cost depends on beside the crew."""

    quotes: Mapping[str, PriceQuote]
    usable: frozenset[str]
    """The providers that can serve."""
    averages: Mapping[str, Averages]


class KnownCosts(NamedTuple):
    """What the crew costs under certain prices, checks and measurements."""

    roster: Roster
    inputs: CostInputs
    crew: CrewCost
    running: Dollars
    """For 1,000 calls on what the agent runs on now."""
    planned: Dollars


class DerivedFacts:
    """Mutable: the last answer of each kind, and what it was made of.

    Views of the same crew share one: ages of checks change every second, what agents cost seldom.
    """

    def __init__(self) -> None:
        self.costs_computed = 0
        """How often the cost of an agent was worked out."""
        self.routes_computed = 0
        """How often it was worked out what an agent runs on."""
        self._routes: Routes | None = None
        self._costs: KnownCosts | None = None
        self._names: tuple[Roster, Sequence[str]] | None = None
        self._without_price: tuple[Sequence[str], Dollars] | None = None
        self._longest_name: tuple[Sequence[str], int] | None = None

    def names(self, roster: Roster) -> Sequence[str]:
        """The agents' names, the very same object as long as they are the same names."""
        known = self._names
        if known is None or known[0] is not roster:
            names = [agent.name for agent in roster.agents]
            same = known is not None and known[1] == names
            known = self._names = roster, known[1] if known and same else names
        return known[1]

    def without_price(self, roster: Roster) -> Dollars:
        """As long as no price is known: nothing is known of any agent."""
        known, names = self._without_price, self.names(roster)
        if known is None or known[0] is not names:
            known = self._without_price = names, dict.fromkeys(names)
        return known[1]

    def longest_name(self, roster: Roster) -> int:
        """The cells that the longest name of an agent takes."""
        known, names = self._longest_name, self.names(roster)
        if known is None or known[0] is not names:
            known = self._longest_name = names, max(map(visible_width, names), default=0)
        return known[1]

    def routes(self, roster: Roster, usable: frozenset[str]) -> Routes:
        """What every agent runs on, and who has nothing to run on."""
        known = self._routes
        if known is None or known.roster is not roster or known.usable != usable:
            known = self._routes = self._routes_after(known, roster, usable)
        return known

    def _routes_after(self, known: Routes | None, roster: Roster, usable: frozenset[str]) -> Routes:
        settings, places = roster.settings, None
        if known is not None and known.usable == usable and known.roster.settings == settings:
            places = changed_agents(known.roster, roster)
        if known is None or places is None:
            agents: Sequence[Agent] = roster.agents
            running, others = dict[str, str | None](), frozenset[str]()
        else:
            agents = [roster.agents[place] for place in places]
            running, others = (
                {**known.running},
                known.stranded.difference([agent.name for agent in agents]),
            )
        self.routes_computed += len(agents)
        running.update({agent.name: runs_on(agent, settings, usable) for agent in agents})
        stranded = [one.name for one in agents if is_stranded(one, settings, running[one.name])]
        return Routes(roster, usable, running, others.union(stranded))

    def costs(
        self, roster: Roster, quotes: Mapping[str, PriceQuote], usable: frozenset[str],
        averages: Mapping[str, Averages],
    ) -> KnownCosts:  # fmt: skip
        """What the crew costs while these providers can serve, by its measured calls if known."""
        inputs = CostInputs(dict(quotes), usable, dict(averages))
        known = self._costs
        if known is None or known.roster is not roster or known.inputs != inputs:
            known = self._costs = self._costs_after(known, roster, inputs)
        return known

    def _costs_after(
        self, known: KnownCosts | None, roster: Roster, inputs: CostInputs
    ) -> KnownCosts:
        prices, places = prices_of(inputs.quotes), None
        if known is not None and known.inputs == inputs:
            former = known.roster
            if (former.settings, former.providers) == (roster.settings, roster.providers):
                places = changed_agents(former, roster)
        if known is None or places is None:
            self.costs_computed += len(roster.agents)
            crew = crew_cost(roster, prices, inputs.usable, inputs.averages)
            running, planned = ({one.name: one.usd_per_1k_calls for one in each.agents}
                                for each in (crew.running, crew.planned))  # fmt: skip
            return KnownCosts(roster, inputs, crew, running, planned)
        self.costs_computed += len(places)
        crew = cost_after_change(known.crew, places, roster, prices, inputs.usable, inputs.averages)
        changed = [(roster.agents[place].name, place) for place in places]
        now = {name: crew.running.agents[place].usd_per_1k_calls for name, place in changed}
        then = {name: crew.planned.agents[place].usd_per_1k_calls for name, place in changed}
        return KnownCosts(roster, inputs, crew, {**known.running, **now}, {**known.planned, **then})
