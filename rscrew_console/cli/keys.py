"""`keys`: the console's keys, those of one's own among them, and which of them arrive here."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import click

from rscrew_console.cli.declared import Option
from rscrew_console.cli.options import AsJson
from rscrew_console.cli.output import complain, is_terminal, say, say_json, width
from rscrew_console.cli.table import TableColumn, table
from rscrew_console.roster.visible import visible

_COLUMNS = (
    TableColumn("key"), TableColumn("id"), TableColumn("", droppable=True),
    TableColumn("where", droppable=True), TableColumn("does", least=20),
)  # fmt: skip


def keys(
    test: Annotated[
        bool, Option("--test", help="Press keys, and see which of them this terminal delivers.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the keys of the console, with the ids by which console.yaml changes them.

    Exit status 1 if something in console.yaml is wrong.
    """
    from rscrew_console.console_settings import load_settings, settings_path
    from rscrew_console.tui.command import every, key_name
    from rscrew_console.tui.keysdoc import ALL
    from rscrew_console.tui.user_keys import check_keys

    path = settings_path()
    settings = load_settings(path)
    own, wrong = check_keys(settings.keys)
    problems = [*settings.problems, *wrong]
    commands = [command.with_keys(own) for command in every(ALL)]
    if test:
        _test([key for command in commands for key in command.keys])
    elif as_json:
        say_json({"path": str(path), "keys": [_shape(one, own) for one in commands],
                  "problems": problems})  # fmt: skip
    else:
        rows = [
            [
                one.shown_key or " ".join(map(key_name, one.keys)) or "palette",
                one.id, "yours" if one.id in own else "", one.group, one.label,
            ]
            for one in commands
        ]  # fmt: skip
        for line in table(_COLUMNS, rows, width()):
            say(line)
    for problem in problems:
        complain(f"warning: {visible(str(path))}: {problem}")
    if problems:
        raise click.exceptions.Exit(1)


def _shape(command: Any, own: Any) -> dict[str, object]:
    return {
        "id": command.id,
        "keys": list(command.keys),
        "group": command.group,
        "label": command.label,
        "help": command.help,
        "own": command.id in own,
    }


def _test(wanted: list[str]) -> None:
    if not (is_terminal(sys.stdin) and is_terminal(sys.stderr)):
        raise click.BadParameter("--test needs a terminal")
    from rscrew_console.tui.command import key_name
    from rscrew_console.tui.key_probe import LEAVING, KeyProbe

    probe = KeyProbe(wanted)
    arrived = probe.run() or ()
    missing = [key_name(key) for key in probe.wanted if key not in arrived and key != LEAVING]
    say(f"arrived: {' '.join(map(key_name, arrived)) or 'none'}")
    say(f"not seen: {' '.join(missing) or 'none'}")
