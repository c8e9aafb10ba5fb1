"""Moving in a table or list; the same keys in every one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rscrew_console.tui.commands.command import CommandGroup

if TYPE_CHECKING:
    from rscrew_console.tui.widgets.grid import Grid

MOVING: CommandGroup[Grid] = CommandGroup("Move")


@MOVING.command("down", "j", label="down")
def down(grid: Grid) -> None:
    """One row down."""
    grid.move(rows=1)


@MOVING.command("up", "k", label="up")
def up(grid: Grid) -> None:
    """One row up."""
    grid.move(rows=-1)


@MOVING.command("left", "h", label="left")
def left(grid: Grid) -> None:
    """One cell to the left."""
    grid.move(columns=-1)


@MOVING.command("right", "l", label="right")
def right(grid: Grid) -> None:
    """One cell to the right; a column that had no room comes into view."""
    grid.move(columns=1)


@MOVING.command("g", label="first")
def first(grid: Grid) -> None:
    """The first row."""
    grid.move(rows=-len(grid.rows))


@MOVING.command("G", label="last")
def last(grid: Grid) -> None:
    """The last row."""
    grid.move(rows=len(grid.rows))


@MOVING.command("home", "0", label="first column")
def first_column(grid: Grid) -> None:
    """The first column."""
    grid.move(columns=-100)


@MOVING.command("end", "dollar_sign", label="last column")
def last_column(grid: Grid) -> None:
    """The last column."""
    grid.move(columns=100)


@MOVING.command("pagedown", label="page down")
def page_down(grid: Grid) -> None:
    """One page down."""
    grid.page(1)


@MOVING.command("pageup", label="page up")
def page_up(grid: Grid) -> None:
    """One page up."""
    grid.page(-1)


@MOVING.command("ctrl+d", label="half a page down")
def half_down(grid: Grid) -> None:
    """Half a page down."""
    grid.page(0.5)


@MOVING.command("ctrl+u", label="half a page up")
def half_up(grid: Grid) -> None:
    """Half a page up."""
    grid.page(-0.5)
