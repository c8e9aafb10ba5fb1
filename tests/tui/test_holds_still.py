"""A screen that holds still: what is found out, edited or renamed moves no column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from rscrew_console.dialects.operations import Assign, Rename
from rscrew_console.providers.health import Health, Status
from rscrew_console.providers.keys import Env
from rscrew_console.tui.app import ConsoleApp
from rscrew_console.tui.opening import OpeningKeys
from rscrew_console.tui.state.console_state import ConsoleState
from rscrew_console.tui.view.header import header
from rscrew_console.tui.view.text import plain
from rscrew_console.tui.widgets.lines import Lines
from tests.tui.console import CONFIG, NOON, SMALL, console, main, session

SIZES = [(60, 24), (80, 24), (120, 40)]


def widths(app: ConsoleApp) -> list[Mapping[str, int]]:
    """Of the columns of both tables."""
    return [grid._fit.widths for grid in main(app).grids.values()]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_checks_move_no_column(size: tuple[int, int]) -> None:
    app = console(session(), checked=False)
    async with app.run_test(size=size) as pilot:
        state = main(app).state
        state.checks = True
        state.health.date_round(None)
        main(app).redraw_everywhere()
        await pilot.pause()
        before = widths(app)
        statuses: list[Status] = ["ok", "no_credit", "server_error", "model_not_found"]
        for number, status in enumerate(statuses):
            for provider in state.session.roster.providers:
                health = Health(provider.name, status, "", "", 80.0 + 40 * number, 200, NOON)
                state.health.take(provider, health)
            main(app).redraw_everywhere()
            await pilot.pause()
            assert widths(app) == before


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_edits_and_renames_move_no_column(size: tuple[int, int]) -> None:
    app = console(session())
    async with app.run_test(size=size) as pilot:
        before = widths(app)
        for operation in (
            Assign("planner", {"primary": "gemini"}),
            Rename("provider", "claude", "claude_2"),
            Rename("agent", "writer", "author"),
        ):
            assert main(app).apply([operation]) == 1
            await pilot.pause()
            assert widths(app) == before


async def test_a_file_that_is_gone_is_said_as_long_as_it_is_and_can_be_written_again() -> None:
    app = console(session())
    async with app.run_test(size=(50, 24)) as pilot:
        header = main(app).query_one("#header", Lines)
        await pilot.press("l", "2")
        CONFIG.unlink()
        await main(app).follow_file_change()
        await pilot.pause()
        assert "✗ the file is gone: S writes it" in plain(header.shown[0])
        await pilot.press("S", "enter")
        await pilot.pause()
        assert CONFIG.read_text(encoding="utf-8") == SMALL
        await pilot.press("enter")
        await pilot.pause()
        assert "primary: openai" in CONFIG.read_text(encoding="utf-8")
        assert "gone" not in plain(header.shown[0])


async def test_a_file_that_came_back_meanwhile_is_not_touched() -> None:
    app = console(session())
    async with app.run_test() as pilot:
        CONFIG.unlink()
        await main(app).follow_file_change()
        await pilot.press("S")
        CONFIG.write_text("# of somebody else\n", encoding="utf-8")
        await pilot.press("enter")
        await pilot.pause()
        assert CONFIG.read_text(encoding="utf-8") == "# of somebody else\n"
        assert any("was not written again" in each.message for each in app._notifications)


@pytest.mark.parametrize("cells", [40, 60, 120])
def test_what_is_wrong_with_the_file_stays_in_a_narrow_header(cells: int) -> None:
    view_state = ConsoleState(session(), OpeningKeys(Env({}))).view_state()
    gone = replace(view_state, missing=True, unusable="it is gone")
    assert "the file is gone" in plain(header(gone, cells))
