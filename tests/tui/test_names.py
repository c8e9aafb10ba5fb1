"""Names from files are shown as text, whatever they look like to a terminal or to Textual."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rscrew_console.providers.keys import Env
from rscrew_console.roster.chain import Chain, Link, SlotScheme
from rscrew_console.roster.model import Agent, Provider, Roster
from rscrew_console.tui.opening import OpeningKeys
from rscrew_console.tui.view import agents, detail, providers
from rscrew_console.tui.view.text import plain
from rscrew_console.tui.view.view_state import ViewState
from tests.tui.console import cell, console, main, session

NASTY = [
    "[/]",
    "[bold red]loud[/]",
    "a\\[b",
    "[@click=app.quit]x[/]",
    "\x1b[31mred\x1b[0m",
    "\x9b31m",
    "bell\x07",
    "two\nlines",
    "tab\there",
    "\u202egnirts",
    "مرحبا",
    "漢字",
    "👩‍👩‍👧",
    "${VAR:-x}",
]


def crew(name: str) -> str:
    """A file in which everything has that name."""
    signs = {'"': '\\"', "\\": "\\\\"}
    escaped = (
        signs.get(each, each if each.isprintable() else f"\\U{ord(each):08x}") for each in name
    )
    quoted = f'"{"".join(escaped)}"'
    return (
        f"providers:\n  {quoted}:\n    model: {quoted}\n    cost_tier: {quoted}\n"
        f"agent_assignments:\n  {quoted}:\n    primary: {quoted}\n    reasoning: {quoted}\n"
    )


@pytest.mark.parametrize("name", NASTY, ids=ascii)
async def test_the_console_shows_any_name_and_works_on(name: str) -> None:
    app = console(session(crew(name)))
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("enter", "escape", "l", "enter", "escape", "x")
        screen = main(app)
        assert screen.state.session.is_dirty
        await pilot.press("u", "tab", "x", "y")
        assert name in [row.key for row in screen.grids["agent"].rows]
        drawn = "".join(screen.grids["agent"].render_line(y).text for y in range(4))
        assert not any(unicodedata.category(letter) == "Cc" for letter in drawn)
        assert cell(app, name, "primary")


@given(name=st.text(min_size=1))
def test_no_row_holds_what_a_terminal_obeys(name: str) -> None:
    provider = Provider(name, name, api_key_env=name, description=name, base_url=name)
    chain = Chain(SlotScheme(("primary",)), (Link("primary", name),))
    roster = Roster(
        "test", SlotScheme(("primary",)), (provider,), (Agent(name, chain, name, name),)
    )
    view_state = ViewState(roster, roster, OpeningKeys(Env({})).facts(roster), path=name)
    rows = [*agents.rows(view_state), *providers.rows(view_state)]
    shown = "".join(plain(cell) for row in rows for cell in row.cells.values())
    told = detail.agent_lines(view_state, roster.agents[0]) + detail.provider_lines(
        view_state, provider
    )
    text = shown + "".join(map(plain, told))
    assert not any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") for letter in text)
    assert "\u202e" not in text
