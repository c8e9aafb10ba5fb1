"""The cursor of a table."""

from __future__ import annotations

from collections.abc import Sequence


class Cursor:
    """On a row and one of the columns at which it may stop. Mutable; knows only keys."""

    def __init__(self) -> None:
        self._keys: Sequence[str] = ()
        self._stops: Sequence[str] = ()
        self.row = 0
        """The row's number, 0 also where there is none."""
        self.key = ""
        """The row's key, empty where there is no row."""
        self.column = ""

    def seat(self, keys: Sequence[str], stops: Sequence[str]) -> None:
        """Among these rows and columns from now on: on the same row and column if they are there,
        else on what stands in their place."""
        self._keys, self._stops = keys, stops
        row = keys.index(self.key) if self.key in keys else self.row
        self.put(row, self.column)

    def put(self, row: int, column: str = "") -> bool:
        """Move to a row by number and a column by key, if they exist. Return whether it moved."""
        before = (self.key, self.column)
        self.row = max(0, min(row, len(self._keys) - 1))
        self.key = self._keys[self.row] if self._keys else ""
        if column in self._stops:
            self.column = column
        elif self.column not in self._stops:
            self.column = self._stops[0] if self._stops else ""
        return (self.key, self.column) != before

    def find(self, key: str, column: str = "") -> bool:
        """Move to a row by key. Return whether it moved."""
        return self.put(self._keys.index(key) if key in self._keys else self.row, column)

    def move(self, rows: int, columns: int, *, around: bool = False) -> bool:
        """Move by that many, as far as possible; `around` goes on at the other end. Return whether
        it moved.
        """
        row = self.row + rows
        if around and self._keys:
            row %= len(self._keys)
        if not self._stops:
            return self.put(row)
        place = self._stops.index(self.column) + columns
        return self.put(row, self._stops[max(0, min(place, len(self._stops) - 1))])
