"""Sums, percentiles, days and averages, as tables of cases."""

import itertools
import random
import time
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from rscrew_console.roster.cost import Averages
from rscrew_console.runtime.ledger import UsageRow, UsageTotals, averages_of, config_name, usage_of
from rscrew_console.runtime.ledger.days import days_between, first_day, midnight
from rscrew_console.runtime.ledger.figures import By
from rscrew_console.runtime.requests import AttemptRecord
from tests.rows import each_row
from tests.runtime.ledger.attempts import NOON, attempt, ledger_of

HOUR = timedelta(hours=1)
FAILED = {
    "outcome": "timeout", "http_status": None, "input_tokens": None, "output_tokens": None,
    "cost_usd": None, "latency_ms": 9000.0,
}  # fmt: skip
NOW = NOON + timedelta(microseconds=1)
BERLIN = ZoneInfo("Europe/Berlin")


def test_no_file_is_an_empty_ledger_and_stays_no_file(tmp_path: Path) -> None:
    path = tmp_path / "usage.db"
    assert usage_of(path, by="day") == UsageTotals()
    assert averages_of(path, since=NOON, until=NOON) == {}
    assert list(tmp_path.iterdir()) == []


def test_what_is_counted(tmp_path: Path) -> None:
    path = ledger_of(tmp_path / "usage.db", [
        attempt(call="c1", provider="openai", model="gpt", **FAILED),
        attempt(call="c1", fell_back_from="openai", latency_ms=100.0),
        attempt(call="c2", agent="coder", provider="local", model="llama", cost_usd=None,
                latency_ms=300.0),
        attempt(call="c3", agent="coder", cost_usd=0.0, input_tokens=None, latency_ms=200.0),
    ])  # fmt: skip
    total = (3, 1, 1, 2000, 900, 0.25, 1, 200.0, 300.0, 0, 0, 0, 4)
    writer = (1, 1, 1, 1000, 300, 0.25, 0, 100.0, 100.0, 0, 0, 0, 2)
    coder = (2, 0, 0, 1000, 600, 0.0, 1, 200.0, 300.0, 0, 0, 0, 2)
    claude = (2, 0, 1, 1000, 600, 0.25, 0, 100.0, 200.0, 0, 0, 0, 2)
    gpt = (1, 1, 0, 0, 0, 0.0, 0, None, None, 0, 0, 0, 1)
    local = (1, 0, 0, 1000, 300, 0.0, 1, 300.0, 300.0, 0, 0, 0, 1)
    assert usage_of(path) == UsageTotals(*total)
    expected: dict[By, tuple[UsageRow, ...]] = {
        "agent": (UsageRow(*writer, name="writer"), UsageRow(*coder, name="coder")),
        "provider": (
            UsageRow(*claude, name="claude"), UsageRow(*local, name="local"),
            UsageRow(*gpt, name="openai"),
        ),
        "model": (UsageRow(*claude, name="opus"), UsageRow(*gpt, name="gpt"),
         UsageRow(*local, name="llama")),
        "day": (UsageRow(*total, name="2026-11-20"),),
    }  # fmt: skip
    for by, rows in expected.items():
        assert usage_of(path, by=by, tz=UTC) == UsageTotals(*total, rows=rows)


@pytest.mark.parametrize(("since", "until", "calls"), [
    (None, None, 5),
    (NOON, None, 5),
    (NOON + timedelta(microseconds=1), None, 4),
    (NOON + 2 * HOUR, None, 3),
    (None, NOON + 2 * HOUR, 2),
    (NOON + HOUR, NOON + 3 * HOUR, 2),
    (NOON + 9 * HOUR, None, 0),
    ((NOON + 2 * HOUR).astimezone(timezone(-3 * HOUR)), None, 3),
])  # fmt: skip
def test_a_window(
    tmp_path: Path, since: datetime | None, until: datetime | None, calls: int
) -> None:
    path = ledger_of(tmp_path / "usage.db", [attempt(at=NOON + n * HOUR) for n in range(5)])
    for by in (None, "day", "agent"):
        found = usage_of(path, since=since, until=until, by=by, tz=UTC)
        assert found.attempts == calls
        assert sum(row.attempts for row in found.rows) == (calls if by else 0)


def test_one_file_or_all_of_them(tmp_path: Path) -> None:
    here, there = tmp_path / "here.yaml", tmp_path / "there.yaml"
    here.touch()
    link = tmp_path / "link.yaml"
    link.symlink_to(here)
    path = ledger_of(
        tmp_path / "usage.db",
        [attempt(config=config_name(one)) for one in (here, link, there)],
    )
    found = [usage_of(path, config=one).attempts for one in (here, link, there, None)]
    assert found == [2, 2, 1, 3]


@pytest.mark.parametrize(("latencies", "p50", "p95"), [
    ([], None, None),
    ([7], 7, 7),
    ([1, 2], 1, 2),
    ([3, 1, 2], 2, 3),
    ([4, 3, 2, 1], 2, 4),
    ([5, 5, 5], 5, 5),
    (range(1, 21), 10, 19),
    (range(1, 101), 50, 95),
    (range(1, 102), 51, 96),
])  # fmt: skip
def test_percentiles_are_the_nearest_rank_of_the_answered(
    tmp_path: Path, latencies: list[int], p50: float | None, p95: float | None
) -> None:
    slow = attempt(**FAILED)
    path = ledger_of(
        tmp_path / "usage.db", [slow, *(attempt(latency_ms=float(one)) for one in latencies)]
    )
    found = usage_of(path, by="agent")
    assert (found.p50_ms, found.p95_ms) == (p50, p95)
    assert [(row.p50_ms, row.p95_ms) for row in found.rows] == [(p50, p95)]


def test_five_calls_with_retries_and_fallbacks_are_five_calls(tmp_path: Path) -> None:
    """Each is tried three times on openai, once on claude, and then answered by local."""
    attempts = [
        one
        for call in "abcde"
        for one in (
            *[attempt(call=call, provider="openai", **FAILED)] * 3,
            attempt(call=call, provider="claude", fell_back_from="openai", **FAILED),
            attempt(call=call, provider="local", fell_back_from="claude", **FAILED),
            attempt(call=call, provider="local", fell_back_from="claude"),
        )
    ]
    found = usage_of(ledger_of(tmp_path / "usage.db", attempts), by="provider")
    assert (found.calls, found.attempts, found.fallbacks, found.failures) == (5, 30, 10, 25)
    by_name = {row.name: (row.calls, row.attempts, row.fallbacks) for row in found.rows}
    assert by_name == {"openai": (5, 15, 0), "claude": (5, 5, 5), "local": (5, 10, 5)}


@pytest.mark.parametrize("by", ["agent", "provider", "model", "day"])
def test_rows_add_up_to_the_totals(tmp_path: Path, by: By) -> None:
    chance = random.Random(7)  # noqa: S311 - a repeatable ledger

    numbers = itertools.count()

    def any_attempt() -> AttemptRecord:
        return attempt(
            at=NOON + chance.randrange(-400, 400) * HOUR,
            agent=chance.choice("abc"), provider=chance.choice("pq"), model=chance.choice("mno"),
            outcome=chance.choice(["ok", "ok", "timeout"]), fell_back_from=chance.choice(["", "x"]),
            input_tokens=chance.choice([None, chance.randrange(9999)]),
            cost_usd=chance.choice([None, chance.random()]), call=str(next(numbers)),
        )  # fmt: skip

    path = ledger_of(tmp_path / "usage.db", [any_attempt() for _ in range(300)])
    found = usage_of(path, by=by, tz=BERLIN)
    assert found.attempts == found.calls == 300
    for field in (
        "calls",
        "attempts",
        "failures",
        "fallbacks",
        "input_tokens",
        "output_tokens",
        "unpriced",
    ):
        assert sum(getattr(row, field) for row in found.rows) == getattr(found, field)
    assert sum(round(row.cost_usd * 1e9) for row in found.rows) == round(found.cost_usd * 1e9)


@pytest.mark.parametrize(("moments", "tz", "days"), [
    ([NOON], UTC, ["2026-11-20"]),
    ([NOON + 12 * HOUR], UTC, ["2026-11-21"]),
    ([NOON + 12 * HOUR - timedelta(microseconds=1)], UTC, ["2026-11-20"]),
    ([NOON + 12 * HOUR], timezone(-HOUR), ["2026-11-20"]),
    ([NOON], timezone(14 * HOUR), ["2026-11-21"]),
    ([NOON], timezone(5.75 * HOUR), ["2026-11-20"]),
    ([NOON - 48 * HOUR, NOON], UTC, ["2026-11-18", "2026-11-20"]),
    # Summer time ends on 25 October 2026: that day has 25 hours in Berlin.
    ([datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 22, 59, tzinfo=UTC)], BERLIN,
     ["2026-10-25"]),
    ([datetime(2026, 10, 24, 21, 59, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC)], BERLIN,
     ["2026-10-24", "2026-10-26"]),
])  # fmt: skip
def test_days_are_the_reader_s(
    tmp_path: Path, moments: list[datetime], tz: tzinfo, days: list[str]
) -> None:
    path = ledger_of(tmp_path / "usage.db", [attempt(at=moment) for moment in moments])
    assert [row.name for row in usage_of(path, by="day", tz=tz).rows] == days


@pytest.mark.parametrize(("today", "week", "month"), [
    (date(2026, 11, 20), date(2026, 11, 16), date(2026, 11, 1)),
    (date(2026, 11, 16), date(2026, 11, 16), date(2026, 11, 1)),
    (date(2026, 11, 1), date(2026, 10, 26), date(2026, 11, 1)),
    (date(2027, 1, 1), date(2026, 12, 28), date(2027, 1, 1)),
])  # fmt: skip
def test_periods_begin(today: date, week: date, month: date) -> None:
    assert first_day("day", today) == today
    assert first_day("week", today) == week
    assert first_day("month", today) == month


def test_without_a_zone_days_are_this_machine_s() -> None:
    begins = midnight(date(2026, 11, 20), None)
    assert begins.tzinfo is not None
    assert begins == datetime(2026, 11, 20).astimezone()
    assert list(days_between(begins, begins + HOUR, None)) == [date(2026, 11, 20)]


@pytest.mark.parametrize(("attempts", "expected"), [
    ([], {}),
    ([attempt(**FAILED)], {}),
    ([attempt()], {"writer": Averages(1, 1000, 300, 1)}),
    ([attempt(), attempt(input_tokens=2000, output_tokens=None)],
     {"writer": Averages(2, 1500, 300, 2)}),
    ([attempt(input_tokens=None, output_tokens=None)], {"writer": Averages(1, None, None, 1)}),
    ([attempt(at=NOW - 96 * HOUR), attempt(), attempt(agent="coder")],
     {"writer": Averages(2, 1000, 300, 0.5), "coder": Averages(1, 1000, 300, 1)}),
    ([attempt(at=NOON - 9999 * HOUR)], {}),
])  # fmt: skip
def test_averages(
    tmp_path: Path, attempts: list[AttemptRecord], expected: dict[str, Averages]
) -> None:
    path = ledger_of(tmp_path / "usage.db", [attempt(agent="x", **FAILED), *attempts])
    assert averages_of(path, since=NOON - 720 * HOUR, until=NOW) == expected


ZONES = [
    ("Europe/Berlin", date(2026, 11, 20), "2026-11-19T23:00:00"),
    # Clocks go forward at midnight: the day begins at one o'clock.
    ("America/Asuncion", date(2023, 10, 1), "2023-10-01T04:00:00"),
    ("Africa/Cairo", date(2026, 4, 24), "2026-04-23T22:00:00"),
    ("Asia/Beirut", date(2026, 3, 29), "2026-03-28T22:00:00"),
    ("America/Havana", date(2026, 3, 8), "2026-03-08T05:00:00"),
    # From 23:30 to 0:30: it begins at half past midnight.
    ("America/Toronto", date(1919, 3, 31), "1919-03-31T04:30:00"),
    # Clocks go back to midnight, or over it.
    ("America/Havana", date(2026, 11, 1), "2026-11-01T04:00:00"),
    ("Africa/Cairo", date(2026, 10, 30), "2026-10-29T22:00:00"),
    ("Asia/Beirut", date(2026, 10, 25), "2026-10-24T22:00:00"),
    # Samoa had no 30th of December in 2011.
    ("Pacific/Apia", date(2011, 12, 30), "2011-12-30T10:00:00"),
    ("Pacific/Apia", date(2011, 12, 31), "2011-12-30T10:00:00"),
]


@each_row(("zone", "day", "begins"), ZONES)
def test_a_day_begins_with_the_first_moment_that_it_has(zone: str, day: date, begins: str) -> None:
    found = midnight(day, ZoneInfo(zone))
    assert found.astimezone(UTC) == datetime.fromisoformat(begins).replace(tzinfo=UTC)
    before = (found.astimezone(UTC) - timedelta(microseconds=1)).astimezone(ZoneInfo(zone))
    assert before.date() < day <= found.date()


@pytest.mark.parametrize(("zone", "day", "begins"), ZONES)
def test_so_it_does_where_this_machine_is(
    zone: str, day: date, begins: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        found = midnight(day, None).astimezone(UTC)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert found == datetime.fromisoformat(begins).replace(tzinfo=UTC)


@pytest.mark.parametrize(("zone", "moment", "days"), [
    ("Africa/Cairo", "2026-04-23T21:59:59", ["2026-04-23"]),
    ("Africa/Cairo", "2026-04-23T22:00:00", ["2026-04-24"]),
    ("America/Toronto", "1919-03-31T04:29:59", ["1919-03-30"]),
    ("America/Toronto", "1919-03-31T04:30:00", ["1919-03-31"]),
    ("Pacific/Apia", "2011-12-30T09:59:59", ["2011-12-29"]),
    ("Pacific/Apia", "2011-12-30T10:00:00", ["2011-12-31"]),
])  # fmt: skip
def test_calls_around_a_midnight_that_is_not_there(
    tmp_path: Path, zone: str, moment: str, days: list[str]
) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    path = ledger_of(tmp_path / "usage.db", [attempt(at=at)])
    assert [row.name for row in usage_of(path, by="day", tz=ZoneInfo(zone)).rows] == days
