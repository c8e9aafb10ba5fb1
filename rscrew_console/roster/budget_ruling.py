"""What has been spent, and what a call must obey for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from rscrew_console.records import dataclass
from rscrew_console.roster.budgets import IN_PERIOD, PERIODS, Period, budget_name
from rscrew_console.roster.model import BUDGET_TIER, PREMIUM_TIER, Roster, Settings, tier_of
from rscrew_console.roster.money import usd

if TYPE_CHECKING:
    from rscrew_console.roster.alerts import Alert, AlertValue


@dataclass(frozen=True, slots=True)
class Spending:
    """What attempts have cost, as far as their prices are known."""

    usd: float = 0.0
    unpriced: int = 0
    """Answered attempts whose price is not known; they are not in `usd`."""


_NOTHING = Spending()
_BY_PERIOD: Mapping[Period, Spending] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class BudgetTotals:
    """What limits are measured against, at one moment."""

    day: date
    """The user's today: the last day of each period."""
    total: Mapping[Period, Spending] = field(default_factory=dict)
    providers: Mapping[str, Mapping[Period, Spending]] = field(default_factory=dict)
    premium_calls: int = 0
    """Answered by premium providers in the last 60 minutes."""
    alerts: Mapping[Alert, AlertValue] = field(default_factory=dict)
    """Of the alerts that were asked for."""

    def spending(self, period: Period, provider: str | None = None) -> Spending:
        """What one provider, or all together, have cost."""
        by_period = self.total if provider is None else self.providers.get(provider, _BY_PERIOD)
        return by_period.get(period, _NOTHING)

    def plus(self, provider: str, cost_usd: float | None, *, premium: bool) -> BudgetTotals:
        """Add one answered attempt, for callers that do not read the ledger after each."""
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
        spent_usd = sums.spending(period, provider).usd
        name = f"{budget_name(provider, period)}, {usd(limit)},"
        if spent_usd >= limit:
            notes.append(f"the {name} is spent ({_dated(period, sums.day)})")
        elif spent_usd >= budgets.alert_at * limit:
            share = f"{budgets.alert_at:.0%}".replace("%", " %")
            notes.append(f"{share} of the {name} are spent ({_dated(period, sums.day)})")
        if spent_usd < limit or budgets.on_exceed == "warn":
            continue
        why = f"the {name} is spent: {usd(spent_usd)} {IN_PERIOD[period]}"
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


def _premium_used_up(settings: Settings, sums: BudgetTotals) -> str:
    """The reason, or nothing."""
    limit = settings.premium.calls_per_hour
    if limit is None or sums.premium_calls < limit:
        return ""
    return f"the {limit:,} premium calls of an hour are used up"


def _dated(period: Period, day: date) -> str:
    """Which one of its kind: `2026-11-20`, `2026-W47`, `2026-11`."""
    return day.strftime({"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m"}[period])


def _more(by_period: Mapping[Period, Spending], cost_usd: float | None) -> dict[Period, Spending]:
    more = {}
    for period in PERIODS:
        current = by_period.get(period, _NOTHING)
        more[period] = Spending(
            current.usd + (cost_usd or 0.0), current.unpriced + (cost_usd is None)
        )
    return more
