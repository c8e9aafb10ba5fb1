"""Days, weeks and months of the calendar in somebody's zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo

from rscrew_console.roster.budgets import Period


def midnight(day: date, tz: tzinfo | None) -> datetime:
    """When the day begins there; None: where this machine is."""
    begins = datetime.combine(day, time.min)
    return begins.astimezone() if tz is None else begins.replace(tzinfo=tz)


def days_between(since: datetime, until: datetime, tz: tzinfo | None) -> Iterator[date]:
    """Every day that has a moment from `since` until before `until`."""
    day = since.astimezone(tz).date()
    while midnight(day, tz) < until:
        yield day
        day += timedelta(days=1)


def first_day(period: Period, today: date) -> date:
    """Of the day, week (from Monday) or month that `today` is in."""
    match period:
        case "day":
            return today
        case "week":
            return today - timedelta(days=today.weekday())
        case "month":
            return today.replace(day=1)
