"""What calls need from outside: environment, clock, disk, network. Tests pass their own."""

from __future__ import annotations

import asyncio
import math
import os
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from pathlib import Path

from rscrew_console.records import dataclass
from rscrew_console.roster.calling import Calling
from rscrew_console.runtime.limits import LimitStore, shared_limit_store
from rscrew_console.runtime.loop.adjusting import ADJUSTMENTS, ModelAdjustments
from rscrew_console.runtime.loop.driving import ModelTransport
from rscrew_console.runtime.loop.policy import RetryPolicy
from rscrew_console.session.clock import local_now
from rscrew_console.session.state import state_root


def _home() -> Path:
    return Path(os.path.expanduser("~"))


def _wire() -> ModelTransport:
    from rscrew_console.runtime.wire import Wire

    return Wire(clock=local_now)


@dataclass(frozen=True)
class RuntimeDependencies:
    """The defaults are the real ones."""

    environ: Callable[[], Mapping[str, str]] = lambda: os.environ
    cwd: Callable[[], Path] = Path.cwd
    home: Callable[[], Path] = _home
    state: Callable[[], Path] = state_root
    clock: Callable[[], datetime] = local_now
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    asleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random
    wire: Callable[[], ModelTransport] = _wire
    adjustments: ModelAdjustments = ADJUSTMENTS
    limit_store: Callable[[str | None], LimitStore] = shared_limit_store
    """Of a Redis URL, or of this process."""


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
