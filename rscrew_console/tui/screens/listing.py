"""A list that filters as you type: the base of pickers and of the help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widgets import Input

from rscrew_console.tui.commands.command import bindings
from rscrew_console.tui.commands.helping import HELP_WHILE_TYPING
from rscrew_console.tui.commands.picking import PICKING
from rscrew_console.tui.screens.dialogue import Dialogue
from rscrew_console.tui.view.columns import Column
from rscrew_console.tui.view.rows import GridRow, TableState, arrange
from rscrew_console.tui.view.text import Line, line
from rscrew_console.tui.widgets.grid import Grid


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
        rows = arrange(self.choices(), TableState(filter=typed))
        start = typed.strip().casefold()
        if start:
            rows.sort(key=lambda row: not row.key.casefold().startswith(start))
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

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.show(event.value)

    @on(Grid.Chosen)
    def _chosen(self) -> None:
        self.take()
