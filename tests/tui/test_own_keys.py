"""Keys, columns and the start of one's own: `console.yaml`."""

from __future__ import annotations

from pathlib import Path

import pytest

from rscrew_console.console_settings import settings_path
from rscrew_console.tui.key_probe import KeyProbe
from rscrew_console.tui.user_keys import check_keys, key_of
from rscrew_console.tui.view.text import plain
from rscrew_console.tui.widgets.keybar import KeyBar
from rscrew_console.tui.widgets.lines import Lines
from tests.rows import each_row
from tests.tui.console import CONFIG, cell, console, main, session


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def settings(text: str) -> None:
    """Write the user's settings."""
    path = settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@each_row(("text", "key"), [
    ("?", "question_mark"), ("question_mark", "question_mark"), ("/", "slash"), ("-", "minus"),
    ("+", "plus"), ("ctrl++", "ctrl+plus"), ("F5", "f5"), ("Esc", "escape"), ("⏎", "enter"),
    ("shift+Tab", "shift+tab"), ("ctrl+S", "ctrl+s"), ("alt+x", "alt+x"), ("X", "X"), ("é", "é"),
    ("hyper+x", None), ("spce", None), ("", None), ("ctrl+", None), ("f25", None),
])  # fmt: skip
def test_how_keys_are_written(text: str, key: str | None) -> None:
    assert key_of(text) == key


@each_row(("wanted", "kept", "problem"), [
    ({"save": ("ctrl+w",)}, {"save": ("ctrl+w",)}, ""),
    ({"pin": ("P", "ctrl+t")}, {"pin": ("P", "ctrl+t")}, ""),
    ({"undo": ("x",), "remove": ("u",)}, {"undo": ("x",), "remove": ("u",)}, ""),
    ({"remov": ("X",)}, {}, 'there is no command "remov"; did you mean "remove"?'),
    ({"add": ("escpe",)}, {}, 'add: there is no key "escpe"; did you mean "escape"?'),
    ({"add": ("escpe", "A")}, {"add": ("A",)}, 'add: there is no key "escpe"'),
    ({"undo": ("x",)}, {}, "undo: x is the key of remove; undo stays u"),
    ({"help": ("j",)}, {}, "help: j is the key of down; help stays ? F1"),
    ({"quit": ("ctrl+c",)}, {}, "quit: ctrl+c always leaves"),
    ({"assign": ("0",)}, {}, "assign: its keys are 1-9, and stay so"),
    ({"undo": ("z",), "redo": ("z",)}, {"undo": ("z",)}, "redo: z is the key of undo"),
])  # fmt: skip
def test_what_can_be_had(
    wanted: dict[str, tuple[str, ...]], kept: dict[str, tuple[str, ...]], problem: str
) -> None:
    keys, problems = check_keys(wanted)
    assert keys == kept
    assert [one.startswith(problem) for one in problems] == ([True] if problem else [])


async def test_a_remapped_console_is_driven_by_its_own_keys() -> None:
    settings("keys:\n  save: ctrl+w\n  undo: [z, backspace]\n  accept: w\n  pin: P\n  help: h1\n")
    app = console(session())
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        (toast,) = app._notifications
        assert 'console.yaml: help: there is no key "h1"' in toast.message
        await pilot.press("l", "2")
        assert cell(app, "planner", "primary").startswith("openai")
        assert "ctrl+w save" in plain(main(app).query_one(KeyBar).shown[0])
        assert "z undo" in plain(main(app).query_one(KeyBar).shown[0])
        await pilot.press("u")
        assert cell(app, "planner", "primary").startswith("openai"), "u is nobody's key now"
        await pilot.press("z")
        assert cell(app, "planner", "primary").startswith("claude")
        await pilot.press("2", "ctrl+w", "w")
        assert "primary: openai     # must" in CONFIG.read_text(encoding="utf-8")
        await pilot.press("P")
        assert app.screen is not main(app), "a command without a key has one now"


async def test_columns_and_the_table_at_first() -> None:
    settings("start: providers\ncolumns:\n  agents: [runs now, primary, secondry]\ntheme: light\n")
    app = console(session())
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        (toast,) = app._notifications
        assert 'no column "secondry"; did you mean "secondary"?' in toast.message
        assert main(app).kind == "provider"
        assert [*main(app).grids["agent"]._fit.widths] == ["name", "now", "primary"]


async def test_a_screen_at_first() -> None:
    settings("start: strategies\n")
    app = console(session())
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        await pilot.pause()
        assert type(app.screen).__name__ == "Strategies"


async def test_settings_that_cannot_be_read_are_told_and_the_console_opens() -> None:
    settings("keys: [\n")
    app = console(session())
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        assert "console.yaml: line" in next(iter(app._notifications)).message
        assert main(app).query_one("#header", Lines).shown


async def test_the_probe_ticks_off_what_arrives() -> None:
    app = KeyProbe(["u", "ctrl+s", "f1", "u"])
    async with app.run_test() as pilot:
        await pilot.press("u", "ctrl+s", "x", "ctrl+q")
    assert app.return_value == ("u", "ctrl+s", "x")
    assert app.wanted == ("u", "ctrl+s", "f1")
