"""A key that was pasted into the file is shown nowhere in the console."""

from __future__ import annotations

from textual.screen import Screen
from textual.widgets import Input

from rscrew_console.dialects.operations import SetProvider
from rscrew_console.tui.app import ConsoleApp
from rscrew_console.tui.screens.fields import FieldsDialogue
from rscrew_console.tui.screens.history import HistoryScreen
from rscrew_console.tui.screens.main import MainScreen
from rscrew_console.tui.screens.picker import Picker
from rscrew_console.tui.screens.review import Review
from rscrew_console.tui.screens.warnings import Warnings
from rscrew_console.tui.view.text import plain
from rscrew_console.tui.widgets.grid import Grid
from rscrew_console.tui.widgets.lines import Lines
from tests.rows import Rows
from tests.tui.console import CONFIG, SMALL, console, main, session

SECRET = "sk-ant-api03-AbCdEf0123456789"
PASTED = SMALL.replace("api_key_env: ANTHROPIC_API_KEY", f'api_key_env: "{SECRET}"')
KEY_CELL = ["tab", *"lll"]


WALK: list[tuple[str, list[str], type[Screen[object]]]] = [
    ("tables", [], MainScreen),
    ("picker", [*KEY_CELL, "enter"], Picker),
    ("its text edited", ["tab"], Picker),
    ("picker filtered", ["escape", "enter", *"sk"], Picker),
    ("copied", ["escape", "y"], MainScreen),
    ("form", ["0", "enter"], FieldsDialogue),
    ("warnings", ["escape", "exclamation_mark"], Warnings),
    ("replaced", ["escape", *"lll", "enter", *"MY_KEY", "enter"], MainScreen),
    ("undone", ["u"], MainScreen),
    ("redone", ["U"], MainScreen),
    ("command", ["Y"], MainScreen),
    ("diff", ["S"], Review),
    ("saved", ["enter"], MainScreen),
    ("history", ["H"], HistoryScreen),
]
"""One after another in one console: what is shown, the keys that lead there, and the screen."""


def texts(app: ConsoleApp) -> list[str]:
    """All that the console shows, copies and tells."""
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
    return told


async def test_it_is_on_no_screen() -> None:
    app = console(session(PASTED))
    async with app.run_test(size=(160, 45)) as pilot:
        with Rows() as rows:
            for name, keys, expected in WALK:
                with rows.row(name):
                    await pilot.press(*keys)
                    await pilot.pause()
                    assert type(app.screen) is expected
                    assert not [text for text in texts(app) if SECRET in text]
                    if name == "tables":
                        assert SECRET in CONFIG.read_text(encoding="utf-8")
                    if name == "saved":
                        assert SECRET not in CONFIG.read_text(encoding="utf-8")


def test_nor_is_one_in_the_label_of_a_change() -> None:
    assert SECRET not in SetProvider("claude", "api_key_env", SECRET).label(session().roster)
