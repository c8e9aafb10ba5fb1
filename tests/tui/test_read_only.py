"""A file that cannot be written: said early, with the way out, and nothing offered that fails."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from rscrew_console.tui.screens.review import Review
from rscrew_console.tui.view.text import plain
from rscrew_console.tui.widgets.keybar import KeyBar
from rscrew_console.tui.widgets.lines import Lines
from tests.rows import Rows
from tests.tui.console import CONFIG, console, main, session


@pytest.mark.parametrize("key", ["q", "S"])
async def test_saving_is_not_offered_and_the_reason_mends_it(key: str) -> None:
    opened = session()
    CONFIG.chmod(0o444)
    app = console(opened)
    mend = f"chmod u+w {shlex.quote(str(CONFIG.resolve()))}"
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        (toast,) = app._notifications
        assert mend in toast.message
        assert "read-only" in plain(main(app).query_one("#header", Lines).shown[0])
        await pilot.press("l", "2", key)
        assert isinstance(app.screen, Review)
        assert "save" not in plain(app.screen.query_one(KeyBar).shown[0])
        reason = plain(app.screen.query_one("#summary", Lines).shown[0])
        assert reason.count("read-only") == 1
        assert mend in reason
        await pilot.press("enter")
        assert app.is_running
        await pilot.press("escape")
        CONFIG.chmod(0o644)
        await pilot.press("q", "enter")
        assert not app.is_running
    assert b"primary: openai     # must be careful" in CONFIG.read_bytes()


async def test_it_can_be_left_without_saving() -> None:
    opened = session()
    CONFIG.chmod(0o444)
    app = console(opened)
    async with app.run_test() as pilot:
        await pilot.press("l", "2", "q", "D")
        assert not app.is_running


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


EDITING_KEYS = ("enter", "2", "greater_than_sign", "less_than_sign", "a", "x", "u", "U", "S", "e")


async def test_started_read_only_every_key_and_command_that_changes_is_refused() -> None:
    session()
    before = files_of(Path.cwd())
    app = console(CONFIG, read_only=True)
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        assert not app._notifications, "it was asked for, and the header says it"
        assert "read-only" in plain(main(app).query_one("#header", Lines).shown[0])
        assert "edit" not in plain(main(app).query_one(KeyBar).shown[0])
        await pilot.press("l")

        def assert_refused() -> None:
            (toast,) = app._notifications
            assert "--read-only" in toast.message
            assert not main(app).state.session.is_dirty
            assert app.screen is main(app)

        with Rows() as rows:
            for key in EDITING_KEYS:
                with rows.row(key):
                    app.clear_notifications()
                    await pilot.press(key)
                    assert_refused()
            for command in ("pin", "unpin", "save_strategy"):  # these have no key
                with rows.row(command):
                    app.clear_notifications()
                    main(app).run_by_id(command)
                    await pilot.pause()
                    assert_refused()
        await pilot.press("q")
    assert files_of(Path.cwd()) == before


async def test_started_read_only_strategies_show_and_do_not_apply() -> None:
    session()
    app = console(CONFIG, read_only=True)
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("b", "enter")
        (toast,) = app._notifications
        assert "--read-only" in toast.message
        assert not main(app).state.session.is_dirty


async def test_started_read_only_no_starter_is_written() -> None:
    app = console(None, read_only=True)
    async with app.run_test() as pilot:
        await pilot.press("enter")
        assert "--read-only" in next(iter(app._notifications)).message
    assert not files_of(Path.cwd())


async def test_started_read_only_a_broken_file_is_shown_and_not_edited() -> None:
    CONFIG.write_text("providers: [\n", encoding="utf-8")
    app = console(CONFIG, read_only=True)
    async with app.run_test() as pilot:
        await pilot.press("e")
        assert "--read-only" in next(iter(app._notifications)).message
