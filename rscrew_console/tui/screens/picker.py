"""The picker that opens at a cell: filters as you type, the current value selected."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from dataclasses import replace

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from rscrew_console.roster.visible import visible
from rscrew_console.tui.requests import LaterRows, PickRequest
from rscrew_console.tui.screens.listing import Listing
from rscrew_console.tui.view.table import GridRow
from rscrew_console.tui.view.text import TextRun, line, width
from rscrew_console.tui.widgets.grid import Grid
from rscrew_console.tui.widgets.text_input import SteadyInput

CURRENT = TextRun("●", "accent")
MOST_ROWS = 12
LEAST_WIDTH = 30
FRAME = 2
"""Cells or lines that the border takes."""
CHROME = FRAME + 2
"""Lines that are not rows: the border, the input and the line below it."""


class Picker(Listing):
    """Answers a `PickRequest`."""

    CSS_PATH = "picker.tcss"

    def __init__(self, request: PickRequest) -> None:
        super().__init__()
        self._request = request
        self.columns = request.columns
        self._rows = [self._signed(row) for row in request.rows]

    def _signed(self, row: GridRow) -> GridRow:
        return replace(row, sign=CURRENT) if row.key == self._request.current else row

    def compose(self) -> ComposeResult:
        with Vertical(id="box", classes="panel") as box:
            box.border_title = Content(visible(self._request.title))
            hint = "type to filter, or anything else" if self._request.free else "type to filter"
            yield SteadyInput(placeholder=hint, compact=True)
            yield Grid(cursor="row", header=False, classes="-lit")

    def on_mount(self) -> None:
        super().on_mount()
        self.show()
        self.grid.select(self._request.current)
        self._place()
        if self._request.load_rows is not None:
            self.run_worker(self._load_rows(self._request.load_rows()), group="more")

    async def _load_rows(self, loading: Awaitable[LaterRows]) -> None:
        box = self.query_one("#box")
        box.border_subtitle = Content("asking what it offers…")
        rows, source = await loading
        box.border_subtitle = Content(source)
        if rows:
            self._rows = [self._signed(row) for row in rows]
            self.show(self.query_one(SteadyInput).value)
            self._place()

    def on_resize(self) -> None:
        self._place()

    def choices(self) -> Sequence[GridRow]:
        return self._rows

    def narrow(self, typed: str) -> list[GridRow]:
        return super().narrow(typed) + self._typed_row(typed)

    def _typed_row(self, typed: str) -> list[GridRow]:
        """What was typed, as a row of its own where it may be taken."""
        text = typed.strip()
        if not self._request.free or not text or any(row.key == text for row in self._rows):
            return []
        reason = self._request.refuse(text)
        note = line((reason, "warn")) if reason else line(("use ", "dim"), visible(text))
        return [GridRow(text, {"name": note}, {"name": text})]

    def take(self) -> None:
        row = self.grid.row
        if row is not None and self._request.free and (reason := self._request.refuse(row.key)):
            self.show_message(reason, "warning")
            return
        super().take()

    def _place(self) -> None:
        """Below the cell, or above it where that is nearer to having room for all."""
        box = self.query_one("#box")
        natural_width = 5 + sum(
            2 + max((width(row.cells.get(column.key, ())) for row in self._rows), default=0)
            for column in self.columns
        )
        subtitle = cell_len(str(box.border_subtitle or ""))
        wide = max(natural_width, LEAST_WIDTH, cell_len(self._request.title) + 6, subtitle + 6)
        wide = min(wide, self.size.width - 2)
        x, y, _ = self._request.anchor
        below, above = self.size.height - y - 1, y
        tall = min(max(len(self._rows), 1) + bool(self._request.free), MOST_ROWS) + CHROME - 1
        if tall <= below or below >= above:
            tall = min(tall, below)
            top = y + 1
        else:
            tall = min(tall, above)
            top = y - tall
        box.styles.width, box.styles.height = wide, tall
        box.styles.offset = (max(min(x - 2, self.size.width - wide), 0), top)
