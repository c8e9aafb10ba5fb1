"""The console on a file of its own, with made-up keys and a clock that stands still."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from textual import events

from rscrew_console.session import Session
from rscrew_console.tui.app import ConsoleApp
from rscrew_console.tui.health.checker import Clock
from rscrew_console.tui.opening import app_for
from rscrew_console.tui.screens.main import MainScreen
from rscrew_console.tui.view.text import plain

PATIENCE = 120
"""Seconds after which a test fails that waits for something; it takes a fraction of one."""
PAUSES = 50
"""How often `press` looks again whether the last key's command is done; once is usual."""
CONFIG = Path("model_config.yaml")
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
KEYS = {"ANTHROPIC_API_KEY": "sk-ant-0123456789", "OPENAI_API_KEY": "sk-0123456789"}
"""Made up: two of the starter's four providers have a key."""

SMALL = """\
# A crew of three.
providers:
  claude:
    model: claude-sonnet-5   # the careful one
    api_key_env: ANTHROPIC_API_KEY
    cost_tier: premium
  openai:
    model: gpt-5-mini
    api_key_env: OPENAI_API_KEY
  gemini:
    model: gemini/gemini-3-flash
    api_key_env: GEMINI_API_KEY

agent_assignments:
  planner:
    primary: claude     # must be careful
    secondary: openai
    reasoning: Thinks ahead
  writer:
    primary: openai
    secondary: claude
    tertiary: gemini
  reader:
    primary: gemini
    secondary: openai

load_balancing:
  distribution:
    claude: 1
    openai: 1
    gemini: 1
"""


def session(text: str = SMALL) -> Session:
    """An open file in the current folder."""
    CONFIG.write_text(text, encoding="utf-8", newline="")
    return Session.open(CONFIG, clock=lambda: NOON, state=Path("state"))


def console(
    target: Session | Path | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    light: bool = False,
    watched: bool = False,
    checked: bool = False,
    priced: bool = False,
    counted: bool = False,
    read_only: bool = False,
    clock: Clock = lambda: NOON,
) -> ConsoleApp:
    """The app on it."""
    theme = {"RSC_THEME": "light" if light else "dark"}
    surroundings = {**(environ or KEYS), **theme}
    return app_for(
        target, surroundings, Path.cwd(),
        watched=watched, checked=checked, priced=priced, counted=counted, tz=UTC, clock=clock,
        read_only=read_only,
    )  # fmt: skip


SIGNS = {"/": "slash", "-": "minus", "+": "plus", "_": "underscore", "@": "at", "\\": "backslash"}
"""The signs that Textual gives names of its own; the others have those of Unicode."""


def key_event(key: str) -> events.Key:
    """The event of a key, which is given by its name or by the sign that it types."""
    if len(key) > 1:
        signs = {name: sign for sign, name in SIGNS.items()}
        try:
            sign = signs.get(key) or unicodedata.lookup(key.replace("_", " "))
        except KeyError:
            return events.Key(key, None)
        return events.Key(key, sign)
    name = unicodedata.name(key).lower().replace("-", "_").replace(" ", "_")
    return events.Key(key if key.isalnum() else SIGNS.get(key, name), key)


async def press(pilot: Any, *keys: str) -> None:
    """Press all keys at once, as a fast typist does, and wait until nothing is under way.

    `pilot.press` waits for an idle moment and draws the screen after each key, which takes most of
    a test's time; the console takes keys in turn however fast they come.
    """
    app: ConsoleApp = pilot.app
    for key in keys:
        app.post_message(key_event(key))
    # Messages are taken in order: once this one has its turn, every key has arrived.
    arrived = asyncio.Event()
    app.call_later(arrived.set)
    async with asyncio.timeout(PATIENCE):
        await arrived.wait()
        await app.all_typed()
    await pilot.pause()
    for _ in range(PAUSES):
        if app.listens:
            break
        await pilot.pause()


async def until(pilot: Any, condition: Callable[[], object]) -> None:
    """Waits until that is so; what takes longer than PATIENCE counts as never."""
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await pilot.pause()


def main(app: ConsoleApp) -> MainScreen:
    """The main screen, wherever it is in the stack."""
    return next(screen for screen in app.screen_stack if isinstance(screen, MainScreen))


def cell(app: ConsoleApp, name: str, column: str) -> str:
    """What stands in a cell of either table."""
    rows = (row for grid in main(app).grids.values() for row in grid.rows)
    return next(plain(row.cells[column]) for row in rows if row.key == name and column in row.cells)


def cursor(app: ConsoleApp) -> tuple[str, str]:
    """Row and column of the table that has the keyboard."""
    grid = main(app).grid
    return grid.row_key, grid.column
