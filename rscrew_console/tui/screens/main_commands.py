"""All commands of the main screen, in the order in which help and docs list them."""

from __future__ import annotations

from typing import Any

from rscrew_console.tui.command import CommandGroup
from rscrew_console.tui.commands.changing import CHANGING
from rscrew_console.tui.commands.checking import CHECKING
from rscrew_console.tui.commands.filing import FILING
from rscrew_console.tui.commands.planning import PLANNING
from rscrew_console.tui.commands.viewing import VIEWING
from rscrew_console.tui.screens.helping import HELP, PALETTE

GROUPS: tuple[CommandGroup[Any], ...] = (
    CHANGING,
    PLANNING,
    FILING,
    CHECKING,
    VIEWING,
    PALETTE,
    HELP,
)
