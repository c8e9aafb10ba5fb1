"""The console of one browser connection: `python -m rscrew_console.web.child`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from rscrew_console.tui import run


def main(arguments: Sequence[str]) -> int:
    """Opens the console on Textual's web driver, which the environment names. Returns its exit
    status."""
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("--config", type=Path)
    parser.add_argument("--theme", choices=("light", "dark"))
    parser.add_argument("--no-checks", action="store_true")
    parser.add_argument("--read-only", action="store_true")
    parser.add_argument("--lifeline", type=int, required=True)
    options = parser.parse_args(arguments)
    threading.Thread(target=_end_with, args=(options.lifeline,), daemon=True).start()
    return run(
        options.config,
        checks=not options.no_checks,
        theme=options.theme,
        read_only=options.read_only,
    )


def _end_with(lifeline: int) -> None:
    """Ends this process in order when the server at the other end of the pipe is gone."""
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
