"""What would be written, as `diff -u` and git show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rscrew_console.document.hunks import Hunk, hunks, split_lines

CONTEXT = 3
"""Unchanged lines around a change."""
NO_NEWLINE = "\\ No newline at end of file"


def unified_diff(old: str, new: str, name: str) -> str:
    """Lines of a unified diff from `old` to `new`, or "" where they are equal.

    Line breaks are those of the diff, not of the texts; a line that differs only in its break
    shows as changed.
    """
    before = split_lines(old)
    lines: list[str] = []
    moved = 0
    for group in grouped(hunks(old, new)):
        grown = sum(len(hunk.lines) - (hunk.end - hunk.start) for hunk in group)
        start = max(group[0].start - CONTEXT, 0)
        end = min(group[-1].end + CONTEXT, len(before))
        places = _range(start, end), _range(start + moved, end + moved + grown)
        lines.append(f"@@ -{places[0]} +{places[1]} @@")
        for hunk in group:
            lines += _diff_lines(" ", before[start : hunk.start])
            lines += _diff_lines("-", before[hunk.start : hunk.end])
            lines += _diff_lines("+", hunk.lines)
            start = hunk.end
        lines += _diff_lines(" ", before[start:end])
        moved += grown
    return "".join(f"{line}\n" for line in [f"--- a/{name}", f"+++ b/{name}", *lines] if lines)


def grouped(changes: Iterable[Hunk]) -> Iterator[list[Hunk]]:
    """The hunks in groups: those whose unchanged surroundings meet belong together."""
    group: list[Hunk] = []
    for hunk in changes:
        if group and hunk.start - group[-1].end > 2 * CONTEXT:
            yield group
            group = []
        group.append(hunk)
    if group:
        yield group


def _diff_lines(sign: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        content = line.rstrip("\r\n")
        yield sign + content
        if content == line:
            yield NO_NEWLINE


def _range(start: int, end: int) -> str:
    length = end - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"
