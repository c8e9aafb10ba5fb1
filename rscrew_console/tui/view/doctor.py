"""Findings of the doctor as rows: by area, one row per cause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rscrew_console.doctor.finding import AREAS, Finding, ToldFinding, grouped, told_once
from rscrew_console.records import dataclass
from rscrew_console.tui.view.table import Column, GridRow
from rscrew_console.tui.view.text import Line, TextRun, Tone, count, line

COLUMNS = (
    Column("what", "", least=40, most=400),
    Column("place", "", least=12, rank=1, most=40, newest_last=True),
)
NOTHING = line(("nothing is wrong", "good"))
SIGNS: dict[str, TextRun] = {
    "error": TextRun("✗", "bad"), "warning": TextRun("!", "warn"), "note": TextRun("·", "dim"),
}  # fmt: skip
_THERE = ("then ! and Enter there", "then e there")
"""How mends end that say to open the console, which is open."""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A row, and what it tells; None for the title of an area."""

    row: GridRow
    told: ToldFinding | None


def rows(findings: Sequence[Finding], here: str) -> list[FindingRow]:
    """The titles of the areas, each with its findings below it; `here` is the open file."""
    shown: list[FindingRow] = []
    for area, causes in grouped(findings):
        cells = {"what": line((AREAS[area], "strong"))}
        shown.append(FindingRow(GridRow(f"area {area}", cells), None))
        for told in (told for cause in causes for told in told_once(cause)):
            shown.append(FindingRow(_row(len(shown), told, here), told))
    return shown


def _row(number: int, told: ToldFinding, here: str) -> GridRow:
    first = told.first
    place = f"line {first.line}" if first.path == here and first.line else first.place
    tone: Tone = "dim" if first.severity == "note" else "plain"
    cells = {"what": line((told.message, tone)), "place": line((place, "dim"))}
    values = {"what": told.message, "place": first.place}
    return GridRow(str(number), cells, values, SIGNS[first.severity])


def whole(told: ToldFinding, *, here: bool) -> Iterator[Line]:
    """All that is told of it, and what mends it; `here` is whether it is in the tables."""
    yield line(told.message)
    if len(told.findings) > 1:
        numbers = ", ".join(str(one.line) for one in told.findings if one.line)
        yield line((f"{told.first.path}, lines {numbers}" if numbers else told.first.path, "dim"))
    if told.first.fix:
        yield line(("→ ", "dim"), ("F", "key"), " fixes it safely")
    for mend in told.mends:
        if not (here and mend.endswith(_THERE)) and not (told.first.fix and "--fix" in mend):
            yield line(("→ ", "dim"), mend)


def title(findings: Sequence[Finding], files: int) -> str:
    """How much is wrong, in how many files."""
    counts = [
        count(number, word)
        for word in ("error", "warning")
        if (number := sum(one.severity == word for one in findings))
    ]
    return f"Doctor: {', '.join(counts) or 'nothing wrong'} in {count(files, 'file')}"
