"""What may be spent, what has been, and what a call must obey for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, get_args

from rscrew_console.roster.money import dollars, usd

if TYPE_CHECKING:
    from rscrew_console.roster.alerts import Alert, AlertValue
    from rscrew_console.roster.model import Provider, Roster, Settings

Period = Literal["day", "week", "month"]
"""Of the calendar, in the user's zone: a day, a week from its Monday, a month."""
PERIODS: tuple[Period, ...] = get_args(Period)
OnExceed = Literal["warn", "budget_tier", "block"]
ON_EXCEED: tuple[OnExceed, ...] = get_args(OnExceed)
BUDGET_TIER, PREMIUM_TIER = "budget", "premium"
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
        """Those that there are, the shortest period first."""
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


@dataclass(frozen=True, slots=True)
class Spent:
    """What attempts have cost, as far as their prices are known."""

    usd: float = 0.0
    unpriced: int = 0
    """Answered attempts whose price is not known; they are not in `usd`."""


_NOTHING = Spent()
_BY_PERIOD: Mapping[Period, Spent] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class BudgetTotals:
    """What limits are measured against, at one moment."""

    day: date
    """The user's today: the last day of each period."""
    total: Mapping[Period, Spent] = field(default_factory=dict)
    providers: Mapping[str, Mapping[Period, Spent]] = field(default_factory=dict)
    premium_calls: int = 0
    """Answered by premium providers in the last 60 minutes."""
    alerts: Mapping[Alert, AlertValue] = field(default_factory=dict)
    """Of the alerts that were asked for."""

    def spent(self, period: Period, provider: str | None = None) -> Spent:
        """By one provider, or by all together."""
        by_period = self.total if provider is None else self.providers.get(provider, _BY_PERIOD)
        return by_period.get(period, _NOTHING)

    def plus(self, provider: str, cost_usd: float | None, *, premium: bool) -> BudgetTotals:
        """With one more answered attempt, for whoever does not read the ledger after each."""
        return replace(
            self,
            total=_more(self.total, cost_usd),
            providers={
                **self.providers,
                provider: _more(self.providers.get(provider, _BY_PERIOD), cost_usd),
            },
            premium_calls=self.premium_calls + premium,
        )


@dataclass(frozen=True, slots=True)
class BudgetRuling:
    """What a call has to obey now."""

    blocked: str = ""
    """Why no call may be made at all; empty where calls may."""
    barred: Mapping[str, str] = field(default_factory=dict)
    """Provider → why it may not serve."""
    only_tier: str | None = None
    """The one cost tier that may serve; compare it with `tier_of`."""
    tier_why: str = ""
    """Why only that one may."""
    notes: tuple[str, ...] = ()
    """To be logged when they are new: those that the ruling before this one had not."""


def ruling(settings: Settings, sums: BudgetTotals, roster: Roster) -> BudgetRuling:
    """What the budgets and the premium limit of `settings` ask of a call, after `sums`."""
    budgets = settings.budgets
    blocked, tier_why = "", ""
    barred: dict[str, str] = {}
    notes: list[str] = []
    for provider, period, limit in budgets.of_all():
        spent = sums.spent(period, provider).usd
        name = f"{budget_name(provider, period)}, {usd(limit)},"
        if spent >= limit:
            notes.append(f"the {name} is spent ({_dated(period, sums.day)})")
        elif spent >= budgets.alert_at * limit:
            share = f"{budgets.alert_at:.0%}".replace("%", " %")
            notes.append(f"{share} of the {name} are spent ({_dated(period, sums.day)})")
        if spent < limit or budgets.on_exceed == "warn":
            continue
        why = f"the {name} is spent: {usd(spent)} {IN_PERIOD[period]}"
        if provider is not None:
            barred.setdefault(provider, why)
        elif budgets.on_exceed == "block":
            blocked = blocked or why
        else:
            tier_why = tier_why or why
    if used_up := _premium_used_up(settings, sums):
        notes.append(used_up)
        tiers = {provider.name: tier_of(provider) for provider in roster.providers}
        # Where nobody is of the budget tier, the rest of the chain is all that can be fallen to.
        if settings.premium.fallback_to_budget and BUDGET_TIER in tiers.values():
            tier_why = tier_why or used_up
        else:
            premium = (name for name, tier in tiers.items() if tier == PREMIUM_TIER)
            barred = {**dict.fromkeys(premium, used_up), **barred}
    return BudgetRuling(blocked, barred, BUDGET_TIER if tier_why else None, tier_why, tuple(notes))


def budget_name(provider: str | None, period: Period) -> str:
    """`daily budget`, `weekly budget of openai`."""
    name = f"{ADJECTIVES[period]} budget"
    return name if provider is None else f"{name} of {provider}"


def tier_of(provider: Provider) -> str:
    """The provider's cost tier, however it is written."""
    return provider.cost_tier.strip().casefold()


def with_daily_default(budgets: Budgets, environ: Mapping[str, str]) -> tuple[Budgets, str]:
    """With `DAILY_BUDGET_USD` where the file says no `daily_usd`, and what is wrong with it."""
    text = environ.get(DAILY_VARIABLE, "").strip()
    if not text or budgets.limits.day is not None:
        return budgets, ""
    if (amount := dollars(text)) is None:
        return budgets, (
            f"{DAILY_VARIABLE} is not an amount of US dollars above zero, such as 50; there is no"
            " daily budget now"
        )
    return replace(budgets, limits=replace(budgets.limits, day=amount)), ""


def _premium_used_up(settings: Settings, sums: BudgetTotals) -> str:
    """The reason, or nothing."""
    limit = settings.premium.calls_per_hour
    if limit is None or sums.premium_calls < limit:
        return ""
    return f"the {limit:,} premium calls of an hour are used up"


def _dated(period: Period, day: date) -> str:
    """Which one of its kind: `2026-11-20`, `2026-W47`, `2026-11`."""
    return day.strftime({"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m"}[period])


def _more(by_period: Mapping[Period, Spent], cost_usd: float | None) -> dict[Period, Spent]:
    more = {}
    for period in PERIODS:
        now = by_period.get(period, _NOTHING)
        more[period] = Spent(now.usd + (cost_usd or 0.0), now.unpriced + (cost_usd is None))
    return more
