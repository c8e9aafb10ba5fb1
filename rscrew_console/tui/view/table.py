"""Tables: their columns and widths, their rows in order, and their cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from rscrew_console.tui.view.text import Line, TextRun, cropped, line, width

GAP = 2
"""Cells between two columns."""
TIGHT_GAP = 1
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


@dataclass(frozen=True, slots=True)
class ColumnFit:
    """The widths of the columns that are shown, in order, and the cells between them."""

    widths: Mapping[str, int]
    gap: int

    @property
    def total(self) -> int:
        return sum(self.widths.values()) + self.gap * max(len(self.widths) - 1, 0)


def fit(
    columns: Sequence[Column], natural: Mapping[str, int], available: int, keep: str = ""
) -> ColumnFit:
    """Columns for `available` cells; `natural` has each one's widest content, `keep` always stays.

    Columns of rank 0 and 1 hold what a table is about. Before any of those is cut, columns of
    higher ranks go, the highest first. Where there is still too little room, columns get their
    least widths, then their floors, and go by rank. What is left over is shared out by rank, evenly
    among equals, until each has what its content wants. Gaps are wide where that takes nothing from
    the columns that always stay.
    """
    want = {c.key: _wanted_width(c, natural.get(c.key, 0)) for c in columns}
    least = {c.key: min(c.least, want[c.key]) for c in columns}
    chosen = _without_details(columns, want, least, available, keep)
    if _needs([c for c in chosen if not c.rank or c.key == keep], least) > available:
        least = {c.key: min(c.floor, least[c.key]) for c in columns}
        chosen = [c for c in chosen if not c.rank or c.key == keep]
    while _needs(chosen, least) > available and (spare := _least_needed(chosen, keep)) is not None:
        chosen.remove(spare)
    first = {c.key: want[c.key] if c.rank < DETAIL_RANK else least[c.key] for c in chosen}
    gap = GAP if _needs(chosen, first, GAP) <= available else TIGHT_GAP
    widths = {c.key: least[c.key] for c in chosen}
    spare_cells = available - _needs(chosen, least, gap)
    for rank in sorted({c.rank for c in chosen}):
        spare_cells = _share(widths, want, [c.key for c in chosen if c.rank == rank], spare_cells)
    return ColumnFit(widths, gap)


def _wanted_width(column: Column, natural: int) -> int:
    return max(min(max(natural, column.reserve), column.most), len(column.title))


def _without_details(
    columns: Sequence[Column],
    want: Mapping[str, int],
    least: Mapping[str, int],
    available: int,
    keep: str,
) -> list[Column]:
    """Leave out the columns of the highest ranks, as far as those of rank 0 and 1 need their
    room.
    """
    chosen = list(columns)
    first = {c.key: want[c.key] if c.rank < DETAIL_RANK else least[c.key] for c in columns}
    while _needs(chosen, first) > available:
        details = [c for c in chosen if c.rank >= DETAIL_RANK and c.key != keep]
        if not details:
            break
        chosen.remove(max(reversed(details), key=lambda c: c.rank))
    return chosen


def rounded_up(cells: int, step: int = 8) -> int:
    """The next multiple of the step: names grow a little without moving a column."""
    return -(-cells // step) * step


def _needs(chosen: Sequence[Column], least: Mapping[str, int], gap: int = TIGHT_GAP) -> int:
    return sum(least[c.key] for c in chosen) + gap * max(len(chosen) - 1, 0)


def _least_needed(chosen: Sequence[Column], keep: str) -> Column | None:
    candidates = [c for c in chosen if c.rank and c.key != keep]
    if not candidates:  # too many that always stay: the cursor's neighbourhood survives
        candidates = [c for c in chosen[1:] if c.key != keep] if len(chosen) > 1 else []
    return max(reversed(candidates), key=lambda c: c.rank, default=None)


def _share(
    widths: dict[str, int], want: Mapping[str, int], keys: Sequence[str], spare_cells: int
) -> int:
    hungry = [key for key in keys if widths[key] < want[key]]
    while spare_cells > 0 and hungry:
        portion = max(spare_cells // len(hungry), 1)
        for key in hungry:
            extra = min(portion, want[key] - widths[key], spare_cells)
            widths[key] += extra
            spare_cells -= extra
        hungry = [key for key in hungry if widths[key] < want[key]]
    return spare_cells


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


def arrange(rows: Iterable[GridRow], state: TableState) -> list[GridRow]:
    """The rows that pass the filter, in the order asked for; equal ones stay in the file's order.

    Rows without a value in that column come last, whichever way the order runs.
    """
    words = state.filter.casefold().split()
    passing = [row for row in rows if _passes(row, words)] if words else list(rows)
    if state.order is None:
        return passing
    column, descending = state.order
    filled = [row for row in passing if row.values.get(column) not in (None, "")]
    empty = [row for row in passing if row.values.get(column) in (None, "")]
    filled.sort(key=lambda row: _rank(row.values[column]), reverse=descending)
    return filled + empty


def _passes(row: GridRow, words: Sequence[str]) -> bool:
    return all(word in row.searched for word in words)


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
    widest = {
        column.key: max((row.widths.get(column.key, 0) for row in rows), default=0)
        for column in columns
    }
    for column in columns:
        widest[column.key] = max(widest[column.key], width(_title(column, order)))
    return widest


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
