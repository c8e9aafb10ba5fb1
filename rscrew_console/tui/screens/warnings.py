"""All warnings about the file; Enter goes to the place."""

from __future__ import annotations

from collections.abc import Sequence

from rscrew_console.roster.problem import Problem
from rscrew_console.roster.visible import visible
from rscrew_console.tui.requests import WarningsRequest
from rscrew_console.tui.screens.described_list import DescribedList
from rscrew_console.tui.view.table import Column, GridRow
from rscrew_console.tui.view.text import Line, count, line


class Warnings(DescribedList):
    """Answers a `WarningsRequest`."""

    columns = (
        Column("line", "", least=9, right=True),
        Column("message", "", least=30, most=400),
    )

    def __init__(self, request: WarningsRequest) -> None:
        rows = [_row(number, problem) for number, problem in enumerate(request.problems)]
        super().__init__(rows, count(len(rows), "warning"), "⏎ goes there   Esc back")

    def whole(self, row: GridRow) -> Sequence[Line]:
        return (row.cells["message"],)


def _row(number: int, problem: Problem) -> GridRow:
    place = f"line {problem.line}" if problem.line else ""
    cells = {"line": line((place, "dim")), "message": line(visible(problem.message))}
    return GridRow(str(number), cells, {"line": place, "message": problem.message})
