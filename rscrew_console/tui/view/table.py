"""Tables: their columns and widths, their rows in order, and their cells."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from rscrew_console.records import dataclass
from rscrew_console.tui.view.text import Line, TextRun, cropped, line, width

if TYPE_CHECKING:
    from rscrew_console.tui.view.column_fit import ColumnFit

DETAIL_RANK = 2
"""From this rank on, columns go before names are cut."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what becomes of it when there is little room."""

    key: str
    title: str
    least: int = 6
    """Others go before it is squeezed below this."""
    floor: int = 5
    """It is never squeezed below this, unless its content is narrower."""
    rank: int = 0
    """0 always stays; of the others the highest goes first."""
    right: bool = False
    """Numbers stand to the right."""
    most: int = 60
    reserve: int = 0
    """Cells that it takes even where its content is narrower, so that no later value moves it."""
    newest_last: bool = False
    """What does not fit goes from the left."""
    stop: bool = True
    """Whether the cursor stops here."""


Value = str | float | None


class FoldedCell(NamedTuple):
    """A cell that also stands for columns which have no room."""

    following: str
    """The column that must be out of sight for this."""
    cell: Line


@dataclass(frozen=True)
class GridRow:
    """One row: what is shown in each column, and what stands behind it.

    `values` holds the text as it is in the file (or a number); filters, order and the clipboard go
    by it. A column without an entry shows nothing.
    """

    key: str
    cells: Mapping[str, Line]
    values: Mapping[str, Value] = field(default_factory=dict)
    sign: TextRun | None = None
    """One cell in the margin before the row."""
    folded: Mapping[str, FoldedCell] = field(default_factory=dict)
    """By column: what it shows where there is no room for the column after it."""

    @cached_property
    def searched(self) -> str:
        """What a filter looks in."""
        return "\n".join(v for v in self.values.values() if isinstance(v, str)).casefold()

    @cached_property
    def widths(self) -> Mapping[str, int]:
        """The cells that each column's text takes."""
        return {key: width(cell) for key, cell in self.cells.items()}


class LazyRows(ABC, Sequence[GridRow]):
    """Rows of which each is drawn when it is asked for: a large table shows few of its rows.

    What the table as a whole needs of every row is told without drawing any.
    """

    @property
    @abstractmethod
    def keys(self) -> Sequence[str]:
        """The rows' keys, in order."""

    @abstractmethod
    def widest(self, columns: Sequence[str]) -> Mapping[str, int]:
        """The cells that the widest text of each of these columns takes."""

    @abstractmethod
    def searched(self) -> Sequence[str]:
        """What a filter looks in, of each row."""

    @abstractmethod
    def values(self, column: str) -> Sequence[Value]:
        """What stands behind that column, of each row."""

    @abstractmethod
    def picked(self, indices: Sequence[int]) -> LazyRows:
        """The rows of these numbers, in that order."""


def keys_of(rows: Sequence[GridRow]) -> Sequence[str]:
    """The keys of the rows, in order."""
    return rows.keys if isinstance(rows, LazyRows) else [row.key for row in rows]


class SortOrder(NamedTuple):
    """The column that a table is ordered by."""

    column: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class TableState:
    """What the user has set on a table. It outlives every change of the data."""

    filter: str = ""
    order: SortOrder | None = None
    marks: frozenset[str] = frozenset()
    anchor: str = ""
    """The row that was marked last, from which a range goes on."""

    def ordered_by(self, column: str) -> TableState:
        """The next of: ascending, descending, the file's own order."""
        match self.order:
            case SortOrder(current, False) if current == column:
                return replace(self, order=SortOrder(column, descending=True))
            case SortOrder(current, True) if current == column:
                return replace(self, order=None)
            case _:
                return replace(self, order=SortOrder(column))

    def toggled(self, key: str) -> TableState:
        """The same with the mark on this row set, or taken away."""
        return replace(self, marks=self.marks ^ {key}, anchor=key)

    def all_toggled(self, shown: Sequence[str]) -> TableState:
        """All the rows that are shown marked; where they are already, none of them."""
        if self.marks >= set(shown):
            return replace(self, marks=self.marks - set(shown), anchor="")
        return replace(self, marks=self.marks | set(shown))

    def range_marked(self, shown: Sequence[str], key: str) -> TableState:
        """All rows from the one that was marked last to this one marked, or this one alone."""
        place = shown.index(key)
        start = shown.index(self.anchor) if self.anchor in shown else place
        first, last = sorted((start, place))
        return replace(self, marks=self.marks | set(shown[first : last + 1]), anchor=key)


def arrange(rows: Sequence[GridRow], state: TableState) -> Sequence[GridRow]:
    """The rows that pass the filter, in the order asked for; equal ones stay in the file's order.

    Rows without a value in that column come last, whichever way the order runs.
    """
    words = state.filter.casefold().split()
    if not words and state.order is None:
        return rows
    passing = [*range(len(rows))]
    if words:
        searched = _searched(rows)
        for word in words:
            passing = [one for one in passing if word in searched[one]]
    if state.order is not None:
        column, descending = state.order
        values = _values(rows, column)
        filled = [one for one in passing if values[one] not in (None, "")]
        empty = [one for one in passing if values[one] in (None, "")]
        filled.sort(key=lambda one: _rank(values[one]), reverse=descending)
        passing = filled + empty
    return rows.picked(passing) if isinstance(rows, LazyRows) else [rows[one] for one in passing]


def _searched(rows: Sequence[GridRow]) -> Sequence[str]:
    return rows.searched() if isinstance(rows, LazyRows) else [row.searched for row in rows]


def _values(rows: Sequence[GridRow], column: str) -> Sequence[Value]:
    if isinstance(rows, LazyRows):
        return rows.values(column)
    return [row.values.get(column) for row in rows]


def _rank(value: Value) -> tuple[int, float, str]:
    if isinstance(value, str):
        return (1, 0.0, value.casefold())
    return (0, value or 0.0, "")


ARROWS = {False: " ▲", True: " ▼"}
"""By whether the order descends."""


def natural_widths(
    columns: Sequence[Column], rows: Sequence[GridRow], order: SortOrder | None
) -> dict[str, int]:
    """How wide each column would be if it could."""
    keys = [column.key for column in columns]
    if isinstance(rows, LazyRows):
        widest = rows.widest(keys)
    else:
        widest = {key: max((row.widths.get(key, 0) for row in rows), default=0) for key in keys}
    titles = {column.key: width(_title(column, order)) for column in columns}
    return {key: max(widest.get(key, 0), titles[key]) for key in keys}


def header_cells(columns: Sequence[Column], fit: ColumnFit, order: SortOrder | None) -> list[Line]:
    """The titles of the columns that are shown."""
    return _cells(columns, fit, {column.key: _title(column, order) for column in columns})


def row_cells(columns: Sequence[Column], fit: ColumnFit, row: GridRow) -> list[Line]:
    """The row's cells of the columns that are shown."""
    folded = {
        key: cell for key, (following, cell) in row.folded.items() if following not in fit.widths
    }
    return _cells(columns, fit, {**row.cells, **folded} if folded else row.cells)


def _cells(columns: Sequence[Column], fit: ColumnFit, cells: Mapping[str, Line]) -> list[Line]:
    return [
        cropped(
            _latest(cells.get(column.key, ()), column, fit.widths[column.key]),
            fit.widths[column.key],
            right=column.right,
        )
        for column in columns
        if column.key in fit.widths
    ]


def _latest(cell: Line, column: Column, available: int) -> Line:
    return cell[-available:] if column.newest_last else cell


def _title(column: Column, order: SortOrder | None) -> Line:
    if order is None or order.column != column.key:
        return line((column.title, "dim"))
    return line((column.title, "dim"), (ARROWS[order.descending], "accent"))
