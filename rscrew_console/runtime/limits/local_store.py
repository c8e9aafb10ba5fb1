"""The limit store of one process: plain data behind a lock."""

from __future__ import annotations

import threading
from bisect import bisect_left, insort
from collections.abc import Callable, Sequence

from rscrew_console.runtime import forks
from rscrew_console.runtime.limits.base import Cooldown, Pace, Turn
from rscrew_console.runtime.limits.schedule import (
    REMEMBERED,
    SECOND,
    count_past,
    gap_of,
    limit_of,
    micros,
    next_slot,
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
        self._turns: list[int] = []
        self._own: dict[str, list[int]] = {}
        self._rests: dict[str, tuple[int, str]] = {}

    def _clock_us(self) -> int:
        return int(self._clock() * SECOND)

    def reserve(self, provider: str, pace: Pace) -> Turn:
        gap, limit = gap_of(pace), limit_of(pace.rate_limit)
        with self._lock:
            now_us, own = self._clock_us(), self._own.get(provider, ())
            slot = next_slot(now_us, self._turns, own, gap, limit)
            self._take(provider, slot, now_us)
        return Turn((slot - now_us) / SECOND, provider, slot)

    def adopt(self, provider: str, seconds: float, ticket: str) -> Turn:
        """Note a turn that was taken elsewhere, to know of it when nobody else is there to ask."""
        with self._lock:
            now_us = self._clock_us()
            slot = now_us + micros(seconds)
            self._take(provider, slot, now_us)
        return Turn(seconds, provider, slot, ticket)

    def _take(self, provider: str, slot: int, now_us: int) -> None:
        own = self._own.setdefault(provider, [])
        insort(self._turns, slot)
        insort(own, slot)
        # Of all that is over, only the latest keeps anybody waiting for the gap.
        del self._turns[: count_past(self._turns, now_us, 1)]
        del own[: count_past(own, now_us, REMEMBERED)]

    def give_back(self, place: float) -> None:
        if isinstance(place, Turn):
            with self._lock:
                _remove(self._turns, place.slot)
                _remove(self._own.get(place.provider, []), place.slot)

    def start_cooldown(self, name: str, seconds: float, why: str) -> None:
        with self._lock:
            now_us = self._clock_us()
            until = now_us + micros(seconds)
            self._rests = {
                one: cooldown for one, cooldown in self._rests.items() if cooldown[0] > now_us
            }
            if until > self._rests.get(name, (now_us, ""))[0]:
                self._rests[name] = (until, why)

    def cooldowns(self, names: Sequence[str]) -> dict[str, Cooldown]:
        with self._lock:
            now_us = self._clock_us()
            known_cooldowns = {name: self._rests[name] for name in names if name in self._rests}
        return {
            name: Cooldown((until - now_us) / SECOND, why)
            for name, (until, why) in known_cooldowns.items()
            if until > now_us
        }

    def end_cooldown(self, name: str) -> None:
        with self._lock:
            self._rests.pop(name, None)

    # The lock is held for microseconds: a loop may wait for it as it waits for any other step.

    async def areserve(self, provider: str, pace: Pace) -> Turn:
        return self.reserve(provider, pace)

    async def agive_back(self, place: float) -> None:
        self.give_back(place)

    async def astart_cooldown(self, name: str, seconds: float, why: str) -> None:
        self.start_cooldown(name, seconds, why)

    async def acooldowns(self, names: Sequence[str]) -> dict[str, Cooldown]:
        return self.cooldowns(names)

    async def aend_cooldown(self, name: str) -> None:
        self.end_cooldown(name)

    def close(self) -> None:
        """Nothing is held open."""


def _remove(slots: list[int], slot: int) -> None:
    """One of those turns, if it is still remembered."""
    place = bisect_left(slots, slot)
    if place < len(slots) and slots[place] == slot:
        del slots[place]
