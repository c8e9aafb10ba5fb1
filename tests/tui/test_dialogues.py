"""Adding, removing, fields, help, errors, the start without a file, outside changes, history."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from rscrew_console.starter import starter_text
from rscrew_console.tui.screens.collisions import Collisions
from rscrew_console.tui.screens.fields import FieldsDialogue
from rscrew_console.tui.screens.help import Help
from rscrew_console.tui.screens.history import HistoryScreen
from rscrew_console.tui.screens.main import MainScreen
from rscrew_console.tui.screens.problems import Problems
from rscrew_console.tui.screens.prompt import Prompt
from rscrew_console.tui.screens.warnings import Warnings
from rscrew_console.tui.screens.welcome import Welcome
from rscrew_console.tui.view.text import plain
from rscrew_console.tui.widgets.grid import Grid
from rscrew_console.tui.widgets.lines import Lines
from tests.tui.console import CONFIG, SMALL, cell, console, cursor, main, press, session


async def test_an_agent_is_added_with_its_primary_and_removed_again() -> None:
    app = console(session())
    async with app.run_test() as pilot:
        await press(pilot, "a", *"clerk", "enter", *"open", "enter")
        assert cursor(app)[0] == "clerk"
        assert cell(app, "clerk", "primary") == "openai*"
        await press(pilot, "x")
        assert "clerk" not in [row.key for row in main(app).grid.rows]
        assert not main(app).state.session.is_dirty


async def test_a_name_that_is_taken_is_refused_while_it_is_typed() -> None:
    app = console(session())
    async with app.run_test() as pilot:
        await press(pilot, "a", *"writer", "enter")
        assert isinstance(app.screen, Prompt)
        note = app.screen.query_one("#note", Lines)
        assert plain(note.shown[0]) == "there is an agent of that name already"


async def test_a_provider_is_added_with_a_model_of_the_users_own() -> None:
    app = console(session())
    async with app.run_test() as pilot:
        await press(pilot, "tab", "a", *"groq", "enter", *"groq/llama", "enter")
        assert cursor(app)[0] == "groq"
        assert cell(app, "groq", "model") == "groq/llama*"
        assert cell(app, "groq", "api_key_env") == "○ GROQ_API_KEY"


async def test_a_provider_in_use_stays_and_says_who_uses_it() -> None:
    app = console(session())
    async with app.run_test() as pilot:
        await press(pilot, "tab", "x")
        title = app.screen.query_one("#box").border_title
        assert title == "claude is used by planner, writer: in its place"
        await press(pilot, "escape")
        assert not main(app).state.session.is_dirty


@pytest.mark.parametrize(
    ("keys", "name", "column", "shown"),
    [
        (["tab", "l", "enter", *"claude-x", "enter"], "claude", "model", "claude-x*"),
        (["tab", "j", *"llll", "enter", *"bud", "enter"], "openai", "cost_tier", "budget*"),
        (["tab", *"lll", "enter", *"MY_KEY", "enter"], "claude", "api_key_env", "○ MY_KEY*"),
        ([*"llllll", "enter", *"!", "enter"], "planner", "reasoning", "Thinks ahead!*"),
        ([*"lllllll", "enter", *"cod", "enter"], "planner", "capability", "coding*"),
    ],
)
async def test_fields_are_edited_where_they_stand(
    keys: list[str], name: str, column: str, shown: str
) -> None:
    app = console(session())
    async with app.run_test(size=(160, 40)) as pilot:
        await press(pilot, *keys)
        assert cell(app, name, column) == shown


async def test_a_key_is_not_taken_for_its_variable() -> None:
    app = console(session())
    async with app.run_test() as pilot:
        await press(pilot, "tab", *"lll", "enter", *"sk-ant-api03-AbCdEf0123456789", "enter")
        assert not main(app).state.session.is_dirty
        assert app.screen is not main(app)  # still asking


async def test_the_form_of_a_provider_edits_all_and_follows_a_new_name() -> None:
    app = console(session())
    async with app.run_test(size=(100, 40)) as pilot:
        await press(pilot, "tab", "enter", "enter", *"2", "enter")
        assert isinstance(app.screen, FieldsDialogue)
        assert cell(app, "planner", "primary") == "claude2"
        app.screen.query_one(Grid).select("price")
        await press(pilot, "enter", *"3 15", "enter")
        await press(pilot, "escape")
        provider = main(app).state.session.roster.provider_by_name["claude2"]
        assert provider.price is not None
        assert (provider.price.input, provider.price.output) == (3, 15)
        assert cursor(app)[0] == "claude2"


@pytest.mark.parametrize(("field", "wrong", "right"), [
    ("timeout", "soon", "30"), ("temperature", "-1", "0.5"), ("top_p", "nan", "1"),
    ("price", "dear", "3 15"), ("allow_insecure", "maybe", "yes"),
])  # fmt: skip
async def test_a_value_that_is_refused_keeps_its_text(field: str, wrong: str, right: str) -> None:
    app = console(session())
    async with app.run_test(size=(100, 40)) as pilot:
        await press(pilot, "tab", "enter")
        app.screen.query_one(Grid).select(field)
        await press(pilot, "enter", *wrong, "enter")
        assert app.screen.query_one(Input).value == wrong
        assert not main(app).state.session.is_dirty
        await press(pilot, *["backspace"] * len(wrong), *right, "enter")
        assert isinstance(app.screen, FieldsDialogue)
        provider = main(app).state.session.roster.provider_by_name["claude"]
        assert getattr(provider, field)


async def test_a_picker_takes_the_number_of_its_row() -> None:
    app = console(session())
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "l", "l", "enter", "3", "enter")
        assert cell(app, "planner", "secondary").startswith("gemini")


async def test_a_text_of_several_lines_keeps_them() -> None:
    text = SMALL.replace("reasoning: Thinks ahead", "reasoning: |\n      One\n      Two")
    app = console(session(text))
    async with app.run_test(size=(160, 40)) as pilot:
        await press(pilot, *"llllll", "enter", "enter", "ctrl+s")
        reasoning = main(app).state.session.roster.agent_by_name["planner"].reasoning
        assert sorted(reasoning.split("\n")) == ["", "", "One", "Two"]


async def test_help_lists_what_can_be_done_here_and_runs_it() -> None:
    app = console(session())
    async with app.run_test() as pilot:
        await press(pilot, "question_mark")
        assert isinstance(app.screen, Help)
        await press(pilot, *"next tab", "enter")
        assert app.screen is main(app)
        assert main(app).kind == "provider"
        await press(pilot, "tab", "l", "enter", "f1", *"back without", "enter")
        assert app.screen is main(app)


async def test_the_palette_offers_only_what_can_run_now() -> None:
    app = console(session())
    async with app.run_test() as pilot:
        await press(pilot, "ctrl+p")
        offered = [row.key for row in app.screen.query_one(Grid).rows]
        assert "redo" not in offered
        assert "save" not in offered
        assert "filter" in offered
        await press(pilot, *"light", "enter")
        assert app.theme == "crew-light"


async def test_a_file_with_errors_says_where_and_is_read_again() -> None:
    CONFIG.write_text(SMALL.replace("primary: openai", "primary: opnai"), encoding="utf-8")
    app = console(CONFIG)
    async with app.run_test() as pilot:
        assert isinstance(app.screen, Problems)
        (row,) = app.screen.query_one(Grid).rows
        assert plain(row.cells["place"]) == "model_config.yaml:20"
        assert 'did you mean "openai"?' in plain(row.cells["message"])
        await press(pilot, "r")
        assert isinstance(app.screen, Problems)
        CONFIG.write_text(SMALL, encoding="utf-8")
        await press(pilot, "r")
        assert isinstance(app.screen, MainScreen)


async def test_a_folder_without_a_crew_is_offered_a_starter_in_it() -> None:
    CONFIG.mkdir()
    app = console(CONFIG)
    async with app.run_test() as pilot:
        assert isinstance(app.screen, Welcome)
        assert "no file of a known format is in it" in app.screen._reason
        await press(pilot, "enter")
        assert isinstance(app.screen, MainScreen)
        assert (CONFIG / CONFIG.name).read_text(encoding="utf-8") == starter_text()


async def test_a_file_that_cannot_be_read_at_all_says_why() -> None:
    CONFIG.write_bytes(b"\xff\xfe\xfa")
    app = console(CONFIG)
    async with app.run_test():
        (row,) = app.screen.query_one(Grid).rows
        assert "UTF-8" in plain(row.cells["message"])


async def test_without_a_file_the_starter_is_offered() -> None:
    app = console()
    async with app.run_test() as pilot:
        assert isinstance(app.screen, Welcome)
        assert not CONFIG.exists()
        await press(pilot, "enter")
        assert isinstance(app.screen, MainScreen)
        assert CONFIG.read_text(encoding="utf-8") == starter_text()


async def test_warnings_are_listed_and_lead_to_their_places() -> None:
    text = SMALL.replace("model: gemini/gemini-3-flash", "model: gemini-3-flash")
    app = console(session(text))
    async with app.run_test() as pilot:
        await press(pilot, "exclamation_mark")
        assert isinstance(app.screen, Warnings)
        await press(pilot, *"litellm", "enter")
        assert cursor(app) == ("gemini", "model")


@pytest.mark.parametrize(
    ("keys", "model"), [("enter", "mine"), ("t", "theirs"), ("T", "theirs"), ("Y", "mine")]
)  # fmt: skip
async def test_where_both_sides_changed_a_place_the_user_picks(keys: str, model: str) -> None:
    app = console(session())
    async with app.run_test() as pilot:
        await press(pilot, "tab", "l", "enter", *"mine", "enter")
        text = CONFIG.read_text(encoding="utf-8")
        CONFIG.write_text(text.replace("claude-sonnet-5 ", "theirs ").replace("ahead", "on"))
        await press(pilot, "S")
        assert isinstance(app.screen, Collisions)
        await press(pilot, *({keys, "enter"} - {"enter"}), "enter")
        await press(pilot, "enter")
        await pilot.pause()
        assert main(app).state.session.roster.providers[0].model == model
        assert "reasoning: Thinks on" in CONFIG.read_text(encoding="utf-8")


async def test_outside_changes_wait_while_a_dialogue_is_open() -> None:
    app = console(session())
    async with app.run_test() as pilot:
        await press(pilot, "l", "enter")
        CONFIG.write_text(SMALL.replace("gpt-5-mini", "gpt-6"), encoding="utf-8")
        await main(app).follow_file_change()
        assert cell(app, "openai", "model").startswith("gpt-5-mini")
        await press(pilot, "escape")
        await pilot.pause()
        assert cell(app, "openai", "model") == "gpt-6"


async def test_the_history_goes_back_as_an_ordinary_change() -> None:
    app = console(session())
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "l", "2", "S", "enter", "j", "3", "S", "enter")
        saved = CONFIG.read_bytes()
        await press(pilot, "H")
        assert isinstance(app.screen, HistoryScreen)
        assert len(app.screen.query_one("#saves", Grid).rows) == 2
        change = app.screen.query_one("#change", Grid)
        assert any("writer" in plain(row.cells["line"]) for row in change.rows)
        await press(pilot, "j", "enter")
        assert CONFIG.read_bytes() == saved
        assert main(app).state.session.document.text == SMALL
        await press(pilot, "u")
        assert not main(app).state.session.is_dirty


async def test_a_failed_save_keeps_the_changes() -> None:
    app = console(session())
    async with app.run_test() as pilot:
        await press(pilot, "l", "2")
        CONFIG.unlink()
        await press(pilot, "S")
        await pilot.pause()
        assert main(app).state.session.is_dirty
        assert any("model_config.yaml" in toast.message for toast in app._notifications)
        await press(pilot, "q", "enter")  # not offered, and so not taken
        assert app.is_running
        await press(pilot, "D")
        assert not app.is_running


async def test_a_history_that_could_not_be_kept_is_no_lack_of_saves() -> None:
    dead_end(Path("state"))
    app = console(session())
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "l", "2", "ctrl+s", "ctrl+s")
        await pilot.pause()
        await press(pilot, "H")
        await pilot.pause()
        shown = app.screen.query_one("#saves").render_line(1).text
        assert "what was saved is not kept: " in shown


def dead_end(path: Path) -> None:
    """A link that leads nowhere."""
    path.symlink_to("not-mounted/folder")
