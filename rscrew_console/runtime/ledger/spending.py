"""What budgets and alerts are measured against."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rscrew_console.roster.alerts import DAYS, Alert, AlertValue, Metric
from rscrew_console.roster.budget_ruling import BudgetTotals, Spending
from rscrew_console.roster.budgets import PERIODS, Period
from rscrew_console.runtime.ledger.crews import chosen_configs, of_configs
from rscrew_console.runtime.ledger.database import open_for_reading
from rscrew_console.runtime.ledger.days import first_day, midnight
from rscrew_console.runtime.ledger.schema import QUARTER_US
from rscrew_console.runtime.ledger.writing import NANO, microseconds

PREMIUM_WINDOW = timedelta(hours=1)

# Words in capitals are put in from the texts below, never from outside.
_SUMS = """
    SELECT provider,
        sum(cost_nano * (quarter >= :day)), sum(unpriced * (quarter >= :day)),
        sum(cost_nano * (quarter >= :week)), sum(unpriced * (quarter >= :week)),
        sum(cost_nano * (quarter >= :month)), sum(unpriced * (quarter >= :month))
    FROM quarters WHERE CONFIG AND quarter >= min(:week, :month) GROUP BY provider
"""
_PREMIUM = """
    SELECT count(*) FROM attempts
    WHERE CONFIG AND at_us > :since AND tier = 'premium' AND outcome = 'ok'
"""
_CHOSEN = """
    FROM attempts WHERE CONFIG AND at_us > :since
        AND (:provider = '' OR matches(provider, :provider))
        AND (:model = '' OR matches(model, :model))
        AND (:agent = '' OR matches(agent, :agent))
"""
_MEASURES: Mapping[Metric, str] = MappingProxyType(
    {
        "cost": "SELECT coalesce(sum(cost_nano), 0) / 1e9, UNPRICED CHOSEN",
        "calls": "SELECT count(*), 0 CHOSEN",
        "cost_per_user": """
            SELECT sum(cost_nano) / 1e9 / count(DISTINCT user), UNPRICED CHOSEN AND user <> ''
        """,
        "p95_latency_ms": """
            SELECT min(latency_us) / 1000.0, 0 FROM (
                SELECT latency_us, count(*) OVER () AS many,
                    row_number() OVER (ORDER BY latency_us) AS place
                CHOSEN AND outcome = 'ok'
            ) WHERE place = (many * 95 + 99) / 100
        """,
        "failures": """
            SELECT count(*), 0 CHOSEN AND outcome <> 'ok' AND outcome <> 'cancelled'
                AND (:outcomes = '' OR instr(:outcomes, ' ' || outcome || ' '))
        """,
    }
)
_UNPRICED = "sum(outcome = 'ok' AND cost_nano IS NULL)"


def budget_totals(
    path: Path,
    moment: datetime,
    *,
    tz: tzinfo | None = None,
    config: Path | None = None,
    alerts: Sequence[Alert] = (),
    busy_seconds: float | None = None,
) -> BudgetTotals:
    """What budgets are measured against, of one configuration or of all.

    It takes milliseconds, whatever the ledger's size, as long as no `alerts` are asked for. Periods
    are those of the calendar in `tz`; None: where this machine is. Raises LedgerError.
    """
    today = moment.astimezone(tz).date()
    with open_for_reading(path, busy_seconds) as connection:
        if connection is None:
            return BudgetTotals(today)
        which = chosen_configs(connection, config)
        starts: dict[str, int] = {
            period: microseconds(midnight(first_day(period, today), tz)) // QUARTER_US
            for period in PERIODS
        }
        rows = connection.execute(_filled(_SUMS, which), {**starts, **which}).fetchall()
        since = {"since": microseconds(moment - PREMIUM_WINDOW)}
        (premium,) = connection.execute(_filled(_PREMIUM, which), {**since, **which}).fetchone()
        connection.create_function("matches", 2, _matches, deterministic=True)
        figures = {alert: _figure(connection, alert, moment, which) for alert in alerts}
    return BudgetTotals(
        today, _total(rows), {row[0]: dict(_sums_by_period(row)) for row in rows}, premium, figures
    )


def _filled(query: str, which: Mapping[str, str]) -> str:
    filled = query.replace("CHOSEN", _CHOSEN).replace("UNPRICED", _UNPRICED)
    return filled.replace("CONFIG", of_configs(which))


def _sums_by_period(row: Sequence[Any]) -> Iterator[tuple[Period, Spending]]:
    for index, period in enumerate(PERIODS):
        nano, unpriced = row[2 * index + 1 : 2 * index + 3]
        yield period, Spending(nano / NANO, unpriced)


def _total(rows: Sequence[Sequence[Any]]) -> dict[Period, Spending]:
    columns = zip(*(row[1:] for row in rows), strict=True)
    return dict(_sums_by_period(["", *map(sum, columns)])) if rows else {}


def _figure(
    connection: sqlite3.Connection, alert: Alert, moment: datetime, which: Mapping[str, str]
) -> AlertValue:
    chosen = {
        "since": microseconds(moment - timedelta(days=DAYS[alert.per])),
        "provider": alert.provider.casefold(),
        "model": alert.model.casefold(),
        "agent": alert.agent.casefold(),
        "outcomes": f" {' '.join(alert.outcomes)} " if alert.outcomes else "",
    }
    query = _filled(_MEASURES[alert.metric], which)
    value, unpriced = connection.execute(query, {**chosen, **which}).fetchone()
    return AlertValue(value, unpriced or 0)


@lru_cache(maxsize=4096)
def _matches(name: str, pattern: str) -> bool:
    """Whether a casefolded name or glob means the name."""
    return fnmatchcase(name.casefold(), pattern)
