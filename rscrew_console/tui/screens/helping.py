"""Finding out what there is: the help on every screen, and the palette of commands by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rscrew_console.tui.command import Command, CommandGroup
from rscrew_console.tui.widgets.command_owner import CommandOwner

HELP: CommandGroup[CommandOwner] = CommandGroup("Help")
"""On every screen."""
HELP_WHILE_TYPING: CommandGroup[CommandOwner] = CommandGroup("Help while typing")
"""Where letters are text."""
PALETTE: CommandGroup[CommandOwner] = CommandGroup("Palette")
"""On the main screen: in a line of text its key is needed for moving."""


@HELP.command("question_mark", "f1", label="help", footer=100)
async def help(owner: CommandOwner) -> None:
    """What is under the cursor, and what can be done here: type to filter, Enter runs it."""
    await _list(owner, "What you can do here", owner.commands())


@HELP_WHILE_TYPING.command("f1", label="help", footer=50)
async def help_while_typing(owner: CommandOwner) -> None:
    """What can be done here: type to filter, Enter runs it."""
    await _list(owner, "What you can do here", owner.commands())


@PALETTE.command("ctrl+p", "colon", label="palette")
async def palette(owner: CommandOwner) -> None:
    """Every command that can run now, with its key; and agents, providers, models, files,
    strategies and themes by name."""
    from rscrew_console.tui.screens.palette import run_palette

    await run_palette(owner)


async def _list(owner: CommandOwner, title: str, commands: Sequence[Command[Any]]) -> None:
    """Lists the commands, and runs the one that is chosen on the widget that declares it."""
    from rscrew_console.tui.screens.dialogue import ask
    from rscrew_console.tui.screens.help import Help

    owners = {command.id: owner.owner_of(command) for command in commands}
    commands = [each for each in commands if not (each.never and each.never(owners[each.id]))]
    reasons = {command.id: command.unless(owners[command.id]) for command in commands}
    can = {each.id: each.key for each in commands if each.keys and not reasons[each.id]}
    chosen = await ask(owner, Help(title, commands, reasons, _sentence_here(owner, can)))
    if chosen is not None:
        owners[chosen].run_by_id(chosen)


def _sentence_here(owner: CommandOwner, keys: Mapping[str, str]) -> str:
    """What the cell under the cursor is, where there are the tables; "" elsewhere."""
    from rscrew_console.tui.screens.main import MainScreen
    from rscrew_console.tui.view.cell_sentence import CellActions, cell_sentence

    if not isinstance(owner, MainScreen):
        return ""
    grid = owner.grid
    actions = CellActions(keys)
    return cell_sentence(owner.view_state, owner.kind, grid.row_key, grid.column, actions)
