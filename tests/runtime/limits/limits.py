"""Whether turns keep to a pace: counted, not waited for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from rscrew_console.runtime.limits.schedule import MINUTE


def most_in_a_minute(slots: Sequence[int]) -> int:
    """The most turns, in microseconds, that any half-open minute holds."""
    return max(
        (sum(start <= slot < start + MINUTE for slot in slots) for start in slots), default=0
    )


def narrowest(slots: Iterable[int]) -> int:
    """The smallest gap between any two turns, in microseconds."""
    return min((later - earlier for earlier, later in pairwise(sorted(slots))), default=MINUTE)
