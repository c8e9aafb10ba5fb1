"""Where the bars of a chart stand, to the half cell: a bar for each day, dates below.

All widths are whole half cells, all bars and all gaps alike: with a scale that knows no cells, a
chart in a terminal has bars of uneven widths and ragged edges.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rscrew_console.records import dataclass
from rscrew_console.roster.money import usd

WIDEST = 24
"""Half cells of a bar at most."""
GAP = 2
"""Half cells between bars where there is room for them."""
LABEL = 8
"""Cells of a date, and of what keeps it from the next one."""
WEEK = 7
LONG = 14
"""Days from which on Mondays alone are named."""
FLAT = 4
"""Lines below which the middle has no label."""
ROUND = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)

Scale = Callable[[float], str]


class Bar(NamedTuple):
    """In half cells, from the lower left corner of the canvas; `left` and `right` inclusive."""

    left: int
    right: int
    height: int
    over_limit: bool
    """Whether it reaches the limit."""


class Tick(NamedTuple):
    """A label below the half cell `at`, or to the left of it."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart on a canvas of `width` by `height` half cells."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    dates: tuple[Tick, ...]
    heights: tuple[Tick, ...]
    limit: float | None
    """Where a line goes across, if it can be seen beside the bars."""


def days_until(last: date, number: int) -> list[date]:
    """So many days, the last one last."""
    return [last - timedelta(days=back) for back in reversed(range(number))]


def chart(
    values: Mapping[date, float], days: Sequence[date], available: int, lines: int, *,
    limit: float | None = None, scale: Scale = usd,
) -> Chart:  # fmt: skip
    """A bar for each of the `days`, in `available` cells with the labels on the left, and `lines`.

    Days without a value have none. Where there is no room for all, the latest are shown.
    """
    highest = max((values.get(day, 0.0) for day in days), default=0.0)
    visible_limit = limit if limit is not None and 0 < limit <= 2 * highest else None
    top = _round_up(max(highest, visible_limit or 0.0))
    edge = 2 * max(lines, 1) - 1
    parts = (0, 0.5, 1) if lines >= FLAT else (0, 1)
    heights = tuple(Tick(edge * part, _short(scale(top * part))) for part in parts)
    canvas = max(available - max(len(tick.label) for tick in heights), 1)
    days_shown = days[-2 * canvas :]
    slot, width = _slots(2 * canvas, len(days_shown))
    bars = tuple(
        Bar(number * slot, number * slot + width - 1, 1 + round(edge * value / top),
            slot > 1 and limit is not None and value >= limit)
        for number, day in enumerate(days_shown)
        if (value := values.get(day, 0.0)) > 0
    )  # fmt: skip
    dates = _dates(days_shown, slot, width)
    return Chart(
        2 * canvas, edge + 1, bars, dates, heights, visible_limit and edge * visible_limit / top
    )


def _slots(available: int, number: int) -> tuple[int, int]:
    """Half cells from bar to bar, and of a bar."""
    slot = max(available // max(number, 1), 1)
    if slot <= GAP:
        return slot, slot
    if slot > GAP + 1:
        slot -= slot % 2  # bars begin where cells begin
    return min(slot, WIDEST + 2 * GAP), min(slot - min(GAP, slot - 2), WIDEST)


def _round_up(highest: float) -> float:
    """The nearest round amount that nothing passes."""
    if highest <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(highest))
    return next((power * step for step in ROUND if power * step >= highest), highest)


def _short(label: str) -> str:
    """`$5` for `$5.00`, and a space before the bars."""
    return label.removesuffix(".00") + " "


def _dates(days: Sequence[date], slot: int, width: int) -> tuple[Tick, ...]:
    """The last day, and others at even distances as far as there is room."""
    last = len(days) - 1
    numbers = range(last)
    if len(days) >= LONG:
        numbers = range((7 - days[0].weekday()) % WEEK, last, WEEK) if days else numbers
    apart = max((numbers.step * slot) // 2, 1)
    every = math.ceil(LABEL / apart)
    before = math.ceil(2 * LABEL / slot)  # days that the label of the last one takes
    named = [number for number in [*numbers][::-1] if number <= last - before][::every]
    labels = {last: "today"} if days else {}
    labels |= {number: _label(days[number], of_week=len(days) < LONG) for number in named[::-1]}
    cells = ((number * slot + width // 2) // 2 for number in labels)
    return tuple(
        Tick(2 * cell + 0.5, label) for cell, label in zip(cells, labels.values(), strict=True)
    )


def _label(day: date, *, of_week: bool) -> str:
    return f"{day:%a} {day.day}" if of_week else f"{day.day} {day:%b}"
