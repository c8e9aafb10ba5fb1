"""Where values stand in a text whose collections are written with brackets and commas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from functools import cached_property
from typing import Any

from rscrew_console.records import dataclass


@dataclass(slots=True)
class Member:
    """An item of a list, or a pair of a mapping (then `key` is its text)."""

    key: str | None
    start: int
    """Where it begins: its key, or the value of an item."""
    key_end: int
    value: Node
    comma: int | None = None
    """Where the comma behind it stands, if there is one."""


@dataclass(slots=True)
class Node:
    """A value in the text: `start` to `end` is a half-open range of code points."""

    kind: str
    """`mapping`, `list`, or the syntax's own word for a scalar."""
    start: int
    end: int
    value: Any = None
    members: list[Member] = field(default_factory=list)
    _indexes: dict[str | None, int] = field(default_factory=dict, repr=False)

    @property
    def is_collection(self) -> bool:
        return self.kind in ("mapping", "list")

    def member(self, key: str | int) -> tuple[int, Member] | None:
        """The member at a key (of duplicates the last) or index, with its index."""
        if self.kind == "list":
            fits = type(key) is int and 0 <= key < len(self.members)
            return (int(key), self.members[int(key)]) if fits else None
        if not self._indexes:
            self._indexes = {member.key: index for index, member in enumerate(self.members)}
        index = self._indexes.get(str(key)) if isinstance(key, str) else None
        return None if index is None else (index, self.members[index])

    def below(self) -> Iterator[Node]:
        """This node and every collection in it, from the outside in."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += [
                member.value for member in reversed(node.members) if member.value.is_collection
            ]


@dataclass(frozen=True)
class Comments:
    """How a syntax writes comments, as one pattern for a whole comment."""

    pattern: re.Pattern[str]

    @cached_property
    def gap(self) -> re.Pattern[str]:
        """Blanks and comments on one line."""
        return re.compile(rf"(?:[ \t]|{self.pattern.pattern})*")

    @cached_property
    def line(self) -> re.Pattern[str]:
        """A line that holds nothing but one comment."""
        return re.compile(rf"[ \t]*{self.pattern.pattern}[ \t]*\r?\n")

    @cached_property
    def padded(self) -> re.Pattern[str]:
        """A comment behind a value, with its padding of two spaces or more."""
        return re.compile(rf"[ \t]?,?( {{2,}})(?={self.pattern.pattern})")


JSON_COMMENTS = Comments(re.compile(r"(?:/\*(?:[^*\r\n]|\*(?!/))*\*/|//[^\r\n]*)"))
HASH_COMMENTS = Comments(re.compile(r"(?:#[^\r\n]*)"))
