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
    return sum(max(hunk.end - hunk.start, len(hunk.lines)) for hunk in hunks(old, new))
