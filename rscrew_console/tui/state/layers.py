"""What is worked out of the open file, each anew only where what it depends on has changed."""

from __future__ import annotations

from collections.abc import Mapping

from rscrew_console.dialects import located
from rscrew_console.plans.following import following
from rscrew_console.plans.warnings import warnings_of
from rscrew_console.providers.prices import PriceQuote, prices_of
from rscrew_console.roster.facts import Facts
from rscrew_console.roster.model import Roster
from rscrew_console.roster.problem import Problem
from rscrew_console.roster.strategies.match import StrategyMatch
from rscrew_console.session import Session


class FoundProblems:
    """Errors and warnings about the file, by its text and the facts about its providers."""

    def __init__(self) -> None:
        self.computed = 0
        """How often they were worked out."""
        self._roster: Roster | None = None
        self._facts: Mapping[str, Facts] = {}
        self._found: tuple[Problem, ...] = ()

    def of(self, session: Session, facts: Mapping[str, Facts]) -> tuple[Problem, ...]:
        """All that is wrong or unwise, with its lines."""
        roster = session.roster
        if roster is not self._roster or facts != self._facts:
            self.computed += 1
            unwise = warnings_of(session.dialect, session.document, roster, facts)
            self._found = located(session.document, (*session.problems, *unwise))
            self._roster, self._facts = roster, dict(facts)
        return self._found


class FollowedStrategy:
    """The strategy that the crew follows, by all that it depends on."""

    def __init__(self) -> None:
        self.computed = 0
        """How often it was worked out."""
        self._roster: Roster | None = None
        self._inputs: tuple[object, ...] = ()
        self._match: StrategyMatch | None = None

    def of(
        self, roster: Roster, facts: Mapping[str, Facts], quotes: Mapping[str, PriceQuote],
        out: frozenset[str], *, unpriced: bool,
    ) -> StrategyMatch | None:  # fmt: skip
        """The nearest one while the providers in `out` are down. `unpriced` says that some prices
        are still being looked up.
        """
        inputs = (dict(facts), dict(quotes), out, unpriced)
        if roster is not self._roster or inputs != self._inputs:
            self.computed += 1
            prices = None if unpriced else lambda: prices_of(quotes)
            self._match = following(roster, facts, prices, out)
            self._roster, self._inputs = roster, inputs
        return self._match
