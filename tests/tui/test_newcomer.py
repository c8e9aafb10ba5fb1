"""Things that a newcomer stumbled over."""

from __future__ import annotations

from pathlib import Path

import pytest

from rscrew_console.dialects.operations import SetProvider
from rscrew_console.starter import starter_text
from rscrew_console.tui.screens.fields import FieldsDialogue
from rscrew_console.tui.screens.main import MainScreen
from rscrew_console.tui.screens.problems import Problems
from rscrew_console.tui.screens.warnings import Warnings
from rscrew_console.tui.screens.welcome import Welcome
from rscrew_console.tui.view.diffs import describe_text_changes
from rscrew_console.tui.view.text import folded, line, plain
from rscrew_console.tui.widgets.grid import Grid
from rscrew_console.tui.widgets.keybar import KeyBar
from rscrew_console.tui.widgets.lines import Lines
from tests.tui.console import CONFIG, SMALL, console, main, press, session


@pytest.mark.parametrize(("typed", "value"), [("yes", True), ("no", False), ("True", True)])
async def test_yes_and_no_are_said_in_words(typed: str, value: bool) -> None:
    app = console(session())
    async with app.run_test(size=(100, 40)) as pilot:
        await press(pilot, "tab", "enter")
        grid = app.screen.query_one(Grid)
        grid.select("allow_insecure")
        row = next(row for row in grid.rows if row.key == "allow_insecure")
        assert plain(row.cells["value"]) == "— no"
        await press(pilot, "enter", *typed, "enter")
        assert isinstance(app.screen, FieldsDialogue)
        assert main(app).state.session.roster.providers[0].allow_insecure is value


def test_a_changed_yes_or_no_is_told_in_words() -> None:
    assert SetProvider("claude", "allow_insecure", False).label(session().roster).endswith(" no")
    insecure = SMALL.replace("gpt-5-mini", "gpt-5-mini\n    allow_insecure: true")
    assert describe_text_changes(SMALL, insecure) == ["openai: allow_insecure no → yes"]


@pytest.mark.parametrize("text", ["", "\n \n"])
async def test_an_empty_file_is_offered_the_starter(text: str) -> None:
    CONFIG.write_text(text, encoding="utf-8")
    app = console(CONFIG)
    async with app.run_test() as pilot:
        assert isinstance(app.screen, Welcome)
        assert CONFIG.read_text(encoding="utf-8") == text
        await press(pilot, "enter")
        assert isinstance(app.screen, MainScreen)
        assert CONFIG.read_text(encoding="utf-8") == starter_text()


async def test_a_file_with_a_comment_is_not_empty() -> None:
    CONFIG.write_text("# mine\n", encoding="utf-8")
    app = console(CONFIG)
    async with app.run_test():
        assert isinstance(app.screen, Problems)


async def test_for_a_folder_no_editor_is_offered() -> None:
    CONFIG.mkdir()
    app = console(CONFIG)
    async with app.run_test() as pilot:
        assert "editor" not in plain(app.screen.query_one(KeyBar).shown[0])
        await press(pilot, "e")
        assert not CONFIG.is_file()


async def test_a_filter_that_matches_nothing_is_shown_whole() -> None:
    app = console(session())
    wanted = "x" * 70 + "the end"
    async with app.run_test(size=(60, 20)) as pilot:
        await press(pilot, "slash", *wanted, "enter")
        grid = main(app).grids["agent"]
        shown = "".join(grid.render_line(y).text.strip() for y in range(1, 5))
        assert wanted.replace(" ", "") in shown.replace(" ", "")
        assert "clearsthefilter" in shown.replace(" ", "")


@pytest.mark.parametrize(
    ("room", "texts"), [(4, ["abcd", "ef漢"]), (5, ["abcde", "f漢"]), (20, ["abcdef漢"])]
)
def test_a_line_is_folded_at_the_width(room: int, texts: list[str]) -> None:
    assert [plain(each) for each in folded(line("abc", ("def漢", "dim")), room)] == texts


@pytest.fixture
def no_state() -> None:
    """Nothing can be kept where unsaved changes are kept."""
    Path("state").write_text("in the way", encoding="utf-8")


@pytest.mark.usefixtures("no_state")
async def test_trouble_with_the_journal_is_shown() -> None:
    CONFIG.write_text(SMALL, encoding="utf-8")
    app = console(CONFIG)
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        await press(pilot, "l", "2")
        assert "lost in a crash" in plain(main(app).query_one("#header", Lines).shown[0])


async def test_without_any_key_the_banner_tells_it_and_one_warning() -> None:
    app = console(session(starter_text()), environ={"HOME": "."})
    async with app.run_test(size=(140, 40)) as pilot:
        assert "warning" not in plain(main(app).query_one("#header", Lines).shown[0])
        assert "No key found" in plain(main(app).query_one("#banner", Lines).shown[0])
        assert len(main(app).view_state.concerns) == 13
        await press(pilot, "exclamation_mark")
        assert isinstance(app.screen, Warnings)
        (row,) = app.screen.grid.rows
        assert plain(row.cells["message"]) == (
            "13 agents cannot run: no provider has a key; set ANTHROPIC_API_KEY, OPENAI_API_KEY,"
            " GEMINI_API_KEY or DEEPSEEK_API_KEY"
        )
        await press(pilot, "enter")
        assert app.screen is main(app)


async def test_key_variables_are_whole_at_100_columns() -> None:
    app = console(session(starter_text()))
    async with app.run_test(size=(100, 24)):
        shown = main(app).grids["provider"].render_line(1).text
        assert "✓ ANTHROPIC_API_KEY" in shown
