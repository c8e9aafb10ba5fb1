"""The warnings and the strategy of the open crew: at once, or of a large one when it is painted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rscrew_console.tui.state import layers

if TYPE_CHECKING:
    from rscrew_console.roster.facts import Facts
    from rscrew_console.roster.problem import Problem
    from rscrew_console.roster.strategies.match import StrategyMatch
    from rscrew_console.session import Session


class CrewAssessment:
    """Mutable. Of a large crew it tells what was found of a state before, until `take`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.problems = layers.FoundProblems()
        self.followed = layers.FollowedStrategy()
        self._strategy_inputs: layers.StrategyInputs | None = None

    @property
    def comes_later(self) -> bool:
        """Whether the crew is so large that it is painted first."""
        return len(self._session.roster.agents) > layers.AT_ONCE

    def problems_of(self, facts: Mapping[str, Facts]) -> tuple[Problem, ...]:
        """All that is wrong or unwise, as far as it is known now."""
        if not self.comes_later:
            return self.problems.of(self._session, facts)
        found = self.problems.found
        return found.problems if found else self._session.problems

    def strategy_of(self, inputs: layers.StrategyInputs) -> StrategyMatch | None:
        """The strategy that the crew follows, as far as it is known now."""
        self._strategy_inputs = inputs
        return self.followed.match if self.comes_later else self.followed.of(inputs)

    def is_awaited(self, facts: Mapping[str, Facts]) -> bool:
        """Whether those of the present state are still to be found out."""
        if not self.comes_later:
            return False
        known = self.problems.is_known(self._session, facts)
        return not (known and self.followed.is_known(self._strategy_inputs))

    def question(self, facts: Mapping[str, Facts]) -> layers.FindingsQuestion:
        """What is to be found out of the present state."""
        return layers.question_about(
            self._session, facts, self.problems.found, self._strategy_inputs
        )

    def take(self, question: layers.FindingsQuestion, found: layers.CrewFindings) -> bool:
        """The answer, which is passed over where the crew has changed. Whether it was taken."""
        if self._session.document is not question.crew.document:
            return False
        self.problems.take(found)
        if question.strategy is not None:
            self.followed.take(question.strategy, found.strategy)
        return True
