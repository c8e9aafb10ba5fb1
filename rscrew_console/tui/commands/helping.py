"""Finding out what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rscrew_console.tui.commands.command import Group

if TYPE_CHECKING:
    from rscrew_console.tui.screens.main import MainScreen

HELPING: Group[MainScreen] = Group("Help")


@HELPING.command("question_mark", "f1", label="help", footer=100)
async def help(screen: MainScreen) -> None:  # noqa: A001 - commands are named as users say them
    """What can be done here: type to filter, Enter runs it."""
    await screen.open_help("What you can do here", screen.commands())


@HELPING.command("ctrl+p", label="palette")
async def palette(screen: MainScreen) -> None:
    """Every command that can run now, by name."""
    await screen.open_help("Run a command", screen.available())
