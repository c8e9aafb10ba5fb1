"""A key that was pasted into the file is shown nowhere in the console."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from rscrew_console.dialects.operations import SetProvider
from rscrew_console.tui.screens.main import MainScreen
from rscrew_console.tui.view.text import plain
from rscrew_console.tui.widgets.grid import Grid
from rscrew_console.tui.widgets.lines import Lines
from tests.tui.console import CONFIG, SMALL, console, main, session

SECRET = "sk-ant-api03-AbCdEf0123456789"
PASTED = SMALL.replace("api_key_env: ANTHROPIC_API_KEY", f'api_key_env: "{SECRET}"')
KEY_CELL = ["tab", *"lll"]


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param([], id="tables"),
        pytest.param([*KEY_CELL, "enter"], id="picker"),
        pytest.param([*KEY_CELL, "enter", "tab"], id="its text edited"),
        pytest.param([*KEY_CELL, "enter", *"sk"], id="picker filtered"),
        pytest.param(["tab", "enter"], id="form"),
        pytest.param([*KEY_CELL, "y"], id="copied"),
        pytest.param(["exclamation_mark"], id="warnings"),
        pytest.param([*KEY_CELL, "enter", *"MY_KEY", "enter"], id="replaced"),
        pytest.param([*KEY_CELL, "enter", *"MY_KEY", "enter", "u"], id="undone"),
        pytest.param([*KEY_CELL, "enter", *"MY_KEY", "enter", "S"], id="diff"),
        pytest.param([*KEY_CELL, "enter", *"MY_KEY", "enter", "S", "enter", "H"], id="history"),
        pytest.param([*KEY_CELL, "enter", *"MY_KEY", "enter", "Y"], id="command"),
    ],
)
async def test_it_is_on_no_screen(keys: list[str]) -> None:
    app = console(session(PASTED))
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        told = [app.clipboard, main(app).state.last_command]
        told += [toast.message for toast in app._notifications]
        for screen in app.screen_stack:
            told += [str(screen.query_one("#box").border_title)] if screen.query("#box") else []
            told += [each.value for each in screen.query(Input)]
            told += [plain(line) for each in screen.query(Lines) for line in each.shown]
            for grid in screen.query(Grid):
                told += [row.key for row in grid.rows if isinstance(screen, MainScreen)]
                told += [plain(each) for row in grid.rows for each in row.cells.values()]
                told += [str(value) for row in grid.rows for value in row.values.values()]
        assert not [text for text in told if SECRET in text]
    assert keys or SECRET in CONFIG.read_text(encoding="utf-8")


def test_nor_is_one_in_the_label_of_a_change() -> None:
    assert SECRET not in SetProvider("claude", "api_key_env", SECRET).label(session().roster)
