"""Keys that come faster than the console opens what they open go where they were meant to go."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from textual import events
from textual.keys import _character_to_key

from rscrew_console.session import Session
from rscrew_console.tui.app import ConsoleApp
from rscrew_console.tui.key_queue import PATIENCE as TURNS
from rscrew_console.tui.screens.main import MainScreen
from rscrew_console.tui.workspace import Workspace
from tests.tui.console import CONFIG, PATIENCE, SMALL, cell, console, cursor, main, session, until

NAMES = {"\r": "enter", "\t": "tab", "\x1b": "escape", " ": "space"}
MANY = SMALL.replace(
    "  reader:\n",
    "".join(f"  agent_{n}:\n    primary: claude\n" for n in range(400)) + "  reader:\n",
)
"""Each view_state of it keeps the console busy for a while."""


async def typed(app: ConsoleApp, pilot: Any, text: str) -> None:
    """All of it at once, as a paste into the terminal comes; then until it has come to rest."""
    for letter in text:
        key = NAMES.get(letter) or _character_to_key(letter)
        app.post_message(events.Key(key, letter if letter.isprintable() else None))
    # Messages are taken in order: once this one has its turn, every key has arrived.
    arrived = asyncio.Event()
    app.call_later(arrived.set)
    await asyncio.wait_for(arrived.wait(), timeout=PATIENCE)
    await until(pilot, lambda: not app._typed and not app._typing)
    await pilot.pause()


@pytest.mark.parametrize("text", [SMALL, MANY], ids=["small", "large"])
async def test_a_filter_typed_at_once_changes_nothing(text: str) -> None:
    app = console(session(text))
    async with app.run_test() as pilot:
        await typed(app, pilot, "l/x4321\r")
        assert not main(app).state.session.is_dirty
        assert main(app).state.tables["agent"].filter == "x4321"
        await typed(app, pilot, "\x1b/wri\r1")
        assert cell(app, "writer", "primary") == "claude*"


@pytest.mark.parametrize("text", [SMALL, MANY], ids=["small", "large"])
async def test_a_picker_and_two_boxes_in_a_row_get_their_letters(text: str) -> None:
    app = console(session(text))
    async with app.run_test() as pilot:
        await typed(app, pilot, "l\rgem\r")
        assert cell(app, "planner", "primary") == "gemini ○*"
        await typed(app, pilot, "axu1\ropen\r1")
        assert cursor(app) == ("xu1", "primary")
        assert cell(app, "xu1", "primary") == "claude*"
        await typed(app, pilot, "uuuS")
        assert not main(app).state.session.is_dirty


@pytest.fixture
def files_at_last(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """When it is set, the thread that looks for files has found them."""
    CONFIG.with_name("opencode.json").write_text('{"agent": {"build": {"model": "x/y"}}}')
    event, entries = threading.Event(), Workspace.entries

    def slow(workspace: Workspace, opened: Session | None = None) -> Any:
        event.wait(PATIENCE)
        return entries(workspace, opened)

    monkeypatch.setattr(Workspace, "entries", slow)
    return event


async def after_many_turns(event: threading.Event) -> None:
    for _ in range(5 * TURNS):
        await asyncio.sleep(0)
    event.set()


async def test_keys_wait_for_what_another_thread_works_out_first(
    files_at_last: threading.Event,
) -> None:
    app = console(session())
    async with app.run_test(size=(140, 40)) as pilot:
        setting = asyncio.create_task(after_many_turns(files_at_last))
        await typed(app, pilot, "fopencode\r")
        await setting
        assert str(main(app).state.session.path) == "opencode.json"


async def test_ctrl_c_waits_for_nothing_and_takes_back_what_was_typed_before(
    files_at_last: threading.Event,
) -> None:
    app = console(session())
    async with app.run_test(size=(140, 40)) as pilot:
        await typed(app, pilot, "l")
        for key in ("f", "x", "x"):
            app.post_message(events.Key(key, key))
        await until(pilot, lambda: app._waits_long)
        app.post_message(events.Key("ctrl+c", None))
        await until(pilot, lambda: not app.is_running)
        files_at_last.set()
    assert "planner" in CONFIG.read_text()


async def test_the_form_of_an_agent_and_a_box_in_it() -> None:
    app = console(session())
    async with app.run_test() as pilot:
        await typed(app, pilot, "\r\r2\r\x1bl2")
        assert app.screen is main(app)
        assert cell(app, "planner2", "primary") == "openai*"


async def test_help_runs_what_was_typed_and_saving_takes_its_enter() -> None:
    app = console(session())
    async with app.run_test() as pilot:
        await typed(app, pilot, "?next tab\rax1\r\r")
        assert main(app).kind == "provider"
        assert cell(app, "x1", "model") == "claude-sonnet-5*"
        await typed(app, pilot, "S\r")
        assert b"  x1:\n" in CONFIG.read_bytes()


async def test_keys_before_the_first_picture_wait_for_it() -> None:
    app = console()
    async with app.run_test() as pilot:
        await typed(app, pilot, "\rl2")
        assert isinstance(app.screen, MainScreen)
        assert cell(app, "project_orchestrator", "primary") == "openai*"


async def test_a_paste_goes_to_the_box_that_was_asked_for() -> None:
    app = console(session())
    async with app.run_test() as pilot:
        app.post_message(events.Key("slash", "/"))
        app.post_message(events.Paste("wri"))
        await typed(app, pilot, "t\r")
        assert main(app).state.tables["agent"].filter == "writ"
