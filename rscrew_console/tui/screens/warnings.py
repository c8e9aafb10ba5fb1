"""Everything unwise in the file; Enter goes to where it is."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from rscrew_console.roster.problem import Problem
from rscrew_console.roster.visible import visible
from rscrew_console.tui.requests import WarningsRequest
from rscrew_console.tui.screens.listing import Listing
from rscrew_console.tui.view.table import Column, GridRow
from rscrew_console.tui.view.text import count, line
from rscrew_console.tui.widgets.grid import Grid
from rscrew_console.tui.widgets.lines import Lines
from rscrew_console.tui.widgets.text_input import SteadyInput


class Warnings(Listing):
    """Answers a `WarningsRequest`."""

    CSS_PATH = "help.tcss"
    columns = (
        Column("line", "", least=9, right=True),
        Column("message", "", least=30, most=400),
    )

    def __init__(self, request: WarningsRequest) -> None:
        super().__init__()
        self._rows = [_row(number, problem) for number, problem in enumerate(request.problems)]

    def compose(self) -> ComposeResult:
        with Vertical(id="box", classes="panel") as box:
            box.border_title = Content(count(len(self._rows), "warning"))
            box.border_subtitle = Content("⏎ goes there   Esc back")
            yield SteadyInput(placeholder="type to filter", compact=True)
            yield Grid(cursor="row", header=False, classes="-lit")
            yield Lines(id="whole")

    def on_mount(self) -> None:
        super().on_mount()
        self.show()

    def choices(self) -> Sequence[GridRow]:
        return self._rows

    @on(Grid.Moved)
    def _tell_whole(self) -> None:
        row = self.grid.row
        self.query_one("#whole", Lines).show(row.cells["message"] if row else ())


def _row(number: int, problem: Problem) -> GridRow:
    place = f"line {problem.line}" if problem.line else ""
    cells = {"line": line((place, "dim")), "message": line(visible(problem.message))}
    return GridRow(str(number), cells, {"line": place, "message": problem.message})
