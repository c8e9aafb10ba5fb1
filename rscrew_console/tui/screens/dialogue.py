"""What all dialogues share: a panel over the screen below, with its own commands and footer."""

from __future__ import annotations

from typing import Any, ClassVar, Generic, TypeVar

from textual.screen import ModalScreen
from textual.worker import Worker

from rscrew_console.tui.commands.owner import CommandOwner
from rscrew_console.tui.widgets.keybar import KeyBar

Answer = TypeVar("Answer")


class Dialogue(CommandOwner, ModalScreen[Answer | None], Generic[Answer]):
    """Answers None when it was left without an answer."""

    AUTO_FOCUS: ClassVar[str] = "Grid, Input, TextArea"
    asker: Worker[Any] | None = None
    """Who waits for the answer."""

    def on_mount(self) -> None:
        self.offer_keys()

    def offer_keys(self) -> None:
        """Draws the footer anew."""
        for bar in self.query(KeyBar):
            bar.offer(self.available())
