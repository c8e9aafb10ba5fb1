"""When a vendor wants to be asked again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST = 7 * 24 * 3600.0
_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_LIMITS = ("requests", "tokens")


def retry_after(headers: Mapping[str, str], delay: str, moment: datetime) -> float | None:
    """Seconds from `moment`, not negative; None where nothing that can be understood is said.

    `Retry-After` is a number of seconds or an HTTP date. Without it, the reset of whichever of
    OpenAI's `x-ratelimit-*` is used up, then Google's `retryDelay`; both are durations (`1m30s`).
    """
    header = headers.get("retry-after", "").strip()
    seconds = _number(header) if header else None
    if seconds is None and header:
        seconds = _until(header, moment)
    if seconds is None and (thousandths := _number(headers.get("retry-after-ms", ""))) is not None:
        seconds = thousandths / 1000
    if seconds is None:
        resets = [
            duration
            for what in _LIMITS
            if headers.get(f"x-ratelimit-remaining-{what}", "").strip() == "0"
            and (duration := _duration(headers.get(f"x-ratelimit-reset-{what}", ""))) is not None
        ]
        seconds = max(resets, default=None)
    if seconds is None:
        seconds = _duration(delay)
    return None if seconds is None else min(max(seconds, 0.0), LONGEST)


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\d{1,12}(\.\d{1,6})?", text.strip()) else None


def _until(text: str, start: datetime) -> float | None:
    try:
        moment = parsedate_to_datetime(text[:100])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - start).total_seconds()


def _duration(text: str) -> float | None:
    """`12ms`, `6.5s` or `1h2m3s`, and nothing else."""
    text = text.strip()
    parts = _PART.findall(text[:40])
    if not parts or "".join(map("".join, parts)) != text:
        return None
    return sum(float(number) * _SECONDS[unit] for number, unit in parts)
