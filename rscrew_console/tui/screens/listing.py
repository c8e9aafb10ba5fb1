"""A list that filters as you type: the base of pickers and of the help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widgets import Input

from rscrew_console.tui.command import CommandGroup, bindings
from rscrew_console.tui.screens.dialogue import Dialogue
from rscrew_console.tui.screens.helping import HELP_WHILE_TYPING
from rscrew_console.tui.view.table import Column, GridRow, TableState, arrange
from rscrew_console.tui.view.text import Line, line
from rscrew_console.tui.widgets.grid import Grid

PICKING: CommandGroup[Listing] = CommandGroup("In a picker")


@PICKING.command("enter", label="take it", footer=90)
def take(listing: Listing) -> None:
    """Take the row under the cursor."""
    listing.take()


@PICKING.command("tab", label="edit its text", footer=70)
def complete(listing: Listing) -> None:
    """Copy the row's text into the input line, to edit it."""
    listing.complete()


@PICKING.command("escape", label="back", footer=80)
def back(listing: Listing) -> None:
    """Back without taking anything."""
    listing.dismiss(None)


@PICKING.command("down", "ctrl+n", "ctrl+j", label="down")
def down(listing: Listing) -> None:
    """One row down; after the last comes the first."""
    listing.grid.move(rows=1, around=True)


@PICKING.command("up", "ctrl+p", "ctrl+k", label="up")
def up(listing: Listing) -> None:
    """One row up; before the first comes the last."""
    listing.grid.move(rows=-1, around=True)


@PICKING.command("pagedown", label="page down")
def page_down(listing: Listing) -> None:
    """One page down."""
    listing.grid.page(1)


@PICKING.command("pageup", label="page up")
def page_up(listing: Listing) -> None:
    """One page up."""
    listing.grid.page(-1)


@PICKING.command("ctrl+d", label="half a page down")
def half_down(listing: Listing) -> None:
    """Half a page down."""
    listing.grid.page(0.5)


@PICKING.command("ctrl+u", label="half a page up")
def half_up(listing: Listing) -> None:
    """Half a page up."""
    listing.grid.page(-0.5)


def _name(row: GridRow) -> str:
    return row.key.casefold().replace("_", " ")


class Listing(Dialogue[str]):
    """Answers the key of the row that was taken."""

    COMMAND_GROUPS = (PICKING, HELP_WHILE_TYPING)
    # Before the input line sees them: it has its own idea of ctrl+d, ctrl+u and ctrl+k.
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings((PICKING,), priority=True),
        *bindings((HELP_WHILE_TYPING,)),
    ]
    AUTO_FOCUS = "Input"

    columns: Sequence[Column] = ()
    nothing: Line = line(("nothing matches", "dim"))

    @property
    def grid(self) -> Grid:
        """The list."""
        return self.query_one(Grid)

    def choices(self) -> Sequence[GridRow]:
        """Every row there is."""
        raise NotImplementedError

    def narrow(self, typed: str) -> list[GridRow]:
        """The rows that fit what was typed, those that begin with it first."""
        rows = [*arrange(self.choices(), TableState(filter=typed))]
        start = typed.strip().casefold()
        if start:
            # The name of a command has _ where people type a space.
            rows.sort(key=lambda row: not _name(row).startswith(start))
            rows.sort(key=lambda row: _name(row) != start)
        return rows

    def show(self, typed: str = "") -> None:
        """Shows the rows for what was typed; the cursor goes to the best of them."""
        rows = self.narrow(typed)
        self.grid.show(self.columns, rows, empty=self.nothing)
        if typed and rows:
            self.grid.select(rows[0].key)

    def take(self) -> None:
        """Answers with the row under the cursor."""
        if self.grid.row is not None:
            self.dismiss(self.grid.row_key)

    def complete(self) -> None:
        """Puts the row's text into the input line."""
        if self.grid.row is not None:
            line_ = self.query_one(Input)
            line_.value = self.grid.row_key
            line_.cursor_position = len(line_.value)

    @property
    def typed(self) -> str:
        """What was typed so far."""
        return self.query_one(Input).value

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.show(event.value)

    @on(Grid.Chosen)
    def _chosen(self) -> None:
        self.take()
