"""The cells of a table's lines, cut to their columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rscrew_console.tui.view.columns import Column, ColumnFit
from rscrew_console.tui.view.rows import GridRow, SortOrder
from rscrew_console.tui.view.text import Line, cropped, line, width

ARROWS = {False: " ▲", True: " ▼"}
"""By whether the order descends."""


def wanted(
    columns: Sequence[Column], rows: Sequence[GridRow], order: SortOrder | None
) -> dict[str, int]:
    """How wide each column would be if it could."""
    widest = {
        column.key: max((width(row.cells.get(column.key, ())) for row in rows), default=0)
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
    return _cells(columns, fit, row.cells)


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


def _latest(cell: Line, column: Column, room: int) -> Line:
    return cell[-room:] if column.newest_last else cell


def _title(column: Column, order: SortOrder | None) -> Line:
    if order is None or order.column != column.key:
        return line((column.title, "dim"))
    return line((column.title, "dim"), (ARROWS[order.descending], "accent"))
