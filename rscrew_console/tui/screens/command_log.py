"""What was done since the file was opened, as the command lines that do the same."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content

from rscrew_console.roster.visible import visible
from rscrew_console.session.command_log import DoneStep, script
from rscrew_console.tui.command import CommandGroup, bindings
from rscrew_console.tui.context import ConsoleContext
from rscrew_console.tui.screens.dialogue import LiveDialogue
from rscrew_console.tui.screens.helping import HELP
from rscrew_console.tui.view import command_log as view
from rscrew_console.tui.view.text import count
from rscrew_console.tui.widgets.grid import Grid
from rscrew_console.tui.widgets.keybar import KeyBar
from rscrew_console.tui.widgets.lines import Lines

LOG: CommandGroup[CommandLog] = CommandGroup("In the command log")


def _nothing(log: CommandLog) -> str:
    return "" if log.steps else "nothing was done yet"


@LOG.command("enter", "y", "Y", label="copy", footer=90, unless=_nothing)
def copy(log: CommandLog) -> None:
    """Copy the command line under the cursor."""
    log.copy_one()


@LOG.command("s", "A", label="copy all as script", footer=85, unless=_nothing)
def copy_script(log: CommandLog) -> None:
    """Copy all of them as a shell script: run on the file as it was, it gives what it is now."""
    log.copy_all()


@LOG.command("escape", "q", "L", label="back", footer=80)
def back(log: CommandLog) -> None:
    """Back to the tables."""
    log.dismiss(None)


class CommandLog(LiveDialogue):
    """Answers a `CommandLogRequest`."""

    CSS_PATH = "command_log.tcss"
    COMMAND_GROUPS = (LOG, HELP)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings((LOG, HELP))]

    def __init__(self, context: ConsoleContext) -> None:
        super().__init__(context)
        self.steps = context.state.commands.steps()

    def compose(self) -> ComposeResult:
        with Vertical(id="box", classes="panel") as box:
            box.border_title = Content(f"Command log: {count(len(self.steps), 'step')}")
            yield Grid(cursor="row")
            with VerticalScroll(id="whole", can_focus=False):
                yield Lines(id="command")
            yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.redraw()
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        if self.steps:
            self.query_one(Grid).select(str(len(self.steps) - 1))

    def redraw(self) -> None:
        rows = view.rows(self.steps)
        self.query_one(Grid).show(view.COLUMNS, rows, empty=view.NOTHING_DONE)

    @property
    def step(self) -> DoneStep | None:
        """The one under the cursor."""
        key = self.query_one(Grid).row_key
        return self.steps[int(key)] if key else None

    def copy_one(self) -> None:
        """Copies the command line under the cursor, if it has one."""
        if self.step is None or not (text := self.step.shell(self.context.state.commands.config)):
            self.show_message(view.NO_COMMAND, "warning")
            return
        self.context.copy(text)
        first = text.partition("\n")[0]
        self.show_message(f"copied {visible(first)}")

    def copy_all(self) -> None:
        """Copies the script."""
        path = self.context.state.session.path.absolute()
        self.context.copy(script(self.steps, str(path)))
        self.show_message(
            f"copied a script of {count(len(self.steps), 'step')}: sh SCRIPT [FILE] runs it"
        )

    @on(Grid.Moved)
    def _show_whole(self) -> None:
        if self.step is not None:
            self.query_one("#command", Lines).show(*view.whole(self.step))
        self.query_one("#whole").display = self.step is not None
