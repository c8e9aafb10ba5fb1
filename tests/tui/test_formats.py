"""Files of other formats in the console: long chains, cells that inherit, what is not offered."""

from __future__ import annotations

from pathlib import Path

import pytest

from rscrew_console.dialects.operations import Pin
from rscrew_console.session import Session
from rscrew_console.tui.app import ConsoleApp
from rscrew_console.tui.view.text import plain
from rscrew_console.tui.widgets.lines import Lines
from tests.tui.console import NOON, cell, console, main, press

LONG = """\
{
  "agents": {
    "sisyphus": {
      "model": "anthropic/claude-opus-5-5",
      "fallback_models": [
        "openai/gpt-6-sol", "google/gemini-3.8-flash", "openai/gpt-6-luna", "openai/gpt-5",
        "openai/gpt-5-mini", "openai/gpt-5-nano"
      ]
    },
    "explore": { "category": "quick" }
  },
  "categories": { "quick": { "model": "openai/gpt-6-luna" } }
}
"""
CREW = """\
writer:
  role: Writes
  goal: Text
  backstory: Long
  llm: openai/gpt-5-mini
reader:
  role: Reads
  goal: Understanding
  backstory: Short
"""


def opened(name: str, text: str) -> ConsoleApp:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return console(Session.open(path, clock=lambda: NOON, state=Path("state")))


def header(app: ConsoleApp) -> str:
    return plain(main(app).query_one("#header", Lines).shown[0])


def reasons(app: ConsoleApp) -> dict[str, str]:
    """Why commands cannot run, by id."""
    screen = main(app)
    return {each.id: each.unless(screen) for each in screen.commands() if each.unless(screen)}


async def test_a_chain_that_is_longer_than_the_columns_is_folded() -> None:
    app = opened("oh-my-openagent.jsonc", LONG)
    async with app.run_test(size=(160, 40)):
        assert cell(app, "sisyphus", "primary").startswith("anthropic/claude-opus-5-5")
        assert cell(app, "sisyphus", "fallback 3").endswith("→ 3 more")
        assert "oh-my-openagent" in header(app)
        assert "fallbacks are off" in header(app)


async def test_all_slots_of_a_long_chain_are_fields() -> None:
    app = opened("oh-my-openagent.jsonc", LONG)
    async with app.run_test(size=(160, 40)) as pilot:
        await press(pilot, "enter")
        fields = [row.key for row in app.screen.query_one("Grid").rows]
        assert fields[:8] == ["name", "primary", *(f"fallback {n}" for n in range(1, 7))]


async def test_a_cell_that_inherits_shows_what_it_says_and_comes_to() -> None:
    app = opened("oh-my-openagent.jsonc", LONG)
    async with app.run_test(size=(160, 40)):
        assert "openai/gpt-6-luna" in cell(app, "explore", "primary")
        assert " → " in cell(app, "explore", "primary")


async def test_a_cell_without_a_model_can_be_set_and_left_to_the_program_again() -> None:
    app = opened("config/agents.yaml", CREW)
    async with app.run_test(size=(120, 40)) as pilot:
        assert cell(app, "reader", "primary") == "default"
        await press(pilot, "j", "l", "enter", *"anthropic/claude-sonnet-5", "enter")
        assert "  llm: anthropic/claude-sonnet-5\n" in main(app).state.session.document.text
        await press(pilot, "enter", *"default", "enter")
        assert main(app).state.session.document.text == CREW


@pytest.mark.parametrize("command", ["earlier"])
async def test_what_the_format_cannot_hold_is_not_offered(command: str) -> None:
    app = opened("config/agents.yaml", CREW)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "l")
        assert "has no place for" in reasons(app)[command]
        assert command not in {each.id for each in main(app).available()}
        assert "CrewAI's agents.yaml, no fallbacks" in header(app)


async def test_models_without_entries_are_neither_added_nor_removed() -> None:
    app = opened("config/agents.yaml", CREW)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "tab")
        assert {"add", "remove"} <= reasons(app).keys()
        text = main(app).state.session.document.text
        await press(pilot, "l", "enter")
        assert main(app).state.session.document.text == text


async def test_an_agent_whose_model_the_program_chooses_is_not_without_a_provider() -> None:
    app = opened("config/agents.yaml", CREW)
    async with app.run_test(size=(140, 45)):
        assert cell(app, "reader", "now").strip() == "its program's choice"
        assert main(app).view_state.stranded == set()
        assert "without a provider" not in header(app)


async def test_a_pin_rewrites_every_row_in_one_step_where_the_file_has_no_place_for_it() -> None:
    app = opened("config/agents.yaml", CREW)
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.pause()
        screen = main(app)
        assert "pin" not in reasons(app)
        screen.apply([Pin("openai/gpt-6-luna")])
        roster = screen.view_state.roster
        assert {agent.chain.primary for agent in roster.agents} == {"openai/gpt-6-luna"}
        await press(pilot, "u")
        await pilot.pause()
        assert screen.view_state.roster == screen.view_state.saved


async def test_a_built_in_row_is_greyed_and_written_out_at_its_first_edit() -> None:
    app = opened("orchestration_config.yaml", "openrouter_enabled: true\n")
    async with app.run_test(size=(160, 40)) as pilot:
        await pilot.pause()
        screen = main(app)
        row = next(row for row in screen.grid.rows if row.key == "evaluation_grading")
        says = row.cells["primary"]
        assert plain(says).startswith("default → openai/gpt-4o-mini")
        assert {span.tone for span in says if span.text.strip(" ✗○")} == {"dim"}
        screen.grid.select("evaluation_grading", "primary")
        await press(pilot, "enter", *"acme/large-1", "enter")
        assert screen.state.session.document.text.startswith(
            "openrouter_enabled: true\ntask_evaluation_grading:\n  preferred_models:"
        )
        row = next(row for row in screen.grid.rows if row.key == "evaluation_grading")
        assert plain(row.cells["primary"]).startswith("acme/large-1")
        assert not plain(row.cells["fallback 1"]).startswith("default")
