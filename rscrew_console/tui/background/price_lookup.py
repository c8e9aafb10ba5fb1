"""When prices are looked up. The package that has them is slow to load: nothing waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rscrew_console.providers.prices import PriceQuote, quotes_of
from rscrew_console.tui.health.background_loop import BackgroundLoop

if TYPE_CHECKING:
    from rscrew_console.roster.model import Roster
    from rscrew_console.tui.background.host import BackgroundHost
    from rscrew_console.tui.health.checker import Clock


class PriceLookup:
    """Belongs to one main screen. Begins with `start`, unless it is not `wanted` at all."""

    def __init__(self, host: BackgroundHost, clock: Clock, *, enabled: bool) -> None:
        self._host = host
        self._clock = clock
        self._enabled = enabled
        self._started = False
        self._background_loop = BackgroundLoop()

    def start(self) -> None:
        """From now on prices are looked up as they are missed."""
        self._started = self._enabled
        self.look_up()

    def look_up(self) -> None:
        """Looks up what is not known yet, in the background."""
        book, roster = self._host.state.prices, self._host.state.session.roster
        if self._started and not book.loading and book.unknown(roster):
            book.loading = True
            self._host.run_worker(self._load(roster), group="prices")

    def close(self) -> None:
        """Looks up nothing any more."""
        self._background_loop.close()

    async def _load(self, roster: Roster) -> None:
        book, day = self._host.state.prices, self._clock().date()

        async def work() -> dict[str, PriceQuote]:
            return quotes_of(roster, day)

        try:
            book.take(roster, await self._background_loop.run(work))
        finally:
            book.loading = False
        self._host.state.refresh()
        self._host.redraw_everywhere()
