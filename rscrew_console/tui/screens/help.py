"""Everything that can be done here: filters as you type, Enter runs it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rscrew_console.tui.command import Command
from rscrew_console.tui.screens.described_list import DescribedList
from rscrew_console.tui.view.table import Column, GridRow
from rscrew_console.tui.view.text import Line, Tone, line


class Help(DescribedList):
    """Answers the id of the command to run. `reasons` says of some why they cannot run now."""

    columns = (
        Column("key", "", least=8, most=24, right=True),
        Column("label", "", least=16, most=24),
        Column("help", "", least=46, most=200),
        Column("group", "", least=10, rank=1),
    )

    def __init__(
        self, title: str, commands: Sequence[Command[Any]], reasons: dict[str, str],
        here: str = "",
    ) -> None:  # fmt: skip
        """`here` says what the thing under the cursor is; "" for nothing."""
        self.intro = line((here, "strong"))
        rows = [_row(command, reasons.get(command.id, "")) for command in commands]
        super().__init__(rows, title, "⏎ runs it   Esc back", "type to filter: a word, or a key")

    def whole(self, row: GridRow) -> Sequence[Line]:
        return (row.cells["help"],)

    def narrow(self, typed: str) -> list[GridRow]:
        rows = super().narrow(typed)
        rows.sort(key=lambda row: typed.strip() not in str(row.values["key"]).split())
        return rows


def _row(command: Command[Any], reason: str) -> GridRow:
    tone: Tone = "dim" if reason else "plain"
    cells = {
        "key": line((command.all_keys, "dim" if reason else "key")),
        "label": line((command.label, tone)),
        "help": line((reason or command.help, "dim" if reason else "plain")),
        "group": line((command.group, "dim")),
    }
    values = {
        "key": command.all_keys,
        "label": command.label,
        "help": command.help,
        "group": command.group,
    }
    return GridRow(command.id, cells, values)
