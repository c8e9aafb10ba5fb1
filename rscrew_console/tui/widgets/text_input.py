"""Lines that text is typed into: any text, or the filter of a table."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input

from rscrew_console.tui.command import CommandGroup, bindings
from rscrew_console.tui.widgets.command_owner import CommandOwner


class SteadyInput(Input):
    """An Input that keeps still: a cursor that blinks wakes the terminal twice a second."""

    def on_mount(self) -> None:
        self.cursor_blink = False


FILTERING: CommandGroup[FilterLine] = CommandGroup("While typing a filter")


@FILTERING.command("enter", "down", label="keep the filter", footer=90)
def keep(filter_line: FilterLine) -> None:
    """Back to the table, with the filter."""
    filter_line.post_message(FilterLine.Closed(keep=True))


@FILTERING.command("escape", label="clear it", footer=80)
def drop(filter_line: FilterLine) -> None:
    """Back to the table, without a filter."""
    filter_line.post_message(FilterLine.Closed(keep=False))


class FilterLine(CommandOwner, SteadyInput):
    """Tells with every letter what is typed (`Input.Changed`), and at last that it is left."""

    COMMAND_GROUPS = (FILTERING,)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings((FILTERING,))]

    class Closed(Message):
        """The user is done with it."""

        def __init__(self, *, keep: bool) -> None:
            super().__init__()
            self.keep = keep
