"""What differs between two texts, line by line. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from rscrew_console.records import dataclass

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Hunk:
    """The old lines from `start` to `end` (0-based, half-open) become `lines`."""

    start: int
    end: int
    lines: tuple[str, ...]


def split_lines(text: str) -> list[str]:
    """The lines with their ends: `\\n`, `\\r\\n` or `\\r`, and none of what else Unicode has."""
    if "\r" in text:
        return _LINE.findall(text)
    *lines, last = text.split("\n")
    return [*[f"{line}\n" for line in lines], *([last] if last else [])]


def hunks(old: str, new: str) -> Iterator[Hunk]:
    """What makes the new text of the old one, in order.

    Lines that both texts have exactly once hold them together, and only the gaps between those
    are compared in full: in a file of many alike agents nothing else is quick.
    """
    first, last = _same_around(old, new)
    before_them = old[:first]  # whole lines
    skipped = len(split_lines(before_them)) if "\r" in before_them else before_them.count("\n")
    before, after = (
        split_lines(old[first : len(old) - last]),
        split_lines(new[first : len(new) - last]),
    )
    for hunk in _between(before, after):
        yield Hunk(hunk.start + skipped, hunk.end + skipped, hunk.lines)


def _same_around(old: str, new: str) -> tuple[int, int]:
    """How many letters the texts have in common, in whole lines: at the start, and at the end."""
    first = _common(old, new, min(len(old), len(new)))
    first = old.rfind("\n", 0, first) + 1
    room = min(len(old), len(new)) - first
    last = _common(old[::-1], new[::-1], room)
    line_start = old.find("\n", len(old) - last) + 1 if last else 0
    return first, len(old) - line_start if line_start else 0


def _common(old: str, new: str, most: int) -> int:
    """The length of the longest common start, `most` at the most: halving needs few comparisons."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _between(before: list[str], after: list[str]) -> Iterator[Hunk]:
    start = new_start = 0
    for end, new_end in [*_anchors(before, after), (len(before), len(after))]:
        for hunk in _in_gap(before[start:end], after[new_start:new_end]):
            yield Hunk(hunk.start + start, hunk.end + start, hunk.lines)
        start, new_start = end, new_end


def _in_gap(before: Sequence[str], after: Sequence[str]) -> Iterator[Hunk]:
    if before == after:
        return
    if set(before).isdisjoint(after):
        yield Hunk(0, len(before), tuple(after))
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
