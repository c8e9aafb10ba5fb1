"""How the tables are looked at. Nothing here changes the crew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rscrew_console.roster.visible import visible
from rscrew_console.tui.command import CommandGroup

if TYPE_CHECKING:
    from rscrew_console.tui.context import ConsoleContext
    from rscrew_console.tui.view.table import Value
    from rscrew_console.tui.view.view_state import Kind

VIEWING: CommandGroup[ConsoleContext] = CommandGroup("View")


def _no_warnings(context: ConsoleContext) -> str:
    return "" if context.view_state.problems else "there is nothing to warn of"


def _no_command(context: ConsoleContext) -> str:
    return "" if context.state.last_command else "the last change has no command line"


@VIEWING.command("tab", "shift+tab", label="next table")
def next_table(context: ConsoleContext) -> None:
    """Move to the other table."""
    context.grids["agent" if context.kind == "provider" else "provider"].focus()


@VIEWING.command("slash", label="filter", footer=20)
def filter(context: ConsoleContext) -> None:
    """Show only rows that contain what you type; Enter keeps the filter."""
    context.open_filter()


@VIEWING.command("escape", label="clear")
def clear(context: ConsoleContext) -> None:
    """Clear the filter, then the marks. It never quits."""
    context.clear_messages()
    state = context.state.tables[context.kind]
    state = replace(state, filter="") if state.filter else replace(state, marks=frozenset())
    context.state.set_table(context.kind, state)
    context.redraw()


@VIEWING.command("exclamation_mark", label="warnings", footer=25, unless=_no_warnings)
async def warnings(context: ConsoleContext) -> None:
    """All warnings about the file; Enter goes to the place."""
    from rscrew_console.tui.requests import WarningsRequest  # what a key needs loads with that key

    problems = context.view_state.problems
    chosen = await context.ask(WarningsRequest(problems))
    if chosen is None:
        return
    problem = problems[int(chosen)]
    if (place := context.state.place_of(problem)) is None:
        context.show_message(f"line {problem.line} is in no table; e opens the editor")
        return
    kind, name, column = place
    context.grids[kind].focus()
    context.grids[kind].select(name, column)


@VIEWING.command("o", label="order")
def order(context: ConsoleContext) -> None:
    """Order by this column; again reverses it, a third time restores the file's order."""
    order_by(context, context.kind, context.grid.column)


def order_by(context: ConsoleContext, kind: Kind, column: str) -> None:
    """Orders that table by the column, as `o` does."""
    context.state.set_table(kind, context.state.tables[kind].ordered_by(column))
    context.redraw()


@VIEWING.command("y", label="copy")
def copy(context: ConsoleContext) -> None:
    """Copy the cell to the clipboard, also over ssh."""
    row = context.grid.row
    value: Value = row.values.get(context.grid.column) if row else None
    if value in (None, ""):
        context.show_message("this cell is empty", "warning")
        return
    context.copy(str(value))
    context.show_message(f"copied {visible(str(value))}")


@VIEWING.command("Y", label="copy command", unless=_no_command)
def copy_command(context: ConsoleContext) -> None:
    """Copy the command line that makes the last change."""
    context.copy(context.state.last_command)
    context.show_message(f"copied {context.state.last_command}")


@VIEWING.command(label="light or dark")
def theme(context: ConsoleContext) -> None:
    """Change between the light and the dark theme."""
    context.toggle_theme()
