"""The console on a ledger: read in the background, shown on the usage screen and in the header."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.tui.app import ConsoleApp
from rscrew_console.tui.screens.usage import UsageScreen
from rscrew_console.tui.view.text import plain
from rscrew_console.tui.widgets.day_chart import DayChart
from rscrew_console.tui.widgets.grid import Grid
from rscrew_console.tui.widgets.lines import Lines
from tests.tui import ledgers
from tests.tui.console import cell, console, main, session
from tests.tui.ledgers import attempt, note, place
from tests.tui.test_plans import PRICED

WIDE, NARROW = (140, 45), (80, 24)
BUDGET = "budgets: {daily_usd: 5}\n"
DAY = timedelta(days=1)


def shown(app: ConsoleApp, part: str) -> str:
    """The text of a part of the top screen."""
    return "\n".join(map(plain, app.screen.query_one(part, Lines).shown))


def names(app: ConsoleApp, by: str) -> list[str]:
    return [row.key for row in app.screen.query_one(f"#by-{by}", Grid).rows]


async def press(pilot: Any, *keys: str) -> None:
    await pilot.press(*keys)
    await ledgers.read(pilot)


async def test_the_screen_shows_what_was_noted() -> None:
    note([attempt(), attempt("writer", cost_usd=3.0), attempt("writer", ago=6 * DAY)])
    app = console(session(), counted=True)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "c")
        assert isinstance(app.screen, UsageScreen)
        assert shown(app, "#totals").startswith(
            "$5.00   3 calls   3 attempts   none failed   no fallbacks"
        )
        assert names(app, "agent") == ["writer", "planner"]
        assert names(app, "provider") == ["claude"]
        assert names(app, "model") == ["claude-sonnet-5"]


async def test_the_chart_has_a_bar_for_each_day() -> None:
    note([attempt(), attempt(ago=DAY), attempt(ago=3 * DAY, cost_usd=2.0)])
    app = console(session(BUDGET + PRICED), counted=True)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "c")
        drawn = app.screen.query_one(DayChart).render().plain.splitlines()
        assert drawn[-1].split() == ["Sat", "14", "Sun", "15", "Mon", "16", "Tue", "17", "Wed",
                                     "18", "Thu", "19", "today"]  # fmt: skip
        assert drawn[0].startswith("$2 ")
        assert drawn[0].count("█") * 3 == drawn[-3].count("█") > 0


@pytest.mark.parametrize(
    ("keys", "calls", "title"),
    [
        ([], 1, "Usage: the last 7 days"),
        (["d"], 2, "Usage: the last 30 days"),
        (["d", "d"], 3, "Usage: the last 90 days"),
        (["d", "d", "d"], 1, "Usage: the last 7 days"),
        (["3"], 2, "Usage: the last 30 days"),
        (["9", "3"], 2, "Usage: the last 30 days"),
        (["9", "7"], 1, "Usage: the last 7 days"),
    ],
)
async def test_one_looks_back_as_far_as_one_likes(keys: list[str], calls: int, title: str) -> None:
    note([attempt(), attempt(ago=20 * DAY), attempt(ago=80 * DAY)])
    app = console(session(), counted=True)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "c", *keys)
        assert f"{calls} call" in shown(app, "#totals")
        assert str(app.screen.query_one("#box").border_title) == title


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_tab_goes_from_table_to_table(size: tuple[int, int]) -> None:
    note([attempt()])
    app = console(session(), counted=True)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "c")
        for by in ("agent", "provider", "model", "agent"):
            grids = {each.id: each for each in app.screen.query(Grid)}
            assert app.focused is grids[f"by-{by}"]
            seen = [name for name, grid in grids.items() if grid.size.height]
            assert seen == ([f"by-{by}"] if size == NARROW else [*grids])
            await press(pilot, "tab")


@pytest.mark.parametrize("key", ["escape", "q", "c"])
async def test_one_gets_back(key: str) -> None:
    app = console(session(), counted=True)
    async with app.run_test() as pilot:
        await press(pilot, "c", key)
        assert app.screen is main(app)


async def test_without_a_call_it_is_told_what_counts_and_no_ledger_is_made() -> None:
    app = console(session(), counted=True)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "c")
        assert 'get_llm_for_agent("planner")' in shown(app, "#nothing")
        await press(pilot, "tab")  # there is no table to go to
        assert not app.screen.query_one("#tables").size.height
    assert not place().exists()


async def test_old_calls_are_not_none() -> None:
    note([attempt(ago=20 * DAY)])
    app = console(session(), counted=True)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "c")
        assert shown(app, "#nothing").startswith("No calls in the last 7 days.")
        await press(pilot, "d")
        assert "1 call" in shown(app, "#totals")


async def test_calls_of_other_files_are_not_counted() -> None:
    note([attempt(config="/elsewhere/model_config.yaml")])
    app = console(session(), counted=True)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "c")
        assert shown(app, "#nothing").startswith("No calls yet.")


async def test_what_is_noted_meanwhile_appears_and_r_looks_at_once() -> None:
    note([attempt()])
    app = console(session(BUDGET + PRICED), counted=True)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "c")
        note([attempt("writer", cost_usd=4.5)])
        await press(pilot, "r")
        assert shown(app, "#totals").startswith("$5.50   2 calls")
        note([attempt("reader")])
        main(app).ledger_watch.read_if_changed()  # as its timer does
        await ledgers.read(pilot)
        assert names(app, "agent") == ["writer", "planner", "reader"]
        assert "✗ daily budget over: $6.50 of $5.00" in plain(
            main(app).query_one("#header", Lines).shown[0]
        )


async def test_nothing_is_read_again_that_has_not_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    from rscrew_console.tui.usage import reader

    times: list[int | None] = []
    really = reader.LedgerReader.read

    def counted(self: reader.LedgerReader, now: datetime, days: int | None) -> Any:
        times.append(days)
        return really(self, now, days)

    monkeypatch.setattr(reader.LedgerReader, "read", counted)
    note([attempt()])
    app = console(session(), counted=True)
    async with app.run_test() as pilot:
        await ledgers.read(pilot)
        for _ in range(3):
            main(app).ledger_watch.read_if_changed()
            await ledgers.read(pilot)
        assert times == [None]
        await press(pilot, "c")
        main(app).ledger_watch.read_if_changed()
        await ledgers.read(pilot)
        assert times == [None, 7]


async def test_the_columns_of_cost_go_by_what_calls_have_taken() -> None:
    note(attempt(ago=timedelta(minutes=number), output_tokens=1000) for number in range(1, 6))
    app = console(session(PRICED), counted=True)
    async with app.run_test(size=WIDE) as pilot:
        await ledgers.read(pilot)
        assert cell(app, "planner", "cost") == "18.00"  # it would be 7.50 as assumed
        assert "measured over 5 calls" in shown(app, "#detail")


async def test_a_budget_of_the_environment_counts() -> None:
    note([attempt()])
    app = console(session(), environ={"DAILY_BUDGET_USD": "1.10"}, counted=True)
    async with app.run_test(size=WIDE) as pilot:
        await ledgers.read(pilot)
        assert "! daily budget: $1.00 of $1.10" in shown(app, "#header")


async def test_the_file_says_where_its_ledger_is() -> None:
    text = "global_settings: {usage_db: mine.db}\n" + PRICED
    note([attempt()])
    place().rename("mine.db")
    app = console(session(text), counted=True)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "c")
        assert shown(app, "#totals").startswith("$1.00   1 call ")


async def test_a_ledger_that_is_none_is_told_of_and_stays_as_it_is() -> None:
    place().parent.mkdir(parents=True)
    place().write_text("not a database, but long enough to be taken for the head of one" * 9)
    before = place().read_bytes()
    app = console(session(), counted=True)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "c")
        assert shown(app, "#nothing").startswith("✗ ")
        assert Path(place()).name in shown(app, "#nothing")
    assert place().read_bytes() == before


async def test_the_bars_follow_the_theme() -> None:
    note([attempt()])
    app = console(session(), counted=True)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "c")
        chart = app.screen.query_one(DayChart)
        dark = {span.style for span in chart.render().spans}
        main(app).toggle_theme()
        await pilot.pause()
        assert not dark & {span.style for span in chart.render().spans}


async def test_a_console_that_counts_nothing_reads_nothing() -> None:
    note([attempt()])
    app = console(session())
    async with app.run_test() as pilot:
        await press(pilot, "c")
        assert shown(app, "#nothing") == "reading the ledger…"
