"""The command line: reads a session, sends it edits, and prints."""

from __future__ import annotations

import gc
import io
import os
import sys

SELDOM = (50_000, 20, 20)
"""When Python looks for cycles. Loading a command's modules makes none, and takes a tenth longer
where it looks as often as usual."""


def main() -> None:
    """What `rscrew-console` and `rsc` run. Exits with 0, 1, 2 or 3; see the README."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that has no → gets \u2192
    if sys.argv[1:] == ["--version"]:  # the one answer that needs no reading of options
        from rscrew_console.cli.version import VERSION

        sys.stdout.write(f"{VERSION}\n")
        return
    gc.set_threshold(*SELDOM)
    try:
        from rscrew_console.cli.start_console import start_console

        if (status := start_console(sys.argv[1:])) is not None:
            sys.exit(status)
        from rscrew_console.cli.app import app

        app()
    except Exception as error:  # a bug of ours: users get a sentence all the same
        if os.environ.get("RSCREW_DEBUG"):
            raise
        sys.stderr.write("".join(f"{line}\n" for line in messages_of(error)))
        sys.exit(2)


def messages_of(error: Exception) -> list[str]:
    """Return the lines for an unexpected error; they name the library that caused it, if any."""
    from rscrew_console.versions import incompatible

    if sentences := incompatible(error):
        return [f"error: {sentences[0]} ({type(error).__name__}: {str(error)!a})", *sentences[1:]]
    return [
        f"error: unexpected {type(error).__name__}: {str(error)!a}",
        "This is a bug in rscrew-console. RSCREW_DEBUG=1 shows where it happened.",
    ]
