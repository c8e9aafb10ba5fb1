"""What ought to hold of a crew of several models, point by point; Enter copies what mends one."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from rscrew_console.tui.requests import ChecklistRequest
from rscrew_console.tui.screens.listing import Listing
from rscrew_console.tui.view.checklist import COLUMNS, rows_of, whole
from rscrew_console.tui.view.table import GridRow
from rscrew_console.tui.widgets.grid import Grid
from rscrew_console.tui.widgets.lines import Lines
from rscrew_console.tui.widgets.text_input import SteadyInput


class ChecklistScreen(Listing):
    """Answers a `ChecklistRequest`."""

    CSS_PATH = "help.tcss"
    columns = COLUMNS

    def __init__(self, request: ChecklistRequest) -> None:
        super().__init__()
        self._checklist = request.checklist
        self._rows = rows_of(request.checklist)

    def compose(self) -> ComposeResult:
        with Vertical(id="box", classes="panel") as box:
            failed = len(self._checklist.failed)
            box.border_title = Content(f"Checklist: {failed} of {len(self._rows)} points fail")
            box.border_subtitle = Content("⏎ copies what mends it   Esc back")
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
        lines = whole(self._checklist.items[int(row.key)]) if row else []
        self.query_one("#whole", Lines).show(*lines)
