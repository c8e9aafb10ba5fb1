"""The file: what has changed in it, saving it, editing it by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rscrew_console.tui import editing
from rscrew_console.tui.command import CommandGroup
from rscrew_console.tui.commands.allowed import if_editable, nothing_to_save, nothing_unsaved

if TYPE_CHECKING:
    from rscrew_console.tui.context import ConsoleContext

FILING: CommandGroup[ConsoleContext] = CommandGroup("File")


@FILING.command("d", label="diff", footer=50, unless=nothing_unsaved)
async def diff(context: ConsoleContext) -> None:
    """Show what has changed against the file, exactly."""
    await editing.saving.show_diff(context)


@FILING.command("S", "ctrl+s", label="save", footer=70, unless=if_editable(nothing_to_save))
async def save(context: ConsoleContext) -> None:
    """Show the exact diff; Enter then writes it. A file that is gone can be written again."""
    await editing.saving.save(context)


@FILING.command("f", label="files", footer=34)
async def files(context: ConsoleContext) -> None:
    """Every file with agents, in the project and in your home folder; Enter opens one."""
    await editing.switching.choose_file(context)


@FILING.command("e", label="editor", unless=if_editable())
async def editor(context: ConsoleContext) -> None:
    """Open the file at this line in $VISUAL or $EDITOR, and read it again afterwards."""
    kind, name = context.kind, context.grid.row_key
    line = context.state.line_of(kind, name, context.grid.column) if name else 1
    if editing.editor.edit_file(context, context.state.session.path, line):
        await editing.file_changes.refresh_from_disk(context)


@FILING.command("H", label="history")
async def history(context: ConsoleContext) -> None:
    """Earlier saves, each with its diff; Enter goes back to before one."""
    await editing.saving.show_history(context)


@FILING.command("L", label="command log")
async def command_log(context: ConsoleContext) -> None:
    """What was done since the file was opened, as command lines: copy one, or all as a script."""
    from rscrew_console.tui.requests import CommandLogRequest  # what a key needs loads with it

    await context.ask(CommandLogRequest())


@FILING.command("q", label="quit", footer=66)
async def quit(context: ConsoleContext) -> None:
    """Leave; with unsaved changes it asks first."""
    if await editing.saving.may_leave(context):
        context.state.session.close()
        context.leave()
