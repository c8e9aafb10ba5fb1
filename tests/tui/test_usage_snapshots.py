"""The usage as it looks. To renew: pytest --snapshot-update."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.tui import ledgers
from tests.tui.console import console, session
from tests.tui.looks import SIZES, looks
from tests.tui.test_plan_snapshots import KEYS, crew

LIMITS = """\
budgets: {daily_usd: 10, weekly_usd: 90, providers: {openai: {monthly_usd: 50}}}
alerts:
  - {name: slow answers, metric: p95_latency_ms, threshold: 4000}
"""
NO_LIMITS = ""

STORIES: dict[str, tuple[str, bool, list[str]]] = {
    "week": (LIMITS, True, ["c"]),
    "month": (LIMITS, True, ["c", "3", "tab"]),
    "quarter": (NO_LIMITS, True, ["c", "9", "tab", "tab", "j"]),
    "nothing": (NO_LIMITS, False, ["c"]),
    "header": (LIMITS, True, []),
}


@pytest.mark.parametrize(("story", "size", "theme"), looks(STORIES, thorough=("week",)))
def test_usage(snap_compare: Callable[..., bool], story: str, size: str, theme: str) -> None:
    limits, filled, keys = STORIES[story]
    opened = session(limits + crew())
    if filled:
        ledgers.note(ledgers.two_weeks(opened))
    app = console(opened, environ=KEYS, light=theme == "light", counted=True)

    async def act(pilot: Any) -> None:
        await ledgers.read(pilot)
        for key in keys:
            await pilot.press(key)
            await ledgers.read(pilot)
        pilot.app.clear_notifications()
        await pilot.pause()

    assert snap_compare(app, terminal_size=SIZES[size], run_before=act)
