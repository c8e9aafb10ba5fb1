"""Every file with agents in the project and at the programs' places; Enter opens one."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from rscrew_console.tui.requests import FilesRequest
from rscrew_console.tui.screens.listing import Listing
from rscrew_console.tui.view import files
from rscrew_console.tui.view.table import GridRow
from rscrew_console.tui.view.text import count, line
from rscrew_console.tui.widgets.grid import Grid
from rscrew_console.tui.widgets.lines import Lines
from rscrew_console.tui.widgets.text_input import SteadyInput


class Files(Listing):
    """Answers a `FilesRequest`."""

    CSS_PATH = "help.tcss"
    columns = files.COLUMNS

    def __init__(self, request: FilesRequest) -> None:
        super().__init__()
        self._entries = {str(entry.path): entry for entry in request.entries}
        self._rows = files.rows(request.entries)

    def compose(self) -> ComposeResult:
        with Vertical(id="box", classes="panel") as box:
            box.border_title = Content(f"{count(len(self._rows), 'file')} with agents")
            box.border_subtitle = Content("⏎ opens it   Esc back")
            yield SteadyInput(placeholder="type to filter", compact=True)
            yield Grid(cursor="row", classes="-lit")
            yield Lines(id="whole")

    def on_mount(self) -> None:
        super().on_mount()
        self.show()
        self.grid.select(next((path for path, each in self._entries.items() if each.is_open), ""))

    def choices(self) -> Sequence[GridRow]:
        return self._rows

    @on(Grid.Moved)
    def _tell_whole(self) -> None:
        entry = self._entries.get(self.grid.row_key)
        lines = [line((entry.name, "strong")), files.why(entry)] if entry else []
        self.query_one("#whole", Lines).show(*lines)
