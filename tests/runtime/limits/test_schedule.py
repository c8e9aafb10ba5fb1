"""When a turn is, given those that are taken."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from rscrew_console.runtime.limits import Pace
from rscrew_console.runtime.limits.schedule import (
    LONGEST,
    MINUTE,
    SECOND,
    UNLIMITED,
    RateWindow,
    count_past,
    gap_of,
    limit_of,
    next_slot,
)
from tests.rows import each_row
from tests.runtime.limits.limits import most_in_a_minute, narrowest


@each_row(
    ("rate", "limit"),
    [
        (None, UNLIMITED),
        (0, UNLIMITED),
        (-1, UNLIMITED),
        (math.nan, UNLIMITED),
        (math.inf, UNLIMITED),
        (1, RateWindow(1, MINUTE)),
        (2.5, RateWindow(2, MINUTE)),
        (10, RateWindow(10, MINUTE)),
        (59.9, RateWindow(59, MINUTE)),
        (60, RateWindow(1, SECOND)),
        (70, RateWindow(1, 857_143)),  # rounded up: 70 of them are a minute, and a hair
        (600, RateWindow(1, SECOND // 10)),
        (0.5, RateWindow(1, 2 * MINUTE)),
        (0.1, RateWindow(1, 10 * MINUTE)),
        (1e-300, RateWindow(1, LONGEST)),
    ],
)
def test_limit(rate: float | None, limit: RateWindow) -> None:
    assert limit_of(rate) == limit


@each_row(
    ("min_interval", "gap"),
    [(0, 0), (-1, 0), (math.nan, 0), (0.5, SECOND // 2), (1e-9, 1), (math.inf, LONGEST)],
)
def test_gap(min_interval: float, gap: int) -> None:
    assert gap_of(Pace(min_interval)) == gap


TWO = RateWindow(2, 60)


@each_row(
    ("now", "taken", "own", "gap", "limit", "slot"),
    [
        # nobody before
        (100, [], [], 0, UNLIMITED, 100),
        (100, [], [], 5, TWO, 100),
        # the gap, to what is over and to what is to come
        (100, [98], [], 5, UNLIMITED, 103),
        (100, [95], [], 5, UNLIMITED, 100),
        (100, [100], [], 5, UNLIMITED, 105),
        (100, [104], [], 5, UNLIMITED, 109),
        (100, [105], [], 5, UNLIMITED, 100),
        (100, [98, 105, 113, 121], [], 5, UNLIMITED, 126),
        (100, [98, 105, 115], [], 5, UNLIMITED, 110),
        (100, [101, 102, 103], [], 5, UNLIMITED, 108),  # closer than asked for here
        # the limit
        (100, [], [50], 0, TWO, 100),
        (100, [], [50, 90], 0, TWO, 110),
        (100, [], [30, 40], 0, TWO, 100),
        (100, [], [40, 100], 0, TWO, 100),  # the minute from 40 ends before 100
        (100, [], [50, 90, 110], 0, TWO, 150),
        (100, [], [90], 0, RateWindow(1, 20), 110),
        # both: the limit first, then the gap
        (100, [50, 90, 112], [50, 90], 5, TWO, 117),
        # its own come in order, also where there is room before them
        (100, [150], [150], 5, UNLIMITED, 155),
        (100, [150], [150], 0, UNLIMITED, 150),
        (100, [150], [], 5, UNLIMITED, 100),
    ],
)
def test_next_slot(
    now: int, taken: list[int], own: list[int], gap: int, limit: RateWindow, slot: int
) -> None:
    assert next_slot(now, taken, own, gap, limit) == slot


@each_row(
    ("slots", "kept", "gone"),
    [
        ([], 1, 0),
        ([90], 1, 0),
        ([80, 90], 1, 1),
        ([80, 100], 1, 1),
        ([80, 90, 101, 102], 1, 1),
        ([101, 102], 1, 0),
        ([70, 80, 90], 2, 1),
    ],
)
def test_over(slots: list[int], kept: int, gone: int) -> None:
    assert count_past(slots, 100, kept) == gone


PROVIDERS = "abc"
rates = st.sampled_from([None, 0.7, 1, 2, 3.5, 7, 59, 60, 61, 77, 1000])
gaps = st.sampled_from([0.0, 0.01, 0.5, 3.0])
calls = st.lists(
    st.tuples(st.integers(0, 20 * SECOND), st.sampled_from(PROVIDERS)), min_size=1, max_size=150
)


@given(calls, gaps, st.fixed_dictionaries(dict.fromkeys(PROVIDERS, rates)))
def test_any_calls_keep_to_the_pace(
    calls: list[tuple[int, str]], min_interval: float, rate_of: dict[str, float | None]
) -> None:
    """Whoever asks, and however long lies between two that ask."""
    now = 0
    gap = gap_of(Pace(min_interval))
    every: dict[str, list[int]] = {name: [] for name in PROVIDERS}
    for later, name in calls:
        now += later
        taken = sorted(slot for slots in every.values() for slot in slots)
        slot = next_slot(now, taken, every[name], gap, limit_of(rate_of[name]))
        assert slot >= now
        assert slot >= max(every[name], default=0), "first come, first served"
        every[name].append(slot)
    assert narrowest(slot for slots in every.values() for slot in slots) >= gap
    for name, slots in every.items():
        rate = rate_of[name]
        if rate is not None:
            assert most_in_a_minute(slots) <= max(rate, 1)
        if rate is not None and not 1 <= rate < 60:
            assert narrowest(slots) >= min(60 / rate * SECOND, MINUTE)
