"""Programs in a terminal of their own: when they have painted, what they took until then, and what
a key costs until its effect is on the screen. In processor time, as others use the machine, too.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

ROWS, COLUMNS = 40, 140
PATIENCE = 120.0
"""Seconds after which a program is taken to hang."""
PAINTED_AFTER = 0.15
"""Seconds without output after which what a key does is on the screen."""
QUIET = 0.8
"""Seconds without output after which a program has done what it was asked for."""

SMALL_APP = """\
import sys
from textual.app import App
from textual.widgets import DataTable, Footer
if len(sys.argv) > 1:
    import yaml
    data = yaml.load(open(sys.argv[1], encoding="utf-8"), yaml.CSafeLoader)
class Small(App):
    BINDINGS = [("q", "quit", "Quit")]
    def compose(self):
        yield DataTable()
        yield Footer()
    def on_mount(self):
        table = self.query_one(DataTable)
        table.add_columns("name", "one", "two", "three")
        for number in range(40):
            table.add_row(f"row_{number}", "a", "b", "c")
Small().run()
"""
PAINTED = b"row_20"
"""What the small app has on its screen when it has painted."""


class Terminal:
    """A program in a terminal. Use it as a context manager: it is ended on the way out."""

    def __init__(self, command: Sequence[str], folder: Path, env: Mapping[str, str]) -> None:
        self.output = b""
        self.pid, self._screen = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            # S606: the command is a benchmark's own
            os.execvpe(command[0], [*command], {**env, "TERM": "xterm-256color"})  # noqa: S606
        size = struct.pack("HHHH", ROWS, COLUMNS, 0, 0)
        fcntl.ioctl(self._screen, termios.TIOCSWINSZ, size)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:  # fmt: skip
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)
        os.close(self._screen)

    def until(self, text: bytes) -> float:
        """Processor seconds that the program has taken when the text is on its screen.

        Raises RuntimeError where it ends or hangs before that.
        """
        limit = time.monotonic() + PATIENCE
        while text not in self.output:
            if time.monotonic() > limit or not self._read(1.0):
                raise RuntimeError(f"{text!r} was not painted:\n{self.output[-2000:]!r}")
        return self.cpu()

    def press(self, keys: bytes) -> tuple[float, float]:
        """Processor seconds from the keys to the end of what they paint, and to the end of all that
        is worked out behind the screen afterwards."""
        self.settle()
        before = self.cpu()
        os.write(self._screen, keys)
        while not self._read(0.05, only_now=True):
            pass
        painted = self.cpu()
        while self._read(PAINTED_AFTER, only_now=True):
            painted = self.cpu()
        self.settle()
        return painted - before, self.cpu() - before

    def settle(self) -> None:
        """Wait until nothing is painted and nothing is worked on any more."""
        quiet = time.monotonic()
        busy = self.cpu()
        while time.monotonic() - quiet < QUIET:
            painted = self._read(0.1, only_now=True)
            if painted or self.cpu() - busy > 0.02:
                quiet, busy = time.monotonic(), self.cpu()

    def cpu(self) -> float:
        """Processor seconds of the program so far."""
        threads = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9

    def memory(self) -> float:
        """Megabytes that the program holds now."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        line = next(each for each in status.splitlines() if each.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def _read(self, seconds: float, *, only_now: bool = False) -> bool:
        """Whether the program is there (or, `only_now`, whether it has painted anything)."""
        if not select.select([self._screen], [], [], seconds)[0]:
            return not only_now
        try:
            part = os.read(self._screen, 1 << 16)
        except OSError:  # it has ended
            return False
        self.output += part
        return bool(part)


def small_app(*arguments: str) -> list[str]:
    """The command of the app that the console is compared with."""
    return [sys.executable, "-c", SMALL_APP, *arguments]
