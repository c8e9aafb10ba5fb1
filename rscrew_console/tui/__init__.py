"""The console. Importing this loads no Textual; `run` does."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rscrew_console.session import Session


def run(target: Session | Path | None = None) -> int:
    """Opens the console on a session, a path, or the configuration that is found.

    Returns the exit status. Whoever calls it has made sure that there is a terminal.
    """
    from rscrew_console.tui.opening import app_for  # noqa: PLC0415 - Textual loads here

    return app_for(target, os.environ, Path.cwd()).run() or 0
