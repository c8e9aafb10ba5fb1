"""The screen that background work belongs to: it ends with it, and draws what was found out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

if TYPE_CHECKING:
    from rscrew_console.tui.state.console_state import ConsoleState

PAINT = 0.1
"""Seconds in which the terminal shows what was painted first, before any of this work begins."""


class BackgroundHost(Screen[None]):
    """Timers and workers are Textual's own; these are the parts of it that are ours."""

    state: ConsoleState

    def redraw(self) -> None:
        """Draws everything anew; nothing while it is being closed."""
        raise NotImplementedError

    def redraw_everywhere(self) -> None:
        """Draws what was found out, wherever it is shown: here and in the open dialogues."""
        self.redraw()
        self.redraw_dialogues()

    def redraw_ages(self) -> None:
        """Draws only what tells how long ago the checks were."""
        raise NotImplementedError

    def redraw_dialogues(self) -> None:
        """Draws the dialogues anew that follow what is found out."""
        raise NotImplementedError
