"""The console on the samples of every format: the header, what fits, what is offered."""

from __future__ import annotations

import pytest

from rscrew_console.providers.keys import Env
from rscrew_console.session import Session
from rscrew_console.tui.app import ConsoleApp
from rscrew_console.tui.opening import OpeningKeys
from rscrew_console.tui.screens.help import Help
from rscrew_console.tui.state.console_state import ConsoleState
from rscrew_console.tui.view.header import header
from rscrew_console.tui.view.text import plain
from rscrew_console.tui.widgets.grid import Grid
from tests.rows import Rows, each_row
from tests.tui.console import KEYS, SMALL, cell, console, main, press, session
from tests.tui.samples import WITH_CHAINS, opened_sample

HEADERS = {
    "claude-code": "Claude Code, no fallbacks",
    "codex": "Codex, no fallbacks",
    "crewai-agents.yaml": "CrewAI, no fallbacks",
    "docker-agent.yaml": "docker-agent, with fallbacks",
    "dotenv.env": ".env, no fallbacks",
    "hermes.yaml": "Hermes, with fallbacks",
    "litellm.yaml": "LiteLLM, with fallbacks",
    "omo.jsonc": "oh-my-openagent, with fallbacks",
    "openclaw.json": "OpenClaw, with fallbacks",
    "opencode-agents": "opencode, no fallbacks",
    "opencode.jsonc": "opencode.json, no fallbacks",
}
"""By sample: what the header says at 80 columns."""


IN_SIGHT = 4
"""So many agents are in sight at once, at least."""


def state_of(opened: Session) -> ConsoleState:
    return ConsoleState(opened, OpeningKeys(Env({**KEYS, "GEMINI_API_KEY": "AIza0123456789"})))


def shown(app: ConsoleApp) -> list[str]:
    """The lines of the screen."""
    width, height = app.size
    lines = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip)[:width] for strip in lines[:height]]


@each_row("sample", HEADERS)
def test_the_header_says_which_format_is_open_and_whether_its_fallbacks_fire(sample: str) -> None:
    view_state = state_of(opened_sample(sample)).view_state()
    name, fires = HEADERS[sample].split(", ")
    for room in (78, 118, 138):
        text = plain(header(view_state, room))
        assert name in text, room
        assert fires.replace("with ", "") in text, room
        assert len(text) <= room


def test_the_header_says_it_of_our_own_format_where_there_is_room() -> None:
    assert "RSCrew, with fallbacks" in plain(header(state_of(session()).view_state(), 118))
    off = SMALL + "global_settings: {fallback_enabled: false}\n"
    assert "RSCrew, fallbacks are off" in plain(header(state_of(session(off)).view_state(), 118))


@pytest.mark.parametrize("sample", WITH_CHAINS)
async def test_no_agent_is_cut_and_nothing_is_listed_twice(sample: str) -> None:
    app = console(opened_sample(sample))
    async with app.run_test(size=(140, 45)) as pilot:
        with Rows() as rows:
            for width, height in ((140, 45), (80, 24)):
                with rows.row((width, height)):
                    await pilot.resize_terminal(width, height)
                    await press(pilot, "g")
                    roster = main(app).view_state.roster
                    lines = list(shown(app))
                    # A small screen shows the last rows with the cursor.
                    for _ in range(0, len(roster.agents), IN_SIGHT):
                        await press(pilot, *["j"] * IN_SIGHT)
                        lines += shown(app)
                    for agent in roster.agents:
                        assert any(f" {agent.name} " in line for line in lines), agent.name
                    if not any(provider.declared for provider in roster.providers):
                        assert "model" not in main(app).grids["provider"]._fit.widths
                    if files := [agent.file for agent in roster.agents if agent.file]:
                        assert any(files[0] in line for line in lines)


@pytest.mark.parametrize(
    ("width", "chain"),
    [
        (80, "anthropic/claude-opus-5-5 → 2 more"),
        (120, "anthropic/claude-opus-5-5            op…/gpt-6-sol → 1 more"),
        (200, "openai/gpt-6-sol                   google/gemini-3.8-flash"),
    ],
)
async def test_a_chain_folds_where_the_columns_do_not_fit(width: int, chain: str) -> None:
    app = console(opened_sample("omo.jsonc"))
    async with app.run_test(size=(width, 30)) as pilot:
        await pilot.pause()
        (line,) = [line for line in shown(app) if " sisyphus " in line and "anthropic" in line]
        assert chain in line


async def test_a_column_that_had_no_room_comes_into_view_with_the_cursor() -> None:
    app = console(opened_sample("omo.jsonc"))
    async with app.run_test(size=(80, 30)) as pilot:
        await press(pilot, "l", "l", "l")
        assert main(app).grid.column == "fallback 2"
        (line,) = [line for line in shown(app) if " sisyphus " in line and "opus" in line]
        assert "gemini-3.8-flash" in line


@pytest.mark.parametrize(
    ("sample", "agent", "says", "comes_to"),
    [
        ("opencode.jsonc", "build", "inherit", "anthropic/claude-sonnet-5-5"),
        ("openclaw.json", "main", "defaults", "anthropic/claude-sonnet-5-5"),
        ("omo.jsonc", "explore", "quick", "openai/gpt-6-luna"),
    ],
)
async def test_enter_on_a_cell_that_inherits_offers_to_set_it_or_leave_it(
    sample: str, agent: str, says: str, comes_to: str
) -> None:
    app = console(opened_sample(sample))
    async with app.run_test(size=(140, 45)) as pilot:
        assert cell(app, agent, "primary").startswith(f"{says} → {comes_to}")
        main(app).grid.select(agent, "primary")
        before = main(app).state.session.document.text
        await press(pilot, "enter")
        rows = {row.key: row for row in app.screen.query_one(Grid).rows}
        assert app.screen.query_one(Grid).row_key == says
        assert plain(rows[says].cells["note"]) == f"leave it: comes to {comes_to}"
        await press(pilot, "enter")
        assert main(app).state.session.document.text == before
        await press(pilot, "enter", *"openai/gpt-6-sol", "enter")
        link = main(app).view_state.roster.agent_by_name[agent].chain.link_in("primary")
        assert link is not None
        assert (link.provider, link.says) == ("openai/gpt-6-sol", None)


NEVER = {
    "claude-code": {"earlier", "later"},
    "crewai-agents.yaml": {"earlier", "later"},
    "hermes.yaml": {"add", "remove"},
}
"""By sample: the commands that its format has no place for."""


@pytest.mark.parametrize("sample", NEVER)
async def test_what_a_format_cannot_do_is_in_no_footer_palette_or_help(sample: str) -> None:
    app = console(opened_sample(sample))
    async with app.run_test(size=(140, 45)) as pilot:
        await press(pilot, "l")
        screen = main(app)
        everything = {each.id for each in screen.commands()}
        assert not NEVER[sample] & {each.id for each in screen.available()}
        await press(pilot, "question_mark")
        assert isinstance(app.screen, Help)
        assert everything - {row.key for row in app.screen.query_one(Grid).rows} == NEVER[sample]
