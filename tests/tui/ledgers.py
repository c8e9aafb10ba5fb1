"""Ledgers of the tests' own, and how a test waits until the console has read one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from rscrew_console.cli.demo_calls import made_up
from rscrew_console.runtime.ledger import LEDGER_NAME, Ledger, config_name
from rscrew_console.runtime.record import Attempt
from rscrew_console.session import Session
from rscrew_console.session.state import state_root
from tests.tui.console import CONFIG, NOON


def place() -> Path:
    """Where the console looks for the ledger: in the folder of the test."""
    return state_root() / LEDGER_NAME


def note(attempts: Iterable[Attempt]) -> None:
    """Adds them."""
    ledger = Ledger(place())
    for attempt in attempts:
        ledger.note(attempt)
    ledger.close()


def attempt(
    agent: str = "planner", *, ago: timedelta = timedelta(minutes=5), now: datetime = NOON,
    **said: Any,
) -> Attempt:  # fmt: skip
    """One that was answered for a dollar."""
    usual = Attempt(
        now - ago, f"{agent}-{ago}", agent, "claude", "claude-sonnet-5", "ok", 200, 1000, 200, 1.0,
        1200.0, config=config_name(CONFIG),
    )  # fmt: skip
    return replace(usual, **said)


def two_weeks(session: Session, times: float = 20) -> list[Attempt]:
    """What the demo has, at `times` its price."""
    attempts = made_up(session.roster, NOON, config_name(CONFIG))
    return [
        replace(one, cost_usd=None if one.cost_usd is None else times * one.cost_usd)
        for one in attempts
    ]


async def read(pilot: Any) -> None:
    """Waits until the console has read what there is, and has drawn it."""
    await pilot.pause()
    while reading := [w for w in pilot.app.workers if w.group == "ledger" and not w.is_finished]:
        await pilot.app.workers.wait_for_complete(reading)
        await pilot.pause()
    await pilot.pause()
