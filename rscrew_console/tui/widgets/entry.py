"""The line that text is typed into."""

from __future__ import annotations

from textual.widgets import Input


class SteadyInput(Input):
    """An Input that keeps still: a cursor that blinks wakes the terminal twice a second."""

    def on_mount(self) -> None:
        self.cursor_blink = False
