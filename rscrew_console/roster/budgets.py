"""What may be spent: budgets and the limit of premium calls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from types import MappingProxyType
from typing import Literal, get_args

from rscrew_console.records import dataclass
from rscrew_console.roster.money import dollars

Period = Literal["day", "week", "month"]
"""Of the calendar, in the user's zone: a day, a week from its Monday, a month."""
PERIODS: tuple[Period, ...] = get_args(Period)
OnExceed = Literal["warn", "budget_tier", "block"]
ON_EXCEED: tuple[OnExceed, ...] = get_args(OnExceed)
DAILY_VARIABLE = "DAILY_BUDGET_USD"
ADJECTIVES: Mapping[Period, str] = MappingProxyType(
    {"day": "daily", "week": "weekly", "month": "monthly"}
)
IN_PERIOD: Mapping[Period, str] = MappingProxyType(
    {"day": "today", "week": "this week", "month": "this month"}
)


@dataclass(frozen=True, slots=True)
class Limits:
    """US dollars in a period; None: no limit."""

    day: float | None = None
    week: float | None = None
    month: float | None = None

    def __iter__(self) -> Iterator[tuple[Period, float]]:
        """Yield the limits that the file sets, the shortest period first."""
        for period in PERIODS:
            if (limit := getattr(self, period)) is not None:
                yield period, limit


@dataclass(frozen=True, slots=True)
class Budgets:
    """What `budgets:` says."""

    limits: Limits = field(default_factory=Limits)
    """For all providers together."""
    providers: tuple[tuple[str, Limits], ...] = ()
    """For single ones, in file order."""
    alert_at: float = 0.8
    """The share of a limit from which on it is told that it is near."""
    on_exceed: OnExceed = "warn"

    def __bool__(self) -> bool:
        """Whether there is any limit."""
        return any(True for _ in self.of_all())

    def of_all(self) -> Iterator[tuple[str | None, Period, float]]:
        """Provider (None: all together), period and limit of each budget."""
        for period, limit in self.limits:
            yield None, period, limit
        for name, limits in self.providers:
            for period, limit in limits:
                yield name, period, limit


@dataclass(frozen=True, slots=True)
class PremiumLimit:
    """What `cost_optimization:` says, where it is not switched off."""

    calls_per_hour: int | None = None
    """Answered calls of all premium providers together in the last 60 minutes; None: no limit."""
    fallback_to_budget: bool = False
    """Past it: whether budget-tier providers serve, or the rest of each chain."""


def budget_name(provider: str | None, period: Period) -> str:
    """`daily budget`, `weekly budget of openai`."""
    name = f"{ADJECTIVES[period]} budget"
    return name if provider is None else f"{name} of {provider}"


def with_daily_default(budgets: Budgets, environ: Mapping[str, str]) -> tuple[Budgets, str]:
    """Take `DAILY_BUDGET_USD` where the file has no `daily_usd`; return also what is wrong with
    it.
    """
    text = environ.get(DAILY_VARIABLE, "").strip()
    if not text or budgets.limits.day is not None:
        return budgets, ""
    if (amount := dollars(text)) is None:
        return budgets, (
            f"{DAILY_VARIABLE} is not an amount of US dollars above zero, such as 50; there is no"
            " daily budget now"
        )
    return replace(budgets, limits=replace(budgets.limits, day=amount)), ""
