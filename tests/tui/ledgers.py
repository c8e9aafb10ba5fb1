"""Ledgers of the tests' own, and how a test waits until the console has read one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from rscrew_console.cli.demo_calls import made_up
from rscrew_console.runtime.ledger import LEDGER_NAME, Ledger, config_name
from rscrew_console.runtime.requests import AttemptRecord
from rscrew_console.session import Session
from rscrew_console.session.state import state_root
from rscrew_console.tui.app import ConsoleApp
from rscrew_console.tui.screens.usage import UsageScreen
from tests.tui.console import CONFIG, NOON, main, until


def place() -> Path:
    """Where the console looks for the ledger: in the folder of the test."""
    return state_root() / LEDGER_NAME


def note(attempts: Iterable[AttemptRecord]) -> None:
    """Adds them."""
    ledger = Ledger(place())
    for attempt in attempts:
        ledger.note(attempt)
    ledger.close()


def attempt(
    agent: str = "planner", *, ago: timedelta = timedelta(minutes=5), now: datetime = NOON,
    **said: Any,
) -> AttemptRecord:  # fmt: skip
    """One that was answered for a dollar."""
    usual = AttemptRecord(
        now - ago, f"{agent}-{ago}", agent, "claude", "claude-sonnet-5", "ok", 200, 1000, 200, 1.0,
        1200.0, config=config_name(CONFIG),
    )  # fmt: skip
    return replace(usual, **said)


def two_weeks(session: Session, times: float = 20) -> list[AttemptRecord]:
    """What the demo has, at `times` its price."""
    attempts = made_up(session.roster, NOON, config_name(CONFIG))
    return [
        replace(one, cost_usd=None if one.cost_usd is None else times * one.cost_usd)
        for one in attempts
    ]


async def read(pilot: Any) -> None:
    """Waits until the console has read what it wants to, and has drawn it."""
    await until(pilot, lambda: _has_read(pilot.app))
    await pilot.pause()


def _has_read(app: ConsoleApp) -> bool:
    watch = main(app).ledger_watch
    if watch._source is None:
        return True
    open_now = isinstance(app.screen, UsageScreen)
    wanted = watch._days
    return (wanted is not None) == open_now and not watch._looking and watch._stamp is not None
