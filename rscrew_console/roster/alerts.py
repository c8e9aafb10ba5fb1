"""Alerts: figures that a user wants to hear of when they pass a threshold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from rscrew_console.roster.budgets import Period

Metric = Literal["cost", "calls", "cost_per_user", "p95_latency_ms"]
METRICS: tuple[Metric, ...] = get_args(Metric)


@dataclass(frozen=True, slots=True)
class Alert:
    """One line of `alerts:`. It looks back over the last 24 hours, 7 days or 30 days."""

    name: str
    """As the user calls it, or in our words: "Opus calls (weekly)"."""
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


@dataclass(frozen=True, slots=True)
class Figure:
    """What an alert measures has come to."""

    value: float | None = None
    """None where nothing can be said: no answer to measure, no user named."""
    unpriced: int = 0
    """Answered attempts that are not in it, as their price is not known."""
