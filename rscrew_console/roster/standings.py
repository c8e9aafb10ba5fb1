"""Where each budget and alert stands, for people and for `usage --check`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from rscrew_console.records import dataclass
from rscrew_console.roster.alerts import Alert, AlertValue, Metric
from rscrew_console.roster.budget_ruling import BudgetTotals
from rscrew_console.roster.budgets import IN_PERIOD, budget_name
from rscrew_console.roster.model import Settings
from rscrew_console.roster.money import usd

Level = Literal["ok", "near", "over", "under"]
Unit = Literal["usd", "calls", "ms", "failures"]
_UNITS: Mapping[Metric, Unit] = MappingProxyType(
    {
        "cost": "usd", "calls": "calls", "cost_per_user": "usd", "p95_latency_ms": "ms",
        "failures": "failures",
    }
)  # fmt: skip
_UNKNOWN = AlertValue()


@dataclass(frozen=True, slots=True)
class BudgetStatus:
    """One budget, alert or limit."""

    name: str
    """`daily budget`, `daily budget of openai`, `premium calls`, or an alert's own name."""
    what: str
    """What is measured, over which time: `cost today`, `calls of *opus* in the last 7 days`."""
    used: float | None
    """In `unit`s; None where nothing can be said yet."""
    limit: float
    """What may not be passed; of an alert that has a lower bound alone, that bound."""
    level: Level
    unit: Unit = "usd"
    target: float | None = None
    """What an alert's figure is wanted to stay under."""
    unpriced: int = 0
    """Answered attempts that are not in `used`, as their price is not known."""
    at_least: float | None = None
    """What an alert's figure must not stay under."""
    bounded: bool = True
    """Whether there is an upper bound, which `limit` is."""

    @property
    def exceeded(self) -> bool:
        """Whether it is past one of its bounds."""
        return self.level in ("over", "under")

    @property
    def amount_text(self) -> str:
        """`$4.20 of $5.00`, `12 of 20 calls`, `12 calls, at least 20`."""
        if not self.bounded:
            return f"{amount(self.used, self.unit)}, {self._least}"
        number = amount(self.used, self.unit).removesuffix(f" {self.unit}")
        return f"{number} of {amount(self.limit, self.unit)}"

    @property
    def remarks(self) -> str:
        """What else there is to say of the figure, if anything."""
        remarks = ["nothing to measure it by yet"] if self.used is None else []
        if self.target is not None and self.used is not None and self.used > self.target:
            remarks.append(f"above the target of {amount(self.target, self.unit)}")
        if self.level == "under" and self.bounded:
            remarks.append(self._least)
        if self.unpriced:
            answers = "1 answer" if self.unpriced == 1 else f"{self.unpriced:,} answers"
            remarks.append(f"not in it: {answers} of unknown price")
        return "; ".join(remarks)

    @property
    def _least(self) -> str:
        return f"at least {amount(self.at_least, self.unit).removesuffix(f' {self.unit}')}"


def standings(settings: Settings, sums: BudgetTotals) -> tuple[BudgetStatus, ...]:
    """Of every budget, the premium limit and every alert, in that order.

    `sums` has to be asked for with `alerts=settings.alerts`: alerts without a figure are unknown.
    """
    return (*_budgets(settings, sums), *_premium(settings, sums), *_alerts(settings, sums))


def with_alerts(
    settings: Settings, told: Sequence[BudgetStatus]
) -> tuple[tuple[Alert | None, BudgetStatus], ...]:
    """What `standings` returns, each with its alert; None for budgets and the premium limit."""
    budgets = len(told) - len(settings.alerts)
    return tuple(zip((*[None] * budgets, *settings.alerts), told, strict=False))


def amount(value: float | None, unit: Unit) -> str:
    """`$4.20`, `12 calls`, `1,800 ms`; "unknown" for None."""
    if value is None or unit == "usd":
        return usd(value)
    return f"{value:,.0f} {unit}"


def _budgets(settings: Settings, sums: BudgetTotals) -> Iterator[BudgetStatus]:
    for provider, period, limit in settings.budgets.of_all():
        spending = sums.spending(period, provider)
        whose = "cost" if provider is None else f"cost of {provider}"
        yield BudgetStatus(
            budget_name(provider, period),
            f"{whose} {IN_PERIOD[period]}",
            spending.usd,
            limit,
            _level(spending.usd, limit, settings.budgets.alert_at),
            unpriced=spending.unpriced,
        )


def _premium(settings: Settings, sums: BudgetTotals) -> Iterator[BudgetStatus]:
    if (limit := settings.premium.calls_per_hour) is None:
        return
    calls = sums.premium_calls
    # None at all are allowed by a limit of 0, and that is not news.
    level = _level(calls, limit, settings.budgets.alert_at) if calls else "ok"
    what = "calls answered by premium providers in the last 60 minutes"
    yield BudgetStatus("premium calls", what, calls, limit, level, "calls")


def _alerts(settings: Settings, sums: BudgetTotals) -> Iterator[BudgetStatus]:
    for alert in settings.alerts:
        figure = sums.alerts.get(alert, _UNKNOWN)
        yield BudgetStatus(
            alert.name,
            f"{alert.measured} {alert.window}",
            figure.value,
            (alert.at_least or 0.0) if alert.threshold is None else alert.threshold,
            _passed(figure.value, alert, settings.budgets.alert_at),
            _UNITS[alert.metric],
            alert.target,
            figure.unpriced,
            alert.at_least,
            bounded=alert.threshold is not None,
        )


def _level(value: float, limit: float, alert_at: float) -> Level:
    if value >= limit:
        return "over"
    return "near" if value >= alert_at * limit else "ok"


def _passed(value: float | None, alert: Alert, alert_at: float) -> Level:
    """A threshold is what may still be; a limit, when it is reached, is used up."""
    if value is None:
        return "ok"
    if alert.threshold is not None and value > alert.threshold:
        return "over"
    if alert.at_least is not None and value < alert.at_least:
        return "under"
    within_target = alert.target is None or value <= alert.target
    # No failure at all is no news where none is allowed.
    limit = alert.threshold if value else None
    close = alert.target is None and limit is not None and value >= alert_at * limit
    return "ok" if within_target and not close else "near"
