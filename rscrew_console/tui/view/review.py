"""The diff that is about to be saved as rows: one below the other, or old and new side by side."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby, zip_longest
from typing import cast

from rscrew_console.records import dataclass
from rscrew_console.session import SaveResult
from rscrew_console.tui.view.column_fit import GAP
from rscrew_console.tui.view.diff_lines import DiffLine
from rscrew_console.tui.view.table import Column, GridRow
from rscrew_console.tui.view.text import (
    Line,
    TextRun,
    Tone,
    count,
    cropped,
    folded,
    line,
    width,
)

ONE_COLUMN = (Column("line", "", least=10, most=100_000),)
TAKEN = TextRun("●", "accent")
LEFT_OUT = TextRun("○", "warn")
SIGNS = {"removed": "-", "added": "+", "same": " "}
NUMBER = 5
"""Cells of a line's number."""
CONTINUED = 2
"""Cells by which the rest of a long line is indented."""
LEAST_SIDE = 20
"""Cells of a side, below which there are no two."""


@dataclass(frozen=True, slots=True)
class DiffLook:
    """How the diff is to be drawn: `available` cells, and the changes that are left out."""

    available: int
    left_out: Collection[int] = ()
    side_by_side: bool = False
    choosing: bool = True
    """Whether changes can be left out, so that each has a sign."""


def columns(look: DiffLook) -> tuple[Column, ...]:
    """The columns for `rows`."""
    if not look.side_by_side:
        return ONE_COLUMN
    side = _side(look)
    return tuple(Column(key, "", least=side, floor=side, most=side) for key in ("old", "new"))


def rows(lines: Sequence[DiffLine], look: DiffLook) -> list[GridRow]:
    """A row per line on the screen; a long line of the diff goes on in the next row."""
    numbered = [*enumerate(lines)]
    drawn = _side_by_side(numbered, look) if look.side_by_side else _one_below_other(numbered, look)
    signed: set[int] = set()
    result = []
    for key, part, cells in drawn:
        sign = None
        if look.choosing and part >= 0 and part not in signed:
            signed.add(part)
            sign = LEFT_OUT if part in look.left_out else TAKEN
        result.append(GridRow(f"{key}", cells, {"part": part}, sign))
    return result


def part_at(rows_: Sequence[GridRow], key: str) -> int:
    """The number of the change in that row, or of the next one; -1 where there is none."""
    place = next((index for index, row in enumerate(rows_) if row.key == key), 0)
    numbers = [cast("int", row.values["part"]) for row in rows_]
    following = (number for number in numbers[place:] if number >= 0)
    return next(following, max(numbers, default=-1))


def next_part(rows_: Sequence[GridRow], key: str, step: int) -> str:
    """The key of the first row of the next change, or with a `step` of -1 of the one before."""
    starts = [
        (index, row.key)
        for index, row in enumerate(rows_)
        if row.values["part"] != -1
        and (not index or rows_[index - 1].values["part"] != row.values["part"])
    ]
    place = next((index for index, row in enumerate(rows_) if row.key == key), 0)
    if step > 0:
        return next((name for index, name in starts if index > place), key)
    return next((name for index, name in reversed(starts) if index < place), key)


_Drawn = tuple[str, int, dict[str, Line]]
"""A row's key, its part, and its cells."""


def _one_below_other(lines: Iterable[tuple[int, DiffLine]], look: DiffLook) -> Iterator[_Drawn]:
    for index, one in lines:
        for number, text in enumerate(_folded(_with_sign(one, look), look.available, CONTINUED)):
            yield f"{index}.{number}", one.part, {"line": _filled(one, look, text)}


def _side_by_side(lines: Iterable[tuple[int, DiffLine]], look: DiffLook) -> Iterator[_Drawn]:
    side = _side(look)
    for is_changed, block in groupby(lines, lambda pair: pair[1].kind in ("removed", "added")):
        listed = [*block]
        if not is_changed:
            for index, one in listed:
                yield from _pair(index, one, one if one.kind == "same" else None, side, look)
            continue
        for _, part_lines in groupby(listed, lambda pair: pair[1].part):
            own = [*part_lines]
            old = [pair for pair in own if pair[1].kind == "removed"]
            new = [pair for pair in own if pair[1].kind == "added"]
            for before, after in zip_longest(old, new):
                index = (before or after)[0]
                yield from _pair(
                    index, before[1] if before else None, after[1] if after else None, side, look
                )


def _pair(
    index: int, old: DiffLine | None, new: DiffLine | None, side: int, look: DiffLook
) -> Iterator[_Drawn]:
    halves = [
        [
            _filled(one, look, text, side)
            for text in _folded(_numbered(one, look, is_old), side, NUMBER)
        ]
        if one
        else []
        for one, is_old in ((old, True), (new, False))
    ]
    part = max(one.part for one in (old, new) if one is not None)
    for number, cells in enumerate(zip_longest(*halves, fillvalue=())):
        yield f"{index}.{number}", part, dict(zip(("old", "new"), cells, strict=True))


def _numbered(one: DiffLine, look: DiffLook, is_old: bool) -> Line:
    if one.kind in ("file", "place"):
        return one.text
    number = one.old_number if is_old else one.number
    return line((f"{number:>{NUMBER - 1}} ", "dim"), *_with_sign(one, look))


def _folded(text: Line, available: int, indent: int) -> list[Line]:
    """The line in as many as it needs; those after the first begin with `indent` spaces."""
    if width(text) <= available or available <= 2 * indent:
        return [text]
    first = folded(text, available)[0]
    letters = sum(len(run.text) for run in first)
    rest = folded(_after(text, letters), available - indent)
    return [first, *(line(" " * indent, *each) for each in rest)]


def _after(text: Line, letters: int) -> Line:
    """The line without its first letters."""
    runs = []
    for run in text:
        runs.append(run._replace(text=run.text[letters:]))
        letters = max(letters - len(run.text), 0)
    return line(*runs)


def _with_sign(one: DiffLine, look: DiffLook) -> Line:
    if one.kind in ("file", "place"):
        return one.text
    if one.part in look.left_out:
        return line((SIGNS[one.kind] + "".join(run.text for run in one.text), "dim"))
    signs: dict[str, Tone] = {"added": "good", "removed": "bad"}
    return line((SIGNS[one.kind], signs.get(one.kind, "dim")), *one.text)


def _filled(one: DiffLine, look: DiffLook, text: Line, size: int = 0) -> Line:
    """A changed line in its tint, as wide as its column."""
    if one.kind not in ("added", "removed") or one.part in look.left_out:
        return text
    size = size or look.available
    runs = cropped(text, max(size, width(text)))
    return tuple(run._replace(tone=tinted(run.tone, one.kind)) for run in runs)


def tinted(tone: Tone, kind: str) -> Tone:
    """The tone on the ground of lines that come or go."""
    name = f"{kind}-{tone}" if tone in ("field", "value", "comment", "dim") else kind
    return cast("Tone", name if tone not in ("good", "bad") else f"{kind}-sign")


def _side(look: DiffLook) -> int:
    return max((look.available - GAP) // 2, LEAST_SIDE)


def saved_in_words(saved: SaveResult, slots: Collection[str]) -> str:
    """What a save has changed in how many bytes: `saved: 3 models, 41 bytes`.

    `slots` are the names of the fields that hold an agent's models.
    """
    kinds = [_kind(change.what, change.field, slots) for change in saved.changed]
    told = [
        count(kinds.count(kind), kind, "strategies" if kind == "strategy" else "")
        for kind in dict.fromkeys(filter(None, kinds))
    ]
    what = ", ".join(told) or count(saved.lines_changed, "line")
    return f"saved: {what}, {count(saved.bytes_changed, 'byte')}"


def _kind(what: str, field: str, slots: Collection[str]) -> str:
    """What one change is counted as; "" for what follows from others."""
    if what == "distribution":
        return ""
    if field == "name":
        return "name"
    if not field:
        return what
    is_model = (what == "agent" and field in slots) or (what, field) == ("provider", "model")
    return "model" if is_model else "setting"
