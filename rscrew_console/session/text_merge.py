"""Three texts into one, line by line, as long as the two sides changed different lines. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from rscrew_console.document.hunks import Hunk, hunks, split_lines


def merge_texts(base: str, yours: str, theirs: str) -> str | None:
    """`theirs` with the changes from `base` to `yours` made in it; None where they touch.

    Changes on neighbouring lines count as touching: which comes first would be a guess.
    """
    both = sorted({*hunks(base, yours), *hunks(base, theirs)}, key=lambda hunk: hunk.start)
    if any(first.end >= second.start for first, second in pairwise(both)):
        return None
    return patched(base, both)


def patched(text: str, changes: Iterable[Hunk]) -> str:
    """The text with these hunks, which are in order, made in it."""
    lines = split_lines(text)
    parts: list[str] = []
    done = 0
    for hunk in changes:
        parts += [*lines[done : hunk.start], *hunk.lines]
        done = hunk.end
    return "".join([*parts, *lines[done:]])


def lines_changed(old: str, new: str) -> int:
    """How many lines a diff would show as changed: of a replaced block the longer side counts."""
    return lines_in(hunks(old, new))


def lines_in(changes: Iterable[Hunk]) -> int:
    """As `lines_changed`, of what was compared already."""
    return sum(max(hunk.end - hunk.start, len(hunk.lines)) for hunk in changes)


def bytes_changed(old: str, new: str) -> int:
    """How many bytes of UTF-8 differ: of a value that is replaced the longer one counts.

    What the old and the new lines of a place have in common at either end is no difference.
    """
    return bytes_in(old, hunks(old, new))


def bytes_in(old: str, changes: Iterable[Hunk]) -> int:
    """As `bytes_changed`, of what was compared already."""
    before = split_lines(old)
    total = 0
    for hunk in changes:
        replaced = before[hunk.start : hunk.end]
        if len(replaced) == len(hunk.lines):
            total += sum(map(_bytes_between, replaced, hunk.lines))
        else:
            total += _bytes_between("".join(replaced), "".join(hunk.lines))
    return total


def _bytes_between(old: str, new: str) -> int:
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    return max(len(text[start : len(text) - end].encode()) for text in (old, new))


def _common(one: str, other: str) -> int:
    """How many letters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))
