"""The last attempt of every provider, and the last calls of every model, out of the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from rscrew_console.providers.health.evidence import RECENT, Evidence
from rscrew_console.records import dataclass
from rscrew_console.roster.alerts import DAYS
from rscrew_console.runtime.ledger.crews import chosen_configs, of_configs
from rscrew_console.runtime.ledger.database import open_for_reading
from rscrew_console.runtime.ledger.figures import RecentCalls
from rscrew_console.runtime.ledger.place import config_name
from rscrew_console.runtime.ledger.writing import EPOCH, microseconds

# Of the columns beside max(), SQLite takes the row that has the maximum:
# https://www.sqlite.org/lang_select.html#bare_columns_in_an_aggregate_query
_LAST = """
    SELECT provider, model, outcome, max(at_us) FROM attempts
    WHERE config = ? AND at_us >= ? GROUP BY provider, model
"""

_CALLS = """
    SELECT model, count(DISTINCT CASE WHEN at_us > :week THEN call END), count(DISTINCT call)
    FROM attempts WHERE CONFIG AND at_us > :month GROUP BY model
"""


@dataclass(frozen=True, slots=True)
class LastAttempt:
    """The last attempt to have a call answered by one provider's model."""

    provider: str
    model: str
    outcome: str
    """`ok`, or what was wrong."""
    at: datetime
    """In UTC."""


def last_attempts(path: Path, *, config: Path, since: datetime) -> tuple[LastAttempt, ...]:
    """Return the last attempts of one configuration since then. Raises LedgerError."""
    with open_for_reading(path) as connection:
        if connection is None:
            return ()
        rows = connection.execute(_LAST, (config_name(config), microseconds(since))).fetchall()
    return tuple(
        LastAttempt(str(provider), str(model), str(outcome), EPOCH + timedelta(microseconds=at))
        for provider, model, outcome, at in rows
    )


def recent_evidence(path: Path, *, config: Path, now: datetime) -> tuple[Evidence, ...]:
    """What the last calls of one configuration have proved of its providers. Raises LedgerError."""
    return tuple(
        Evidence(one.provider, one.model, one.outcome == "ok", one.outcome, one.at)
        for one in last_attempts(path, config=config, since=now - RECENT)
    )


def calls_by_model(
    path: Path, *, until: datetime, config: Path | None = None
) -> Mapping[str, RecentCalls]:
    """Model → its calls in the last 7 and 30 days, of one configuration or of all.

    Raises LedgerError.
    """
    since = {
        "week": microseconds(until - timedelta(days=DAYS["week"])),
        "month": microseconds(until - timedelta(days=DAYS["month"])),
    }
    with open_for_reading(path) as connection:
        if connection is None:
            return {}
        which = chosen_configs(connection, config)
        query = _CALLS.replace("CONFIG", of_configs(which))
        rows = connection.execute(query, {**since, **which}).fetchall()
    return {str(model): RecentCalls(week, month) for model, week, month in rows}
