"""The real program in a real terminal: assign, undo, redo, diff, save, quit, and the bytes."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from rscrew_console.session import Session
from rscrew_console.starter import starter_text
from tests.tui.console import CONFIG
from tests.tui.terminal import Terminal


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    CONFIG.write_text(starter_text(), encoding="utf-8")
    opened = Terminal()
    yield opened
    opened.close()


def test_from_the_first_key_to_the_bytes(terminal: Terminal) -> None:
    before = starter_text()
    terminal.wait_for("project_orchestrator", "1  claude", "saved")
    terminal.press("l2")
    terminal.wait_for("2 unsaved", "openai*", "claude*")
    terminal.press("u")
    terminal.wait_for("saved", gone="unsaved")
    terminal.press("U")
    terminal.wait_for("2 unsaved")
    terminal.press("d")
    terminal.wait_for("Not saved yet", "-    primary: claude", "+    primary: openai")
    terminal.press("\x1b")
    terminal.wait_for("2 unsaved", gone="Not saved yet")
    terminal.press("S")
    terminal.wait_for("Save model_config.yaml?")
    assert CONFIG.read_text(encoding="utf-8") == before
    terminal.press("\r")
    terminal.wait_for("2 lines changed", gone="unsaved")
    terminal.press("q")
    assert terminal.wait_for_the_end() == 0
    slots = "primary: {}\n    secondary: {}".format
    expected = before.replace(slots("claude", "openai"), slots("openai", "claude"), 1)
    assert CONFIG.read_text(encoding="utf-8") == expected


def test_the_users_editor_and_what_others_write(terminal: Terminal) -> None:
    terminal.wait_for("project_orchestrator")
    terminal.press("l2")
    terminal.wait_for("2 unsaved")
    terminal.press("e")
    terminal.wait_for("your changes in 2 places went on")
    text = CONFIG.read_text(encoding="utf-8")
    assert text == starter_text() + "# mine\n"
    CONFIG.write_text(text.replace("gpt-6.1-sol", "gpt-9"), encoding="utf-8")
    terminal.wait_for("gpt-9", "2 unsaved")
    terminal.press("qD")
    assert terminal.wait_for_the_end() == 0


def test_keys_in_one_write_go_where_they_were_meant_to_go(terminal: Terminal) -> None:
    terminal.press("l/x4321\r")  # before there is anything to see
    terminal.wait_for("Nothing matches x4321")
    terminal.press("/\x15implementer\r\rgem\rS\r")
    terminal.wait_for("changed in model_config.yaml", gone="unsaved")
    terminal.press("q")
    assert terminal.wait_for_the_end() == 0
    text = CONFIG.read_text(encoding="utf-8")
    assert "code_implementer:\n    primary: gemini" in text


RESTORED = (b"\x1b[?1049l", b"\x1b[?25h")
"""What leaves the full screen, and shows the cursor again."""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGQUIT"])
def test_a_signal_ends_it_in_order_and_what_is_unsaved_is_offered_again(
    terminal: Terminal, name: str
) -> None:
    number = signal.Signals[name]
    terminal.wait_for("project_orchestrator")
    terminal.press("l2")
    terminal.wait_for("2 unsaved")
    terminal.send_signal(number)
    assert terminal.wait_for_the_end() == 128 + number
    assert all(sequence in terminal.last_output for sequence in RESTORED)
    assert b"Traceback" not in terminal.last_output
    (left,) = Session.open(CONFIG, journal=True).pending()
    assert "+    primary: openai" in left.diff("x")


def test_a_closed_terminal_ends_it_without_a_crash(terminal: Terminal) -> None:
    terminal.wait_for("project_orchestrator")
    terminal.press("l2")
    terminal.wait_for("2 unsaved")
    terminal.hang_up()
    assert terminal.wait_until_gone() == 128 + signal.SIGHUP
    assert not [*Path("state").rglob("crash.log")]
    again = Terminal()
    try:
        again.wait_for("take over?", "+    primary: openai")
    finally:
        again.close()


def test_a_signal_ends_the_editor_too(terminal: Terminal) -> None:
    Path("editor.py").write_text(
        "import os, time\nopen('pid', 'w').write(str(os.getpid()))\n"
        "open('ready', 'w').close()\ntime.sleep(600)\n"
    )
    terminal.wait_for("project_orchestrator")
    terminal.press("e")
    terminal.wait_until(Path("ready").exists)
    terminal.send_signal(signal.SIGTERM)
    assert terminal.wait_for_the_end() == 128 + signal.SIGTERM
    with pytest.raises(ProcessLookupError):
        os.kill(int(Path("pid").read_text()), 0)
