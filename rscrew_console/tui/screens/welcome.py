"""No configuration anywhere: what was looked for, and the offer to begin with the starter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen

from rscrew_console.roster.visible import visible
from rscrew_console.tui.command import CommandGroup, bindings
from rscrew_console.tui.view.text import Line, line
from rscrew_console.tui.widgets.command_owner import CommandOwner
from rscrew_console.tui.widgets.keybar import KeyBar
from rscrew_console.tui.widgets.lines import Lines
from rscrew_console.tui.widgets.tones import TONE_CLASSES

WELCOME: CommandGroup[Welcome] = CommandGroup("When there is no configuration")


def _no_creating(welcome: Welcome) -> str:
    return welcome.why_not


@WELCOME.command("enter", label="create the starter", footer=90, unless=_no_creating)
def create(welcome: Welcome) -> None:
    """Write a commented starter configuration and open it."""
    welcome.create()


@WELCOME.command("q", label="quit", footer=80)
def quit(welcome: Welcome) -> None:
    """Leave; nothing has been written."""
    welcome.app.exit()


class Welcome(CommandOwner, Screen[None]):
    """`create` writes the starter to `path` and opens it, or tells why it can't."""

    CSS_PATH = "welcome.tcss"
    COMPONENT_CLASSES: ClassVar[set[str]] = TONE_CLASSES
    COMMAND_GROUPS = (WELCOME,)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings((WELCOME,))]

    def __init__(
        self, path: Path, reason: str, create: Callable[[], None], why_not: str = ""
    ) -> None:
        super().__init__()
        self._path = path
        self._reason = reason
        self.create = create
        self.why_not = why_not
        """Why the starter cannot be written, if it cannot."""

    def compose(self) -> ComposeResult:
        with Vertical(id="box", classes="panel") as box:
            box.border_title = Content("rscrew-console")
            yield Lines(*(line((visible(text), "dim")) for text in self._reason.split("\n")))
            yield Lines((), *self._offer())
            yield KeyBar()

    def _offer(self) -> list[Line]:
        if self.why_not:
            return [line((visible(self.why_not), "warn"))]
        return [
            line(("⏎", "key"), " creates ", (visible(str(self._path)), "strong")),
            line(("a commented crew of 13 agents and 4 providers, yours to change", "dim")),
        ]

    def on_mount(self) -> None:
        self.query_one(KeyBar).offer(self.available())
