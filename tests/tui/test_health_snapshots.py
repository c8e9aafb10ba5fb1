"""What checks look like: the tables, the details; with a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from rscrew_console.providers.health import Health, Status
from rscrew_console.starter import starter_text
from tests.tui.console import KEYS, NOON, console, main, session
from tests.tui.looks import SIZES, looks

ALL_KEYS = {**KEYS, "GEMINI_API_KEY": "AIza-0123456789", "DEEPSEEK_API_KEY": "sk-0123456789"}

WELL: tuple[Status, ...] = ("ok", "ok", "timeout", "ok")
STORIES: dict[str, dict[str, tuple[Status, ...]]] = {
    "some-down": {
        "claude": (*WELL, "no_credit"),
        "openai": WELL,
        "gemini": ("ok", "degraded"),
        "deepseek": ("ok", "server_error", "ok"),
    },
    "nothing-left": {
        "claude": ("ok", "invalid_key"),
        "openai": ("ok", "unreachable"),
        "gemini": ("model_not_found",),
        "deepseek": ("rate_limited",),
    },
    "checking": {"claude": ("ok",)},
}
TOLD = {
    "no_credit": ("the account is out of credit: Your credit balance is too low", "add credit"),
    "rate_limited": ("too many requests", "try again in 30 s"),
}


def health(name: str, status: Status, number: int) -> Health:
    took = {"timeout": None, "unreachable": None, "degraded": 2500.0}.get(
        status, 90.0 + 60 * number
    )
    detail, hint = TOLD.get(status, ("", ""))
    at = NOON + timedelta(seconds=60 * number - 300)
    http = None if took is None else {"ok": 200, "no_credit": 400}.get(status, 429)
    return Health(name, status, detail, hint, took, http, at, keys_good=0, keys_total=1)


@pytest.mark.parametrize(("story", "size", "theme"), looks([*STORIES, "details"]))
def test_health(snap_compare: Callable[..., bool], story: str, size: str, theme: str) -> None:
    text = starter_text().replace("gemini-3.8-flash", "gemini-2.0-flash")  # retired
    app = console(session(text), environ=ALL_KEYS, light=theme == "light")
    keys = ["tab", "l", "l", "enter"] if story == "details" else []

    async def checked(pilot: Any) -> None:
        await pilot.pause()
        state = main(pilot.app).state
        providers = state.session.roster.provider_by_name
        for name, statuses in STORIES.get(story, STORIES["some-down"]).items():
            for number, status in enumerate(statuses):
                state.health.take(providers[name], health(name, status, number))
        if story == "checking":
            state.health.begin(providers.values())
        else:
            state.health.date_round(NOON - timedelta(seconds=12))
        main(pilot.app).redraw_everywhere()
        await pilot.press(*keys)
        await pilot.pause()
        pilot.app.clear_notifications()
        await pilot.pause()

    assert snap_compare(app, terminal_size=SIZES[size], run_before=checked)
