"""When prices are looked up. The package that has them is slow to load: nothing waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rscrew_console.providers.prices import PriceQuote, quotes_of
from rscrew_console.roster.model import Roster
from rscrew_console.tui.health.asking import Clock
from rscrew_console.tui.health.elsewhere import BackgroundLoop

if TYPE_CHECKING:
    from rscrew_console.tui.screens.main import MainScreen


class PriceLookup:
    """Belongs to one main screen. Begins with `start`, unless it is not `wanted` at all."""

    def __init__(self, screen: MainScreen, clock: Clock, *, wanted: bool) -> None:
        self._screen = screen
        self._clock = clock
        self._wanted = wanted
        self._started = False
        self._elsewhere = BackgroundLoop()

    def start(self) -> None:
        """From now on prices are looked up as they are missed."""
        self._started = self._wanted
        self.look()

    def look(self) -> None:
        """Looks up what is not known yet, in the background."""
        book, roster = self._screen.desk.prices, self._screen.desk.session.roster
        if self._started and not book.loading and book.unknown(roster):
            book.loading = True
            self._screen.run_worker(self._load(roster), group="prices")

    def close(self) -> None:
        """Looks up nothing any more."""
        self._elsewhere.close()

    async def _load(self, roster: Roster) -> None:
        book, day = self._screen.desk.prices, self._clock().date()

        async def work() -> dict[str, PriceQuote]:
            return quotes_of(roster, day)

        try:
            book.take(roster, await self._elsewhere.run(work))
        finally:
            book.loading = False
        self._screen.desk.refresh()
        self._screen.show_prices()
