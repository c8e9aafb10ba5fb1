"""Finding out what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rscrew_console.tui.commands.command import CommandGroup

if TYPE_CHECKING:
    from rscrew_console.tui.commands.owner import CommandOwner

HELP: CommandGroup[CommandOwner] = CommandGroup("Help")
"""On every screen."""
HELP_WHILE_TYPING: CommandGroup[CommandOwner] = CommandGroup("Help while typing")
"""Where letters are text."""
PALETTE: CommandGroup[CommandOwner] = CommandGroup("Palette")
"""On the main screen: in a line of text its key is needed for moving."""


@HELP.command("question_mark", "f1", label="help", footer=100)
async def help(owner: CommandOwner) -> None:
    """What can be done here: type to filter, Enter runs it."""
    await owner.open_help("What you can do here", owner.commands())


@HELP_WHILE_TYPING.command("f1", label="help", footer=50)
async def help_while_typing(owner: CommandOwner) -> None:
    """What can be done here: type to filter, Enter runs it."""
    await owner.open_help("What you can do here", owner.commands())


@PALETTE.command("ctrl+p", label="palette")
async def palette(owner: CommandOwner) -> None:
    """Every command that can run now, by name."""
    await owner.open_help("Run a command", owner.available())
