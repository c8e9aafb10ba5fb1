"""`budgets`, and the limit of premium calls."""

import pytest

from rscrew_console.dialects import detect
from rscrew_console.document import Document
from rscrew_console.roster.budgets import Budgets, Limits, PremiumLimit
from tests.dialects.crews import crew
from tests.rows import each_row

BASE = """\
providers:
  claude: {model: claude-opus-4-8, cost_tier: Premium}
  openai: {model: gpt-5-mini, cost_tier: standard}
  deepseek: {model: deepseek/deepseek-flash, cost_tier: budget}
agent_assignments: {writer: {primary: claude}}
"""


@each_row(("section", "expected"), [
    ("", Budgets()),
    ("{}", Budgets()),
    ("{daily_usd: 5}", Budgets(Limits(day=5))),
    ("{daily_usd: 5, weekly_usd: 20.5, monthly_usd: '$1,000'}", Budgets(Limits(5, 20.5, 1000))),
    ("{daily_usd: ~}", Budgets()),
    ("{alert_at: 0.5, on_exceed: block}", Budgets(alert_at=0.5, on_exceed="block")),
    ("{on_exceed: budget_tier}", Budgets(on_exceed="budget_tier")),
    ("{providers: {openai: {daily_usd: 5}, claude: {monthly_usd: 9}}}",
     Budgets(providers=(("openai", Limits(day=5)), ("claude", Limits(month=9))))),
    ("{providers: ~}", Budgets()),
])  # fmt: skip
def test_budgets(section: str, expected: Budgets) -> None:
    _, roster = crew(f"{BASE}budgets: {section}\n")
    assert roster.settings.budgets == expected


@each_row(("section", "expected"), [
    ("", PremiumLimit()),
    ("{max_premium_calls_per_hour: 100}", PremiumLimit(100)),
    ("{enabled: true, max_premium_calls_per_hour: 0}", PremiumLimit(0)),
    ("{max_premium_calls_per_hour: 7, fallback_to_budget: true}", PremiumLimit(7, True)),
    ("{max_premium_calls_per_hour: 7, fallback_to_budget: false}", PremiumLimit(7)),
    ("{enabled: false, max_premium_calls_per_hour: 7, fallback_to_budget: true}", PremiumLimit()),
])  # fmt: skip
def test_the_premium_limit(section: str, expected: PremiumLimit) -> None:
    doc = Document.parse(f"{BASE}cost_optimization: {section}\n")
    reading = detect(doc).read(doc)
    assert reading.problems == ()
    assert reading.roster is not None
    assert reading.roster.settings.premium == expected


@each_row(("text", "line", "severity", "code", "says"), [
    ("budgets: 5", 6, "error", "not-a-mapping", "budgets is a number"),
    ("budgets:\n  daily_usd: 0", 7, "error", "wrong-type", "budgets.daily_usd is zero"),
    ("budgets:\n  daily_usd: -1", 7, "error", "wrong-type", "is less than zero"),
    ("budgets:\n  daily_usd: some", 7, "error", "wrong-type", "not an amount above zero"),
    ("budgets:\n  weekly_usd: [5]", 7, "error", "wrong-type", "weekly_usd is a list"),
    ("budgets:\n  daily: 5", 7, "warning", "nothing-reads", 'did you mean "daily_usd"?'),
    ("budgets:\n  colour: 5", 7, "warning", "nothing-reads", "there are daily_usd, weekly_usd"),
    ("budgets:\n  alert_at: 80", 7, "error", "wrong-type", "alert_at is not a share"),
    ("budgets:\n  on_exceed: blok", 7, "error", "wrong-type", 'did you mean "block"?'),
    ("budgets:\n  on_exceed: true", 7, "error", "wrong-type", "where a text belongs"),
    ("budgets:\n  providers: [openai]", 7, "error", "not-a-mapping", "budgets.providers is a list"),
    ("budgets:\n  providers:\n    openai: 5", 8, "error", "not-a-mapping", "providers.openai is a"),
    ("budgets:\n  providers:\n    opnai: {daily_usd: 5}", 8, "warning", "unknown-provider",
     'budgets.providers: there is no provider "opnai"; did you mean "openai"?'),
    ("budgets:\n  providers:\n    openai:\n      daly_usd: 5", 9, "warning", "nothing-reads",
     'did you mean "daily_usd"?'),
    ("budgts:\n  daily_usd: 5", 6, "warning", "misspelt-key", 'did you mean "budgets"?'),
    ("cost_optimization:\n  max_premium_calls_per_hour: many", 7, "error", "wrong-type",
     "cost_optimization.max_premium_calls_per_hour is a text"),
    ("cost_optimization:\n  max_premium_calls_per_hour: 1.5", 7, "error", "wrong-type", "fraction"),
    ("cost_optimization:\n  enabled: maybe", 7, "error", "wrong-type", "enabled is a text"),
    ("cost_optimization:\n  max_premium_calls: 9", 7, "warning", "nothing-reads",
     'did you mean "max_premium_calls_per_hour"?'),
    ("cost_optimization: [4]", 6, "error", "not-a-mapping", "cost_optimization is a list"),
])  # fmt: skip
def test_one_thing_wrong(text: str, line: int, severity: str, code: str, says: str) -> None:
    doc = Document.parse(BASE + text + "\n")
    (problem,) = detect(doc).read(doc).problems
    assert (problem.line, problem.severity, problem.code) == (line, severity, code)
    assert says in problem.message


@pytest.mark.parametrize(("text", "says"), [
    ("budgets: {on_exceed: budget_tier}",
     "budgets.on_exceed: no provider has the cost_tier budget"),
    ("cost_optimization: {max_premium_calls_per_hour: 9}",
     "max_premium_calls_per_hour: no provider has the cost_tier premium"),
])  # fmt: skip
def test_a_tier_that_nobody_is_of_is_told(text: str, says: str) -> None:
    doc = Document.parse(f"providers: {{p: {{model: m}}}}\nagent_assignments: {{}}\n{text}\n")
    (problem,) = detect(doc).read(doc).problems
    assert (problem.severity, problem.code) == ("warning", "no-such-tier")
    assert says in problem.message
