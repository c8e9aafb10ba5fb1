"""The scenario table in a real terminal: moved, typed, undone, saved, and the bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.test_scenarios import EXAMPLE
from tests.tui.test_terminal import Terminal

FILE = Path("experiment.yaml")


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    monkeypatch.setenv("OPENROUTER_API_KEY", "sk-or-v1-0123456789abcdef0123456789abcdef")
    FILE.write_text(EXAMPLE, encoding="utf-8")
    opened = Terminal()
    yield opened
    opened.close()


def test_from_the_first_key_to_the_bytes(terminal: Terminal) -> None:
    terminal.wait_for("Scenarios for 10 agents", "Three models", "10 of 10")
    terminal.press("lfh++")  # two agents from the second column to the first
    terminal.wait_for("5*", "1*")
    terminal.press("u")
    terminal.wait_for("4*", "2*", gone="5*")
    terminal.press("j9")
    terminal.wait_for("13 of 10 ✗", "9*")
    terminal.press("S\r")
    terminal.wait_for("Save counts that do not add up?", "13 of 10 agents")
    terminal.press("\x1b")
    terminal.wait_for("13 of 10 ✗", gone="Save counts")
    assert FILE.read_text(encoding="utf-8") == EXAMPLE
    terminal.press("6S\r")
    terminal.wait_for("2 lines changed", gone="6*")
    terminal.press("q")
    assert terminal.wait_for_the_end() == 0
    rest = "\n      google/gemini-2.5-pro: 4"
    expected = EXAMPLE.replace("gpt-4.1: 3\n", "gpt-4.1: 4\n").replace(
        f"sonnet-4.5: 3{rest}", f"sonnet-4.5: 2{rest}"
    )
    assert FILE.read_text(encoding="utf-8") == expected
