"""Time-outs that do not blame others for our own slowness."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self

_TICK = 0.05
_PUNCTUAL = 0.02


class LoopLag:
    """How long the event loop was too busy to look at what had come, in seconds.

    It is measured while anybody uses it: a timer of 50 ms that comes late was kept waiting.
    """

    def __init__(self) -> None:
        self.seconds = 0.0
        self._users = 0
        self._due = 0.0

    def enter(self) -> None:
        self._users += 1
        if self._users == 1:
            self._plan()

    def leave(self) -> None:
        self._users -= 1

    def _plan(self) -> None:
        loop = asyncio.get_running_loop()
        self._due = loop.time() + _TICK
        loop.call_at(self._due, self._tick)

    def _tick(self) -> None:
        seconds_late = asyncio.get_running_loop().time() - self._due
        if seconds_late > _PUNCTUAL:
            self.seconds += seconds_late
        if self._users:
            self._plan()


class TimeLimit:
    """Ends what its task waits for once its time is up; an asynchronous context manager.

    `expired` tells afterwards, when TimeoutError is raised. Time in which the loop was late is
    given back, but for a `deadline`, a time of the loop's clock, which is kept to.
    """

    def __init__(self, seconds: float, lag: LoopLag, deadline: float | None = None) -> None:
        self.expired = False
        self._seconds, self._lag = seconds, lag
        self._deadline = deadline
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[object] | None = None
        self._began = self._lag_before = 0.0

    def restart(self, seconds: float, deadline: float | None = None) -> None:
        """Start the limit anew: that many seconds from now."""
        loop = asyncio.get_running_loop()
        self._seconds = seconds
        if deadline is not None:
            self._deadline = deadline
        self._began, self._lag_before = loop.time(), self._lag.seconds
        self._plan(self._began + seconds)

    async def __aenter__(self) -> Self:
        self._task = asyncio.current_task()
        self._lag.enter()
        self.restart(self._seconds)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._lag.leave()
        if self._timer is not None:
            self._timer.cancel()
        task, self._task = self._task, None
        if self.expired and task is not None:
            cancellations = task.uncancel()
            if cancellations <= 0 and kind is not None and issubclass(kind, asyncio.CancelledError):
                raise TimeoutError from None

    def _plan(self, when: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._deadline is not None:
            when = min(when, self._deadline)
        self._timer = asyncio.get_running_loop().call_at(when, self._check, when)

    def _check(self, due: float) -> None:
        seconds_now = asyncio.get_running_loop().time()
        if self._deadline is None or seconds_now < self._deadline:
            owed = self._lag.seconds - self._lag_before
            until = self._began + self._seconds + owed
            if seconds_now - due > _PUNCTUAL:  # what has come meanwhile is looked at first
                until = max(until, seconds_now + (seconds_now - due))
            if until > seconds_now + 0.001:
                self._plan(until)
                return
        if self._task is not None:
            self.expired = True
            self._task.cancel()
