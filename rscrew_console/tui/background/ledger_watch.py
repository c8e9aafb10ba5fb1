"""When the ledger is read. Nothing waits for that, and what has not changed is not read again."""

from __future__ import annotations

import os
from asyncio import get_running_loop
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rscrew_console.runtime.ledger.place import config_name
from rscrew_console.tui.health.background_loop import BackgroundLoop
from rscrew_console.tui.view.usage_report import UsageReport, UsageSummary, WeekOfCalls

if TYPE_CHECKING:
    from rscrew_console.tui.background.host import BackgroundHost
    from rscrew_console.tui.health.checker import Clock
    from rscrew_console.tui.usage.ledger_source import LedgerSource

EVERY = 3.0
"""Seconds between two looks at the ledger's files."""
CALM = 5
"""The rest after reading, as a multiple of the time that it took."""


class _LedgerContents(NamedTuple):
    stamp: object
    summary: UsageSummary
    report: UsageReport | None


class LedgerWatch:
    """Belongs to one main screen. Without a source nothing is read at all."""

    def __init__(self, host: BackgroundHost, clock: Clock, source: LedgerSource | None) -> None:
        self._host = host
        self._clock = clock
        self._source = source
        self._background_loop = BackgroundLoop()
        self._looking = False
        self._stamp: object = None
        """Of the ledger and of what is wanted of it, when it was read last."""
        self._calm_until = 0.0
        self._days: int | None = None
        self.report: UsageReport | None = None
        """The days that are wanted in full, when they have been read."""

    def start(self) -> None:
        """The first look, and the others from then on."""
        self.read_if_changed()
        self._host.set_interval(EVERY, self._tick)

    def _tick(self) -> None:
        """A large ledger that calls are written to all the time is not read all the time."""
        if get_running_loop().time() >= self._calm_until:
            self.read_if_changed()

    def read_if_changed(self) -> None:
        """Reads in the background what has changed, if anything has."""
        if self._source is not None and not self._looking:
            self._looking = True
            self._host.run_worker(self._read_all(self._source), group="ledger")

    def reload(self) -> None:
        """Reads, whether anything has changed or not."""
        self._stamp = None
        self.read_if_changed()

    def follow(self, days: int | None) -> None:
        """Keep that many days in full from now on; None keeps none."""
        self._days = days
        if days is not None:
            self.read_if_changed()

    async def week(self) -> WeekOfCalls:
        """What the calls of the last 7 days tell, read now and in the background."""
        if (source := self._source) is None:
            return WeekOfCalls()
        console, at = self._host.state, self._clock()
        settings, path = console.settings, console.session.path

        async def work() -> WeekOfCalls:
            from rscrew_console.tui.usage.reader import LedgerReader

            config = Path(config_name(path, Path.cwd(), os.environ))
            return LedgerReader(source, settings, config).week(at)

        return await self._background_loop.run(work)

    def close(self) -> None:
        """Reads nothing any more."""
        self._background_loop.close()

    async def _read_all(self, source: LedgerSource) -> None:
        loop = get_running_loop()
        began = loop.time()
        try:
            days: int | None = -1
            while days != self._days:
                days = self._days
                if (contents := await self._read(source, days)) is not None:
                    self._take(contents)
        finally:
            self._looking = False
            self._calm_until = loop.time() + CALM * (loop.time() - began)

    async def _read(self, source: LedgerSource, days: int | None) -> _LedgerContents | None:
        """What is new; None where nothing is."""
        console, at, before = self._host.state, self._clock(), self._stamp
        settings, path = console.settings, console.session.path

        async def work() -> _LedgerContents | None:
            from rscrew_console.tui.usage.reader import LedgerReader

            config = Path(config_name(path, Path.cwd(), os.environ))
            reader = LedgerReader(source, settings, config)
            stamp = (reader.stamp(at), days)
            return None if stamp == before else _LedgerContents(stamp, *reader.read(at, days))

        return await self._background_loop.run(work)

    def _take(self, contents: _LedgerContents) -> None:
        self._stamp, self.report = contents.stamp, contents.report
        state = self._host.state
        if state.usage != contents.summary:
            state.usage = contents.summary
            state.refresh()
            self._host.redraw()
        self._host.redraw_dialogues()
