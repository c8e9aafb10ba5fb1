"""The user's own editor, at a line."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rscrew_console.tui.context import EditorHost

FALLBACK = "vi"
ENDING_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGQUIT") if hasattr(signal, name)
)
"""By these the system, or a terminal that is closed, asks a program to end."""
_AT_LINE = {
    "code": ("--wait", "--goto", "{path}:{line}"),
    "codium": ("--wait", "--goto", "{path}:{line}"),
    "cursor": ("--wait", "--goto", "{path}:{line}"),
    "subl": ("--wait", "{path}:{line}"),
    "zed": ("--wait", "{path}:{line}"),
    "hx": ("{path}:{line}",),
    "helix": ("{path}:{line}",),
    "micro": ("{path}", "+{line}"),
}
"""How editors that do not take `+LINE FILE` want to be told."""


def command_line(environ: Mapping[str, str], path: Path, line: int) -> list[str]:
    """The command that opens the file at the line: $VISUAL, $EDITOR, or vi.

    Raises ValueError where the variable's quotes do not close.
    """
    chosen = environ.get("VISUAL") or environ.get("EDITOR") or FALLBACK
    program = shlex.split(chosen) or [FALLBACK]
    shape = _AT_LINE.get(Path(program[0]).stem, ("+{line}", "{path}"))
    return [*program, *(part.format(path=path, line=max(line, 1)) for part in shape)]


def edit_file(host: EditorHost, path: Path, line: int) -> bool:
    """Hands the terminal to the editor and waits. Says so and returns False where it cannot."""
    from textual.app import SuspendNotSupported

    try:
        command = command_line(os.environ, path, line)
        with host.suspend():
            status = _run(command)
    except (ValueError, OSError) as error:
        host.show_message(f"the editor cannot be started: {error}; set $VISUAL or $EDITOR", "error")
        return False
    except SuspendNotSupported:
        host.show_message("this terminal cannot be handed to an editor", "error")
        return False
    if status:
        host.show_message(f"{command[0]} ended with status {status}", "warning")
    return True


def _run(command: list[str]) -> int:
    """Waits for the program and returns its exit status.

    A signal that ends the console ends the program first: nothing else would, as the console's own
    handler has no turn while it waits.
    """
    received: list[int] = []
    with subprocess.Popen(command) as program:

        def end(number: int, _frame: object) -> None:
            received.append(number)
            program.terminate()

        former = {number: signal.signal(number, end) for number in ENDING_SIGNALS}
        try:
            status = program.wait()
        finally:
            for number, handler in former.items():
                signal.signal(number, handler)
    for number in received:
        signal.raise_signal(number)
    return status
