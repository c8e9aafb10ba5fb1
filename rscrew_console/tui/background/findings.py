"""What only decorates the first picture of a large crew, worked out when that is painted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rscrew_console.tui.health.background_loop import BackgroundLoop
from rscrew_console.tui.state.layers import CrewFindings, FindingsQuestion, question_about

if TYPE_CHECKING:
    from rscrew_console.tui.background.host import BackgroundHost


class FindingsLookup:
    """Belongs to one main screen: its warnings, and the name of the strategy that is followed."""

    def __init__(self, host: BackgroundHost) -> None:
        self._host = host
        self._background_loop = BackgroundLoop()

    def start(self) -> None:
        """Works them out in the background, if that is still to be done."""
        if self._host.state.is_plain:
            self._host.run_worker(self._work(), group="findings", exclusive=True)

    def close(self) -> None:
        """Works out nothing any more."""
        self._background_loop.close()

    async def _work(self) -> None:
        """What was worked out of a state that is gone meanwhile is worked out anew."""
        state = self._host.state
        while state.is_plain:
            question = question_about(state.session, state.view_state().facts)
            state.take(question, await self._background_loop.run(partial(_answer, question)))
        self._host.redraw_everywhere()


async def _answer(question: FindingsQuestion) -> CrewFindings:
    return question.answer()
