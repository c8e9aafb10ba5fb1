"""The console on a file of its own, with made-up keys and a clock that stands still."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rscrew_console.session import Session
from rscrew_console.tui.app import ConsoleApp
from rscrew_console.tui.health.checker import Clock
from rscrew_console.tui.opening import app_for
from rscrew_console.tui.screens.main import MainScreen
from rscrew_console.tui.view.text import plain

PATIENCE = 120
"""Seconds after which a test fails that waits for something; it takes a fraction of one."""
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
