"""Dialogues that show what prices and checks find out while they are open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rscrew_console.tui.screens.dialogue import Dialogue

if TYPE_CHECKING:
    from rscrew_console.tui.screens.main import MainScreen


class LiveDialogue(Dialogue[None]):
    """Draws from the main screen's desk whenever that has something new."""

    def __init__(self, main: MainScreen) -> None:
        super().__init__()
        self.main = main

    def project(self) -> None:
        """Draws everything anew."""
        raise NotImplementedError
