"""Where the bars of the chart stand."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from rscrew_console.tui.view.chart import Chart, chart, days_until
from tests.rows import each_row

TODAY = date(2026, 11, 20)  # a Friday


def drawn(number: int, room: int, lines: int = 6, **said: float) -> Chart:
    """With a value for each day that grows from day to day."""
    days = days_until(TODAY, number)
    values = {day: float(place) for place, day in enumerate(days)}
    return chart(values, days, room, lines, limit=said.get("limit"))


def test_days_end_today() -> None:
    assert days_until(TODAY, 3) == [date(2026, 11, 18), date(2026, 11, 19), TODAY]


@each_row("number", [7, 30, 90])
@each_row("room", [5, 20, 36, 72, 73, 128, 250])
def test_bars_are_alike_and_inside(number: int, room: int) -> None:
    found = drawn(number, room)
    assert len({bar.right - bar.left for bar in found.bars}) == 1
    steps = {after.left - bar.left for bar, after in pairwise(found.bars)}
    assert len(steps) == 1
    assert steps.pop() > found.bars[0].right - found.bars[0].left
    assert all(0 <= bar.left <= bar.right < found.width for bar in found.bars)
    assert all(1 <= bar.height <= found.height for bar in found.bars)


@each_row("number", [7, 30, 90])
@each_row("room", [20, 36, 72, 73, 128, 250])
def test_dates_leave_each_other_room(number: int, room: int) -> None:
    found = drawn(number, room)
    middles = sorted((tick.at / 2, len(tick.label)) for tick in found.dates)
    for (left, long), (right, longer) in pairwise(middles):
        assert right - left > (long + longer) / 2
    assert found.dates[0].label == "today"


@each_row(
    ("number", "room", "labels"),
    [
        (7, 72, ["today", "Sat 14", "Sun 15", "Mon 16", "Tue 17", "Wed 18", "Thu 19"]),
        (7, 36, ["today", "Sat 14", "Mon 16", "Wed 18"]),
        (30, 72, ["today", "26 Oct", "2 Nov", "9 Nov", "16 Nov"]),
        (90, 72, ["today", "31 Aug", "21 Sep", "12 Oct", "2 Nov"]),
        (1, 72, ["today"]),
    ],
)
def test_a_few_days_are_named_and_of_many_the_mondays(
    number: int, room: int, labels: list[str]
) -> None:
    assert [tick.label for tick in drawn(number, room).dates] == labels


@each_row(
    ("highest", "top"),
    [(0.0, "$1"), (1.0, "$1"), (1.01, "$1.50"), (4.2, "$5"), (7.0, "$8"), (83.0, "$100"),
     (0.0042, "$0.005"), (1234.0, "$1,500")],
)  # fmt: skip
def test_the_top_is_a_round_amount(highest: float, top: str) -> None:
    found = chart({TODAY: highest}, [TODAY], 40, 6)
    assert [tick.label.strip() for tick in found.heights][::2] == ["$0", top]


def test_a_day_without_a_cost_has_no_bar_and_the_least_cost_has_one() -> None:
    days = days_until(TODAY, 3)
    found = chart({days[0]: 100.0, days[2]: 0.001}, days, 40, 6)
    assert [bar.height for bar in found.bars] == [12, 1]
    assert found.bars[1].left > 2 * found.bars[0].right  # where the third one stands


@each_row(
    ("limit", "line", "over"),
    [(None, None, 0), (6.0, 11.0, 1), (5.0, 9.17, 2), (12.0, 8.8, 0), (13.0, None, 0)],
)
def test_a_limit_is_a_line_where_bars_come_near_it(
    limit: float | None, line: float | None, over: int
) -> None:
    days = days_until(TODAY, 7)
    values = {day: float(place) for place, day in enumerate(days)}
    found = chart(values, days, 72, 6, limit=limit)
    assert found.limit == (None if line is None else pytest.approx(line, abs=0.01))
    assert sum(bar.over_limit for bar in found.bars) == over


def test_of_too_many_days_the_latest_are_shown() -> None:
    found = drawn(90, 20)
    assert len(found.bars) == found.width
    assert found.bars[-1].right == found.width - 1


@each_row("room", [0, 1, 3])
@each_row("lines", [0, 1])
def test_no_room_at_all_is_no_error(room: int, lines: int) -> None:
    assert drawn(7, room, lines).width >= 2
    assert chart({}, [], room, lines).bars == ()
