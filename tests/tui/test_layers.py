"""What a key costs the console: how often a file is read, a row drawn, a warning looked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from rscrew_console.dialects.operations import Assign, Operation, Rename
from rscrew_console.providers.keys import Env
from rscrew_console.roster.model import Agent
from rscrew_console.tui.opening import OpeningKeys
from rscrew_console.tui.state import layers
from rscrew_console.tui.state.console_state import ConsoleState
from rscrew_console.tui.state.layers import FindingsQuestion, question_about
from rscrew_console.tui.view import agent_columns
from rscrew_console.tui.view.agent_rows import RowCache
from rscrew_console.tui.view.agents import columns, rows
from rscrew_console.tui.view.table import TableState, arrange, natural_widths
from rscrew_console.tui.view.view_state import ViewState
from tests.tui.console import KEYS, NOON, SMALL, session

AGENTS = 40
MANY = SMALL.replace("load_balancing:", "".join(
    f"  agent_{number}:\n    primary: openai\n    secondary: claude\n" for number in range(AGENTS)
) + "\nload_balancing:")  # fmt: skip


class Counted:
    """A console's state without its screen, and how often each layer was worked out."""

    def __init__(self) -> None:
        self.session = session(MANY)
        self.state = ConsoleState(self.session, OpeningKeys(Env(KEYS)))
        self.state.set_time(NOON)
        self.cache = RowCache()

    def draw(self, marks: frozenset[str] = frozenset()) -> tuple[int, int, int]:
        """Rows drawn, lints and strategies looked up for one more picture of the crew."""
        before = self._counts()
        view_state = self.state.view_state()
        assert [*self.cache.rows(view_state, marks)] == rows(view_state, marks)
        now = self._counts()
        return now[0] - before[0], now[1] - before[1], now[2] - before[2]

    def _counts(self) -> tuple[int, int, int]:
        state = self.state
        return (
            self.cache.drawn,
            state.assessment.problems.computed,
            state.assessment.followed.computed,
        )


@pytest.fixture
def counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Counted:
    monkeypatch.chdir(tmp_path)
    made = Counted()
    assert made.draw()[0] == AGENTS + 3
    return made


def test_nothing_changed_and_nothing_is_worked_out(counted: Counted) -> None:
    assert counted.draw() == (0, 0, 0)


def test_a_mark_draws_its_row(counted: Counted) -> None:
    assert counted.draw(frozenset({"writer"})) == (1, 0, 0)


def test_what_was_found_out_elsewhere_draws_no_row_and_finds_no_warnings(counted: Counted) -> None:
    counted.state.refresh()
    assert counted.draw() == (0, 0, 0)


def test_an_edit_and_its_undo_draw_one_row_each(counted: Counted) -> None:
    counted.state.apply([Assign("writer", {"primary": "gemini"})])
    assert counted.draw() == (1, 1, 1)
    counted.session.undo()
    assert counted.draw() == (1, 1, 1)


def test_what_an_edit_leaves_alone_is_the_same_agent(counted: Counted) -> None:
    before = counted.session.roster
    counted.state.apply([Assign("writer", {"primary": "gemini"})])
    after = counted.session.roster
    changed = [one.name for one, was in zip(after.agents, before.agents, strict=True)
               if one is not was]  # fmt: skip
    assert changed == ["writer"]
    assert all(one is before.provider_by_name[one.name] for one in after.providers)


def test_a_filter_and_a_mark_measure_nothing_again(
    counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured = count_agents(monkeypatch)
    every = [*columns(counted.state.view_state())]
    for marks, words in ((), "w"), ({"writer"}, "w"), ({"writer"}, "wr"), ((), ""):
        table = TableState(filter=words)
        shown = arrange(counted.cache.rows(counted.state.view_state(), marks), table)
        natural_widths(every, shown, None)
    assert measured == {"widths": len(every) * (AGENTS + 3), "texts": AGENTS + 3}


def test_an_edit_measures_its_row_and_works_out_its_agent(
    counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = [*columns(counted.state.view_state())]
    natural_widths(every, counted.cache.rows(counted.state.view_state()), None)
    arrange(counted.cache.rows(counted.state.view_state()), TableState(filter="w"))
    routes = counted.state.derived.routes_computed
    measured = count_agents(monkeypatch)
    counted.state.apply([Assign("writer", {"primary": "gemini"})])
    shown = counted.cache.rows(counted.state.view_state())
    assert natural_widths(every, shown, None) == natural_widths(every, [*shown], None)
    assert measured == {"widths": len(every), "texts": 1}
    assert counted.state.derived.routes_computed == routes + 1


def count_agents(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Of how many agents widths and texts are found out from now on."""
    counts = {"widths": 0, "texts": 0}
    widths, texts = agent_columns.widths_of, agent_columns._texts

    def count_widths(view_state: ViewState, agents: Sequence[Agent], column: str) -> list[int]:
        counts["widths"] += len(agents)
        return widths(view_state, agents, column)

    def count_texts(view_state: ViewState, agents: Sequence[Agent]) -> list[str]:
        counts["texts"] += len(agents)
        return texts(view_state, agents)

    monkeypatch.setattr(agent_columns, "widths_of", count_widths)
    monkeypatch.setattr(agent_columns, "_texts", count_texts)
    return counts


@pytest.mark.parametrize("operations", [
    [Assign("writer", {"primary": "gemini"})],
    [Assign("agent_3", {"primary": "gemini", "secondary": None})],
    [Assign("agent_1", {"secondary": None}), Assign("agent_2", {"secondary": None})],
    [Rename("agent", "writer", "author")],
    [Rename("provider", "gemini", "other")],
], ids=["primary", "one-vendor", "two", "renamed", "provider"])  # fmt: skip
def test_warnings_after_a_change_are_those_of_the_whole(
    counted: Counted, operations: list[Operation]
) -> None:
    counted.state.view_state()
    counted.state.apply(operations)
    whole = question_about(counted.session, counted.state.view_state().facts).problems()
    assert sorted(map(repr, counted.state.assessment.problems.found.problems)) == sorted(
        map(repr, whole.problems)
    )


def test_a_renamed_agent_is_drawn_by_its_new_name(counted: Counted) -> None:
    counted.state.apply([Rename("agent", "writer", "author")])
    assert counted.draw()[0] >= 1


def question_of(state: ConsoleState) -> FindingsQuestion:
    return state.assessment.question(state.view_state().facts)


def is_awaited(state: ConsoleState) -> bool:
    return state.assessment.is_awaited(state.view_state().facts)


def test_of_a_large_crew_the_first_picture_has_no_warnings_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    small = Counted()
    monkeypatch.setattr(layers, "AT_ONCE", AGENTS)
    large = Counted()
    assert large.draw() == (AGENTS + 3, 0, 0)
    assert large.state.view_state().problems == ()
    question = question_of(large.state)
    large.state.take(question, question.answer())
    assert large.state.view_state().problems == small.state.view_state().problems != ()
    assert large.state.view_state().strategy == small.state.view_state().strategy


def test_an_answer_about_a_crew_that_is_gone_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(layers, "AT_ONCE", AGENTS)
    large = Counted()
    question = question_of(large.state)
    large.state.apply([Assign("writer", {"primary": "claude"})])
    large.state.take(question, question.answer())
    assert is_awaited(large.state)
    question = question_of(large.state)
    large.state.take(question, question.answer())
    assert not is_awaited(large.state)
