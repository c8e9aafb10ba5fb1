"""Parse `--since`: `30m`, `12h`, `7d`, `2w`, or a date."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from rscrew_console.runtime.ledger.days import midnight

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_AGO = re.compile(r"(\d{1,6})\s*([mhdw])")


def since_of(text: str, end: datetime) -> datetime:
    """Parse `--since`; a date is its local midnight. Raises ValueError with a sentence."""
    text = text.strip().lower()
    if match := _AGO.fullmatch(text):
        try:
            return end - timedelta(**{_UNITS[match[2]]: int(match[1])})
        except OverflowError as error:
            raise ValueError(f'"{text}" is before all dates') from error
    try:
        if _DATE.fullmatch(text):
            return midnight(date.fromisoformat(text), None).astimezone(end.tzinfo)
        return datetime.fromisoformat(text).astimezone(end.tzinfo)
    except (ValueError, OverflowError) as error:
        raise ValueError(
            f'"{text}" is not a time such as 30m, 12h, 7d or 2w, or a date such as {end:%Y-%m-%d}'
        ) from error


def since_in_words(text: str, since: datetime) -> str:
    """`in the last 7 days`, `since 2026-11-01 00:00`."""
    if match := _AGO.fullmatch(text.strip().lower()):
        count, unit = int(match[1]), _UNITS[match[2]]
        return f"in the last {count} {unit}" if count != 1 else f"in the last {unit[:-1]}"
    return f"since {since:%Y-%m-%d %H:%M}"
