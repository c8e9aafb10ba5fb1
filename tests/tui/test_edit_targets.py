"""Whom a key changes, what is told of it, and where undo leads."""

from __future__ import annotations

import pytest

from rscrew_console.tui.app import ConsoleApp
from tests.tui.console import cell, console, cursor, main, press, session

MARK_TWO_HIDE_THEM = ["space", "j", "space", "slash", *"wri", "enter"]
"""The planner and the reader are marked; the filter leaves the writer."""
MARK_TWO_HIDE_ONE = ["space", "space", "slash", *"wri", "enter"]


def told(app: ConsoleApp) -> str:
    return "\n".join(toast.message for toast in app._notifications)


def agents(app: ConsoleApp) -> dict[str, list[str]]:
    """Every agent's chain, without its reader."""
    roster = main(app).state.session.roster
    return {agent.name: [link.provider for link in agent.chain.links] for agent in roster.agents}


UNTOUCHED = {
    "planner": ["claude", "openai"],
    "writer": ["openai", "claude", "gemini"],
    "reader": ["gemini", "openai"],
}
TWO_HIDDEN = "2 marked agents are hidden by the filter and were left as they are"
ONE_HIDDEN = "1 marked agent is hidden by the filter and was left as it is"


@pytest.mark.parametrize(
    ("keys", "writer"),
    [
        (["l", "1"], ["claude", "openai", "gemini"]),
        (["l", "enter", *"gem", "enter"], ["gemini", "claude", "openai"]),
        (["l", "greater_than_sign"], ["claude", "openai", "gemini"]),
        (["l", "l", "less_than_sign"], ["claude", "openai", "gemini"]),
        (["x"], None),
    ],
)
async def test_marks_that_the_filter_hides_are_left_alone(
    keys: list[str], writer: list[str] | None
) -> None:
    app = console(session())
    async with app.run_test() as pilot:
        await press(pilot, *MARK_TWO_HIDE_THEM)
        assert [row.key for row in main(app).grid.rows] == ["writer"]
        await press(pilot, *keys)
        expected = {**UNTOUCHED, "writer": writer}
        assert agents(app) == {name: chain for name, chain in expected.items() if chain}
        assert TWO_HIDDEN in told(app)


async def test_of_marks_the_visible_ones_are_edited() -> None:
    app = console(session())
    async with app.run_test() as pilot:
        await press(pilot, *MARK_TWO_HIDE_ONE, "l", "3")
        assert agents(app) == {**UNTOUCHED, "writer": ["gemini", "claude", "openai"]}
        assert told(app) == ONE_HIDDEN


async def test_a_field_goes_to_the_marks_in_sight() -> None:
    app = console(session())
    async with app.run_test(size=(160, 40)) as pilot:
        await press(pilot, *MARK_TWO_HIDE_ONE, *"lllllll", "enter", *"cod", "enter")
        given = {agent.name: agent.capability_given for agent in main(app).view_state.roster.agents}
        assert given == {"planner": False, "writer": True, "reader": False}
        assert told(app) == ONE_HIDDEN


async def test_a_move_goes_to_all_that_are_marked() -> None:
    app = console(session())
    async with app.run_test() as pilot:
        await press(pilot, "space", "space", "l", "greater_than_sign")
        expected = {"planner": ["openai", "claude"], "writer": ["claude", "openai", "gemini"]}
        assert agents(app) == UNTOUCHED | expected
        assert told(app) == "2 agents: primary moved down"
        await press(pilot, "u")
        assert agents(app) == UNTOUCHED


@pytest.mark.parametrize(
    ("keys", "toast"),
    [
        (["space", "space", "l", "1"], "1 agent: primary is claude now"),
        (["space", "space", "l", "3"], "2 agents: primary is gemini now"),
        (["space", "space", "x"], "removed 2 agents; u brings them back"),
        (["x"], "removed planner; u brings it back"),
        (["space", "space", "l", "1", "u"], "undone: writer primary openai → claude"),
        ([*"llll", "3", "u"], "undone: planner fallback empty → gemini"),
    ],
)
async def test_what_is_told_is_what_was_done(keys: list[str], toast: str) -> None:
    app = console(session())
    async with app.run_test() as pilot:
        await press(pilot, *keys)
        assert told(app) == toast


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        (["G", "x", "u"], ("reader", "name")),
        (["G", "x", "g", "u"], ("reader", "name")),
        (["G", "x", "u", "g", "U"], ("planner", "name")),  # what is gone cannot be shown
        (["l", "2", "G", "end", "u"], ("planner", "primary")),
        (["l", "2", "l", "u"], ("planner", "secondary")),  # a swap changed that as well
        (["l", "2", "u", "j", "U"], ("planner", "primary")),
        (["l", "2", "tab", "u"], ("planner", "primary")),
        (["space", "space", "space", "l", "3", "k", "u"], ("writer", "primary")),
        (["enter", "enter", "2", "enter", "escape", "G", "u"], ("planner", "name")),
        (["enter", "enter", "2", "enter", "escape", "G", "u", "G", "U"], ("planner2", "name")),
    ],
)
async def test_undo_and_redo_lead_to_what_they_changed(
    keys: list[str], place: tuple[str, str]
) -> None:
    app = console(session())
    async with app.run_test() as pilot:
        await press(pilot, *keys)
        assert cursor(app) == place


async def test_undo_leaves_the_filter_alone() -> None:
    app = console(session())
    async with app.run_test() as pilot:
        await press(pilot, "l", "2", "slash", *"wri", "enter", "u")
        assert cursor(app) == ("writer", "primary")
        assert cell(app, "writer", "primary") == "openai"
        assert not main(app).state.session.is_dirty
