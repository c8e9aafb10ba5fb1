"""What ought to hold of a crew of several models, point by point; Enter copies what mends one."""

from __future__ import annotations

from collections.abc import Sequence

from rscrew_console.tui.requests import ChecklistRequest
from rscrew_console.tui.screens.described_list import DescribedList
from rscrew_console.tui.view import checklist
from rscrew_console.tui.view.table import GridRow
from rscrew_console.tui.view.text import Line


class ChecklistScreen(DescribedList):
    """Answers a `ChecklistRequest`."""

    columns = checklist.COLUMNS

    def __init__(self, request: ChecklistRequest) -> None:
        self._items = request.checklist.items
        failed = len(request.checklist.failed)
        title = f"Checklist: {failed} of {len(self._items)} points fail"
        rows = checklist.rows_of(request.checklist)
        super().__init__(rows, title, "⏎ copies the command   Esc back")

    def whole(self, row: GridRow) -> Sequence[Line]:
        return checklist.whole(self._items[int(row.key)])
