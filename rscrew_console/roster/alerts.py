"""Alerts: figures that a user wants to hear of when they pass a threshold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Literal, get_args

from rscrew_console.records import dataclass
from rscrew_console.roster.budgets import ADJECTIVES, Period

Metric = Literal["cost", "calls", "cost_per_user", "p95_latency_ms", "failures"]
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
        "failures": "failures",
    }
)
FAILURES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "authentication": ("invalid_key", "restricted_key", "no_key", "placeholder_key"),
        "credit": ("no_credit",),
        "rate_limit": ("rate_limited",),
        "model": ("model_not_found",),
        "server": ("server_error", "overloaded", "bad_response", "unreachable", "timeout"),
    }
)
"""Kinds of failures as people name them → the outcomes of attempts that are meant."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One line of `alerts:`. It looks back over the last 24 hours, 7 days or 30 days."""

    name: str
    """As the user calls it, or `usual_name`."""
    metric: Metric
    threshold: float | None
    """US dollars, calls, milliseconds or failures. More than that is over; None: no upper bound."""
    per: Period = "week"
    target: float | None = None
    """The upper end of what is wanted; above it the threshold counts as near."""
    provider: str = ""
    """A name or glob, whatever its case; empty: any. So are the two below."""
    model: str = ""
    agent: str = ""
    at_least: float | None = None
    """Less than that is under; None: no lower bound."""
    failure: str = ""
    """Of `FAILURES`, or the outcome of an attempt as the ledger names it; empty: any failure."""
    target_from: float | None = field(default=None, compare=False)
    """The lower end of what is wanted, where a span was said. Nobody is told of less than that."""

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes of the failures that are counted; empty: those of all."""
        return FAILURES.get(self.failure, (self.failure,) if self.failure else ())

    @property
    def measured(self) -> str:
        """`calls of *opus*`."""
        chosen = [one for one in (self.provider, self.model, self.agent) if one]
        words = _WORDS[self.metric]
        if self.failure:
            words = f"{self.failure.replace('_', ' ')} {words}"
        return f"{words} of {', '.join(chosen)}" if chosen else words

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
