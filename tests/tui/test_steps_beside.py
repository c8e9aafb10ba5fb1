"""In which order `u` and `U` go through changes of a file and steps in its `rscrew.yaml`."""

from __future__ import annotations

from pathlib import Path

import pytest

from rscrew_console.dialects.operations import Assign
from rscrew_console.plans.spending_limits import SetBudget
from rscrew_console.providers.keys import Env
from rscrew_console.session import Session
from rscrew_console.tui.opening import OpeningKeys
from rscrew_console.tui.state.beside import keep_limit_beside
from rscrew_console.tui.state.console_state import ConsoleState

MODELS = "A_MODEL=openai:gpt-6-luna\nB_MODEL=anthropic:claude-opus-5-5\n"


@pytest.fixture(name="state")
def a_file_without_a_place_for_budgets() -> ConsoleState:
    path = Path(".env")
    path.write_text(MODELS)
    path.chmod(0o600)
    return ConsoleState(Session.open(path), OpeningKeys(Env({})))


def done(state: ConsoleState, what: str) -> None:
    """One thing that a user does."""
    match what:
        case "change":
            changed = len(state.session.changes)
            model = f"openai:gpt-{changed}"
            state.apply([Assign("A_MODEL", {state.session.roster.slots[0]: model})])
        case "budget":
            written = keep_limit_beside(state.session, SetBudget("day", 5))
            assert written is not None
            state.beside.note(written)
        case "u":
            state.beside.step("undo") or state.session.undo()
        case "U":
            state.beside.step("redo") or state.session.redo()


def seen(state: ConsoleState) -> str:
    """How many changes are in force, and whether there is a budget."""
    budget = "+budget" if state.session.roster.settings.budgets else ""
    return f"{len(state.session.changes)}{budget}"


@pytest.mark.parametrize(("steps", "states"), [
    ("budget u U u", "0+budget 0 0+budget 0"),
    ("change budget u U", "1 1+budget 1 1+budget"),
    ("change budget change u u u U U U", "1 1+budget 2+budget 1+budget 1 0 1 1+budget 2+budget"),
    ("budget change u u U U", "0+budget 1+budget 0+budget 0 0+budget 1+budget"),
    ("budget u change U", "0+budget 0 1 1"),
])  # fmt: skip
def test_steps_are_undone_and_redone_in_their_order(
    state: ConsoleState, steps: str, states: str
) -> None:
    found = []
    for step in steps.split():
        done(state, step)
        found.append(seen(state))
    assert " ".join(found) == states


def test_after_something_new_there_is_nothing_to_redo(state: ConsoleState) -> None:
    for step in ("budget", "u"):
        done(state, step)
    assert state.beside.redoable
    done(state, "change")
    assert not state.beside.redoable
