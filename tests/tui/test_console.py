"""The main screen at work: keys pressed, and what came of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rscrew_console.starter import starter_text
from rscrew_console.tui.screens.picker import Picker
from rscrew_console.tui.screens.review import Review
from rscrew_console.tui.view.text import plain, width
from rscrew_console.tui.widgets.keybar import KeyBar
from rscrew_console.tui.widgets.lines import Lines
from tests.tui.console import CONFIG, cell, console, cursor, main, press, session


async def test_two_keys_reassign_and_u_takes_it_back() -> None:
    app = console(session())
    async with app.run_test() as pilot:
        await press(pilot, "right", "2")
        assert [cell(app, "planner", slot) for slot in ("primary", "secondary")] == [
            "openai*",
            "claude*",
        ]
        assert cell(app, "planner", "now") == "  openai"
        await press(pilot, "u")
        assert cell(app, "planner", "primary") == "claude"
        await press(pilot, "U")
        assert cell(app, "planner", "primary") == "openai*"
        assert cursor(app) == ("planner", "primary")


async def test_enter_opens_a_picker_at_the_cell_that_filters() -> None:
    app = console(session())
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "j", "l", "l", "enter")
        picker = app.screen
        assert isinstance(picker, Picker)
        assert picker.grid.row_key == "claude"  # the current one
        box = picker.query_one("#box").region
        x, y, _ = main(app).grid.cell_offset()
        assert (box.x, box.y) == (x - 2, y + 1)
        await press(pilot, "g", "e", "m")
        assert [row.key for row in picker.grid.rows] == ["gemini"]
        await press(pilot, "enter")
        assert cell(app, "writer", "secondary") == "gemini ○*"
        assert cell(app, "writer", "tertiary") == "claude*"


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        (["down"], "openai"),
        (["ctrl+n", "ctrl+j"], "gemini ○"),
        (["ctrl+n", "ctrl+p", "ctrl+j"], "openai"),
        (["up", "up"], "openai"),
        (["ctrl+k"], "gemini ○"),
        (["pagedown", "pageup", "ctrl+d"], "openai"),
    ],
)
async def test_in_a_picker_control_keys_move_because_letters_filter(
    keys: list[str], chosen: str
) -> None:
    app = console(session())
    async with app.run_test() as pilot:
        await press(pilot, "l", "enter", *keys, "enter")
        assert cell(app, "planner", "primary").rstrip("*") == chosen


async def test_the_last_row_of_a_slots_picker_empties_it() -> None:
    app = console(session())
    async with app.run_test() as pilot:
        await press(pilot, "l", "l", "enter", "up", "up", "enter")
        assert cell(app, "planner", "secondary") == "—*"
        await press(pilot, "h", "enter", "up", "enter")  # a primary cannot be emptied
        assert cell(app, "planner", "primary") == "gemini ○*"


async def test_escape_leaves_a_picker_and_clears_but_never_quits() -> None:
    app = console(session())
    async with app.run_test() as pilot:
        await press(pilot, "l", "enter", "escape", "escape", "escape")
        assert app.screen is main(app)
        assert not main(app).state.session.is_dirty


async def test_a_provider_moves_along_its_chain_and_the_cursor_with_it() -> None:
    app = console(session())
    async with app.run_test() as pilot:
        await press(pilot, "j", "l", "greater_than_sign", "greater_than_sign")
        assert cursor(app) == ("writer", "tertiary")
        assert cell(app, "writer", "tertiary") == "openai*"
        await press(pilot, "less_than_sign")
        assert cursor(app) == ("writer", "secondary")


async def test_an_edit_goes_to_all_that_are_marked_as_one_step() -> None:
    app = console(session())
    async with app.run_test() as pilot:
        await press(pilot, "j", "space", "space", "k", "k", "l", "1")
        assert cell(app, "planner", "primary") == "claude"
        assert [cell(app, name, "primary") for name in ("writer", "reader")] == ["claude*"] * 2
        assert main(app).state.tables["agent"].marks == {"writer", "reader"}
        await press(pilot, "u")
        assert not main(app).state.session.is_dirty


async def test_a_filter_stays_until_it_is_cleared() -> None:
    app = console(session())
    async with app.run_test() as pilot:
        await press(pilot, "slash", "w", "r", "enter")
        assert [row.key for row in main(app).grid.rows] == ["writer"]
        await press(pilot, "l", "1")  # j, k and digits are keys again
        assert cell(app, "writer", "primary") == "claude*"
        assert [row.key for row in main(app).grid.rows] == ["writer"]
        await press(pilot, "escape")
        assert len(main(app).grid.rows) == 3
        assert cursor(app) == ("writer", "primary")


async def test_the_order_of_a_column_turns_round_and_ends() -> None:
    app = console(session())
    async with app.run_test() as pilot:
        seen = []
        for _ in range(3):
            await press(pilot, "o")
            seen.append([row.key for row in main(app).grid.rows])
        assert seen == [
            ["planner", "reader", "writer"],
            ["writer", "reader", "planner"],
            ["planner", "writer", "reader"],
        ]


async def test_cursor_filter_order_and_marks_survive_a_reload() -> None:
    app = console(session())
    async with app.run_test() as pilot:
        await press(pilot, "o", "j", "space", "l", "l", "1")
        before = (cursor(app), main(app).state.tables["agent"])
        text = CONFIG.read_text(encoding="utf-8")
        CONFIG.write_text(text.replace("gpt-5-mini", "gpt-6").replace("# A crew", "# My crew"))
        await main(app).follow_file_change()
        await pilot.pause()
        assert cell(app, "openai", "model") == "gpt-6"
        assert (cursor(app), main(app).state.tables["agent"]) == before
        assert main(app).state.session.is_dirty


async def test_saving_shows_the_diff_and_wants_another_key() -> None:
    app = console(session())
    before = CONFIG.read_bytes()
    async with app.run_test() as pilot:
        await press(pilot, "down", "down", "l", "1", "S")
        assert isinstance(app.screen, Review)
        assert CONFIG.read_bytes() == before
        await press(pilot, "S")
        assert app.screen is main(app)
        assert b"primary: claude\n    secondary: openai\n\nload" in CONFIG.read_bytes()
        assert cell(app, "reader", "primary") == "claude"


@pytest.mark.parametrize(
    ("keys", "running", "saved"),
    [
        (["q", "escape"], True, False),
        (["q", "q"], True, False),
        (["q", "D"], False, False),
        (["q", "enter"], False, True),
        (["ctrl+q", "D"], False, False),
        (["ctrl+c", "ctrl+c"], True, False),
        (["u", "q"], False, False),
    ],
)
async def test_quitting_asks_for_unsaved_changes(
    keys: list[str], running: bool, saved: bool
) -> None:  # fmt: skip
    app = console(session())
    before = CONFIG.read_bytes()
    async with app.run_test() as pilot:
        await press(pilot, "l", "2", *keys)
        await pilot.pause()
        assert app.is_running is running
    assert (CONFIG.read_bytes() != before) is saved


async def test_copying_takes_the_cell_or_the_command() -> None:
    app = console(session())
    async with app.run_test() as pilot:
        await press(pilot, "l", "y")
        assert app.clipboard == "claude"
        await press(pilot, "2", "Y")
        assert app.clipboard == "rsc --config model_config.yaml assign planner openai"


async def test_clicks_move_edit_and_order() -> None:
    app = console(session())
    async with app.run_test(size=(120, 40)) as pilot:
        grid = main(app).grid
        await press(pilot, "j", "l")
        x, y, _ = grid.cell_offset()
        await press(pilot, "k", "h")
        await pilot.click(offset=(x, y))
        assert cursor(app) == ("writer", "primary")
        await pilot.click(offset=(x, y))
        assert isinstance(app.screen, Picker)
        await press(pilot, "escape")
        await pilot.click(offset=(x, grid.content_region.y))
        assert [row.key for row in grid.rows] == ["planner", "reader", "writer"]
        bar = main(app).query_one(KeyBar)
        await pilot.click(bar, offset=(plain(bar.shown[0]).index("add") + 1, 0))
        assert app.screen is not main(app)


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (140, 45)])
async def test_names_and_all_slots_are_readable_at_any_size(size: tuple[int, int]) -> None:
    app = console(session(starter_text()))
    async with app.run_test(size=size) as pilot:
        await press(pilot, "l", "2")
        screen = main(app)
        shown = [screen.grids["agent"].render_line(y).text for y in range(2)]
        assert all(slot in shown[0] for slot in ("primary", "secondary", "tertiary", "fallback"))
        name, *slots = shown[1].replace(" ○", "").replace("○", "").split()[:5]
        assert name.startswith("project_")
        assert name.endswith("ator")
        assert slots == ["openai*", "claude*", "gemini", "deepseek"]
        assert all(grid.size.height >= 3 for grid in screen.grids.values())
        bar = screen.query_one(KeyBar)
        assert width(bar.shown[0]) <= bar.size.width
        header = screen.query_one("#header", Lines)
        assert width(header.shown[0]) <= header.size.width


async def test_a_hidden_column_comes_into_view_under_the_cursor() -> None:
    app = console(session(starter_text()))
    async with app.run_test(size=(80, 24)) as pilot:
        grid = main(app).grid
        hidden = grid.hidden
        assert hidden > 0
        await press(pilot, "end", "left")
        assert cursor(app)[1] == "reasoning"
        assert "reasoning" in grid.render_line(0).text


DYING = """
import os; from pathlib import Path; from rscrew_console.session import Session
from rscrew_console.dialects.operations import Assign
session = Session.open(Path("model_config.yaml"), journal=True)
session.apply(Assign("planner", {"primary": "openai"}), label="planner to openai")
os._exit(9)
"""


def die_with_a_change() -> None:
    """Leaves a journal behind, as a killed console does."""
    assert subprocess.run([sys.executable, "-c", DYING], check=False).returncode == 9


async def test_a_session_that_died_is_taken_up_again() -> None:
    session()
    die_with_a_change()
    app = console(CONFIG)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert isinstance(app.screen, Review)
        await press(pilot, "enter")
        assert cell(app, "planner", "primary") == "openai*"
        await press(pilot, "u")
        assert cell(app, "planner", "primary") == "claude"


def test_running_the_console_writes_nothing(tmp_path: Path) -> None:
    session()
    before = CONFIG.stat()
    console(CONFIG)
    assert CONFIG.stat() == before
