"""When the console itself is at fault."""

from pathlib import Path

import pytest

from rscrew_console.tui.crash_report import report
from rscrew_console.tui.minimum_size import TooSmall
from rscrew_console.tui.screens.main import MainScreen
from tests.tui.console import console, main, session


def fail(secret: str) -> None:
    raise RuntimeError("it broke" if secret else "")


def test_the_report_has_the_place_and_no_values() -> None:
    secret = "sk-ant-api03-AbCdEf0123456789"
    with pytest.raises(RuntimeError) as caught:
        fail(secret)
    told = report(caught.value, Path("state/crash.log"))
    written = Path("state/crash.log").read_text(encoding="utf-8")
    assert "state/crash.log" in told
    assert "it broke" in written
    assert "test_faults.py" in written
    assert secret not in written + told


def test_a_report_that_cannot_be_written_is_told_all_the_same() -> None:
    Path("state").write_text("in the way", encoding="utf-8")
    told = report(RuntimeError("it broke"), Path("state/crash.log"))
    assert "could not be written" in told


async def test_a_fault_ends_the_console_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = console(session())
    monkeypatch.setattr(MainScreen, "open_filter", lambda _: fail("sk-ant-0123456789"))
    with pytest.raises(RuntimeError, match="it broke"):  # the pilot passes it on
        async with app.run_test() as pilot:
            await pilot.press("slash")
    assert isinstance(app.fault, RuntimeError)
    assert app._exit_renderables == []


@pytest.mark.parametrize("keys", [["2"], ["x"], ["enter"], ["slash"]])
async def test_what_cannot_be_seen_cannot_be_changed(keys: list[str]) -> None:
    app = console(session())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l")
        await pilot.resize_terminal(39, 24)
        await pilot.press(*keys)
        assert not main(app).state.session.is_dirty
        assert app.screen is main(app)
        (cover,) = app.screen.query(TooSmall)
        assert cover.region == app.screen.region
        assert "too small" in cover.render().plain
        await pilot.resize_terminal(40, 10)
        assert not app.screen.query(TooSmall)
        await pilot.press("2")
        assert main(app).state.session.is_dirty


async def test_what_opens_without_room_is_covered_as_well() -> None:
    app = console(session())
    async with app.run_test(size=(30, 8)) as pilot:
        assert app.screen.query(TooSmall)
        await pilot.press("l", "2")
        assert not main(app).state.session.is_dirty
        await pilot.press("ctrl+q")
        assert not app.is_running


@pytest.mark.parametrize("size", [(1, 1), (12, 4), (30, 8), (300, 90)])
async def test_no_size_is_too_odd(size: tuple[int, int]) -> None:
    app = console(session())
    async with app.run_test(size=size) as pilot:
        await pilot.press("l", "enter", "escape", "2", "S", "escape", "H", "escape")
        await pilot.press("tab", "enter", "enter", "escape", "escape", "question_mark", "escape")
        await pilot.resize_terminal(80, 24)
        assert app.is_running
