"""What the tables and lines say of a crew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rscrew_console.dialects.operations import Assign, SetProvider
from rscrew_console.providers.keys import Env
from rscrew_console.roster.facts import Facts
from rscrew_console.tui.opening import OpeningKeys
from rscrew_console.tui.state.console_state import ConsoleState
from rscrew_console.tui.view import agents, detail, diffs, providers
from rscrew_console.tui.view.header import header
from rscrew_console.tui.view.table import GridRow
from rscrew_console.tui.view.text import plain
from rscrew_console.tui.view.view_state import ViewState
from tests.tui.console import KEYS, SMALL, session


@pytest.fixture
def state() -> ConsoleState:
    return ConsoleState(session(), OpeningKeys(Env(KEYS)))


def texts(row: GridRow) -> dict[str, str]:
    """The cells of a row as plain text."""
    return {column: plain(cell) for column, cell in row.cells.items()}


def test_an_agent_is_a_row_with_its_chain_and_what_it_runs_now(state: ConsoleState) -> None:
    rows = {row.key: texts(row) for row in agents.rows(state.view_state())}
    assert rows["planner"] == {
        "name": "planner",
        "primary": "claude",
        "secondary": "openai",
        "tertiary": "—",
        "fallback": "—",
        "now": "  claude",
        "cost": "—",
        "planned": "",
        "reasoning": "Thinks ahead",
        "capability": "reasoning",
    }
    assert rows["reader"]["now"] == "↪ openai"


def test_an_agent_without_a_link_that_can_serve_is_unmissable(state: ConsoleState) -> None:
    view_state = replace(state.view_state(), facts={})
    assert {texts(row)["now"] for row in agents.rows(view_state)} == {"✗ nothing"}


def test_changed_cells_are_marked_until_they_are_saved(state: ConsoleState) -> None:
    state.apply([Assign("writer", {"primary": "claude"})])
    cells = {row.key: texts(row) for row in agents.rows(state.view_state())}["writer"]
    assert (cells["primary"], cells["secondary"], cells["tertiary"]) == (
        "claude*",
        "openai*",
        "gemini ○",
    )
    assert state.view_state().unsaved == 2
    state.session.save()
    cells = {row.key: texts(row) for row in agents.rows(state.view_state())}["writer"]
    assert (cells["primary"], cells["secondary"]) == ("claude", "openai")


def test_a_provider_is_a_row_with_its_key_and_its_share(state: ConsoleState) -> None:
    rows = [texts(row) for row in providers.rows(state.view_state())]
    cells = {
        name: text for name, text in rows[0].items() if name not in ("latency", "trend", "age")
    }
    assert cells == {
        "number": "1",
        "name": "claude",
        "model": "claude-sonnet-5",
        "health": "○ unchecked",
        "api_key_env": "✓ ANTHROPIC_API_KEY",
        "cost_tier": "premium",
        "agents": "1  33%",
    }
    assert rows[2]["api_key_env"] == "○ GEMINI_API_KEY"
    assert rows[2]["cost_tier"] == "—"


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("set", "✓ GEMINI_API_KEY"),
        ("missing", "○ GEMINI_API_KEY"),
        ("placeholder", "✗ GEMINI_API_KEY placeholder"),
        ("not_needed", "not needed"),
    ],
)
def test_the_state_of_a_key_is_a_sign_beside_its_variable(
    state: ConsoleState, key: str, shown: str
) -> None:
    gemini = state.session.roster.provider_by_name["gemini"]
    facts = Facts("gemini", key, ("GEMINI_API_KEY",))
    assert plain(providers.key_cell(gemini, facts)) == shown


def test_a_key_in_the_place_of_its_variable_is_never_shown() -> None:
    key = "sk-ant-api03-AbCdEf0123456789"
    text = SMALL.replace("ANTHROPIC_API_KEY", key)
    state = ConsoleState(session(text), OpeningKeys(Env(KEYS)))
    view_state = state.view_state()
    shown = [texts(row) for row in providers.rows(view_state)]
    values = [row.values for row in providers.rows(view_state)]
    claude = view_state.roster.provider_by_name["claude"]
    told = [plain(line) for line in detail.provider_lines(view_state, claude)]
    assert key not in repr((shown, values, told))


def test_a_diff_does_not_show_a_key_either() -> None:
    key = "sk-ant-api03-AbCdEf0123456789"
    diff = f"--- a/f\n+++ b/f\n@@ -1 +1 @@\n-    api_key_env: {key}\n+    api_key_env: A_KEY\n"
    shown = [plain(row.cells["line"]) for row in diffs.rows(diff, 100)]
    assert shown[-1] == "+    api_key_env: A_KEY"
    assert shown[-2].startswith("-    api_key_env: (hidden")
    assert key not in repr(diffs.rows(diff, 100))


def test_a_long_line_of_a_diff_goes_on_below() -> None:
    shown = [plain(row.cells["line"]) for row in diffs.rows(f"+{'x' * 25}\n", 10)]
    assert shown == ["+xxxxxxxxx", "  xxxxxxxx", "  xxxxxxxx"]


def test_the_selected_agent_in_words(state: ConsoleState) -> None:
    view_state = state.view_state()
    told = [plain(line) for line in detail.agent_lines(view_state, view_state.roster.agents[2])]
    assert told == ["gemini ○ no key → openai runs now", "1 of 2 links has no key"]


def test_the_selected_provider_in_words(state: ConsoleState) -> None:
    state.apply([SetProvider("gemini", "base_url", "https://proxy.example")])
    view_state = state.view_state()
    gemini = view_state.roster.provider_by_name["gemini"]
    told = [plain(line) for line in detail.provider_lines(view_state, gemini)]
    assert told[0].startswith("gemini   GEMINI_API_KEY is not set   https://proxy.example")
    assert told[1] == "first for 1 agent, a fallback for 1 more"


def test_warnings_stand_with_what_they_are_about() -> None:
    text = SMALL.replace("secondary: openai\n    reasoning", "secondary: claude\n    reasoning")
    state = ConsoleState(session(text), OpeningKeys(Env(KEYS)))
    view_state = state.view_state()
    told = [plain(line) for line in detail.agent_lines(view_state, view_state.roster.agents[0])]
    assert any(line.startswith("! ") and "claude" in line and "line " in line for line in told)
    assert [row.sign.text for row in agents.rows(view_state) if row.sign] == ["!"]


FILE = "config/model_config.yaml"


@pytest.mark.parametrize(
    ("changes", "room", "shown"),
    [
        ({}, 48, f"{FILE}   saved"),
        ({}, 60, f"{FILE}   saved   1 provider lacks a key"),
        ({}, 90, f"{FILE}   saved   1 provider lacks a key   RSCrew, with fallbacks"),
        ({"unsaved": 3}, 48, f"{FILE}   ● 3 unsaved"),
        ({"unsaved": 3, "strategy": "balanced"}, 60, f"{FILE}   ● 3 unsaved   balanced"),
        ({"unsaved": 3, "strategy": "balanced"}, 40, f"{FILE}   ● 3 unsaved"),
        ({"path": f"/a/very/long/way/to/{FILE}", "unsaved": 1}, 39, f"…{FILE}   ● 1 unsaved"),
        ({"unsaved": 1, "unsafe": "full"}, 70, f"{FILE}   ● 1 unsaved (lost in a crash: full)"),
        (
            {"unsaved": 1, "unsafe": "a very long reason " * 4},
            70,
            f"{FILE}   ● 1 unsaved (lost in a crash)",
        ),
        ({"read_only": "no leave"}, 60, f"{FILE}   saved   read-only"),
    ],
)
def test_the_top_line_keeps_what_matters(
    state: ConsoleState, changes: dict[str, object], room: int, shown: str
) -> None:
    plainest = replace(state.view_state(), path=FILE, strategy="", problems=())
    view_state: ViewState = replace(plainest, **changes)
    assert plain(header(view_state, room)) == shown
