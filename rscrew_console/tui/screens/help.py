"""Everything that can be done here: filters as you type, Enter runs it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from rscrew_console.tui.command import Command
from rscrew_console.tui.screens.listing import Listing
from rscrew_console.tui.view.table import Column, GridRow
from rscrew_console.tui.view.text import Tone, line
from rscrew_console.tui.widgets.grid import Grid
from rscrew_console.tui.widgets.lines import Lines
from rscrew_console.tui.widgets.text_input import SteadyInput


class Help(Listing):
    """Answers the id of the command to run. `reasons` says of some why they cannot run now."""

    CSS_PATH = "help.tcss"
    columns = (
        Column("key", "", least=8, most=24, right=True),
        Column("label", "", least=16, most=24),
        Column("help", "", least=46, most=200),
        Column("group", "", least=10, rank=1),
    )

    def __init__(
        self, title: str, commands: Sequence[Command[Any]], reasons: dict[str, str]
    ) -> None:
        super().__init__()
        self._title = title
        self._rows = [_row(command, reasons.get(command.id, "")) for command in commands]

    def compose(self) -> ComposeResult:
        with Vertical(id="box", classes="panel") as box:
            box.border_title = Content(self._title)
            box.border_subtitle = Content("⏎ runs it   Esc back")
            yield SteadyInput(placeholder="type to filter: a word, or a key", compact=True)
            yield Grid(cursor="row", header=False, classes="-lit")
            yield Lines(id="whole")

    def on_mount(self) -> None:
        super().on_mount()
        self.show()

    @on(Grid.Moved)
    def _tell_whole(self) -> None:
        row = self.grid.row
        self.query_one("#whole", Lines).show(row.cells["help"] if row else ())

    def choices(self) -> Sequence[GridRow]:
        return self._rows

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
