"""Strategies and what-ifs in the console: by keys, with undo, to the byte."""

from __future__ import annotations

import pytest

from rscrew_console.starter import starter_text
from rscrew_console.tui.screens.review import Review
from rscrew_console.tui.screens.strategies import Strategies
from rscrew_console.tui.screens.what_if import WhatIfScreen
from rscrew_console.tui.view.text import plain
from rscrew_console.tui.widgets.grid import Grid
from rscrew_console.tui.widgets.lines import Lines
from tests.tui.console import CONFIG, KEYS, SMALL, console, main, press, session
from tests.tui.plan_crew import PRICED, RSC, STRATEGY


async def test_a_strategy_is_applied_at_once_and_undone_to_the_byte() -> None:
    app = console(session(PRICED + STRATEGY))
    async with app.run_test(size=(80, 24)) as pilot:
        state = main(app).state
        before = state.session.document.text
        await press(pilot, "b", "down", "down", "down", "down")
        assert isinstance(app.screen, Strategies)
        await press(pilot, "enter")
        roster = state.session.roster
        assert {agent.chain.primary for agent in roster.agents} == {"openai"}
        assert roster.agent_by_name["planner"].reasoning == "Thinks ahead"
        assert [change.label for change in state.session.changes] == ["all-openai: 2 agents"]
        assert state.last_command == f"{RSC} bulk all-openai --yes"
        await press(pilot, "u")
        assert state.session.document.text == before


async def test_the_diff_of_a_strategy_is_what_applying_it_then_changes() -> None:
    app = console(session(PRICED + STRATEGY))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "b", *["down"] * 4, "d")
        shown = app.screen
        assert isinstance(shown, Review)
        assert not main(app).state.session.is_dirty
        await press(pilot, "escape", "enter")
        session_ = main(app).state.session
        assert (shown.request.old, shown.request.new) == (
            session_.saved.text,
            session_.document.text,
        )


async def test_one_agent_is_left_out_and_keeps_its_chain() -> None:
    app = console(session(PRICED + STRATEGY))
    async with app.run_test(size=(140, 45)) as pilot:
        await press(pilot, "b", "down", "down", "down", "down", "tab", "space", "enter")
        roster = main(app).state.session.roster
        assert [one.chain.primary for one in roster.agents] == ["claude", "openai", "openai"]
        assert main(app).state.last_command == f"{RSC} bulk all-openai --agents writer,reader --yes"


async def test_one_slot_is_left_out_and_stays_as_it_is() -> None:
    app = console(session(PRICED + STRATEGY))
    async with app.run_test(size=(140, 45)) as pilot:
        await press(pilot, "b", *["down"] * 4, "tab", "right", "space", "enter")
        chains = {one.name: one.chain.providers for one in main(app).state.session.roster.agents}
        assert chains["planner"] == ("claude", "openai", "gemini")
        expected = f"{RSC} bulk all-openai --except planner:primary --yes"
        assert main(app).state.last_command == expected


async def test_marked_agents_are_the_only_ones_until_all_are_wanted() -> None:
    app = console(session(PRICED + STRATEGY))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space", "b")
        assert isinstance(app.screen, Strategies)
        assert app.screen.out == {"writer", "reader"}
        await press(pilot, "a")
        assert app.screen.out == frozenset()


async def test_marks_that_the_filter_hides_are_not_planned_for() -> None:
    app = console(session(PRICED + STRATEGY))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space", "space", "slash", *"writer", "enter", "b")
        assert isinstance(app.screen, Strategies)
        assert app.screen.out == {"planner", "reader"}


async def test_what_changes_nothing_is_not_applied() -> None:
    app = console(session(PRICED + STRATEGY))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "b", *["down"] * 4, "tab", "space", "space", "space", "enter")
        assert isinstance(app.screen, Strategies)
        assert not main(app).state.session.is_dirty


async def test_the_present_chains_are_kept_as_a_strategy_that_the_crew_then_follows() -> None:
    app = console(session(SMALL), environ={**KEYS, "GEMINI_API_KEY": "made-up-0123456789"})
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "b", "s", *"mine", "enter")
        assert isinstance(app.screen, Strategies)
        assert app.screen.query_one("#choices", Grid).row_key == "mine"
        assert [one.name for one in main(app).state.session.roster.strategies] == ["mine"]
        assert main(app).state.last_command == f"{RSC} save-strategy mine"
        assert "nothing to change" in app.screen.why_not


@pytest.mark.parametrize(
    ("keys", "down"),
    [
        (["w"], ("claude",)),
        (["l", "l", "w"], ("openai",)),
        (["w", "right"], ("claude", "openai")),
        (["tab", "j", "w"], ("openai",)),
        (["tab", "space", "j", "space", "w"], ("claude", "gemini")),
    ],
)
async def test_a_what_if_begins_where_the_cursor_is(keys: list[str], down: tuple[str, ...]) -> None:
    app = console(session())
    async with app.run_test(size=(80, 24)) as pilot:
        before = len(app.screen_stack)
        await press(pilot, *keys)
        assert isinstance(app.screen, WhatIfScreen)
        assert app.screen.down == down
        await press(pilot, "escape")
        assert len(app.screen_stack) == before


async def test_a_pin_is_set_shown_and_lifted_from_the_palette() -> None:
    app = console(session())
    async with app.run_test(size=(80, 24)) as pilot:
        before = main(app).state.session.document.text
        await press(pilot, "ctrl+p", *"pin a", "enter", *"openai", "enter", *"slow", "enter")
        assert main(app).state.session.roster.settings.pin == "openai"
        assert main(app).state.last_command == f"{RSC} pin openai --why slow"
        shown = main(app).query_one("#header", Lines).shown[0]
        assert "pinned: all run on openai" in plain(shown)
        await press(pilot, "b")
        assert plain(app.screen.query_one("#pin", Lines).shown[0]) == "▲ pinned: all run on openai"
        await press(pilot, "escape", "ctrl+p", *"unpin", "enter")
        assert main(app).state.session.roster.settings.pin is None
        await press(pilot, "u", "u")
        assert main(app).state.session.document.text == before


async def test_prices_are_looked_up_in_the_background_and_shown() -> None:
    app = console(session(starter_text()), priced=True)
    async with app.run_test(size=(140, 45)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert main(app).view_state.quotes["claude"].source.startswith("genai-prices")
        assert "a month" in plain(main(app).query_one("#header", Lines).shown[0])
        assert CONFIG.read_text(encoding="utf-8") == starter_text()
