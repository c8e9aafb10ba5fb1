"""When a turn is, given the turns that are taken. Pure, in whole microseconds.

Whole numbers because a limit of 70 a minute, added up 70 times in fractions, must not come out a
hair short of a minute. Redis does the same in Lua (scripts.py), whose numbers are exact up to
2**53, which is the year 2255.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from rscrew_console.runtime.limits.base import Pace

SECOND = 1_000_000
MINUTE = 60 * SECOND
LONGEST = 30 * 24 * 60 * MINUTE
"""No gap and no rest is longer: whoever writes more means for good, and has a typing error."""
BURST = 60
"""From that many calls a minute on they are spread evenly; fewer may come at once."""
REMEMBERED = BURST - 1
"""Turns of one provider that are over and may still count."""


class RateWindow(NamedTuple):
    """At most that many turns of a provider in any `span` microseconds; 0 is no limit."""

    most: int
    span: int


UNLIMITED = RateWindow(0, 0)


def limit_of(rate: float | None) -> RateWindow:
    """`rate` is in calls a minute.

    Of a number such as 2.5 the whole part counts, since no minute can hold half a call; below 1 it
    says how many minutes lie between two calls.
    """
    if rate is None or not 0 < rate < math.inf:
        return UNLIMITED
    if rate < 1:
        return RateWindow(1, min(math.ceil(MINUTE / rate), LONGEST))
    calls = int(rate)
    return RateWindow(calls, MINUTE) if calls < BURST else RateWindow(1, math.ceil(MINUTE / calls))


def gap_of(pace: Pace) -> int:
    """Microseconds between any two turns."""
    return micros(pace.min_interval)


def micros(seconds: float) -> int:
    """Whole microseconds, rounded up; 0 for what is no time at all."""
    return math.ceil(min(seconds * SECOND, LONGEST)) if seconds > 0 else 0


def next_slot(
    now_us: int, all_turns: Sequence[int], own: Sequence[int], gap: int, limit: RateWindow
) -> int:
    """The earliest turn, not before `now` and not before any of `own`.

    `taken` are the turns of all providers, `own` those of the one that is asked for; both are
    sorted. It keeps `gap` from everyone's turns, before and after it, and `own` within `limit`.
    """
    at = max(now_us, own[-1]) if own else now_us
    if 0 < limit.most <= len(own):
        at = max(at, own[-limit.most] + limit.span)
    for place in range(bisect_right(all_turns, at - gap), len(all_turns)):
        if all_turns[place] >= at + gap:
            break
        at = all_turns[place] + gap
    return at


def latest(others: int, own: int, gap: int, limit: RateWindow) -> int:
    """The longest that anybody can have to wait for a turn, in microseconds: `others` turns of all
    providers and `own` of the same one are ahead.
    """
    of_own = (own // limit.most + 1) * limit.span if limit.most else 0
    return (others + 2) * gap + of_own


def count_past(slots: Sequence[int], now_us: int, keep: int) -> int:
    """How many of the first `slots` can be forgotten, where the last `kept` that are over matter.

    What is ahead always matters, and somebody waits for each of those: so memory is bounded.
    """
    return max(0, bisect_right(slots, now_us) - keep)
