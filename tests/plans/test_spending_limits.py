"""Budgets and alerts as operations, in the words of the command line."""

from __future__ import annotations

import pytest

from rscrew_console.dialects import OperationError
from rscrew_console.document import Document
from rscrew_console.plans.spending_limits import (
    AddAlert,
    RemoveAlert,
    SetBudget,
    SetOnExceed,
    SpendingLimit,
    edits_of,
    why_no_alert,
)
from tests.rows import each_row
from tests.tui.console import SMALL, session


@each_row(("limit", "section", "command"), [
    (SetBudget("day", 5.0), {"budgets": {"daily_usd": 5}}, "rsc budget daily 5"),
    (SetBudget("week", 2.5, "claude"), {"budgets": {"providers": {"claude": {"weekly_usd": 2.5}}}},
     "rsc budget weekly 2.5 --provider claude"),
    (SetOnExceed("block"), {"budgets": {"on_exceed": "block"}}, "rsc budget --on-exceed block"),
    (AddAlert({"metric": "cost", "per": "day", "threshold": 10}),
     {"alerts": [{"metric": "cost", "per": "day", "threshold": 10}]},
     "rsc alert cost 10 --per day"),
    (AddAlert({"metric": "calls", "at_least": 20, "name": "too few"}),
     {"alerts": [{"metric": "calls", "at_least": 20, "name": "too few"}]},
     "rsc alert calls --at-least 20 --name 'too few'"),
])  # fmt: skip
def test_a_limit_is_an_edit_and_a_command(
    limit: SpendingLimit, section: dict[str, object], command: str
) -> None:
    crew = session()
    assert limit.command_line(crew.roster) == command
    crew.apply(limit)
    assert {name: crew.document.value.get(name) for name in section} == section
    crew.undo()
    assert crew.document.text == SMALL


def test_a_limit_is_taken_out_again() -> None:
    crew = session()
    crew.apply(SetBudget("day", 5.0))
    crew.apply(AddAlert({"metric": "cost", "threshold": 10, "name": "dear"}))
    crew.apply(SetBudget("day", None), RemoveAlert("dear"))
    assert not crew.roster.settings.budgets
    assert not crew.roster.settings.alerts
    assert SetBudget("day", None).command_line(crew.roster) == "rsc budget daily -"
    assert RemoveAlert("dear").command_line(crew.roster) == "rsc alert --remove dear"
    with pytest.raises(OperationError, match="dear"):
        crew.apply(RemoveAlert("dear"))


def test_several_are_made_one_after_the_other() -> None:
    crew = session()
    empty = Document.parse("")
    limits = [SetBudget("day", 1.0), SetBudget("month", 20.0), SetOnExceed("warn")]
    edits = edits_of(limits, crew.dialect, empty, crew.roster)
    assert empty.apply(edits).value == {
        "budgets": {"daily_usd": 1, "monthly_usd": 20, "on_exceed": "warn"}
    }


@each_row(("fields", "told"), [
    ({"metric": "cost", "threshold": 10}, ""),
    ({"metric": "cost", "threshold": "$3-5"}, ""),
    ({"metric": "cost", "threshold": "2 s"}, "no measure of cost"),
    ({"metric": "calls", "threshold": "many"}, "which is not a figure such as 10"),
    ({"metric": "calls", "threshold": ""}, "not a figure"),
    ({"metric": "calls", "at_least": "few"}, "not a figure"),
])  # fmt: skip
def test_why_fields_are_no_alert(fields: dict[str, object], told: str) -> None:
    assert told in why_no_alert(fields)
    assert bool(why_no_alert(fields)) == bool(told)
