"""Pieces of text put in the place of others."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rscrew_console.document.lines import column
from rscrew_console.records import dataclass

_PADDED_COMMENT = re.compile(r"( {2,})#")


@dataclass(frozen=True, slots=True)
class Splice:
    """Put `text` in the place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """The text with every splice made; of those at one place the earlier given comes first."""
    parts, done = [], 0
    for splice in sorted(splices, key=lambda splice: (splice.start, splice.end)):
        if splice.start < done:
            raise ValueError("two splices overlap")
        parts += [text[done : splice.start], splice.text]
        done = splice.end
    return "".join([*parts, text[done:]])


def keep_comment_column(text: str, splice: Splice, moved: int = 0) -> list[Splice]:
    """The splice, and one that moves the comment behind it back to its column.

    Only padding of two spaces or more gives way, and one space always stays. `moved` is by how
    much other splices on the line move this one.
    """
    match = _PADDED_COMMENT.match(text, splice.end)
    if match is None or "\n" in splice.text:
        return [splice]
    pad_start, comment = match.span(1)
    end = column(text, splice.start) + moved + len(splice.text)
    padding = max(1, column(text, comment) - end)
    return [splice, Splice(pad_start, comment, " " * padding)]
