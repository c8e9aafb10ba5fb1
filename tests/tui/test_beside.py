"""What the console keeps in `rscrew.yaml` for a file without a place for it, and what `u` does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rscrew_console.session import Session
from rscrew_console.tui.app import ConsoleApp
from tests.tui.console import console, main, press

MODELS = "A_MODEL=openai:gpt-6-luna\nB_MODEL=anthropic:claude-opus-5-5\n"
COMPANION = Path("rscrew.yaml")


@pytest.fixture
def app() -> ConsoleApp:
    path = Path(".env")
    path.write_text(MODELS)
    path.chmod(0o600)
    return console(Session.open(path))


def text() -> str:
    return Path(".env").read_text()


def beside() -> str:
    return COMPANION.read_text().partition("\n")[2] if COMPANION.exists() else ""


async def save(pilot: Any) -> None:
    await press(pilot, "ctrl+s", "ctrl+s")
    await pilot.pause()


async def test_a_strategy_is_kept_beside_the_file_and_u_takes_it_back(app: ConsoleApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "ctrl+p", *"save as strategy", "enter", *"night", "enter")
        await pilot.pause()
        assert beside().startswith("strategies:\n  night:")
        state = main(app).state
        assert [one.name for one in state.session.roster.strategies] == ["night"]
        assert not state.session.is_dirty
        await press(pilot, "u")
        await pilot.pause()
        assert "night" not in beside()
        assert not state.session.roster.strategies
        assert text() == MODELS
        await press(pilot, "U")
        await pilot.pause()
        assert beside().startswith("strategies:\n  night:")
        assert [one.name for one in state.session.roster.strategies] == ["night"]
        await press(pilot, "u", "u")
        await pilot.pause()
        assert "night" not in beside()


async def test_a_pin_that_is_saved_is_noted_and_taken_back_with_the_rows(app: ConsoleApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "ctrl+p", *"pin a", "enter", "enter", *"slow", "enter")
        await pilot.pause()
        state = main(app).state
        pinned = state.session.roster.agents[0].chain.primary
        assert not beside()
        await save(pilot)
        assert beside() == f"global_settings:\n  pin: {pinned}\n  pin_why: slow\n"
        assert state.session.roster.settings.pin == pinned
        await press(pilot, "u")
        await save(pilot)
        assert text() == MODELS
        assert "pin:" not in beside()
        assert state.session.roster.settings.pin is None


async def test_unpin_brings_every_row_back_and_ends_the_note(app: ConsoleApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "ctrl+p", *"pin a", "enter", "enter", "enter")
        await save(pilot)
        await press(pilot, "ctrl+p", *"unpin", "enter")
        await pilot.pause()
        assert text() == MODELS
        assert "pin:" not in beside()
        assert main(app).state.session.roster.settings.pin is None
