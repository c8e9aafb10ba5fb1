"""Moving in a table or list; the same keys in every one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rscrew_console.tui.command import CommandGroup


class HasCursor(Protocol):
    """A list of rows with a cursor, such as the grid."""

    @property
    def rows(self) -> Sequence[object]:
        """The rows that are shown."""
        ...

    def move(self, rows: int = 0, columns: int = 0) -> None:
        """Moves the cursor by so many rows and columns, as far as there are any."""
        ...

    def page(self, pages: float) -> None:
        """Moves the cursor by pages of what is in sight, at least by one row."""
        ...


MOVING: CommandGroup[HasCursor] = CommandGroup("Move")


@MOVING.command("down", "j", label="down")
def down(grid: HasCursor) -> None:
    """One row down."""
    grid.move(rows=1)


@MOVING.command("up", "k", label="up")
def up(grid: HasCursor) -> None:
    """One row up."""
    grid.move(rows=-1)


@MOVING.command("left", "h", label="left")
def left(grid: HasCursor) -> None:
    """One cell to the left."""
    grid.move(columns=-1)


@MOVING.command("right", "l", label="right")
def right(grid: HasCursor) -> None:
    """One cell to the right; a column that had no room comes into view."""
    grid.move(columns=1)


@MOVING.command("g", label="first")
def first(grid: HasCursor) -> None:
    """The first row."""
    grid.move(rows=-len(grid.rows))


@MOVING.command("G", label="last")
def last(grid: HasCursor) -> None:
    """The last row."""
    grid.move(rows=len(grid.rows))


@MOVING.command("home", "0", label="first column")
def first_column(grid: HasCursor) -> None:
    """The first column."""
    grid.move(columns=-100)


@MOVING.command("end", "dollar_sign", label="last column")
def last_column(grid: HasCursor) -> None:
    """The last column."""
    grid.move(columns=100)


@MOVING.command("pagedown", label="page down")
def page_down(grid: HasCursor) -> None:
    """One page down."""
    grid.page(1)


@MOVING.command("pageup", label="page up")
def page_up(grid: HasCursor) -> None:
    """One page up."""
    grid.page(-1)


@MOVING.command("ctrl+d", label="half a page down")
def half_down(grid: HasCursor) -> None:
    """Half a page down."""
    grid.page(0.5)


@MOVING.command("ctrl+u", label="half a page up")
def half_up(grid: HasCursor) -> None:
    """Half a page up."""
    grid.page(-0.5)
