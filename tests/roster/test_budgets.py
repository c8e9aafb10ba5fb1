"""What a call must obey, by what has been spent."""

from datetime import date
from typing import Any

import pytest

from rscrew_console.roster.budget_ruling import BudgetRuling, BudgetTotals, Spending, ruling
from rscrew_console.roster.budgets import Budgets, Limits, PremiumLimit, with_daily_default
from rscrew_console.roster.chain import SlotScheme
from rscrew_console.roster.model import Provider, Roster, Settings
from rscrew_console.roster.money import dollars
from tests.rows import each_row

FRIDAY = date(2026, 11, 20)
TIERED = (
    Provider("claude", "m", cost_tier="Premium"),
    Provider("openai", "m", cost_tier="premium"),
    Provider("gemini", "m", cost_tier="standard"),
    Provider("deepseek", "m", cost_tier=" budget"),
)
UNTIERED = (Provider("claude", "m", cost_tier="premium"), Provider("gemini", "m"))


def rule(
    budgets: Budgets = Budgets(),  # noqa: B008 - immutable
    premium: PremiumLimit = PremiumLimit(),  # noqa: B008 - immutable
    providers: tuple[Provider, ...] = TIERED,
    calls: int = 0,
    **spent: float,
) -> BudgetRuling:
    """`spent` is what was spent today, by `total` or a provider."""
    by = {name: {"day": Spending(usd)} for name, usd in spent.items()}
    sums = BudgetTotals(FRIDAY, by.pop("total", {}), by, calls)
    settings = Settings(budgets=budgets, premium=premium)
    return ruling(settings, sums, Roster("rscrew", SlotScheme(), providers, (), settings))


def limits(on_exceed: Any = "warn", **more: Any) -> Budgets:
    return Budgets(Limits(day=5), on_exceed=on_exceed, **more)


TODAY = "the daily budget, $5.00, is spent: $6.00 today"
OPENAI = "the daily budget of openai, $2.00, is spent: $3.00 today"
USED_UP = "the 100 premium calls of an hour are used up"
NEAR, OVER = "80 % of the daily budget, $5.00, are spent (2026-11-20)", (
    "the daily budget, $5.00, is spent (2026-11-20)"
)  # fmt: skip


@each_row(("found", "expected"), [
    (rule(), BudgetRuling()),
    (rule(total=1000), BudgetRuling()),
    (rule(limits(), total=3.99), BudgetRuling()),
    (rule(limits(), total=4), BudgetRuling(notes=(NEAR,))),
    (rule(limits(), total=5), BudgetRuling(notes=(OVER,))),
    (rule(limits("block"), total=4.99), BudgetRuling(notes=(NEAR,))),
    (rule(limits("block"), total=6), BudgetRuling(TODAY, notes=(OVER,))),
    (rule(limits("budget_tier"), total=6),
     BudgetRuling(only_tier="budget", tier_why=TODAY, notes=(OVER,))),
    (rule(limits(alert_at=0.5), total=2.5),
     BudgetRuling(notes=("50 % of the daily budget, $5.00, are spent (2026-11-20)",))),
])  # fmt: skip
def test_all_providers_together(found: BudgetRuling, expected: BudgetRuling) -> None:
    assert found == expected


@pytest.mark.parametrize(("on_exceed", "barred"), [
    ("warn", {}), ("block", {"openai": OPENAI}), ("budget_tier", {"openai": OPENAI}),
])  # fmt: skip
def test_a_provider_of_its_own_budget(on_exceed: Any, barred: dict[str, str]) -> None:
    budgets = Budgets(providers=(("openai", Limits(day=2)),), on_exceed=on_exceed)
    found = rule(budgets, total=90, openai=3, claude=80)
    note = "the daily budget of openai, $2.00, is spent (2026-11-20)"
    assert found == BudgetRuling(barred=barred, notes=(note,))
    assert rule(budgets, openai=1) == BudgetRuling()


@pytest.mark.parametrize(("period", "told"), [
    ("day", "(2026-11-20)"), ("week", "(2026-W47)"), ("month", "(2026-11)"),
])  # fmt: skip
def test_news_come_once_a_period(period: Any, told: str) -> None:
    settings = Settings(budgets=Budgets(Limits(**{period: 5}), on_exceed="block"))
    found = ruling(
        settings,
        BudgetTotals(FRIDAY, {period: Spending(5)}),
        Roster("rscrew", SlotScheme(), (), (), settings),
    )
    assert found.notes[0].endswith(told)
    assert found.blocked.endswith({"day": "today"}.get(period, f"this {period}"))


@each_row(("found", "expected"), [
    (rule(premium=PremiumLimit(100), calls=99), BudgetRuling()),
    (rule(premium=PremiumLimit(100), calls=100),
     BudgetRuling(barred={"claude": USED_UP, "openai": USED_UP}, notes=(USED_UP,))),
    (rule(premium=PremiumLimit(100, fallback_to_budget=True), calls=100),
     BudgetRuling(only_tier="budget", tier_why=USED_UP, notes=(USED_UP,))),
    # nobody is of the budget tier: the rest of the chain serves
    (rule(premium=PremiumLimit(100, fallback_to_budget=True), providers=UNTIERED, calls=100),
     BudgetRuling(barred={"claude": USED_UP}, notes=(USED_UP,))),
    (rule(premium=PremiumLimit(0)).barred.keys(), {"claude", "openai"}),
    (rule(premium=PremiumLimit(None, fallback_to_budget=True), calls=10**6), BudgetRuling()),
])  # fmt: skip
def test_premium_calls(found: object, expected: object) -> None:
    assert found == expected


def test_all_of_it_at_once() -> None:
    budgets = limits("budget_tier", providers=(("openai", Limits(day=2)),))
    found = rule(budgets, PremiumLimit(100), total=6, openai=3, calls=200)
    assert found == BudgetRuling(
        barred={"openai": OPENAI, "claude": USED_UP},
        only_tier="budget",
        tier_why=TODAY,
        notes=(OVER, "the daily budget of openai, $2.00, is spent (2026-11-20)", USED_UP),
    )


def test_one_more_call_is_added_without_asking_again() -> None:
    sums = BudgetTotals(FRIDAY).plus("claude", 0.5, premium=True).plus("claude", 0.25, premium=True)
    sums = sums.plus("local", None, premium=False)
    assert sums.premium_calls == 2
    for period in ("day", "week", "month"):
        assert sums.spending(period) == Spending(0.75, 1)
        assert sums.spending(period, "claude") == Spending(0.75, 0)
        assert sums.spending(period, "local") == Spending(0, 1)
    assert BudgetTotals(FRIDAY).spending("day") == Spending()


@each_row(("said", "own", "daily"), [
    (None, None, None), ("", None, None), (" 50.0 ", None, 50), ("$50", None, 50),
    ("50", 5, 5), ("nonsense", 5, 5),
])  # fmt: skip
def test_the_environment_says_the_daily_budget_where_the_file_does_not(
    said: str | None, own: float | None, daily: float | None
) -> None:
    environ = {} if said is None else {"DAILY_BUDGET_USD": said}
    budgets = Budgets(Limits(day=own, week=9), on_exceed="block")
    found, wrong = with_daily_default(budgets, environ)
    assert found == Budgets(Limits(day=daily, week=9), on_exceed="block")
    assert wrong == ""


@each_row("said", ["much", "-5", "0", "nan", "inf", "5 5"])
def test_a_daily_budget_that_is_none_is_told(said: str) -> None:
    found, wrong = with_daily_default(Budgets(), {"DAILY_BUDGET_USD": said})
    assert found == Budgets()
    assert wrong.startswith("DAILY_BUDGET_USD is not an amount of US dollars above zero")


@each_row(("text", "amount"), [
    ("5", 5), (" $5 ", 5), ("1,000.50", 1000.5), ("$ 5", 5), ("", None), ("0", None), ("-1", None),
    ("1e400", None), ("five", None), ("5 €", None),
])  # fmt: skip
def test_dollars(text: str, amount: float | None) -> None:
    assert dollars(text) == amount


@each_row(("budgets", "any_limit"), [
    (Budgets(), False), (Budgets(on_exceed="block"), False), (limits(), True),
    (Budgets(providers=(("p", Limits()),)), False),
    (Budgets(providers=(("p", Limits(month=1)),)), True),
])  # fmt: skip
def test_whether_there_is_any_limit(budgets: Budgets, any_limit: bool) -> None:
    assert bool(budgets) is any_limit
