"""The moment at which a whole call must have ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CallDeadline:
    """`seconds` for the whole call, which are over when `monotonic` reaches `ends`."""

    seconds: float
    ends: float
    monotonic: Callable[[], float]

    @classmethod
    def after(cls, seconds: float, monotonic: Callable[[], float]) -> CallDeadline:
        """So many seconds from now on."""
        return cls(seconds, monotonic() + seconds, monotonic)

    def left(self) -> float:
        """Seconds until then, at least 0."""
        return max(self.ends - self.monotonic(), 0.0)
