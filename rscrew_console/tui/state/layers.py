"""What is worked out of the open file, each anew only where what it depends on has changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rscrew_console.dialects import Dialect, located
from rscrew_console.plans.following import following
from rscrew_console.plans.warnings import warnings_of
from rscrew_console.providers.prices import PriceQuote, prices_of
from rscrew_console.records import dataclass

if TYPE_CHECKING:
    from rscrew_console.document import Document
    from rscrew_console.roster.facts import Facts
    from rscrew_console.roster.model import Roster
    from rscrew_console.roster.problem import Problem
    from rscrew_console.roster.strategies.match import StrategyMatch
    from rscrew_console.session import Session

AT_ONCE = 500
"""Agents up to which warnings and the strategy are there in the first picture: they take less time
than a screen needs to paint. Of larger crews they follow when that is painted."""


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
        if session.roster is not self._roster or facts != self._facts:
            self.take(question_about(session, facts).answer())
        return self._found

    def take(self, found: CrewFindings) -> None:
        """What was found out of a roster with these facts."""
        self.computed += 1
        self._roster, self._facts, self._found = found.roster, dict(found.facts), found.problems


@dataclass(frozen=True, slots=True)
class CrewFindings:
    """The problems of one state of the crew."""

    roster: Roster
    facts: Mapping[str, Facts]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class FindingsQuestion:
    """One state of the crew of which the problems are to be found, in another thread perhaps."""

    dialect: Dialect
    document: Document
    roster: Roster
    facts: Mapping[str, Facts]
    read: tuple[Problem, ...]
    """The problems that were found when the file was read."""

    def answer(self) -> CrewFindings:
        """Work them out, which takes a moment in a large crew."""
        unwise = warnings_of(self.dialect, self.document, self.roster, self.facts)
        problems = located(self.document, (*self.read, *unwise))
        return CrewFindings(self.roster, self.facts, problems)


def question_about(session: Session, facts: Mapping[str, Facts]) -> FindingsQuestion:
    """The state that the session is in now."""
    return FindingsQuestion(
        session.dialect, session.document, session.roster, facts, session.problems
    )


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
