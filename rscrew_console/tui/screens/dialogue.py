"""What all dialogues share: a panel over the screen below, with its own commands and footer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual.screen import ModalScreen

from rscrew_console.tui.commands.command import Command
from rscrew_console.tui.commands.owner import CommandOwner
from rscrew_console.tui.view.text import visible
from rscrew_console.tui.widgets.keybar import KeyBar

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

Answer = TypeVar("Answer")


class Dialogue(CommandOwner, ModalScreen[Answer | None], Generic[Answer]):
    """Answers None when it was left without an answer."""

    AUTO_FOCUS: ClassVar[str] = "Grid, Input, TextArea"

    def on_mount(self) -> None:
        self.offer_keys()

    def offer_keys(self) -> None:
        """Draws the footer anew."""
        for bar in self.query(KeyBar):
            bar.offer(self.available())

    def tell(self, message: str, severity: SeverityLevel = "information") -> None:
        """A toast; names in it are shown as they are."""
        self.notify(visible(message), severity=severity, markup=False)

    def footer_commands(self) -> list[Command[Any]]:
        """The commands that the footer may offer."""
        return self.available()
