"""`rsc`, `rsc FILE` and `rsc --config FILE`: the console opens before what reads commands and their
options is loaded, which would take a tenth of the time until its first picture.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from rscrew_console.cli.output import is_terminal
from rscrew_console.roster.secret import is_surely_key


def start_console(arguments: Sequence[str]) -> int | None:
    """Open the console and return the exit status.

    None where the arguments say anything else, or something is wrong with them or the terminal:
    who reads commands and options knows what.
    """
    if not _is_console(arguments) or any(map(is_surely_key, arguments)):
        return None
    if not (is_terminal(sys.stdin) and is_terminal(sys.stderr)):
        return None
    if os.environ.get("TERM") == "dumb" or any(one.endswith("_COMPLETE") for one in os.environ):
        return None
    from rscrew_console.session.errors import SessionError
    from rscrew_console.tui import run

    try:
        return run(Path(arguments[-1]) if arguments else None)
    except (SessionError, OSError, KeyboardInterrupt) as error:
        from rscrew_console.cli.errors import report

        return report(error)


_LONGEST_PATH = 255
"""Longer names of files are refused by the systems that this runs on."""


def names_a_file(argument: str) -> bool:
    """Whether there is a file or folder of that name. Options begin with a dash, and are none."""
    is_name = 0 < len(argument) < _LONGEST_PATH and not argument.startswith("-")
    return is_name and Path(argument).exists()


def _is_console(arguments: Sequence[str]) -> bool:
    """Whether there is nothing but the path of a file; no command has such a name."""
    if len(arguments) == 2 and arguments[0] == "--config":
        return arguments[1] != "" and not arguments[1].startswith("-")
    if len(arguments) == 1:
        path = arguments[0]
        return ("." in path or "/" in path) and names_a_file(path)
    return not arguments
