"""From the open file to another one of the workspace."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from rscrew_console.session import SessionError
from rscrew_console.tui.editing import saving
from rscrew_console.tui.requests import FilesRequest

if TYPE_CHECKING:
    from rscrew_console.tui.context import ConsoleContext


async def choose_file(context: ConsoleContext) -> None:
    """Lists the files with agents, and opens the one that is chosen."""
    workspace, session = context.workspace, context.state.session
    entries = await asyncio.to_thread(workspace.entries, session)
    chosen = await context.ask(FilesRequest(entries))
    if chosen is not None:
        await open_file(context, chosen)


async def open_file(context: ConsoleContext, chosen: str) -> None:
    """Opens the file at that path in place of the open one; unsaved changes are asked about."""
    workspace, session = context.workspace, context.state.session
    path = Path(chosen)
    if workspace.is_open(path, session):
        context.show_message(f"{session.path} is open already")
        return
    try:
        other = workspace.open(workspace.path_to_open(path))
    except SessionError as error:
        context.show_message(str(error), "error")
        return
    if not await saving.may_switch(context):
        other.close()
        return
    session.close()
    context.show_crew(other)
