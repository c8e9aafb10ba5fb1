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
from tests.rows import Rows
from tests.tui.console import cell, console, main, press, session

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


def quoted(name: str) -> str:
    """The name as YAML's double quotes hold it."""
    signs = {'"': '\\"', "\\": "\\\\"}
    escaped = (
        signs.get(each, each if each.isprintable() else f"\\U{ord(each):08x}") for each in name
    )
    return f'"{"".join(escaped)}"'


def crew(names: list[str]) -> str:
    """A file with an agent and a provider of each name, whose every text is that name."""
    lines = ["providers:"]
    for name in map(quoted, names):
        lines += [f"  {name}:", f"    model: {name}", f"    cost_tier: {name}"]
    lines.append("agent_assignments:")
    for name in map(quoted, names):
        lines += [f"  {name}:", f"    primary: {name}", f"    reasoning: {name}"]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("first", range(0, len(NASTY), 4))
async def test_the_console_shows_any_name_and_works_on(first: int) -> None:
    names = NASTY[first : first + 4]
    app = console(session(crew(names)))
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.pause()
        screen = main(app)
        agents, providers = screen.grids["agent"], screen.grids["provider"]
        with Rows() as rows:
            for name in names:
                with rows.row(name):
                    agents.focus()
                    agents.select(name, "name")
                    await press(pilot, "enter", "escape", "l", "enter", "escape", "x")
                    assert name not in [row.key for row in agents.rows]
                    assert screen.state.session.is_dirty
                    await press(pilot, "u")
                    assert name in [row.key for row in agents.rows]
                    assert not screen.state.session.is_dirty
                    providers.focus()
                    providers.select(name, "name")
                    await press(pilot, "x", "escape", "y")
                    assert app.screen is screen
                    assert cell(app, name, "primary")
                    drawn = "".join(
                        grid.render_line(y).text
                        for grid in (agents, providers)
                        for y in range(grid.size.height)
                    )
                    assert not any(unicodedata.category(letter) == "Cc" for letter in drawn)


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
