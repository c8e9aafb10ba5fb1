"""Strategies, what-ifs and the pin as they look. To renew: pytest --snapshot-update."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rscrew_console.starter import starter_text
from tests.tui.console import console, session
from tests.tui.looks import SIZES, looks
from tests.tui.test_snapshots import pressing

PRICES = {
    "claude": "{input: 3, output: 15}",
    "openai": "{input: 1.25, output: 10}",
    "gemini": "{input: 0.5, output: 3}",
    "deepseek": "{input: 0.25, output: 1}",
}
KEYS = {f"{vendor}_API_KEY": "made-up-0123456789" for vendor in ("ANTHROPIC", "OPENAI", "GEMINI")}


def crew() -> str:
    """The starter with prices of its own, so that no package's prices are in the pictures."""
    text = starter_text()
    for provider, price in PRICES.items():
        text = text.replace(f"\n  {provider}:\n", f"\n  {provider}:\n    price: {price}\n", 1)
    return text


STORIES: dict[str, tuple[str, list[str]]] = {
    "costs": (crew(), []),
    "strategies": (crew(), ["b", "g", "down"]),
    "strategies-left-out": (crew(), ["space", "j", "space", "b", "g", "tab", "j"]),
    "what-if": (crew(), ["w"]),
    "what-if-stranded": (
        crew().replace("agent_assignments:\n", "agent_assignments:\n  lonely: {primary: openai}\n"),
        ["w", "down", "right"],
    ),
    "pinned": (
        crew().replace("global_settings:\n", "global_settings:\n  pin: claude\n"),
        ["b"],
    ),
}


@pytest.mark.parametrize(("story", "size", "theme"), looks(STORIES, thorough=("strategies",)))
def test_a_screen(snap_compare: Callable[..., bool], story: str, size: str, theme: str) -> None:
    text, keys = STORIES[story]
    app = console(session(text), environ=KEYS, light=theme == "light")
    assert snap_compare(app, terminal_size=SIZES[size], run_before=pressing(*keys))
