"""The real program in a real terminal: assign, undo, redo, diff, save, quit, and the bytes."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pyte
import pytest

from rscrew_console.starter import starter_text
from tests.tui.console import CONFIG, KEYS, PATIENCE

EDITOR = "import sys; p = sys.argv[2]; t = open(p).read(); open(p, 'w').write(t + '# mine\\n')"


class Terminal:
    """A screen of 80 by 24, and the program that draws on it."""

    def __init__(self) -> None:
        editor = Path("editor.py")
        editor.write_text(EDITOR)
        environ = {
            **os.environ, **KEYS, "TERM": "xterm-256color",
            "EDITOR": f"{sys.executable} {editor}",
        }  # fmt: skip
        self.last_output = b""
        """What it wrote after the last text that was waited for."""
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        self._program = pexpect.spawn(
            sys.executable,
            ["-m", "rscrew_console", "--no-checks"],
            env=environ,
            dimensions=(24, 80),
        )

    @property
    def text(self) -> str:
        return "\n".join(self._screen.display)

    def press(self, keys: str) -> None:
        self._program.send(keys)

    def wait_for(self, *texts: str, gone: str = "") -> None:
        """Until all of that, and nothing of what is to be gone, is on the screen."""
        self.wait_until(
            lambda: all(text in self.text for text in texts) and not (gone and gone in self.text),
            f"{texts} (gone: {gone!r})",
        )

    def wait_until(self, condition: Callable[[], bool], what: str = "") -> None:
        """Until that is so."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError(f"not {what or condition} on\n{self.text}")
            try:
                self._stream.feed(self._program.read_nonblocking(65536, timeout=0.2))
            except pexpect.TIMEOUT:
                continue

    def hang_up(self) -> None:
        """Closes the terminal's window: the program has none from then on.

        The number stays open, on nothing: pexpect closes it later, and must not close by that
        a file of somebody else that was given the same number in between.
        """
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, self._program.child_fd)
        os.close(nothing)

    def send_signal(self, number: int) -> None:
        self._program.kill(number)

    def wait_until_gone(self) -> int:
        """Waits for the end without a terminal; the exit status."""
        self._program.wait()
        return int(self._program.exitstatus)

    def wait_for_the_end(self) -> int:
        self._program.expect(pexpect.EOF, timeout=PATIENCE)
        self.last_output = self._program.before
        self._program.close()
        return int(self._program.exitstatus)

    def close(self) -> None:
        if not self._program.closed:
            self._program.close(force=True)


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


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
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
    again = Terminal()
    try:
        again.wait_for("take over?", "+    primary: openai")
    finally:
        again.close()


def test_a_closed_terminal_ends_it_without_a_crash(terminal: Terminal) -> None:
    terminal.wait_for("project_orchestrator")
    terminal.press("l2")
    terminal.wait_for("2 unsaved")
    terminal.hang_up()
    assert terminal.wait_until_gone() == 128 + signal.SIGHUP
    assert not [*Path("state").rglob("crash.log")]
    again = Terminal()
    try:
        again.wait_for("take over?")
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
