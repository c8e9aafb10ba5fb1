"""Budgets and alerts that are set in the console: in the file, or in `rscrew.yaml` beside it."""

from __future__ import annotations

from pathlib import Path

from rscrew_console.session import Session
from rscrew_console.tui.editing.limits import _bound
from rscrew_console.tui.screens.usage import UsageScreen
from tests.rows import each_row
from tests.tui.console import CONFIG, SMALL, console, main, press, session

PALETTE = "ctrl+p"
MODELS = "A_MODEL=openai:gpt-6-luna\n"
RSC = f"rsc --config {CONFIG}"


def open_models() -> Session:
    path = Path(".env")
    path.write_text(MODELS)
    path.chmod(0o600)
    return Session.open(path)


def beside() -> str:
    return Path("rscrew.yaml").read_text()


async def test_limits_are_changes_of_the_file_like_others() -> None:
    app = console(session())
    async with app.run_test(size=(120, 40)) as pilot:
        state = main(app).state
        await press(pilot, PALETTE, *"budget", "enter", *"daily, all", "enter")
        await press(pilot, *"0", "enter")
        assert "no amount of US dollars" in str(app.screen.query_one("#note").render_line(0).text)
        await press(pilot, "backspace", *"2.5", "enter")
        assert state.session.document.value["budgets"] == {"daily_usd": 2.5}
        assert state.last_command == f"{RSC} budget daily 2.5"
        await press(pilot, PALETTE, *"budget", "enter", *"monthly, claude", "enter", *"50", "enter")
        assert state.last_command == f"{RSC} budget monthly 50 --provider claude"
        await press(pilot, PALETTE, *"budget", "enter", *"when the", "enter", *"block", "enter")
        assert state.last_command == f"{RSC} budget --on-exceed block"
        await press(pilot, PALETTE, *"new alert", "enter", *"p95", "enter", *"day", "enter")
        await press(pilot, *"2 s", "enter")
        assert state.last_command == f"{RSC} alert p95_latency_ms '2 s' --per day"
        assert [one.threshold for one in state.session.roster.settings.alerts] == [2000]
        await press(pilot, PALETTE, *"remove an alert", "enter", "enter")
        assert not state.session.roster.settings.alerts
        await press(pilot, "u", "u", "u", "u")
        assert state.session.document.value["budgets"] == {"daily_usd": 2.5}
        await press(pilot, PALETTE, *"budget", "enter", *"daily, all", "enter", "backspace")
        await press(pilot, *["backspace"] * 3, "enter")
        assert not state.session.roster.settings.budgets
        await press(pilot, "u", "u")
        assert state.session.document.text == SMALL


async def test_limits_that_the_file_cannot_hold_go_beside_it_at_once() -> None:
    app = console(open_models(), counted=True)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "c")
        assert isinstance(app.screen, UsageScreen)
        await press(pilot, "b", *"weekly, all", "enter", *"7", "enter")
        assert "weekly_usd: 7" in beside()
        await press(pilot, "a", *"cost", "enter", "enter", *"at least 3", "enter")
        assert "at_least: 3" in beside()
        await press(pilot, "escape", "u", "u")
        assert "weekly_usd" not in beside()
        await press(pilot, "U")
        assert "weekly_usd: 7" in beside()
        assert main(app).state.session.document.text == MODELS


@each_row(("typed", "fields"), [
    ("10", {"threshold": 10}),
    (" 2.5 ", {"threshold": 2.5}),
    ("$3-5", {"threshold": "$3-5"}),
    ("2 s", {"threshold": "2 s"}),
    ("at least 20", {"at_least": 20}),
    ("At least $2", {"at_least": "$2"}),
    ("", {"threshold": ""}),
])  # fmt: skip
def test_a_bound_as_it_is_typed(typed: str, fields: dict[str, object]) -> None:
    assert _bound(typed) == fields
