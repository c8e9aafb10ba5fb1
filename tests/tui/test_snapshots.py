"""Every screen as it looks. To renew: pytest --snapshot-update."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.starter import starter_text
from tests.tui.console import CONFIG, SMALL, console, session
from tests.tui.looks import SIZES, looks
from tests.tui.samples import opened_sample

DIFFERENT = (
    starter_text()
    .replace("model: gemini/gemini", "model: gemini")
    .replace("secondary: claude\n    tertiary: deepseek", "secondary: openai")
)
"""The starter with some things that are unwise."""

STORIES: dict[str, tuple[str, list[str]]] = {
    "main": (starter_text(), []),
    "changed": (starter_text(), ["l", "2", "j", "j", "3", "j", "space", "space"]),
    "warnings": (DIFFERENT, ["exclamation_mark"]),
    "provider": (DIFFERENT, ["tab", "j", "j"]),
    "picker": (starter_text(), ["j", "l", "enter"]),
    "picker-filtered": (starter_text(), ["tab", "l", "enter", *"gem"]),
    "prompt": (starter_text(), ["end", "left", "enter"]),
    "fields": (starter_text(), ["tab", "enter"]),
    "diff": (starter_text(), ["l", "2", "d"]),
    "save": (starter_text(), ["l", "2", "S"]),
    "quit": (starter_text(), ["l", "2", "q"]),
    "help": (starter_text(), ["question_mark"]),
    "filter": (starter_text(), ["slash", *"special"]),
    "nothing-matches": (starter_text(), ["slash", *"nobody", "enter"]),
    "history": (SMALL, ["l", "2", "S", "enter", "j", "3", "S", "enter", "H"]),
    "empty": ("providers: {}\nagent_assignments: {}\n", []),
    "odd-names": (SMALL.replace("planner", '"[/]\\e[1m漢字 مرحبا"'), []),
    "checklist": (starter_text(), ["question_mark", *"checklist", "enter", "down"]),
    "command-log": (starter_text(), ["l", "2", "j", "right", "3", "L"]),
    "left-out": (starter_text(), ["l", "2", "j", "j", "3", "S", "n", "space"]),
}


@pytest.mark.parametrize(("story", "size", "theme"), looks(STORIES, thorough=("main", "fields")))
def test_a_screen(snap_compare: Callable[..., bool], story: str, size: str, theme: str) -> None:
    text, keys = STORIES[story]
    app = console(session(text), light=theme == "light")
    assert snap_compare(app, terminal_size=SIZES[size], run_before=pressing(*keys))


FORMATS: dict[str, list[str]] = {
    "litellm.yaml": ["l"],
    "omo.jsonc": ["l"],
    "claude-code": ["j", "l", "enter"],
    "opencode.jsonc": ["l", *"jjjjj", "enter"],
}
"""By sample: keys after which it is drawn."""


@pytest.mark.parametrize(("sample", "size", "theme"), looks(FORMATS))
def test_a_format(snap_compare: Callable[..., bool], sample: str, size: str, theme: str) -> None:
    app = console(opened_sample(sample), light=theme == "light")
    run_before = pressing(*FORMATS[sample])
    assert snap_compare(app, terminal_size=SIZES[size], run_before=run_before)


FILES: dict[str, list[str]] = {
    "list": ["l", "2", "f"],
    "switch": ["l", "2", "f", *"openagent", "enter"],
}


@pytest.mark.parametrize(("story", "size", "theme"), looks(FILES))
def test_files(snap_compare: Callable[..., bool], story: str, size: str, theme: str) -> None:
    for sample in ("omo.jsonc", "claude-code", "crewai-agents.yaml"):
        opened_sample(sample)
    app = console(session(starter_text()), light=theme == "light")
    assert snap_compare(app, terminal_size=SIZES[size], run_before=pressing(*FILES[story]))


def test_errors(snap_compare: Callable[..., bool]) -> None:
    CONFIG.write_text(SMALL.replace("primary: openai", "primary: opnai").replace("gpt", "[gpt"))
    assert snap_compare(console(CONFIG), terminal_size=SIZES["80x24"], run_before=pressing())


def test_welcome(snap_compare: Callable[..., bool], monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path("/")  # the same on every machine
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", "/own")
    monkeypatch.setattr(Path, "cwd", classmethod(lambda _: Path("/nowhere")))
    assert snap_compare(console(), terminal_size=SIZES["80x24"], run_before=pressing())


def test_a_collision(snap_compare: Callable[..., bool]) -> None:
    app = console(session())

    async def change_outside(pilot: Any) -> None:
        await pilot.press("tab", "l", "enter", *"mine", "enter")
        text = CONFIG.read_text(encoding="utf-8")
        CONFIG.write_text(text.replace("claude-sonnet-5 ", "theirs ").replace("ahead", "on"))
        await pilot.press("S")
        await pressing()(pilot)

    assert snap_compare(app, terminal_size=SIZES["80x24"], run_before=change_outside)


def test_without_colours(
    snap_compare: Callable[..., bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = console(session(starter_text()))
    keys = ["l", "2", "j", "space"]
    assert snap_compare(app, terminal_size=SIZES["80x24"], run_before=pressing(*keys))


def pressing(*keys: str) -> Callable[[Any], Awaitable[None]]:
    """Presses the keys and lets everything settle. Toasts go: they fade with the clock."""

    async def act(pilot: Any) -> None:
        await pilot.press(*keys)
        await pilot.pause()
        pilot.app.clear_notifications()
        await pilot.pause()

    return act
