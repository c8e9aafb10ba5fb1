"""Days, weeks and months of the calendar in somebody's zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from rscrew_console.roster.budgets import Period

_DAY, _SMALLEST = timedelta(days=1), timedelta(microseconds=1)


def midnight(day: date, tz: tzinfo | None) -> datetime:
    """When the day begins there; `tz` None: where this machine is.

    Where clocks go forward at midnight, or over it, the day begins with the first moment that
    exists; a day that a zone has left out begins and ends with the next. Where clocks go back over
    midnight, it begins with the first of both.
    """
    begins = datetime.combine(day, time.min)
    readings = [_instant(begins.replace(fold=fold), tz) for fold in (0, 1)]
    real = [one for one in readings if one.astimezone(tz).replace(tzinfo=None) == begins]
    if not real:
        return _change_between(min(readings) - _DAY, max(readings) + _DAY, day, tz).astimezone(tz)
    return min(real).astimezone(tz)


def days_between(since: datetime, until: datetime, tz: tzinfo | None) -> Iterator[date]:
    """Every day that has a moment from `since` until before `until`."""
    day, end = since.astimezone(tz).date(), until.astimezone(UTC)
    begins = midnight(day, tz).astimezone(UTC)
    while begins < end:
        next_begins = midnight(day + _DAY, tz).astimezone(UTC)
        if begins < next_begins:
            yield day
        day, begins = day + _DAY, next_begins


def _instant(local: datetime, tz: tzinfo | None) -> datetime:
    """Return the moment in UTC of the naive `local` time in that zone."""
    return (local if tz is None else local.replace(tzinfo=tz)).astimezone(UTC)


def _change_between(before: datetime, after: datetime, day: date, tz: tzinfo | None) -> datetime:
    """The first moment whose date is `day` or later; `before` is none yet, `after` is one."""
    while after - before > _SMALLEST:
        middle = before + (after - before) // 2
        if middle.astimezone(tz).date() < day:
            before = middle
        else:
            after = middle
    return after


def first_day(period: Period, today: date) -> date:
    """Return the first day of the day, week (from Monday) or month that `today` is in."""
    match period:
        case "day":
            return today
        case "week":
            return today - timedelta(days=today.weekday())
        case "month":
            return today.replace(day=1)
