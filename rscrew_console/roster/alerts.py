"""Alerts: figures that a user wants to hear of when they pass a threshold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

from rscrew_console.roster.budgets import ADJECTIVES, Period

Metric = Literal["cost", "calls", "cost_per_user", "p95_latency_ms"]
METRICS: tuple[Metric, ...] = get_args(Metric)
DAYS: Mapping[Period, int] = MappingProxyType({"day": 1, "week": 7, "month": 30})
"""How far an alert looks back. A budget begins anew with its period; an alert would then be silent
every Monday."""
_WORDS: Mapping[Metric, str] = MappingProxyType(
    {
        "cost": "cost",
        "calls": "calls",
        "cost_per_user": "cost per user",
        "p95_latency_ms": "p95 latency",
    }
)


@dataclass(frozen=True, slots=True)
class Alert:
    """One line of `alerts:`. It looks back over the last 24 hours, 7 days or 30 days."""

    name: str
    """As the user calls it, or `usual_name`."""
    metric: Metric
    threshold: float
    """US dollars, calls or milliseconds. More than that is over."""
    per: Period = "week"
    target: float | None = None
    """The upper end of what is wanted; above it the threshold counts as near."""
    provider: str = ""
    """A name or glob, whatever its case; empty: any. So are the two below."""
    model: str = ""
    agent: str = ""

    @property
    def measured(self) -> str:
        """`calls of *opus*`."""
        chosen = [one for one in (self.provider, self.model, self.agent) if one]
        return f"{_WORDS[self.metric]} of {', '.join(chosen)}" if chosen else _WORDS[self.metric]

    @property
    def usual_name(self) -> str:
        """Name an alert that has no name in the file: `calls of *opus* (weekly)`."""
        return f"{self.measured} ({ADJECTIVES[self.per]})"

    @property
    def window(self) -> str:
        """`in the last 7 days`."""
        return "in the last 24 hours" if self.per == "day" else f"in the last {DAYS[self.per]} days"


@dataclass(frozen=True, slots=True)
class AlertValue:
    """What an alert measures has come to."""

    value: float | None = None
    """None where nothing can be said: no answer to measure, no user named."""
    unpriced: int = 0
    """Answered attempts that are not in it, as their price is not known."""
