"""The demo, opened from a console that has no keys."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

if TYPE_CHECKING:
    from rscrew_console.tui.context import EditorHost


def run_demo(host: EditorHost) -> None:
    """Hands the terminal to `rsc demo` until that ends, and says so where it cannot."""
    command = [sys.executable, "-m", "rscrew_console", "demo"]
    try:
        with host.suspend():
            status = subprocess.run(command, check=False).returncode
    except (SuspendNotSupported, OSError) as error:
        host.show_message(f"the demo cannot be opened here: {error}; try: rsc demo", "error")
        return
    if status:
        host.show_message(f"the demo ended with status {status}; try: rsc demo", "warning")
    else:
        host.show_message("that was the demo; these are your own providers again")
