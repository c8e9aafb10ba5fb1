"""Every file with agents in the project and at the programs' places; Enter opens one."""

from __future__ import annotations

from collections.abc import Sequence

from rscrew_console.tui.requests import FilesRequest
from rscrew_console.tui.screens.described_list import DescribedList
from rscrew_console.tui.view import files
from rscrew_console.tui.view.table import GridRow
from rscrew_console.tui.view.text import Line, count, line


class Files(DescribedList):
    """Answers a `FilesRequest`."""

    columns = files.COLUMNS
    header = True

    def __init__(self, request: FilesRequest) -> None:
        self._entries = {str(entry.path): entry for entry in request.entries}
        title = f"{count(len(self._entries), 'file')} with agents"
        super().__init__(files.rows(request.entries), title, "⏎ opens it   Esc back")

    def on_mount(self) -> None:
        super().on_mount()
        self.grid.select(next((path for path, each in self._entries.items() if each.is_open), ""))

    def whole(self, row: GridRow) -> Sequence[Line]:
        entry = self._entries[row.key]
        return (line((entry.name, "strong")), files.why(entry))
