"""Which columns of a table are shown at a width, and how wide each is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

GAP = 2
"""Cells between two columns."""
TIGHT_GAP = 1


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
    columns: Sequence[Column], wanted: Mapping[str, int], room: int, keep: str = ""
) -> ColumnFit:
    """Columns for `room` cells; `wanted` has each one's widest content, `keep` stays in any case.

    First the columns that have no room even at their least width go, by rank; where those that
    always stay still have none, they are squeezed to their floors. What is left over is shared out
    by rank, evenly among equals, until each has what its content wants. Gaps are wide where that
    takes nothing from the columns that always stay.
    """
    want = {c.key: max(min(wanted.get(c.key, 0), c.most), len(c.title)) for c in columns}
    least = {c.key: min(c.least, want[c.key]) for c in columns}
    shown = list(columns)
    if _needs([c for c in columns if not c.rank or c.key == keep], least) > room:
        least = {c.key: min(c.floor, least[c.key]) for c in columns}
        shown = [c for c in columns if not c.rank or c.key == keep]
    while _needs(shown, least) > room and (spare := _least_needed(shown, keep)) is not None:
        shown.remove(spare)
    first = {c.key: want[c.key] if not c.rank else least[c.key] for c in shown}
    gap = GAP if _needs(shown, first, GAP) <= room else TIGHT_GAP
    widths = {c.key: least[c.key] for c in shown}
    left = room - _needs(shown, least, gap)
    for rank in sorted({c.rank for c in shown}):
        left = _share(widths, want, [c.key for c in shown if c.rank == rank], left)
    return ColumnFit(widths, gap)


def _needs(shown: Sequence[Column], least: Mapping[str, int], gap: int = TIGHT_GAP) -> int:
    return sum(least[c.key] for c in shown) + gap * max(len(shown) - 1, 0)


def _least_needed(shown: Sequence[Column], keep: str) -> Column | None:
    candidates = [c for c in shown if c.rank and c.key != keep]
    if not candidates:  # too many that always stay: the cursor's neighbourhood survives
        candidates = [c for c in shown[1:] if c.key != keep] if len(shown) > 1 else []
    return max(reversed(candidates), key=lambda c: c.rank, default=None)


def _share(widths: dict[str, int], want: Mapping[str, int], keys: Sequence[str], left: int) -> int:
    hungry = [key for key in keys if widths[key] < want[key]]
    while left > 0 and hungry:
        portion = max(left // len(hungry), 1)
        for key in hungry:
            given = min(portion, want[key] - widths[key], left)
            widths[key] += given
            left -= given
        hungry = [key for key in hungry if widths[key] < want[key]]
    return left
