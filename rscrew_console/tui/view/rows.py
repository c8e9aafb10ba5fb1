"""Rows of a table, and how the user wants to see them: filtered, ordered, marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from rscrew_console.tui.view.text import Line, TextRun

Value = str | float | None


@dataclass(frozen=True, slots=True)
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
        return replace(self, marks=self.marks ^ {key})


def arrange(rows: Iterable[GridRow], state: TableState) -> list[GridRow]:
    """The rows that pass the filter, in the order asked for; equal ones stay in the file's order.

    Rows without a value in that column come last, whichever way the order runs.
    """
    words = state.filter.casefold().split()
    kept = [row for row in rows if _passes(row, words)]
    if state.order is None:
        return kept
    column, descending = state.order
    filled = [row for row in kept if row.values.get(column) not in (None, "")]
    empty = [row for row in kept if row.values.get(column) in (None, "")]
    filled.sort(key=lambda row: _rank(row.values[column]), reverse=descending)
    return filled + empty


def _passes(row: GridRow, words: Sequence[str]) -> bool:
    text = "\n".join(v for v in row.values.values() if isinstance(v, str)).casefold()
    return all(word in text for word in words)


def _rank(value: Value) -> tuple[int, float, str]:
    if isinstance(value, str):
        return (1, 0.0, value.casefold())
    return (0, value or 0.0, "")
