"""No test of the console sees the user's own files, keys or terminal."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from textual.app import ScreenStackError
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot

from rscrew_console.tui.key_queue import KeyQueue
from tests.tui.console import PATIENCE


@pytest.fixture(autouse=True)
def _own_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "own"))
    for name in ("NO_COLOR", "COLORFGBG", "RSC_THEME", "VISUAL", "EDITOR", "TEXTUAL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session", autouse=True)
def _style_sheets_are_parsed_once() -> Iterator[None]:
    """Share the parsed style sheets between the consoles that tests start.

    Textual keeps them per app, and parses all of them again for each screen that brings one: a
    quarter of the time of a test. The method is not public. Where a version of Textual has none of
    this name, every test parses its own.
    """
    parse = getattr(Stylesheet, "_parse_rules", None)
    if parse is None:
        yield
        return
    parsed: dict[object, list[Any]] = {}

    def parse_once(sheet: Stylesheet, *source: Any, **options: Any) -> list[Any]:
        variables = tuple(sheet._variables.items())
        key = (source, tuple(sorted(options.items())), variables)
        if key not in parsed:
            parsed[key] = parse(sheet, *source, **options)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parse_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def _keys_come_in_one_piece() -> Iterator[None]:
    """Let `pilot.press` send all its keys at once, as a paste or a macro does.

    Textual's own waits twice after each key until nothing has happened for 20 ms. The console
    itself promises that each key waits for what the one before it began (test_keys_in_turn.py).
    """
    send = Pilot.press

    async def do_not_wait(*_: float) -> None:
        await asyncio.sleep(0)

    async def press(pilot: Pilot[Any], *keys: str) -> None:
        app = pilot.app
        if not isinstance(app, KeyQueue):
            for key in keys:
                await send(pilot, key)
                await pilot.pause()
            return
        await send(pilot, *keys)
        arrived = asyncio.Event()
        app.call_later(arrived.set)
        async with asyncio.timeout(PATIENCE):
            # The queue tells nobody that it is empty.
            while app.is_running and not (arrived.is_set() and app._typing is None):  # noqa: ASYNC110
                await asyncio.sleep(0.001)
        with suppress(ScreenStackError):  # a key has ended the app
            await pilot.pause()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textual.app.wait_for_idle", do_not_wait)
        patch.setattr(Pilot, "press", press)
        yield
