"""Unified diffs of texts, exact to the byte: written, read, and made in a text again. Pure.

A line keeps its own line break: the diff's is added where there is none, and told by the line
after it, as `diff` does at the end of a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rscrew_console.document.diff import NO_NEWLINE
from rscrew_console.document.hunks import hunks, split_lines
from rscrew_console.records import dataclass

ABSENT_FILE = "/dev/null"
_PLACE = re.compile(r"@@ -(\d+)(?:,(\d+))? \+\d+(?:,\d+)? @@")


class PatchError(ValueError):
    """The diff cannot be read, or does not fit the text; the message is for the user."""


@dataclass(frozen=True, slots=True)
class PatchHunk:
    """At the 0-based line `start` the old lines become the new ones; both with their context."""

    start: int
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FilePatch:
    """The hunks of one file; a name is None where there is no such file."""

    old_name: str | None
    new_name: str | None
    hunks: tuple[PatchHunk, ...]


def exact_patch(old: str | None, new: str | None, name: str) -> str:
    """The diff from `old` to `new`, without context; None is no file. "" where they are equal."""
    if old == new:
        return ""
    before = split_lines(old or "")
    names = [f"a/{name}" if old is not None else ABSENT_FILE,
             f"b/{name}" if new is not None else ABSENT_FILE]  # fmt: skip
    lines = [f"--- {names[0]}\n", f"+++ {names[1]}\n"]
    moved = 0
    for hunk in hunks(old or "", new or ""):
        size, grown = hunk.end - hunk.start, len(hunk.lines)
        first, second = hunk.start + bool(size), hunk.start + moved + bool(grown)
        lines.append(f"@@ -{first},{size} +{second},{grown} @@\n")
        lines += _signed("-", before[hunk.start : hunk.end])
        lines += _signed("+", hunk.lines)
        moved += grown - size
    return "".join(lines)


def _signed(sign: str, lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield f"{sign}{line}" if line.endswith("\n") else f"{sign}{line}\n{NO_NEWLINE}\n"


def read_patch(text: str) -> tuple[FilePatch, ...]:
    """The files of a unified diff. Raises PatchError."""
    lines = text.split("\n")
    files: list[FilePatch] = []
    at = 0
    while at < len(lines):
        if not lines[at].startswith("--- "):
            at += 1
            continue
        if at + 1 >= len(lines) or not lines[at + 1].startswith("+++ "):
            raise PatchError(f"line {at + 1} of the diff: a line with +++ is missing after it")
        names = _name(lines[at], "a/"), _name(lines[at + 1], "b/")
        at, read = _hunks(lines, at + 2)
        files.append(FilePatch(*names, tuple(read)))
    if not files:
        raise PatchError("this is not a unified diff: no line begins with ---")
    return tuple(files)


def _name(line: str, prefix: str) -> str | None:
    name = line[4:].partition("\t")[0].rstrip("\r")
    return None if name == ABSENT_FILE else name.removeprefix(prefix)


def _hunks(lines: Sequence[str], at: int) -> tuple[int, list[PatchHunk]]:
    """The hunks from that line on, and the line after them."""
    found: list[PatchHunk] = []
    while at < len(lines) and (place := _PLACE.match(lines[at])):
        size = int(place[2]) if place[2] is not None else 1
        start = max(int(place[1]) - bool(size), 0)
        old: list[str] = []
        new: list[str] = []
        at += 1
        while at < len(lines) and (line := lines[at]) and line[0] in " -+\\":
            is_file = line.startswith("--- ") and at + 1 < len(lines)
            if is_file and lines[at + 1].startswith("+++ ") and len(old) >= size:
                break
            if line[0] == "\\":
                _without_break((old, new), lines[at - 1][:1])
            if line[0] in " -":
                old.append(line[1:] + "\n")
            if line[0] in " +":
                new.append(line[1:] + "\n")
            at += 1
        found.append(PatchHunk(start, tuple(old), tuple(new)))
    return at, found


def _without_break(sides: tuple[list[str], list[str]], sign: str) -> None:
    """The line before has no line break of its own, on the sides that its sign tells."""
    for side, signs in zip(sides, (" -", " +"), strict=True):
        if sign in signs and side:
            side[-1] = side[-1].removesuffix("\n")


def patched(text: str, patch: Iterable[PatchHunk]) -> str:
    """The text with these hunks made in it. Raises PatchError where one does not fit.

    A hunk is looked for in its place; with context also elsewhere, if it fits in one place alone.
    Where all lines of the text end in a carriage return, the diff may leave those out.
    """
    lines = split_lines(text)
    result: list[str] = []
    done = 0
    for hunk in patch:
        at, fitted = _place_of(hunk, lines, done)
        result += [*lines[done:at], *fitted.new]
        done = at + len(fitted.old)
    return "".join([*result, *lines[done:]])


def _place_of(hunk: PatchHunk, lines: Sequence[str], done: int) -> tuple[int, PatchHunk]:
    crlf = PatchHunk(hunk.start, _with_returns(hunk.old), _with_returns(hunk.new))
    for one in (hunk, crlf):
        size = len(one.old)
        if hunk.start >= done and tuple(lines[hunk.start : hunk.start + size]) == one.old:
            return hunk.start, one
        places = [
            at
            for at in range(done, len(lines) - size + 1)
            if size and lines[at] == one.old[0] and tuple(lines[at : at + size]) == one.old
        ]
        if len(places) == 1:
            return places[0], one
    raise PatchError(f"the diff does not fit: line {hunk.start + 1} has changed")


def _with_returns(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        f"{line[:-1]}\r\n" if line.endswith("\n") and not line.endswith("\r\n") else line
        for line in lines
    )
