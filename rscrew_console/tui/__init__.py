"""The console. Importing this loads no Textual; `run` does."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rscrew_console.session import Session
    from rscrew_console.tui.theme import ThemeName


def run(
    target: Session | Path | None = None, *, checks: bool = True, theme: ThemeName | None = None,
    read_only: bool = False,
) -> int:  # fmt: skip
    """Opens the console on a session, a path, or the configuration that is found.

    `checks` is whether it asks providers on its own, `theme` the one that was asked for. With
    `read_only` no file can be changed. Returns the exit status. Whoever calls it has made sure that
    there is a terminal.
    """
    if not os.environ.get("NO_COLOR", "unset"):
        del os.environ["NO_COLOR"]  # empty means unset (no-color.org); Textual takes it for a yes
    from rscrew_console.tui import collector

    collector.pause()
    from rscrew_console.tui.opening import app_for

    app = app_for(target, os.environ, Path.cwd(), checked=checks, theme=theme, read_only=read_only)
    app.when_painted = collector.resume
    status = app.run() or app.return_code or 0
    if app.fault is not None:
        from rscrew_console.session.state import state_root
        from rscrew_console.tui.crash_report import report

        sys.stderr.write(report(app.fault, state_root() / "crash.log") + "\n")
    return status
