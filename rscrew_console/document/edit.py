"""The one change type of the product: a place in the data, what it holds, what it shall hold."""

from __future__ import annotations

from enum import Enum
from typing import Any, Final, Literal

from rscrew_console.records import dataclass

Path = tuple[str | int, ...]


class Absent(Enum):
    """The value of a place that does not exist: `None` is YAML's null, which does."""

    ABSENT = "absent"

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Edit:
    """Change the value (or, with `on="key"`, the key) at `path` from `old` to `new`.

    `old` is ABSENT for an entry that is added, `new` is ABSENT for one that is removed. For a
    renamed key, `path` ends in the old key, `old` is that key and `new` the one to have instead.
    """

    path: Path
    old: Any
    new: Any
    on: Literal["value", "key"] = "value"
    order: tuple[str, ...] = ()
    """For an added key: the order in which its siblings are wanted. It goes in behind the nearest
    of those that precede it here, else before the nearest that follow, else after the last."""

    @property
    def inverse(self) -> Edit:
        """The edit that takes this one back (as data: comments come back with the bytes only)."""
        path = (*self.path[:-1], self.new) if self.on == "key" else self.path
        return Edit(path, self.new, self.old, self.on, self.order)
