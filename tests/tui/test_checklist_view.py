"""The checklist by what the console knows of the crew."""

import pytest

from rscrew_console.providers.facts import facts_of
from rscrew_console.tui.view.checklist import checklist_of, rows_of, whole
from rscrew_console.tui.view.text import plain
from rscrew_console.tui.view.usage_report import WeekOfCalls
from rscrew_console.tui.view.view_state import ViewState
from tests.dialects.crews import crew

ENV = {"ANTHROPIC_API_KEY": "a1B2c3D4e5F6a1B2c3D4", "OPENAI_API_KEY": "a1B2c3D4e5F6a1B2c3D4"}


def states(week: WeekOfCalls, saves: int = 0) -> dict[str, str]:
    _, roster = crew()
    view_state = ViewState(roster, roster, facts_of(roster, ENV), path="crew.yaml")
    result = checklist_of(view_state, roster.settings, saves, week, "crew.yaml")
    return {item.name: item.state for item in result.items}


@pytest.mark.parametrize(("week", "p95", "authentication"), [
    (WeekOfCalls(), "not_asked", "not_asked"), (WeekOfCalls(2999.0, 0), "ok", "ok"),
    (WeekOfCalls(3000.0, 2), "failed", "failed"),
])  # fmt: skip
def test_what_the_week_tells(week: WeekOfCalls, p95: str, authentication: str) -> None:
    found = states(week)
    assert (found["p95"], found["authentication"]) == (p95, authentication)


def test_what_is_not_known_yet_is_no_failure() -> None:
    found = states(WeekOfCalls(), saves=1)
    assert (found["keys"], found["models-answer"], found["prices"], found["backup"]) == (
        "ok", "not_asked", "not_asked", "ok",
    )  # fmt: skip


def test_a_row_is_a_sign_and_what_was_found() -> None:
    _, roster = crew()
    view_state = ViewState(roster, roster, facts_of(roster, {}), path="crew.yaml")
    result = checklist_of(view_state, roster.settings, 0, WeekOfCalls(), "rscrew.yaml")
    rows = rows_of(result)
    assert [row.values["state"] for row in rows[:2]] == ["✗", "✗"]
    number = next(n for n, item in enumerate(result.items) if item.name == "budgets-set")
    assert [plain(one) for one in whole(result.items[number])] == [
        "a budget is set: there is none",
        "to fix it: budgets: {daily_usd: 5} in rscrew.yaml",
    ]
