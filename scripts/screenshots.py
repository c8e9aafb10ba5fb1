"""`make screenshots`: draws the pictures of the README by working in the real console."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rscrew_console.cli.demo import PRICES
from rscrew_console.cli.demo_calls import made_up
from rscrew_console.document import Document
from rscrew_console.providers.health import Health, Status
from rscrew_console.runtime.ledger import Ledger, config_name
from rscrew_console.session import Session
from rscrew_console.starter import create_starter
from rscrew_console.tui.opening import app_for
from rscrew_console.tui.screens.main import MainScreen
from scripts.moving_picture import Frame, moving_picture

EXAMPLES = Path(__file__).parents[1] / "config" / "examples"
SAMPLES = {
    "litellm": ("litellm.yaml", "litellm_config.yaml"),
    "omo": ("omo.jsonc", ".opencode/oh-my-openagent.jsonc"),
    "claude-code": ("claude-code", ".claude/agents"),
}
"""By picture: the sample, and where its program looks for it."""
PICTURES = Path(__file__).parents[1] / "screenshots"
SIZE = (132, 34)
CONFIG = Path("config/model_config.yaml")

# Made up: enough for the console to see that all of the providers have a key.
VENDORS = ("ANTHROPIC", "OPENAI", "GEMINI", "DEEPSEEK")
KEYS = {f"{vendor}_API_KEY": "sk-0123456789abcdef" for vendor in VENDORS}

# What is pressed before each view_state, starting at the name of the first agent.
TO_THE_WRITER = ["l", *"jjjjj"]
TO_THE_IMPLEMENTER = list("jjjjj")
CHANGES = [*TO_THE_WRITER, "1", *TO_THE_IMPLEMENTER, "3"]
STORIES = {
    "main": CHANGES,
    "picker": [*CHANGES, "l", "enter"],
    "diff": [*TO_THE_WRITER, *TO_THE_IMPLEMENTER, "3", "S"],
    "strategies": ["b", "g", "tab", "j", "j", "space"],
    "what-if": ["w", "right"],
    "usage": ["c"],
}
TOUR: Sequence[tuple[Sequence[str], str, float]] = (
    ((), "Who runs on what, and is it alive? Claude is out of credit, Gemini is slow", 5),
    (("l",), "Move as in a spreadsheet: arrows, or h j k l", 2.5),
    (("2",), "2 puts the second provider into the slot; the two swap", 3.5),
    (
        ("j", "l", "enter"),
        "Enter picks from a list with health, price and the agents that use it",
        3,
    ),
    (("g", "e", "m"), "It filters as you type", 2),
    (("enter",), "Two agents changed, nothing saved yet; the header tells the cost", 3),
    (("S",), "S shows exactly what will be written; space leaves a change out", 4.5),
    (("enter",), "Saved: only these bytes have changed", 3),
    (("u",), "u takes it back, also after saving", 2.5),
    (("L",), "L: all that was done, as command lines to copy", 3.5),
    (("escape", "b", "j"), "b: a strategy for all agents, with what it would change and cost", 4.5),
    (("escape", "w"), "w: what if a provider goes down?", 4),
    (("escape", "question_mark"), "? lists every key that does something here", 4),
)
"""The moving picture: what is pressed, what is said below it, and how many seconds it stays."""
TOUR_SIZE = (120, 32)
AFTERNOON = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
"""A Friday, on which the made-up calls end."""
BUDGETS = {"daily_usd": 0.7, "monthly_usd": 20, "providers": {"openai": {"weekly_usd": 2}}}
ALERTS = [{"name": "slow answers", "metric": "p95_latency_ms", "threshold": 4000}]
LEDGER = Path("usage.db")


def make_calls() -> None:
    """Gives the crew prices and limits, and a ledger of calls that were never made."""
    doc = Document.parse(CONFIG.read_text(encoding="utf-8"))
    for provider, price in PRICES.items():
        doc = doc.set(("providers", provider, "price"), price)
    doc = doc.set(("budgets",), BUDGETS).set(("alerts",), ALERTS)
    doc = doc.set(("global_settings", "usage_db"), str(LEDGER.absolute()))
    CONFIG.write_text(doc.text, encoding="utf-8", newline="")
    ledger = Ledger(LEDGER)
    for attempt in made_up(Session.open(CONFIG).roster, AFTERNOON, config_name(CONFIG)):
        ledger.note(attempt)
    ledger.close()


CHECKS: dict[str, tuple[tuple[Status, float], ...]] = {
    "claude": (("ok", 412), ("ok", 398), ("ok", 455), ("no_credit", 230)),
    "openai": (("ok", 310), ("ok", 340), ("ok", 295), ("ok", 322)),
    "gemini": (("ok", 640), ("degraded", 2310), ("degraded", 2480), ("degraded", 2450)),
    "deepseek": (("ok", 520), ("server_error", 90), ("ok", 505), ("ok", 498)),
}
"""Made up: by provider, what the last checks found, and in how many milliseconds."""


def make_checks(screen: MainScreen) -> None:
    """Lets the console know of checks, the last of them five seconds ago."""
    state = screen.state
    state.checks = True
    at = AFTERNOON - timedelta(seconds=5)
    for provider in state.session.roster.providers:
        for status, took in CHECKS.get(provider.name, ()):
            state.health.take(provider, Health(provider.name, status, "", "", took, 200, at))
    state.health.date_round(at)
    screen.redraw_everywhere()


async def draw(keys: list[str], *, checked: bool = False, path: Path = CONFIG) -> str:
    """The screen as SVG after some keys; `checked` is whether providers have been checked."""
    (frame,) = await draw_each([keys], checked=checked, path=path)
    return frame


async def draw_each(
    steps: Sequence[Sequence[str]],
    *,
    checked: bool = False,
    path: Path = CONFIG,
    size: tuple[int, int] = SIZE,
) -> list[str]:
    """The screen as SVG after each of the steps, which are keys."""
    app = app_for(
        path, KEYS, Path.cwd(), watched=False, checked=False, tz=UTC, clock=lambda: AFTERNOON
    )
    drawn = []
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()  # the prices
        if checked and isinstance(app.screen, MainScreen):
            make_checks(app.screen)
            await pilot.pause()
        for keys in steps:
            await pilot.press(*keys)
            await pilot.pause()
            if reading := [worker for worker in app.workers if worker.group == "ledger"]:
                await app.workers.wait_for_complete(reading)
                await pilot.pause()
            drawn.append(app.export_screenshot(title="rscrew-console"))
    return drawn


def draw_tour() -> str:
    """The moving picture, on a starter of its own."""
    CONFIG.unlink(missing_ok=True)
    create_starter(CONFIG)
    steps = [keys for keys, _, _ in TOUR]
    pictures = asyncio.run(draw_each(steps, checked=True, size=TOUR_SIZE))
    frames = [
        Frame(picture, caption, seconds)
        for picture, (_, caption, seconds) in zip(pictures, TOUR, strict=True)
    ]
    return moving_picture(frames, "rscrew-console")


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home, contextlib.chdir(home):
        # The user's own files stay out of it: keys, saved states, journals.
        os.environ.update(HOME=home, XDG_STATE_HOME=f"{home}/state", XDG_CONFIG_HOME=f"{home}/own")
        for name, keys in STORIES.items():
            CONFIG.unlink(missing_ok=True)
            create_starter(CONFIG)
            if name == "usage":
                make_calls()
            view_state = PICTURES / f"{name}.svg"
            view_state.write_text(
                asyncio.run(draw(keys, checked=name == "main")), encoding="utf-8", newline="\n"
            )
            sys.stdout.write(f"screenshots/{view_state.name}\n")
        (PICTURES / "tour.svg").write_text(draw_tour(), encoding="utf-8", newline="\n")
        sys.stdout.write("screenshots/tour.svg\n")
        for name, (sample, place) in SAMPLES.items():
            copy_sample(EXAMPLES / sample, Path(place))
            picture = PICTURES / f"{name}.svg"
            text = asyncio.run(draw(["l"], path=Path(place)))
            picture.write_text(text, encoding="utf-8", newline="\n")
            sys.stdout.write(f"screenshots/{picture.name}\n")


def copy_sample(source: Path, place: Path) -> None:
    """Puts a sample to where its program looks for it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, place)
    else:
        shutil.copy(source, place)


if __name__ == "__main__":
    main()
