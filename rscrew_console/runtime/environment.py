"""What the environment says of calls: RSCrew's own variables."""

from __future__ import annotations

import math
from collections.abc import Mapping

from rscrew_console.roster.calling import Calling
from rscrew_console.runtime.loop.policy import RetryPolicy

_NO = ("0", "false", "no", "off")


def patience_of(environ: Mapping[str, str]) -> RetryPolicy:
    """`RSCREW_LLM_MAX_RETRIES`, `_BASE_DELAY`, `_MAX_DELAY`; what is no number is passed over."""
    usual = RetryPolicy()
    return RetryPolicy(
        int(_number(environ, "RSCREW_LLM_MAX_RETRIES", usual.max_retries)),
        _number(environ, "RSCREW_LLM_BASE_DELAY", usual.base_delay),
        _number(environ, "RSCREW_LLM_MAX_DELAY", usual.max_delay),
    )


def min_interval_of(environ: Mapping[str, str], calling: Calling) -> float:
    """Seconds between two calls: the file's, else `RSCREW_LLM_MIN_INTERVAL`, else none."""
    if calling.min_interval is not None:
        return calling.min_interval
    return _number(environ, "RSCREW_LLM_MIN_INTERVAL", 0.0)


def fallback_allowed(environ: Mapping[str, str]) -> bool:
    """`RSCREW_LLM_FALLBACK=false` lets every agent use its primary alone."""
    return environ.get("RSCREW_LLM_FALLBACK", "").strip().lower() not in _NO


def redis_url_of(environ: Mapping[str, str], calling: Calling) -> str | None:
    """`RSCREW_REDIS_URL`, else the file's; None where nothing is shared."""
    return environ.get("RSCREW_REDIS_URL", "").strip() or calling.redis_url or None


def _number(environ: Mapping[str, str], name: str, usual: float) -> float:
    try:
        number = float(environ.get(name, "").strip() or usual)
    except ValueError:
        return usual
    return number if math.isfinite(number) and number >= 0 else usual
