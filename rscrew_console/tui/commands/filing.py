"""The file: what has changed in it, saving it, editing it by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rscrew_console.tui.commands.command import CommandGroup
from rscrew_console.tui.editing import history as saves
from rscrew_console.tui.editing import outside, saving
from rscrew_console.tui.editing.editor import edit_file

if TYPE_CHECKING:
    from rscrew_console.tui.screens.main import MainScreen

FILING: CommandGroup[MainScreen] = CommandGroup("File")


def _nothing_unsaved(screen: MainScreen) -> str:
    return "" if screen.picture.unsaved else "nothing has changed: the file holds all of this"


@FILING.command("d", label="diff", footer=50, unless=_nothing_unsaved)
async def diff(screen: MainScreen) -> None:
    """Show what has changed against the file, exactly."""
    await saving.show_diff(screen)


@FILING.command("S", "ctrl+s", label="save", footer=70, unless=_nothing_unsaved)
async def save(screen: MainScreen) -> None:
    """Show the exact diff; Enter then writes it."""
    await saving.save(screen)


@FILING.command("e", label="editor")
async def editor(screen: MainScreen) -> None:
    """Open the file at this line in $VISUAL or $EDITOR, and read it again afterwards."""
    kind, name = screen.kind, screen.grid.row_key
    line = screen.desk.line_of(kind, name, screen.grid.column) if name else 1
    if edit_file(screen, screen.desk.session.path, line):
        await outside.look_again(screen)


@FILING.command("H", label="history")
async def history(screen: MainScreen) -> None:
    """Earlier saves, each with its diff; Enter goes back to before one."""
    await saves.show(screen)


@FILING.command("q", label="quit")
async def quit(screen: MainScreen) -> None:
    """Leave; with unsaved changes it asks first."""
    if await saving.may_leave(screen):
        screen.desk.session.close()
        screen.app.exit()
