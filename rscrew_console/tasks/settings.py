"""The settings of task routing as a whole, each with where it is from: file, variable, built in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from math import isfinite
from typing import Any, NamedTuple

from rscrew_console.records import dataclass

BUILT_IN = "built in"
FILE = "file"
DEFAULT_LOCAL_MODEL = "ollama/llama3.1"
VARIABLE_OF = {
    "openrouter_enabled": "OPENROUTER_ENABLED",
    "daily_budget_usd": "DAILY_BUDGET_USD",
    "prefer_opensource": "PREFER_OPENSOURCE",
    "quality_threshold": "QUALITY_THRESHOLD",
    "parallel_requests": "PARALLEL_REQUESTS",
}
"""Settings that the environment may give. What the file says counts before it."""
DEFAULTS: Mapping[str, bool | float | int | str | None] = {
    "openrouter_enabled": True,
    "daily_budget_usd": None,
    "cost_alert_threshold": 0.8,
    "prefer_opensource": False,
    "quality_threshold": 0.8,
    "parallel_requests": 5,
    "enable_caching": True,
    "cache_ttl_seconds": 3600,
    "local_model_fallback": False,
    "local_model": DEFAULT_LOCAL_MODEL,
}
_SHARES = ("cost_alert_threshold", "quality_threshold")
_YES, _NO = ("true", "1", "yes", "on"), ("false", "0", "no", "off")


class Trouble(NamedTuple):
    """A value that cannot be used; the next source counts."""

    setting: str
    source: str
    message: str


@dataclass(frozen=True, slots=True)
class RoutingSettings:
    """What holds now."""

    openrouter_enabled: bool = True
    """False: each model is called at its vendor's own API."""
    daily_budget_usd: float | None = None
    cost_alert_threshold: float = 0.8
    prefer_opensource: bool = False
    quality_threshold: float = 0.8
    """Score (0 to 1) below which a task moves to a stronger model."""
    parallel_requests: int = 5
    enable_caching: bool = True
    cache_ttl_seconds: float = 3600
    local_model_fallback: bool = False
    local_model: str = DEFAULT_LOCAL_MODEL
    sources: Mapping[str, str] = field(default_factory=dict)
    """Setting → `file`, the variable's name, or `built in`."""
    troubles: tuple[Trouble, ...] = ()

    @property
    def last_model(self) -> str | None:
        """The local model behind every chain, if there is to be one."""
        return self.local_model if self.local_model_fallback else None


def read_routing_settings(
    value: Mapping[Any, Any], environment: Mapping[str, str]
) -> RoutingSettings:
    """The settings of a file's data; what cannot be used is told in `troubles`."""
    chosen: dict[str, Any] = {}
    sources: dict[str, str] = {}
    troubles: list[Trouble] = []
    for name, default in DEFAULTS.items():
        chosen[name], sources[name] = default, BUILT_IN
        for source, given in _sources(name, value, environment):
            converted, wrong = _converted(name, given)
            if wrong:
                where = name if source == FILE else source
                troubles.append(Trouble(name, source, f"{where} {wrong}"))
                continue
            chosen[name], sources[name] = converted, source
            break
    if "local_model" in value and "local_model_fallback" not in value:
        chosen["local_model_fallback"] = True
    return RoutingSettings(**chosen, sources=sources, troubles=tuple(troubles))


def _sources(
    name: str, value: Mapping[Any, Any], environment: Mapping[str, str]
) -> Iterator[tuple[str, Any]]:
    if value.get(name) is not None:
        yield FILE, value[name]
    variable = VARIABLE_OF.get(name, "")
    if text := environment.get(variable, "").strip():
        yield variable, text


def _converted(name: str, given: Any) -> tuple[Any, str]:
    """The value, and what is wrong with it ("" for nothing)."""
    default = DEFAULTS[name]
    if isinstance(default, bool):
        word = str(given).strip().lower()
        if word in _YES or word in _NO:
            return word in _YES, ""
        return None, "is true or false"
    if isinstance(default, str):
        return (
            (given.strip(), "") if isinstance(given, str) and given.strip() else (None, "is text")
        )
    try:
        number = float(given) if not isinstance(given, bool) else float("nan")
    except (TypeError, ValueError):
        number = float("nan")
    if not isfinite(number) or number < 0 or (number == 0 and name not in _SHARES):
        return None, "is a number above 0"
    if name in _SHARES and number > 1:
        return None, "is a share from 0 to 1"
    return (int(number) if name == "parallel_requests" else number), ""
