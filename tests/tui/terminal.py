"""The real program in a real terminal."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pexpect
import pyte

from tests.tui.console import KEYS, PATIENCE

EDITOR = "import sys; p = sys.argv[2]; t = open(p).read(); open(p, 'w').write(t + '# mine\\n')"


class Terminal:
    """A screen of 80 by 24, and the program that draws on it."""

    def __init__(self, *arguments: str) -> None:
        """`arguments` are Python's; by default the console on the file that is found."""
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
            [*(arguments or ("-m", "rscrew_console", "--no-checks"))],
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

    def wait_until_killed(self) -> int:
        """Waits for the end by a signal; its number."""
        self._program.expect(pexpect.EOF, timeout=PATIENCE)
        self._program.close()
        return int(self._program.signalstatus)

    def wait_for_the_end(self) -> int:
        self._program.expect(pexpect.EOF, timeout=PATIENCE)
        self.last_output = self._program.before
        self._program.close()
        return int(self._program.exitstatus)

    def close(self) -> None:
        if self._program.closed:
            return
        if self._program.isalive():
            self._program.kill(signal.SIGKILL)
            self._program.wait()
        self._program.close()
