"""What is worked out of the open file, each anew only where what it depends on has changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from rscrew_console.dialects import Dialect, located
from rscrew_console.plans.following import following
from rscrew_console.plans.warnings import CrewState, warnings_after, warnings_of
from rscrew_console.providers.prices import PriceQuote, prices_of
from rscrew_console.records import dataclass

if TYPE_CHECKING:
    from rscrew_console.roster.facts import Facts
    from rscrew_console.roster.model import Roster
    from rscrew_console.roster.problem import Problem
    from rscrew_console.roster.strategies.match import StrategyMatch
    from rscrew_console.session import Session

AT_ONCE = 500
"""Agents up to which warnings and the strategy are there in each picture: they take less time than
a screen needs to paint. Of larger crews they follow when that is painted."""


class StrategyInputs(NamedTuple):
    """All that the followed strategy depends on."""

    roster: Roster
    facts: Mapping[str, Facts]
    quotes: Mapping[str, PriceQuote]
    out: frozenset[str]
    """The providers that are down."""
    unpriced: bool
    """Whether some prices are still being looked up."""

    def is_same(self, other: StrategyInputs | None) -> bool:
        """Whether the answer is the same; rosters are compared by identity."""
        return other is not None and self.roster is other.roster and self[1:] == other[1:]

    def answer(self) -> StrategyMatch | None:
        """The nearest strategy."""
        prices = None if self.unpriced else lambda: prices_of(self.quotes)
        return following(self.roster, self.facts, prices, self.out)


class FoundProblems:
    """Errors and warnings about the file, by its text and the facts about its providers."""

    def __init__(self) -> None:
        self.computed = 0
        """How often they were worked out."""
        self.found: CrewFindings | None = None
        """What was found last, of whichever state."""

    def of(self, session: Session, facts: Mapping[str, Facts]) -> tuple[Problem, ...]:
        """All that is wrong or unwise, with its lines."""
        if not self.is_known(session, facts):
            self.take(question_about(session, facts, self.found).problems())
        return self.found.problems if self.found else ()

    def is_known(self, session: Session, facts: Mapping[str, Facts]) -> bool:
        """Whether what was found last is about this state."""
        found = self.found
        return found is not None and found.crew.roster is session.roster and found.facts == facts

    def take(self, found: CrewFindings) -> None:
        """What was found out of a roster with these facts."""
        self.computed += 1
        self.found = found


@dataclass(frozen=True, slots=True)
class CrewFindings:
    """The problems of one state of the crew, and the strategy that it follows."""

    crew: CrewState
    unwise: tuple[Problem, ...]
    """The warnings without their lines."""
    problems: tuple[Problem, ...]
    strategy: StrategyMatch | None = None

    @property
    def facts(self) -> Mapping[str, Facts]:
        return self.crew.facts


@dataclass(frozen=True, slots=True)
class FindingsQuestion:
    """One state of the crew of which the problems are to be found, in another thread perhaps."""

    dialect: Dialect
    crew: CrewState
    read: tuple[Problem, ...]
    """The problems that were found when the file was read."""
    former: CrewFindings | None = None
    """Of another state: what is the very same in both need not be looked at."""
    strategy: StrategyInputs | None = None
    """None where the strategy is not asked for."""

    def problems(self) -> CrewFindings:
        """The problems alone, which take a moment in a large crew."""
        if self.former is None:
            unwise = warnings_of(self.dialect, *self.crew)
        else:
            unwise = warnings_after(self.dialect, self.former.crew, self.former.unwise, self.crew)
        problems = located(self.crew.document, (*self.read, *unwise))
        return CrewFindings(self.crew, unwise, problems)

    def answer(self, is_outdated: Callable[[], bool] = lambda: False) -> CrewFindings | None:
        """Work all out; None where the state was found to be gone meanwhile."""
        found = self.problems()
        if is_outdated():
            return None
        if self.strategy is None:
            return found
        return replace(found, strategy=self.strategy.answer())


def question_about(
    session: Session, facts: Mapping[str, Facts], former: CrewFindings | None = None,
    strategy: StrategyInputs | None = None,
) -> FindingsQuestion:  # fmt: skip
    """The state that the session is in now."""
    crew = CrewState(session.document, session.roster, dict(facts))
    return FindingsQuestion(session.dialect, crew, session.problems, former, strategy)


class FollowedStrategy:
    """The strategy that the crew follows, by all that it depends on."""

    def __init__(self) -> None:
        self.computed = 0
        """How often it was worked out."""
        self.match: StrategyMatch | None = None
        """The one that was found last, of whichever state."""
        self._inputs: StrategyInputs | None = None

    def is_known(self, inputs: StrategyInputs | None) -> bool:
        """Whether the last one is that of these inputs."""
        return inputs is not None and inputs.is_same(self._inputs)

    def of(self, inputs: StrategyInputs) -> StrategyMatch | None:
        """The nearest one while some providers are down."""
        if not self.is_known(inputs):
            self.take(inputs, inputs.answer())
        return self.match

    def take(self, inputs: StrategyInputs, match: StrategyMatch | None) -> None:
        """What was found out of these inputs."""
        self.computed += 1
        self._inputs, self.match = inputs, match
