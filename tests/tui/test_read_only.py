"""A file that cannot be written: said early, with the way out, and nothing offered that fails."""

from __future__ import annotations

import shlex

import pytest

from rscrew_console.tui.screens.review import Review
from rscrew_console.tui.view.text import plain
from rscrew_console.tui.widgets.keybar import KeyBar
from rscrew_console.tui.widgets.lines import Lines
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
