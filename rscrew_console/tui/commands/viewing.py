"""How the tables are looked at. Nothing here changes the crew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rscrew_console.roster.visible import visible
from rscrew_console.tui.commands.command import CommandGroup
from rscrew_console.tui.view.rows import Value

if TYPE_CHECKING:
    from rscrew_console.tui.screens.main import MainScreen
    from rscrew_console.tui.view.picture import Kind

VIEWING: CommandGroup[MainScreen] = CommandGroup("View")


def _no_warnings(screen: MainScreen) -> str:
    return "" if screen.picture.problems else "there is nothing to warn of"


def _no_command(screen: MainScreen) -> str:
    return "" if screen.desk.last_command else "the last change has no command line"


@VIEWING.command("tab", "shift+tab", label="next table")
def next_table(screen: MainScreen) -> None:
    """To the other table."""
    screen.grids["agent" if screen.kind == "provider" else "provider"].focus()


@VIEWING.command("slash", label="filter", footer=20)
def filter(screen: MainScreen) -> None:
    """Show only rows that contain what you type; Enter keeps the filter."""
    screen.open_filter()


@VIEWING.command("escape", label="clear")
def clear(screen: MainScreen) -> None:
    """Clear the filter, then the marks. It never quits."""
    screen.app.clear_notifications()
    state = screen.desk.tables[screen.kind]
    state = replace(state, filter="") if state.filter else replace(state, marks=frozenset())
    screen.desk.set_table(screen.kind, state)
    screen.project()


@VIEWING.command("exclamation_mark", label="warnings", footer=25, unless=_no_warnings)
async def warnings(screen: MainScreen) -> None:
    """Everything unwise in the file; Enter goes to where it is."""
    await screen.show_warnings()


@VIEWING.command("o", label="order")
def order(screen: MainScreen) -> None:
    """Order by this column; again reverses it, a third time restores the file's order."""
    order_by(screen, screen.kind, screen.grid.column)


def order_by(screen: MainScreen, kind: Kind, column: str) -> None:
    """Orders that table by the column, as `o` does."""
    screen.desk.set_table(kind, screen.desk.tables[kind].ordered_by(column))
    screen.project()


@VIEWING.command("y", label="copy")
def copy(screen: MainScreen) -> None:
    """Copy the cell to the clipboard, also over ssh."""
    row = screen.grid.row
    value: Value = row.values.get(screen.grid.column) if row else None
    if value in (None, ""):
        screen.tell("this cell is empty", "warning")
        return
    screen.app.copy_to_clipboard(str(value))
    screen.tell(f"copied {visible(str(value))}")


@VIEWING.command("Y", label="copy command", unless=_no_command)
def copy_command(screen: MainScreen) -> None:
    """Copy the command line that makes the last change."""
    screen.app.copy_to_clipboard(screen.desk.last_command)
    screen.tell(f"copied {screen.desk.last_command}")


@VIEWING.command(label="light or dark")
def theme(screen: MainScreen) -> None:
    """Change between the light and the dark theme."""
    screen.app.action_toggle_dark()
