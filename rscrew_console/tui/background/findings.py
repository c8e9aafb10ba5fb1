"""What only decorates the picture of a large crew, worked out when that is painted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rscrew_console.tui.health.background_loop import BackgroundLoop

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer

    from rscrew_console.tui.background.host import BackgroundHost
    from rscrew_console.tui.state.layers import CrewFindings, FindingsQuestion

CALM = 0.4
"""Seconds without a further change after which they are worked out again."""


class FindingsLookup:
    """Belongs to one main screen: its warnings, and the name of the strategy that is followed."""

    def __init__(self, host: BackgroundHost) -> None:
        self._host = host
        self._background_loop = BackgroundLoop()
        self._started = False
        self._waiting: Timer | None = None
        self._asked: object = None

    def start(self) -> None:
        """Works them out in the background, if that is still to be done, and from now on."""
        self._started = True
        self._begin()

    def look_up(self) -> None:
        """Works them out when nothing more has changed for a moment."""
        if not self._started or not self._is_awaited:
            return
        if self._asked is not self._host.state.session.document:  # the answer would be outdated
            self._asked = None
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self._host.set_timer(CALM, self._begin)

    def close(self) -> None:
        """Works out nothing any more."""
        self._asked = None
        self._background_loop.close()

    @property
    def _is_awaited(self) -> bool:
        state = self._host.state
        return state.assessment.is_awaited(state.view_state().facts)

    def _begin(self) -> None:
        if self._is_awaited:
            self._host.run_worker(self._work(), group="findings", exclusive=True)

    async def _work(self) -> None:
        """What was worked out of a state that is gone meanwhile is worked out anew."""
        state = self._host.state
        question = state.assessment.question(state.view_state().facts)
        self._asked = document = question.crew.document
        found = await self._background_loop.run(
            partial(_answer, question, lambda: self._asked is not document)
        )
        state.take(question, found)
        self._host.redraw_everywhere()


async def _answer(
    question: FindingsQuestion, is_outdated: Callable[[], bool]
) -> CrewFindings | None:
    return question.answer(is_outdated)
