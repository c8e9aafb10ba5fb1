"""When the ledger is read. Nothing waits for that, and what has not changed is not read again."""

from __future__ import annotations

import os
from asyncio import get_running_loop
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rscrew_console.runtime.ledger.place import config_name
from rscrew_console.tui.health.asking import Clock
from rscrew_console.tui.health.elsewhere import BackgroundLoop
from rscrew_console.tui.usage.found import LedgerSource, UsageReport, UsageSummary

if TYPE_CHECKING:
    from rscrew_console.tui.screens.main import MainScreen

EVERY = 3.0
"""Seconds between two looks at the ledger's files."""
CALM = 5
"""The rest after reading, as a multiple of the time that it took."""


class _Found(NamedTuple):
    state: object
    seen: UsageSummary
    report: UsageReport | None


class LedgerWatch:
    """Belongs to one main screen. Without a `whence` nothing is read at all."""

    def __init__(self, screen: MainScreen, clock: Clock, whence: LedgerSource | None) -> None:
        self._screen = screen
        self._clock = clock
        self._whence = whence
        self._elsewhere = BackgroundLoop()
        self._looking = False
        self._state: object = None
        """Of the ledger and of what is wanted of it, when it was read last."""
        self._calm_until = 0.0
        self._days: int | None = None
        self.report: UsageReport | None = None
        """The days that are wanted in full, when they have been read."""

    def start(self) -> None:
        """The first look, and the others from then on."""
        self.look()
        self._screen.set_interval(EVERY, self._tick)

    def _tick(self) -> None:
        """A large ledger that calls are written to all the time is not read all the time."""
        if get_running_loop().time() >= self._calm_until:
            self.look()

    def look(self) -> None:
        """Reads in the background what has changed, if anything has."""
        if self._whence is not None and not self._looking:
            self._looking = True
            self._screen.run_worker(self._look(self._whence), group="ledger")

    def read_again(self) -> None:
        """Reads, whether anything has changed or not."""
        self._state = None
        self.look()

    def follow(self, days: int | None) -> None:
        """So many days are wanted in full from now on; None: no more."""
        self._days = days
        if days is not None:
            self.look()

    def close(self) -> None:
        """Reads nothing any more."""
        self._elsewhere.close()

    async def _look(self, whence: LedgerSource) -> None:
        loop = get_running_loop()
        began = loop.time()
        try:
            days: int | None = -1
            while days != self._days:
                days = self._days
                if (found := await self._read(whence, days)) is not None:
                    self._take(found)
        finally:
            self._looking = False
            self._calm_until = loop.time() + CALM * (loop.time() - began)

    async def _read(self, whence: LedgerSource, days: int | None) -> _Found | None:
        """What is new; None where nothing is."""
        desk, now, before = self._screen.desk, self._clock(), self._state
        settings, path = desk.settings, desk.session.path

        async def work() -> _Found | None:
            from rscrew_console.tui.usage.reader import LedgerReader

            config = Path(config_name(path, Path.cwd(), os.environ))
            reader = LedgerReader(whence, settings, config)
            state = (reader.stamp(now), days)
            return None if state == before else _Found(state, *reader.read(now, days))

        return await self._elsewhere.run(work)

    def _take(self, found: _Found) -> None:
        self._state, self.report = found.state, found.report
        desk = self._screen.desk
        if desk.seen != found.seen:
            desk.seen = found.seen
            desk.refresh()
            self._screen.project()
        self._screen.show_live()
