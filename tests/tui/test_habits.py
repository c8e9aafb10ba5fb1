"""What users of lazygit and k9s expect: marks, `:`, saving from the diff, a theme that stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from rscrew_console.session.state import state_root
from rscrew_console.tui.screens.main import MainScreen
from rscrew_console.tui.screens.palette import Palette
from rscrew_console.tui.theme import DARK, LIGHT, ThemeMemory, wants_light
from rscrew_console.tui.view.table import TableState
from rscrew_console.tui.view.text import plain
from rscrew_console.tui.widgets.keybar import KeyBar
from tests.rows import each_row
from tests.tui.console import console, main, press, session

SHOWN = ("a", "b", "c", "d", "e")


@pytest.mark.parametrize(("marks", "after"), [
    ((), "abcde"), (("a",), "abcde"), (("hidden",), "abcde"), (tuple(SHOWN), ""),
])  # fmt: skip
def test_all_that_is_shown_is_marked_or_nothing(marks: tuple[str, ...], after: str) -> None:
    state = TableState(marks=frozenset(marks)).all_toggled(SHOWN)
    assert "".join(sorted(state.marks & set(SHOWN))) == after
    assert ("hidden" in state.marks) == ("hidden" in marks)


@each_row(("anchor", "key", "after"), [
    ("b", "d", "bcd"), ("d", "b", "bcd"), ("b", "b", "b"), ("", "c", "c"), ("gone", "c", "c"),
])  # fmt: skip
def test_a_range_goes_from_the_row_that_was_marked_last(anchor: str, key: str, after: str) -> None:
    state = TableState(anchor=anchor).range_marked(SHOWN, key)
    assert "".join(sorted(state.marks)) == after
    assert state.anchor == key


async def test_keys_mark_all_none_and_a_range() -> None:
    app = console(session())
    async with app.run_test(size=(100, 30)) as pilot:
        state = main(app).state
        await press(pilot, "*")
        assert state.marked("agent") == ["planner", "writer", "reader"]
        await press(pilot, "*")
        assert state.marked("agent") == []
        await press(pilot, "space", "down", "V")
        assert state.marked("agent") == ["planner", "writer", "reader"]
        await press(pilot, "escape", "slash", *"writer", "enter", "*")
        assert state.marked("agent") == ["writer"]


async def test_a_colon_runs_a_command_by_name() -> None:
    app = console(session())
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "colon")
        assert isinstance(app.screen, Palette)
        await press(pilot, *"mark all", "enter")
        assert len(main(app).state.marked("agent")) == 3


@pytest.mark.parametrize("keys", [("d", "S"), ("d", "ctrl+s"), ("S", "S"), ("S", "enter")])
async def test_s_saves_from_the_diff(keys: tuple[str, ...]) -> None:
    app = console(session())
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "right", "3")
        assert main(app).state.session.is_dirty
        await press(pilot, *keys)
        assert isinstance(app.screen, MainScreen)
        assert not main(app).state.session.is_dirty


async def test_the_footer_tells_how_to_quit() -> None:
    app = console(session())
    async with app.run_test(size=(80, 24)):
        assert "q quit" in plain(main(app).query_one(KeyBar).shown[0])


@each_row(("environ", "chosen", "remembered", "light"), [
    ({}, None, "", False), ({}, None, "light", True), ({}, "dark", "light", False),
    ({"RSC_THEME": "dark"}, None, "light", False), ({"RSC_THEME": "dark"}, "light", "", True),
    ({"COLORFGBG": "0;15"}, None, "", True), ({"COLORFGBG": "0;15"}, None, "dark", False),
    ({}, None, "rubbish", False),
])  # fmt: skip
def test_which_theme_it_begins_with(
    environ: dict[str, str], chosen: str | None, remembered: str, light: bool
) -> None:
    assert wants_light(environ, chosen, remembered) == light  # type: ignore[arg-type]  # two words


async def test_a_theme_is_remembered() -> None:
    app = console(session())
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "colon", *"light or dark", "enter")
        assert app.theme == LIGHT.name
        assert ThemeMemory(state_root() / "theme").load() == "light"


def test_a_theme_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    memory = ThemeMemory(tmp_path / "file" / "theme")
    assert memory.load() == ""
    assert memory.save(DARK.name).startswith("the theme is not remembered: ")
