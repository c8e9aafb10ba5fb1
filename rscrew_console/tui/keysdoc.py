"""`docs/keys.md`, written from the table of commands: `python -m rscrew_console.tui.keysdoc`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from rscrew_console.tui.command import Command, CommandGroup
from rscrew_console.tui.screens.collisions import COLLISIONS
from rscrew_console.tui.screens.command_log import LOG
from rscrew_console.tui.screens.confirm import CONFIRM
from rscrew_console.tui.screens.doctor import DOCTOR
from rscrew_console.tui.screens.fields import FIELDS
from rscrew_console.tui.screens.health import DETAILS
from rscrew_console.tui.screens.helping import HELP_WHILE_TYPING
from rscrew_console.tui.screens.history import HISTORY
from rscrew_console.tui.screens.listing import PICKING
from rscrew_console.tui.screens.main_commands import GROUPS
from rscrew_console.tui.screens.problems import REPAIR
from rscrew_console.tui.screens.prompt import PROMPT
from rscrew_console.tui.screens.review import REVIEW
from rscrew_console.tui.screens.scenarios import SCENARIOS
from rscrew_console.tui.screens.strategies import STRATEGIES
from rscrew_console.tui.screens.usage import USAGE
from rscrew_console.tui.screens.welcome import WELCOME
from rscrew_console.tui.screens.what_if import SUPPOSING
from rscrew_console.tui.widgets.moving import MOVING
from rscrew_console.tui.widgets.text_input import FILTERING

ALL: tuple[CommandGroup[Any], ...] = (
    MOVING, *GROUPS, FILTERING, PICKING, HELP_WHILE_TYPING, PROMPT, FIELDS, SCENARIOS, STRATEGIES,
    SUPPOSING, USAGE, DETAILS, CONFIRM, REVIEW, HISTORY, LOG, DOCTOR, COLLISIONS, REPAIR, WELCOME,
)  # fmt: skip

_INTRODUCTION = """\
# Keys of the console

This page is written by `python -m rscrew_console.tui.keysdoc` from the table of commands that the
console itself reads. In the console `?` shows the same, for what has the focus: type to filter,
Enter runs the command. Everything can be reached with plain letters; control keys are second names.
"""


def document() -> str:
    """The whole page, as Markdown."""
    return "\n".join([_INTRODUCTION, *map(_section, ALL)])


def _section(group: CommandGroup[Any]) -> str:
    rows = "".join(map(_row, group))
    return f"## {group.title}\n\n| key | command | does |\n|---|---|---|\n{rows}"


def _row(command: Command[Any]) -> str:
    keys = " ".join(f"`{key}`" for key in command.all_keys.split()) or "palette"
    return f"| {keys} | {command.label} | {command.help} |\n"


if __name__ == "__main__":
    path = Path("docs/keys.md")
    path.parent.mkdir(exist_ok=True)
    path.write_text(document(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{path}\n")
