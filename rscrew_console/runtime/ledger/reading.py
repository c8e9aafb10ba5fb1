"""Sums out of the ledger. A file that is not there is an empty one; reading never makes it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from itertools import pairwise
from pathlib import Path
from typing import Any

from rscrew_console.roster.cost import Averages
from rscrew_console.runtime.ledger.crews import chosen_configs, of_configs
from rscrew_console.runtime.ledger.database import open_for_reading
from rscrew_console.runtime.ledger.days import days_between, midnight
from rscrew_console.runtime.ledger.figures import By, UsageRow, UsageTotals
from rscrew_console.runtime.ledger.schema import UNREADABLE_ATTEMPTS
from rscrew_console.runtime.ledger.writing import EPOCH, NANO, microseconds

_END_OF_TIME = 2**62
_DAY = timedelta(days=1)

# Words in capitals are put in from the tables below, never from outside.
_FIGURES = """
    SELECT KEY AS name,
        count(DISTINCT call) AS calls,
        sum(outcome <> 'ok') AS failures,
        count(DISTINCT CASE WHEN fell_back_from <> '' THEN call || ' ' || provider END)
            AS fallbacks,
        coalesce(sum(input_tokens), 0) AS input_tokens,
        coalesce(sum(output_tokens), 0) AS output_tokens,
        coalesce(sum(cost_nano), 0) AS cost_nano,
        sum(outcome = 'ok' AND cost_nano IS NULL) AS unpriced,
        coalesce(sum(cached_input_tokens), 0) AS cached_input_tokens,
        coalesce(sum(cache_write_tokens), 0) AS cache_write_tokens,
        coalesce(sum(reasoning_tokens), 0) AS reasoning_tokens,
        count(*) AS attempts
    FROM SOURCE WHERE WINDOW GROUP BY name
"""
# The nearest rank: of n answers the ⌈n·p⌉-th, counted from the fastest.
_PERCENTILES = """
    SELECT name,
        max(CASE WHEN place = (many * 50 + 99) / 100 THEN latency_us END) / 1000.0,
        max(CASE WHEN place = (many * 95 + 99) / 100 THEN latency_us END) / 1000.0
    FROM (
        SELECT name, latency_us, count(*) OVER (PARTITION BY name) AS many,
            row_number() OVER (PARTITION BY name ORDER BY latency_us) AS place
        FROM (SELECT KEY AS name, latency_us FROM SOURCE WHERE WINDOW AND outcome = 'ok')
    )
    GROUP BY name
"""
_AVERAGES = """
    SELECT agent, count(*), avg(input_tokens), avg(output_tokens), min(at_us)
    FROM attempts WHERE WINDOW AND outcome = 'ok' GROUP BY agent
"""
_WITHIN = "at_us >= :since AND at_us < :until"
_KEYS: Mapping[By | None, tuple[str, str]] = {
    None: ("''", "attempts"),
    "agent": ("agent", "attempts"),
    "provider": ("provider", "attempts"),
    "model": ("model", "attempts"),
    "day": ("day", "days CROSS JOIN attempts ON at_us >= starts AND at_us < ends"),
}


def usage_of(
    path: Path,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    by: By | None = None,
    config: Path | None = None,
    tz: tzinfo | None = None,
) -> UsageTotals:
    """The attempts from `since` until before `until`, of one configuration or of all.

    Times have zones. `tz` is where days begin at midnight; None: where this machine is. Raises
    LedgerError.
    """
    with open_for_reading(path) as connection:
        if connection is None:
            return UsageTotals()
        window = _window(connection, since, until, config)
        totals = _rows(connection, None, window)
        if not totals:
            return UsageTotals()
        if by == "day":
            _list_days(connection, window, tz)
        rows = [] if by is None else _rows(connection, by, window)
    if by == "day":
        rows.sort(key=lambda row: row.name)
    else:
        rows.sort(key=lambda row: (-row.cost_usd, -row.calls, row.name))
    (total,) = totals
    return UsageTotals(
        total.calls, total.failures, total.fallbacks, total.input_tokens, total.output_tokens,
        total.cost_usd, total.unpriced, total.p50_ms, total.p95_ms, total.cached_input_tokens,
        total.cache_write_tokens, total.reasoning_tokens, total.attempts, tuple(rows),
    )  # fmt: skip


def passed_over(path: Path, *, since: datetime) -> int:
    """How many attempts since then hold what cannot be read, and are in no sum.

    Raises LedgerError.
    """
    with open_for_reading(path) as connection:
        if connection is None:
            return 0
        (count,) = connection.execute(UNREADABLE_ATTEMPTS, (microseconds(since),)).fetchone()
    return int(count)


def averages_of(
    path: Path, *, since: datetime, until: datetime, config: Path | None = None
) -> Mapping[str, Averages]:
    """Agent → what its answered calls since then take on average.

    Its calls a day are those since its first one in that time, over a day at least. Raises
    LedgerError.
    """
    with open_for_reading(path) as connection:
        if connection is None:
            return {}
        window = _window(connection, since, until, config)
        rows = connection.execute(_filled(_AVERAGES, window), window).fetchall()
    return {
        agent: Averages(calls, tokens_in, tokens_out, calls / _days(until, first))
        for agent, calls, tokens_in, tokens_out, first in rows
    }


def _days(until: datetime, first_us: int) -> float:
    return max((until - EPOCH - timedelta(microseconds=first_us)) / _DAY, 1.0)


def _window(
    connection: sqlite3.Connection,
    since: datetime | None,
    until: datetime | None,
    config: Path | None,
) -> dict[str, int | str]:
    """The parameters that every query takes."""
    window: dict[str, int | str] = {
        "since": -_END_OF_TIME if since is None else microseconds(since),
        "until": _END_OF_TIME if until is None else microseconds(until),
    }
    return {**window, **chosen_configs(connection, config)}


def _filled(query: str, window: Mapping[str, Any], by: By | None = None) -> str:
    key, source = _KEYS[by]
    condition = f"{of_configs(window)} AND {_WITHIN}"
    if by == "day":  # the + keeps SQLite from scanning the whole window for each of its days
        condition = condition.replace("at_us", "+at_us")
    filled = query.replace("KEY", key).replace("SOURCE", source)
    return filled.replace("WINDOW", condition)


def _rows(
    connection: sqlite3.Connection, by: By | None, window: Mapping[str, Any]
) -> list[UsageRow]:
    percentiles = {
        name: (p50, p95)
        for name, p50, p95 in connection.execute(_filled(_PERCENTILES, window, by), window)
    }
    rows: Iterable[Any] = connection.execute(_filled(_FIGURES, window, by), window)
    return [_row(row, *percentiles.get(row[0], (None, None))) for row in rows]


def _row(row: Sequence[Any], p50: float | None, p95: float | None) -> UsageRow:
    """`row` has the columns of `_FIGURES`."""
    name, calls, failures, fallbacks, tokens_in, tokens_out, nano, unpriced, *parts = row
    cached, written, reasoning, attempts = parts
    return UsageRow(
        calls, failures, fallbacks, tokens_in, tokens_out, nano / NANO, unpriced, p50, p95,
        cached, written, reasoning, attempts, name,
    )  # fmt: skip


def _list_days(
    connection: sqlite3.Connection, window: Mapping[str, Any], tz: tzinfo | None
) -> None:
    """The days in which there are attempts, and those between, as a table to be joined with."""
    query = _filled("SELECT min(at_us), max(at_us) FROM attempts WHERE WINDOW", window)
    first, last = connection.execute(query, window).fetchone()
    begins, ends = (EPOCH + timedelta(microseconds=each) for each in (first, last + 1))
    days = list(days_between(begins, ends, tz))
    starts = [microseconds(midnight(day, tz)) for day in (*days, days[-1] + _DAY)]
    connection.execute("CREATE TEMP TABLE days (day TEXT, starts INTEGER, ends INTEGER)")
    connection.executemany(
        "INSERT INTO days VALUES (?, ?, ?)",
        [(day.isoformat(), *edges) for day, edges in zip(days, pairwise(starts), strict=True)],
    )
