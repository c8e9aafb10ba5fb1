"""How wide the columns of a table are, and which of them have room at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rscrew_console.records import dataclass
from rscrew_console.tui.view.table import DETAIL_RANK, Column

GAP = 2
"""Cells between two columns."""
TIGHT_GAP = 1


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
