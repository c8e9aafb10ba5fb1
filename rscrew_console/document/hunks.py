"""What differs between two texts, line by line. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Hunk:
    """The old lines from `start` to `end` (0-based, half-open) become `lines`."""

    start: int
    end: int
    lines: tuple[str, ...]


def split_lines(text: str) -> list[str]:
    """The lines with their ends: `\\n`, `\\r\\n` or `\\r`, and none of what else Unicode has."""
    return _LINE.findall(text)


def hunks(old: str, new: str) -> Iterator[Hunk]:
    """What makes the new text of the old one, in order.

    Lines that both texts have exactly once hold them together, and only the gaps between those
    are compared in full: in a file of many alike agents nothing else is quick.
    """
    before, after = split_lines(old), split_lines(new)
    start = new_start = 0
    for end, new_end in [*_anchors(before, after), (len(before), len(after))]:
        for hunk in _in_gap(before[start:end], after[new_start:new_end]):
            yield Hunk(hunk.start + start, hunk.end + start, hunk.lines)
        start, new_start = end, new_end


def _in_gap(before: Sequence[str], after: Sequence[str]) -> Iterator[Hunk]:
    if before == after:
        return
    matcher = SequenceMatcher(None, before, after, autojunk=len(before) > 1000)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            yield Hunk(start, end, tuple(after[new_start:new_end]))


def _anchors(before: list[str], after: list[str]) -> list[tuple[int, int]]:
    """The longest run of pairs of lines, unique in either text, that stand in the same order."""
    counts, new_counts = Counter(before), Counter(after)
    place = {line: index for index, line in enumerate(after) if new_counts[line] == 1}
    pairs = [
        (index, place[line])
        for index, line in enumerate(before)
        if counts[line] == 1 and line in place
    ]
    ends: list[int] = []
    best: list[int] = []
    previous: list[int | None] = []
    for number, (_, new_index) in enumerate(pairs):
        at = bisect_left(ends, new_index)
        previous.append(best[at - 1] if at else None)
        ends[at : at + 1], best[at : at + 1] = [new_index], [number]
    chain = []
    current = best[-1] if best else None
    while current is not None:
        chain.append(pairs[current])
        current = previous[current]
    return chain[::-1]
