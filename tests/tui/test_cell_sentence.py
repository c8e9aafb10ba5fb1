"""What a cell is, and what can be done with it, in one sentence."""

import pytest

from rscrew_console.providers.keys import Env
from rscrew_console.tui.opening import OpeningKeys
from rscrew_console.tui.screens.help import Help
from rscrew_console.tui.state.console_state import ConsoleState
from rscrew_console.tui.view.cell_sentence import CellActions, cell_sentence
from rscrew_console.tui.view.text import plain
from rscrew_console.tui.view.view_state import Kind
from rscrew_console.tui.widgets.lines import Lines
from tests.rows import each_row
from tests.tui.console import KEYS, console, session
from tests.tui.samples import opened_sample

ALL = CellActions({"edit": "⏎", "assign": "1-9", "remove": "x", "replace": "R", "check": "r"})


@each_row(
    ("kind", "name", "column", "sentence"),
    [
        ("agent", "planner", "name",
         "planner is an agent, and runs on claude now; ⏎ shows all its fields, x removes it."),
        ("agent", "planner", "primary",
         ("claude is the primary of planner, and what it runs on now; ⏎ puts another there, 1-9 the"
         " one with that number, R replaces it everywhere.")),
        ("agent", "planner", "tertiary",
         ("the tertiary of planner is empty; ⏎ puts a provider there, 1-9 the one with that"
         " number.")),
        ("agent", "writer", "tertiary",
         ("gemini is the tertiary of writer, but GEMINI_API_KEY is not set; ⏎ puts another there,"
         " 1-9 the one with that number, R replaces it everywhere.")),
        ("agent", "reader", "now",
         ("reader runs on openai now: its primary, gemini, cannot serve, but GEMINI_API_KEY is not"
         " set.")),
        ("agent", "planner", "reasoning",
         "this is why planner has this chain, a note to people; ⏎ edits it."),
        ("agent", "writer", "reasoning",
         "this is why writer has this chain, a note to people, and it says nothing; ⏎ edits it."),
        ("provider", "claude", "name",
         ("claude is a provider for the model claude-sonnet-5, the first choice of 1 agent; ⏎ shows"
         " all its fields, R puts another in its place, x removes it.")),
        ("provider", "gemini", "api_key_env",
         ("GEMINI_API_KEY is the variable with the key of gemini, but GEMINI_API_KEY is not set; ⏎"
         " names another.")),
        ("provider", "claude", "health",
         ("this is how claude answered the last free check: it was not asked yet; ⏎ tells all of"
         " it, r asks again.")),
        ("provider", "openai", "agents", "3 agents have openai in the chain; ⏎ shows them."),
        ("provider", "openai", "cost_tier",
         ("this is the cost tier of openai, which strategies go by, and it says nothing; ⏎ edits"
         " it.")),
        ("provider", "nobody", "name", ""),
    ],
)  # fmt: skip
def test_a_cell_in_a_sentence(kind: Kind, name: str, column: str, sentence: str) -> None:
    state = ConsoleState(session(), OpeningKeys(Env(KEYS)))
    assert cell_sentence(state.view_state(), kind, name, column, ALL) == sentence


def test_where_nothing_can_be_done_only_what_it_is_is_told() -> None:
    state = ConsoleState(session(), OpeningKeys(Env(KEYS)))
    told = cell_sentence(state.view_state(), "agent", "planner", "secondary", CellActions())
    assert told == "openai is the secondary of planner."


@pytest.mark.parametrize("sample", ["omo.jsonc", "claude-code", "litellm.yaml", "openclaw.json"])
def test_every_cell_of_every_format_has_a_sentence(sample: str) -> None:
    state = ConsoleState(opened_sample(sample), OpeningKeys(Env({})))
    view_state = state.view_state()
    slots = view_state.roster.slots
    for agent in view_state.roster.agents:
        for column in ("name", "now", "cost", "planned", "file", *slots, "effort", "reasoning"):
            told = cell_sentence(view_state, "agent", agent.name, column, ALL)
            assert told.endswith(".")
            assert "None" not in told
    for provider in view_state.roster.providers:
        for column in ("name", "model", "health", "api_key_env", "agents", "kind"):
            assert cell_sentence(view_state, "provider", provider.name, column, ALL)


async def test_the_help_begins_with_it() -> None:
    app = console(session())
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("l", "question_mark")
        assert isinstance(app.screen, Help)
        (told,) = app.screen.query_one("#intro", Lines).shown
        assert plain(told).startswith("claude is the primary of planner")
