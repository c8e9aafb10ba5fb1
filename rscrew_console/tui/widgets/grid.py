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

from rscrew_console.tui.commands.command import bindings
from rscrew_console.tui.commands.moving import MOVING
from rscrew_console.tui.commands.owner import CommandOwner
from rscrew_console.tui.view.columns import Column, Fit, fit
from rscrew_console.tui.view.rows import Order, Row
from rscrew_console.tui.view.text import Line, Span, cropped, line, width
from rscrew_console.tui.widgets.named import Named
from rscrew_console.tui.widgets.tones import TONE_CLASSES, tone_class

HEADER = 1
"""Lines above the rows."""
MARGIN = 2
"""Cells left of the columns: a row's sign and a space."""
EDGE = 1
"""Cells right of the columns."""


class Grid(CommandOwner, ScrollView, can_focus=True):
    """Rows under fitted columns, with a cursor on a cell, on a whole row, or none: then the
    keys that move a cursor scroll."""

    COMPONENT_CLASSES: ClassVar[set[str]] = TONE_CLASSES | {
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
        **named: Unpack[Named],
    ) -> None:
        super().__init__(**named)
        self._cursor_kind = cursor
        self._header = HEADER if header else 0
        self._columns: Sequence[Column] = ()
        self._rows: Sequence[Row] = ()
        self._order: Order | None = None
        self._empty: Line = ()
        self._wanted: dict[str, int] = {}
        self._fit = Fit({}, 1)
        self._row = 0
        self._row_key = ""
        self._column_key = ""

    # What is shown

    def show(
        self,
        columns: Sequence[Column],
        rows: Sequence[Row],
        *,
        order: Order | None = None,
        empty: Line = (),
    ) -> None:
        """Shows these rows; the cursor stays on its row's key and its column."""
        self._columns, self._rows, self._order, self._empty = columns, rows, order, empty
        self._wanted = {
            column.key: max(
                (width(row.cells.get(column.key, ())) for row in rows),
                default=0,
            )
            for column in columns
        }
        if order is not None:
            title = next((c.title for c in columns if c.key == order.column), "")
            self._wanted[order.column] = max(self._wanted.get(order.column, 0), len(title) + 2)
        if self._column_key not in {column.key for column in columns if column.stop}:
            self._column_key = next((column.key for column in columns if column.stop), "")
        keys = [row.key for row in rows]
        if self._row_key in keys:
            self._row = keys.index(self._row_key)
        self._seat(self._row, self._column_key)
        self._lay_out()
        self.post_message(self.Moved(self))

    @property
    def rows(self) -> Sequence[Row]:
        """The rows shown."""
        return self._rows

    @property
    def hidden(self) -> int:
        """How many columns there is no room for."""
        return len(self._columns) - len(self._fit.widths)

    # The cursor

    @property
    def row(self) -> Row | None:
        """The row under the cursor, if there is any."""
        return self._rows[self._row] if self._row < len(self._rows) else None

    @property
    def row_key(self) -> str:
        """The key of the row under the cursor, or nothing."""
        return row.key if (row := self.row) else ""

    @property
    def column(self) -> str:
        """The key of the column under the cursor."""
        return self._column_key

    def select(self, row_key: str | None = None, column: str = "") -> None:
        """Puts the cursor on a row and a column, as far as they are shown."""
        index = next((i for i, row in enumerate(self._rows) if row.key == row_key), self._row)
        stops = {each.key for each in self._columns if each.stop}
        self._move_to(index, column if column in stops else self._column_key)

    def move(self, rows: int = 0, columns: int = 0, *, around: bool = False) -> None:
        """Moves the cursor, as far as the table goes; `around` goes on at the other end."""
        stops = [column.key for column in self._columns if column.stop]
        if not stops:
            return
        place = stops.index(self._column_key) + columns
        if self._cursor_kind == "none":
            self.scroll_to(y=round(self.scroll_y) + rows, animate=False, immediate=True)
            return
        target = self._row + rows
        if around and self._rows:
            target %= len(self._rows)
        self._move_to(target, stops[max(0, min(place, len(stops) - 1))])

    def page(self, pages: float) -> None:
        """Moves the cursor by pages of what is in sight, at least by one row."""
        step = max(int(abs(pages) * (self.size.height - self._header)), 1)
        self.move(rows=step if pages > 0 else -step)

    def _move_to(self, row: int, column: str) -> None:
        before = (self._row_key, self._column_key)
        self._seat(row, column)
        if (self._row_key, self._column_key) != before:
            self._lay_out()
            self.post_message(self.Moved(self))

    def _seat(self, row: int, column: str) -> None:
        self._row = max(0, min(row, len(self._rows) - 1))
        self._row_key = self.row_key
        self._column_key = column

    def _lay_out(self) -> None:
        room = self.scrollable_content_region.width - MARGIN - EDGE
        keep = self._column_key if self._cursor_kind == "cell" else ""
        hidden = self.hidden
        self._fit = fit(self._columns, self._wanted, room, keep)
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
        if self._row < top:
            top = self._row
        elif self._row >= top + height:
            top = self._row - height + 1
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
        stops = {c.key for c in self._columns if c.stop}
        target = column if column in stops else self._column_key
        here = (row, target) == (self._row, self._column_key)
        self._move_to(row, target)
        if here or self._cursor_kind == "row":
            self.post_message(self.Chosen(self))

    def _column_at(self, x: int) -> str:
        left = MARGIN
        for key, size in self._fit.widths.items():
            if left <= x < left + size + self._fit.gap:
                return key
            left += size + self._fit.gap
        return ""

    def cell_offset(self) -> tuple[int, int, int]:
        """The cursor's cell on the screen: x, y and width, for what opens beside it."""
        left = MARGIN
        for key, size in self._fit.widths.items():
            if key == self._column_key:
                break
            left += size + self._fit.gap
        region = self.content_region
        y = self._row - round(self.scroll_y) + self._header
        return region.x + left, region.y + y, self._fit.widths.get(self._column_key, 0)

    # Drawing

    def render_line(self, y: int) -> Strip:
        base = self.rich_style
        if y < self._header:
            return self._strip(self._header_cells(), base, {})
        index = y - self._header + round(self.scroll_y)
        if index < len(self._rows):
            return self._row_strip(index, base)
        if not self._rows and y == self._header:
            note = cropped(line("  ", *self._empty), self.size.width)
            return Strip([Segment(s.text, self._style(s, base)) for s in note])
        return Strip.blank(self.size.width, base)

    def _header_cells(self) -> list[Line]:
        cells = []
        for column in self._columns:
            if (size := self._fit.widths.get(column.key)) is None:
                continue
            title = [Span(column.title, "dim")]
            if self._order is not None and self._order.column == column.key:
                title.append(Span(" ▼" if self._order.descending else " ▲", "accent"))
            cells.append(cropped(line(*title), size, right=column.right))
        return cells

    def _row_strip(self, index: int, base: Style) -> Strip:
        row = self._rows[index]
        cells = [
            cropped(row.cells.get(column.key, ()), self._fit.widths[column.key], right=column.right)
            for column in self._columns
            if column.key in self._fit.widths
        ]
        if index != self._row or self._cursor_kind == "none":
            return self._strip(cells, base, {}, row.sign)
        focused = self.has_focus or self.has_class("-lit")
        base += self.get_component_rich_style(
            "grid--cursor-row" if focused else "grid--rest", partial=True
        )
        if not focused:
            return self._strip(cells, base, {}, row.sign)
        cursor = self.get_component_rich_style("grid--cursor", partial=True)
        shown = list(self._fit.widths)
        if self._cursor_kind == "row":
            return self._strip(cells, base, {}, row.sign)
        return self._strip(cells, base, {shown.index(self._column_key): cursor}, row.sign)

    def _strip(
        self, cells: Sequence[Line], base: Style, over: dict[int, Style], sign: Span | None = None
    ) -> Strip:
        gap = Segment(" " * self._fit.gap, base)
        margin = cropped((sign,) if sign else (), MARGIN)
        segments = [Segment(span.text, self._style(span, base)) for span in margin]
        for number, cell in enumerate(cells):
            if number:
                segments.append(gap)
            top = over.get(number, Style())
            segments += [Segment(span.text, self._style(span, base) + top) for span in cell]
        return Strip(segments).extend_cell_length(self.size.width, base).crop(0, self.size.width)

    def _style(self, span: Span, base: Style) -> Style:
        if span.tone == "plain":
            return base
        return base + self.get_component_rich_style(tone_class(span.tone), partial=True)
