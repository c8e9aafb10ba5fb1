"""Two states of a crew's files as the lines of a diff, each with the change it belongs to. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from rscrew_console.document import is_archive, split_archive
from rscrew_console.document.diff import CONTEXT, grouped
from rscrew_console.document.hunks import Hunk, hunks, split_lines
from rscrew_console.records import dataclass
from rscrew_console.roster.stray_keys import without_keys
from rscrew_console.roster.visible import visible
from rscrew_console.session.difference import shown_text
from rscrew_console.session.parts import DiffPart, parts_of
from rscrew_console.tui.view.syntax import toned
from rscrew_console.tui.view.text import Line, line


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line of the diff. `old` and `new` are what stands there before and after, as it is shown:
    both of a line that stays, one of a line that goes or comes."""

    kind: Literal["file", "place", "same", "removed", "added"]
    text: Line
    part: int = -1
    """The number of the change in `parts_of`; -1 for none, or for one that cannot be left out."""
    number: int = 0
    """The line's number in the old text where it goes, else in the new one; from 1 on."""
    old_number: int = 0


def diff_lines(old: str, new: str, name: str) -> list[DiffLine]:
    """The lines of the diff between two texts; `name` is the path of the file or folder.

    What may be a key is hidden, and nothing in it is markup or moves the cursor.
    """
    parts = parts_of(old, new)
    if not (is_archive(old) and is_archive(new)):
        return [*_of_file(old, new, name, [*enumerate(parts)])]
    before, after = split_archive(old), split_archive(new)
    lines: list[DiffLine] = []
    for file in sorted(before | after):
        own = [(number, part) for number, part in enumerate(parts) if part.file == file]
        texts = before.get(file, ""), after.get(file, "")
        lines += _of_file(*texts, f"{name}/{file}", own)
    return lines


def _of_file(
    old: str, new: str, name: str, parts: Sequence[tuple[int, DiffPart]]
) -> Iterator[DiffLine]:
    if old == new:
        return
    for sign in ("--- a/", "+++ b/"):
        yield DiffLine("file", line((visible(sign + name), "dim")))
    before, after = split_lines(shown_text(old, name)), split_lines(shown_text(new, name))
    numbers = {(part.hunk.start, part.hunk.end): number for number, part in parts}
    changes = [part.hunk for _, part in parts]
    if (len(before), len(after)) != (len(split_lines(old)), len(split_lines(new))):
        # Values of several lines are hidden: the places are those of what is shown.
        numbers, changes = {}, [*hunks(shown_text(old, name), shown_text(new, name))]
    moved = 0
    for group in grouped(changes):
        first, last = group[0], group[-1]
        start, end = max(first.start - CONTEXT, 0), min(last.end + CONTEXT, len(before))
        grown = sum(len(one.lines) - (one.end - one.start) for one in group)
        old_toned = _toned(before[start:end], name)
        new_toned = _toned(after[start + moved : end + moved + grown], name)
        yield DiffLine("place", line((f"line {start + 1}", "accent")))
        yield from _of_group(group, (start, end), moved, old_toned, new_toned, numbers)
        moved += grown


def _of_group(
    group: Sequence[Hunk], place: tuple[int, int], moved: int,
    before: Sequence[Line], after: Sequence[Line], numbers: dict[tuple[int, int], int],
) -> Iterator[DiffLine]:  # fmt: skip
    """The lines of the group, from `place` on; `moved` is how many lines came before it."""
    start, end = place
    at, new_at = start, start + moved
    for hunk in [*group, Hunk(end, end, ())]:
        part = numbers.get((hunk.start, hunk.end), -1)
        while at < hunk.start:
            yield DiffLine("same", after[new_at - start - moved], -1, new_at + 1, at + 1)
            at, new_at = at + 1, new_at + 1
        while at < hunk.end:
            yield DiffLine("removed", before[at - start], part, at + 1, at + 1)
            at += 1
        for _ in hunk.lines:
            yield DiffLine("added", after[new_at - start - moved], part, new_at + 1)
            new_at += 1


def _toned(lines: Sequence[str], name: str) -> list[Line]:
    shown = [visible(without_keys(text.rstrip("\r\n"))) for text in lines]
    return toned(shown, name)
