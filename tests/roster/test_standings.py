"""How budgets and alerts stand, and how that is told."""

from datetime import date

import pytest

from rscrew_console.roster.alerts import Alert, AlertValue
from rscrew_console.roster.budget_ruling import BudgetTotals, Spending
from rscrew_console.roster.budgets import Budgets, Limits, PremiumLimit
from rscrew_console.roster.model import Settings
from rscrew_console.roster.standings import BudgetStatus, amount, standings
from tests.rows import each_row

FRIDAY = date(2026, 11, 20)


@each_row(("usd", "level"), [
    (0, "ok"), (3.99, "ok"), (4, "near"), (4.99, "near"), (5, "over"), (50, "over"),
])  # fmt: skip
def test_a_budget(usd: float, level: str) -> None:
    settings = Settings(budgets=Budgets(Limits(day=5)))
    (found,) = standings(settings, BudgetTotals(FRIDAY, {"day": Spending(usd, 3)}))
    assert found == BudgetStatus("daily budget", "cost today", usd, 5, level, unpriced=3)


def test_every_budget_of_the_file_in_its_order() -> None:
    budgets = Budgets(Limits(1, 2, 3), (("openai", Limits(month=4)), ("x", Limits(week=5))))
    sums = BudgetTotals(FRIDAY, providers={"openai": {"month": Spending(2)}})
    found = standings(Settings(budgets=budgets), sums)
    assert [(one.name, one.what, one.used, one.limit) for one in found] == [
        ("daily budget", "cost today", 0, 1),
        ("weekly budget", "cost this week", 0, 2),
        ("monthly budget", "cost this month", 0, 3),
        ("monthly budget of openai", "cost of openai this month", 2, 4),
        ("weekly budget of x", "cost of x this week", 0, 5),
    ]


@each_row(("limit", "calls", "level"), [
    (100, 0, "ok"), (100, 79, "ok"), (100, 80, "near"), (100, 100, "over"), (0, 0, "ok"),
    (0, 1, "over"),
])  # fmt: skip
def test_the_premium_limit(limit: int, calls: int, level: str) -> None:
    settings = Settings(premium=PremiumLimit(limit))
    (found,) = standings(settings, BudgetTotals(FRIDAY, premium_calls=calls))
    assert (found.name, found.level, found.unit) == ("premium calls", level, "calls")
    assert standings(Settings(premium=PremiumLimit(None)), BudgetTotals(FRIDAY)) == ()


@each_row(("target", "value", "level"), [
    (None, None, "ok"), (None, 0, "ok"), (None, 7.99, "ok"), (None, 8, "near"), (None, 10, "near"),
    (None, 10.01, "over"), (5, 5, "ok"), (5, 5.01, "near"), (5, 10, "near"), (5, 11, "over"),
    (9, 8.5, "ok"), (5, None, "ok"),
])  # fmt: skip
def test_an_alert(target: float | None, value: float | None, level: str) -> None:
    alert = Alert("Money", "cost", 10, "month", target, model="*opus*")
    sums = BudgetTotals(FRIDAY, alerts={alert: AlertValue(value, 2)})
    (found,) = standings(Settings(alerts=(alert,)), sums)
    assert found == BudgetStatus(
        "Money", "cost of *opus* in the last 30 days", value, 10, level, "usd", target, 2
    )


@each_row(("threshold", "value", "level", "told", "remarks"), [
    (None, 19, "under", "19 calls, at least 20", ""),
    (None, 20, "ok", "20 calls, at least 20", ""),
    (None, 1000, "ok", "1,000 calls, at least 20", ""),
    (150, 0, "under", "0 of 150 calls", "at least 20"),
    (150, 20, "ok", "20 of 150 calls", ""),
    (150, 140, "near", "140 of 150 calls", ""),
    (150, 151, "over", "151 of 150 calls", ""),
])  # fmt: skip
def test_a_lower_bound(
    threshold: float | None, value: float, level: str, told: str, remarks: str
) -> None:
    alert = Alert("Haiku", "calls", threshold, model="*haiku*", at_least=20)
    sums = BudgetTotals(FRIDAY, alerts={alert: AlertValue(value)})
    (found,) = standings(Settings(alerts=(alert,)), sums)
    assert (found.level, found.amount_text, found.remarks) == (level, told, remarks)
    assert found.exceeded is (level in ("over", "under"))


@pytest.mark.parametrize(("value", "level"), [(0, "ok"), (1, "over")])
def test_where_no_failure_is_allowed(value: float, level: str) -> None:
    alert = Alert("Keys", "failures", 0, failure="authentication")
    sums = BudgetTotals(FRIDAY, alerts={alert: AlertValue(value)})
    (found,) = standings(Settings(alerts=(alert,)), sums)
    assert (found.level, found.unit) == (level, "failures")
    assert found.what == "authentication failures in the last 7 days"


def test_an_alert_that_was_not_measured_is_unknown() -> None:
    alert = Alert("Slow", "p95_latency_ms", 2000, "day")
    (found,) = standings(Settings(alerts=(alert,)), BudgetTotals(FRIDAY))
    assert (found.used, found.level, found.unit) == (None, "ok", "ms")
    assert found.amount_text == "unknown of 2,000 ms"
    assert found.remarks == "nothing to measure it by yet"
    assert found.what == "p95 latency in the last 24 hours"


@each_row(("standing", "told", "remarks"), [
    (BudgetStatus("", "", 4.2, 5, "near"), "$4.20 of $5.00", ""),
    (BudgetStatus("", "", 1234, 2000, "ok", "calls"), "1,234 of 2,000 calls", ""),
    (BudgetStatus("", "", 6, 10, "near", target=5), "$6.00 of $10.00", "above the target of $5.00"),
    (BudgetStatus("", "", 5, 10, "ok", target=5), "$5.00 of $10.00", ""),
    (BudgetStatus("", "", 5, 10, "ok", unpriced=1), "$5.00 of $10.00",
     "not in it: 1 answer of unknown price"),
    (BudgetStatus("", "", 6, 10, "near", target=5, unpriced=1200), "$6.00 of $10.00",
     "above the target of $5.00; not in it: 1,200 answers of unknown price"),
])  # fmt: skip
def test_words(standing: BudgetStatus, told: str, remarks: str) -> None:
    assert (standing.amount_text, standing.remarks) == (told, remarks)


@pytest.mark.parametrize(("value", "unit", "told"), [
    (None, "ms", "unknown"), (1800.4, "ms", "1,800 ms"), (12, "calls", "12 calls"),
    (0.5, "usd", "$0.50"),
])  # fmt: skip
def test_amounts(value: float | None, unit: str, told: str) -> None:
    assert amount(value, unit) == told
