"""A question before something that cannot be taken back, such as spending money."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content

from rscrew_console.roster.visible import visible
from rscrew_console.tui.command import CommandGroup, bindings
from rscrew_console.tui.requests import ConfirmRequest
from rscrew_console.tui.screens.dialogue import Dialogue
from rscrew_console.tui.screens.helping import HELP
from rscrew_console.tui.widgets.keybar import KeyBar
from rscrew_console.tui.widgets.lines import Lines

CONFIRM: CommandGroup[Confirm] = CommandGroup("In a question")


@CONFIRM.command("enter", label="go on", footer=90)
def go_on(confirm: Confirm) -> None:
    """Do what is asked about."""
    confirm.dismiss(True)


@CONFIRM.command("escape", "q", label="back", footer=80)
def back(confirm: Confirm) -> None:
    """Do nothing."""
    confirm.dismiss(None)


class Confirm(Dialogue[bool]):
    """Answers True, or None."""

    CSS_PATH = "confirm.tcss"
    COMMAND_GROUPS = (CONFIRM, HELP)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings((CONFIRM, HELP))]

    def __init__(self, request: ConfirmRequest) -> None:
        super().__init__()
        self.request = request

    def compose(self) -> ComposeResult:
        with Vertical(id="box", classes="panel") as box:
            box.border_title = Content(visible(self.request.title))
            yield Lines(*self.request.lines, id="question")
            yield KeyBar()
