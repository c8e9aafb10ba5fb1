"""The only place that writes to the terminal."""

from __future__ import annotations

import os
import sys
from typing import TextIO

_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


def say(text: str = "") -> None:
    """One or more lines to standard output."""
    _write(sys.stdout, text + "\n")


def complain(text: str) -> None:
    """One or more lines to standard error."""
    _write(sys.stderr, text + "\n")


def say_json(value: object) -> None:
    """JSON for scripts. ASCII only, so that no name in it can do anything to a terminal."""
    import json

    say(json.dumps(value, indent=2))


def styled(text: str, style: str, stream: TextIO | None = None) -> str:
    """The text in bold or in a colour, where the stream is a terminal that shows them."""
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if _has_colour(stream or sys.stdout) else text


def on_terminal() -> bool:
    """Return whether standard output is a terminal."""
    return is_terminal(sys.stdout)


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether the stream is a terminal; False for a closed stream."""
    return stream is not None and stream.isatty()


def width() -> int | None:
    """Return the columns of the terminal; None where the output is no terminal."""
    if on_terminal() or os.environ.get("COLUMNS", "").isdecimal():
        import shutil  # which loads what unpacks archives: only a terminal asks for it

        return shutil.get_terminal_size().columns
    return None


def _has_colour(stream: TextIO) -> bool:
    # An empty NO_COLOR is as if it were not there: https://no-color.org
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return not plain and is_terminal(stream)


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:  # Started with the stream closed: nobody listens.
        return
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        mute(stream)


def mute(stream: TextIO) -> None:
    """Discard all further output: the reader has closed the pipe, as `| head` does."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
