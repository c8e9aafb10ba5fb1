"""A list in a panel that filters as you type, with the whole of the selected row below it."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from rscrew_console.tui.screens.listing import Listing
from rscrew_console.tui.view.table import GridRow
from rscrew_console.tui.view.text import Line
from rscrew_console.tui.widgets.grid import Grid
from rscrew_console.tui.widgets.lines import Lines
from rscrew_console.tui.widgets.text_input import SteadyInput


class DescribedList(Listing):
    """Answers the key of the row that was taken."""

    CSS_PATH = "described_list.tcss"
    intro: Line = ()
    """A sentence above the line to type in."""
    header = False
    """Whether the columns have titles."""

    def __init__(
        self, rows: Sequence[GridRow], title: str, keys: str, placeholder: str = "type to filter"
    ) -> None:
        """`keys` says in the frame what Enter and Escape do."""
        super().__init__()
        self._rows = rows
        self._title, self._keys, self._placeholder = title, keys, placeholder

    def whole(self, row: GridRow) -> Sequence[Line]:
        """The lines that tell all of a row."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        with Vertical(id="box", classes="panel") as box:
            box.border_title = Content(self._title)
            box.border_subtitle = Content(self._keys)
            if self.intro:
                yield Lines(self.intro, id="intro")
            yield SteadyInput(placeholder=self._placeholder, compact=True)
            yield Grid(cursor="row", header=self.header, classes="-lit")
            yield Lines(id="whole")

    def on_mount(self) -> None:
        super().on_mount()
        self.show()

    def choices(self) -> Sequence[GridRow]:
        return self._rows

    @on(Grid.Moved)
    def _tell_whole(self) -> None:
        row = self.grid.row
        self.query_one("#whole", Lines).show(*(self.whole(row) if row else ()))
