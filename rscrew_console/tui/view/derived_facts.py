"""What a view needs of every agent of the crew, each anew only where its inputs have changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rscrew_console.plans.costs import CrewCost, crew_cost
from rscrew_console.providers.prices import PriceQuote, prices_of
from rscrew_console.roster.effective import runs_on

if TYPE_CHECKING:
    from rscrew_console.roster.cost import Averages
    from rscrew_console.roster.model import Roster


class DerivedFacts:
    """Mutable: the last answer of each kind, and what it was made of.

    Views of the same crew share one: ages of checks change every second, what agents cost seldom.
    """

    def __init__(self) -> None:
        self.costs_computed = 0
        """How often the crew's cost was worked out."""
        self.routes_computed = 0
        """How often it was worked out what every agent runs on."""
        self._running: tuple[Roster, frozenset[str], Mapping[str, str | None]] | None = None
        self._cost: tuple[Roster, tuple[object, ...], CrewCost] | None = None

    def running(self, roster: Roster, usable: frozenset[str]) -> Mapping[str, str | None]:
        """Agent → the first of its providers that is usable, or None."""
        known = self._running
        if known is None or known[0] is not roster or known[1] != usable:
            self.routes_computed += 1
            settings = roster.settings
            running = {agent.name: runs_on(agent, settings, usable) for agent in roster.agents}
            known = self._running = roster, usable, running
        return known[2]

    def cost(
        self, roster: Roster, quotes: Mapping[str, PriceQuote], usable: frozenset[str],
        averages: Mapping[str, Averages],
    ) -> CrewCost:  # fmt: skip
        """What the crew costs while these providers can serve, by its measured calls if known."""
        inputs = (dict(quotes), usable, dict(averages))
        known = self._cost
        if known is None or known[0] is not roster or known[1] != inputs:
            self.costs_computed += 1
            cost = crew_cost(roster, prices_of(quotes), usable, averages)
            known = self._cost = roster, inputs, cost
        return known[2]
