"""A table with a cell cursor that keeps its place.

Textual's DataTable forgets its cursor and scroll when its rows are replaced, keeps its columns'
widths whatever the terminal's, and reads plain strings as markup. This one is given columns and
rows of toned text as often as anything changes; it draws only the lines in sight, fits the columns
to the width, and finds the cursor's row again by its key.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal, Unpack

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from rscrew_console.tui.command import bindings
from rscrew_console.tui.view.column_fit import ColumnFit, fit
from rscrew_console.tui.view.cursor import Cursor
from rscrew_console.tui.view.table import (
    Column,
    GridRow,
    SortOrder,
    header_cells,
    keys_of,
    natural_widths,
    row_cells,
)
from rscrew_console.tui.view.text import Line, TextRun, cropped, folded, untinted
from rscrew_console.tui.widgets.command_owner import CommandOwner
from rscrew_console.tui.widgets.lines import WidgetOptions
from rscrew_console.tui.widgets.moving import MOVING
from rscrew_console.tui.widgets.tones import rich_tone

HEADER = 1
"""Lines above the rows."""
MARGIN = 2
"""Cells left of the columns: a row's sign and a space."""
EDGE = 1
"""Cells right of the columns."""


class Grid(CommandOwner, ScrollView, can_focus=True):
    """Rows under fitted columns, with a cursor on a cell, on a whole row, or none: then the
    keys that move a cursor scroll."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "grid--header",
        "grid--cursor",
        "grid--cursor-row",
        "grid--rest",
    }
    COMMAND_GROUPS = (MOVING,)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings((MOVING,))]

    class Moved(Message):
        """The cursor stands on another cell, or the cell under it has changed."""

        def __init__(self, grid: Grid) -> None:
            super().__init__()
            self.grid = grid

        @property
        def control(self) -> Grid:
            return self.grid

    class Chosen(Moved):
        """The cell under the cursor was clicked."""

    class Fitted(Moved):
        """There is room for more columns than before, or for fewer."""

    class HeaderClicked(Moved):
        """A column's title was clicked."""

        def __init__(self, grid: Grid, column: str) -> None:
            super().__init__(grid)
            self.column = column

    def __init__(
        self,
        *,
        cursor: Literal["cell", "row", "none"] = "cell",
        header: bool = True,
        **named: Unpack[WidgetOptions],
    ) -> None:
        super().__init__(**named)
        self._cursor_kind = cursor
        self._header = HEADER if header else 0
        self._columns: Sequence[Column] = ()
        self._rows: Sequence[GridRow] = ()
        self._order: SortOrder | None = None
        self._empty: Line = ()
        self._natural_widths: dict[str, int] = {}
        self._fit = ColumnFit({}, 1)
        self._cursor = Cursor()

    # What is shown

    def show(
        self,
        columns: Sequence[Column],
        rows: Sequence[GridRow],
        *,
        order: SortOrder | None = None,
        empty: Line = (),
        tell: bool = True,
    ) -> None:
        """Shows these rows; the cursor stays on its row's key and its column.

        `Moved` is posted unless whoever shows them needs no telling.
        """
        self._columns, self._rows, self._order, self._empty = columns, rows, order, empty
        self._natural_widths = natural_widths(columns, rows, order)
        stops = [column.key for column in columns if column.stop]
        self._cursor.seat(keys_of(rows), stops)
        self._lay_out()
        if tell:
            self.post_message(self.Moved(self))

    @property
    def rows(self) -> Sequence[GridRow]:
        """The rows shown."""
        return self._rows

    @property
    def keys(self) -> Sequence[str]:
        """The keys of the rows shown; none of them is drawn for that."""
        return keys_of(self._rows)

    @property
    def hidden(self) -> int:
        """How many columns there is no room for."""
        return len(self._columns) - len(self._fit.widths)

    # The cursor

    @property
    def row(self) -> GridRow | None:
        """The row under the cursor, if there is any."""
        return self._rows[self._cursor.row] if self._rows else None

    @property
    def row_key(self) -> str:
        """The key of the row under the cursor, or nothing."""
        return self._cursor.key

    @property
    def column(self) -> str:
        """The key of the column under the cursor."""
        return self._cursor.column

    def select(self, row_key: str = "", column: str = "") -> None:
        """Puts the cursor on a row and a column, as far as they are shown."""
        self._follow(self._cursor.find(row_key, column))

    def move(self, rows: int = 0, columns: int = 0, *, around: bool = False) -> None:
        """Moves the cursor, as far as the table goes; `around` goes on at the other end."""
        if self._cursor_kind == "none":
            self.scroll_to(y=round(self.scroll_y) + rows, animate=False, immediate=True)
        else:
            self._follow(self._cursor.move(rows, columns, around=around))

    def page(self, pages: float) -> None:
        """Moves the cursor by pages of what is in sight, at least by one row."""
        step = max(int(abs(pages) * (self.size.height - self._header)), 1)
        self.move(rows=step if pages > 0 else -step)

    def _follow(self, moved: bool) -> None:
        if moved:
            self._lay_out()
            self.post_message(self.Moved(self))

    def _lay_out(self) -> None:
        available = self.scrollable_content_region.width - MARGIN - EDGE
        keep = self._cursor.column if self._cursor_kind == "cell" else ""
        hidden = self.hidden
        self._fit = fit(self._columns, self._natural_widths, available, keep)
        if self.hidden != hidden:
            self.post_message(self.Fitted(self))
        self.virtual_size = Size(self.size.width, len(self._rows) + self._header)
        if self._cursor_kind != "none":
            self._reveal()
        self.refresh()

    def _reveal(self) -> None:
        top, height = round(self.scroll_y), self.size.height - self._header
        if height <= 0:
            return
        row = self._cursor.row
        if row < top:
            top = row
        elif row >= top + height:
            top = row - height + 1
        top = max(0, min(top, len(self._rows) - height))
        if top != round(self.scroll_y):
            self.scroll_to(y=top, animate=False, immediate=True, force=True)

    # Events

    def on_resize(self) -> None:
        self._lay_out()

    def watch_show_vertical_scrollbar(self) -> None:
        self._lay_out()

    def on_focus(self) -> None:
        self.post_message(self.Moved(self))

    def on_click(self, event: events.Click) -> None:
        column = self._column_at(event.x - self.gutter.left)
        y = event.y - self.gutter.top
        if y < self._header:
            if column:
                self.post_message(self.HeaderClicked(self, column))
            return
        row = y - self._header + round(self.scroll_y)
        if row >= len(self._rows):
            return
        moved = self._cursor.put(row, column)
        self._follow(moved)
        if not moved or self._cursor_kind == "row":
            self.post_message(self.Chosen(self))

    def _column_at(self, x: int) -> str:
        x_start = MARGIN
        for key, size in self._fit.widths.items():
            if x_start <= x < x_start + size + self._fit.gap:
                return key
            x_start += size + self._fit.gap
        return ""

    def cell_offset(self) -> tuple[int, int, int]:
        """The cursor's cell on the screen: x, y and width, for what opens beside it."""
        x_start = MARGIN
        for key, size in self._fit.widths.items():
            if key == self._cursor.column:
                break
            x_start += size + self._fit.gap
        region = self.content_region
        y = self._cursor.row - round(self.scroll_y) + self._header
        return region.x + x_start, region.y + y, self._fit.widths.get(self._cursor.column, 0)

    # Drawing

    def render_line(self, y: int) -> Strip:
        base = self.rich_style
        if y < self._header:
            return self._strip(header_cells(self._columns, self._fit, self._order), base)
        index = y - self._header + round(self.scroll_y)
        if index < len(self._rows):
            return self._row_strip(index, base)
        if not self._rows:
            empty_lines = folded(self._empty, self.size.width - MARGIN - EDGE)
            return self._strip(empty_lines[y - self._header : y - self._header + 1], base)
        return Strip.blank(self.size.width, base)

    def _row_strip(self, index: int, base: Style) -> Strip:
        row = self._rows[index]
        cells = row_cells(self._columns, self._fit, row)
        if index != self._cursor.row or self._cursor_kind == "none":
            return self._strip(cells, base, row.sign)
        if not (self.has_focus or self.has_class("-lit")):
            return self._strip(cells, base + self._component("grid--rest"), row.sign)
        base += self._component("grid--cursor-row")
        cells = [tuple(run._replace(tone=untinted(run.tone)) for run in cell) for cell in cells]
        if self._cursor_kind == "row":
            return self._strip(cells, base, row.sign)
        return self._strip(cells, base, row.sign, [*self._fit.widths].index(self._cursor.column))

    def _strip(
        self, cells: Sequence[Line], base: Style, sign: TextRun | None = None, lit: int = -1
    ) -> Strip:
        """Margin, cells and gaps; the cell with the number `lit` in the cursor's style."""
        gap = Segment(" " * self._fit.gap, base)
        margin = cropped((sign,) if sign else (), MARGIN)
        segments = [Segment(span.text, self._style(span, base)) for span in margin]
        for number, cell in enumerate(cells):
            if number:
                segments.append(gap)
            top = self._component("grid--cursor") if number == lit else Style()
            segments += [Segment(span.text, self._style(span, base) + top) for span in cell]
        return Strip(segments).extend_cell_length(self.size.width, base).crop(0, self.size.width)

    def _style(self, span: TextRun, base: Style) -> Style:
        return base if span.tone == "plain" else base + rich_tone(self, span.tone)

    def _component(self, name: str) -> Style:
        return self.get_component_rich_style(name, partial=True)
