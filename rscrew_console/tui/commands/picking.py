"""Moving in a list below a line of text: letters filter, so movement needs other keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rscrew_console.tui.commands.command import CommandGroup

if TYPE_CHECKING:
    from rscrew_console.tui.screens.listing import Listing

PICKING: CommandGroup[Listing] = CommandGroup("In a picker")


@PICKING.command("enter", label="take it", footer=90)
def take(listing: Listing) -> None:
    """Take the row under the cursor."""
    listing.take()


@PICKING.command("tab", label="edit its text", footer=70)
def complete(listing: Listing) -> None:
    """Put the row's text into the line, to go on from there."""
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
