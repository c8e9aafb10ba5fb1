"""A clock that stands still."""

from __future__ import annotations


class Clock:
    """Stands still until it is moved. The time that it begins with is as good as any other."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now
