"""The board of one process: plain data behind a lock."""

from __future__ import annotations

import threading
from bisect import bisect_left, insort
from collections.abc import Callable, Sequence

from rscrew_console.runtime import forks
from rscrew_console.runtime.limits.base import Cooldown, Pace, Turn
from rscrew_console.runtime.limits.schedule import (
    REMEMBERED,
    SECOND,
    gap_of,
    limit_of,
    micros,
    next_slot,
    over,
)


class LocalLimitStore:
    """Shared by all threads and tasks that hold it. `clock` gives monotonic seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.renew()
        forks.renew_in_children(self)

    def renew(self) -> None:
        """Forget everything; in a forked child the lock may be one that nobody will release."""
        self._lock = threading.Lock()
        self._taken: list[int] = []
        self._own: dict[str, list[int]] = {}
        self._rests: dict[str, tuple[int, str]] = {}

    def _now(self) -> int:
        return int(self._clock() * SECOND)

    def reserve(self, provider: str, pace: Pace) -> Turn:
        gap, limit = gap_of(pace), limit_of(pace.rate_limit)
        with self._lock:
            now, own = self._now(), self._own.get(provider, ())
            slot = next_slot(now, self._taken, own, gap, limit)
            self._take(provider, slot, now)
        return Turn((slot - now) / SECOND, provider, slot)

    def adopt(self, provider: str, seconds: float, ticket: str) -> Turn:
        """Note a turn that was taken elsewhere, to know of it when nobody else is there to ask."""
        with self._lock:
            now = self._now()
            slot = now + micros(seconds)
            self._take(provider, slot, now)
        return Turn(seconds, provider, slot, ticket)

    def _take(self, provider: str, slot: int, now: int) -> None:
        own = self._own.setdefault(provider, [])
        insort(self._taken, slot)
        insort(own, slot)
        # Of all that is over, only the latest keeps anybody waiting for the gap.
        del self._taken[: over(self._taken, now, 1)]
        del own[: over(own, now, REMEMBERED)]

    def give_back(self, place: float) -> None:
        if isinstance(place, Turn):
            with self._lock:
                _remove(self._taken, place.slot)
                _remove(self._own.get(place.provider, []), place.slot)

    def rest(self, name: str, seconds: float, why: str) -> None:
        with self._lock:
            now = self._now()
            until = now + micros(seconds)
            self._rests = {one: rest for one, rest in self._rests.items() if rest[0] > now}
            if until > self._rests.get(name, (now, ""))[0]:
                self._rests[name] = (until, why)

    def resting(self, names: Sequence[str]) -> dict[str, Cooldown]:
        with self._lock:
            now = self._now()
            found = {name: self._rests[name] for name in names if name in self._rests}
        return {
            name: Cooldown((until - now) / SECOND, why)
            for name, (until, why) in found.items()
            if until > now
        }

    def wake(self, name: str) -> None:
        with self._lock:
            self._rests.pop(name, None)

    # The lock is held for microseconds: a loop may wait for it as it waits for any other step.

    async def areserve(self, provider: str, pace: Pace) -> Turn:
        return self.reserve(provider, pace)

    async def agive_back(self, place: float) -> None:
        self.give_back(place)

    async def arest(self, name: str, seconds: float, why: str) -> None:
        self.rest(name, seconds, why)

    async def aresting(self, names: Sequence[str]) -> dict[str, Cooldown]:
        return self.resting(names)

    async def awake(self, name: str) -> None:
        self.wake(name)

    def close(self) -> None:
        """Nothing is held open."""


def _remove(slots: list[int], slot: int) -> None:
    """One of those turns, if it is still remembered."""
    place = bisect_left(slots, slot)
    if place < len(slots) and slots[place] == slot:
        del slots[place]
