"""A unified diff, coloured by its signs and folded to the width; and what it holds, in words."""

from __future__ import annotations

from rich.cells import chop_cells

from rscrew_console.dialects import detect
from rscrew_console.document import Document, DocumentError
from rscrew_console.roster.describe import changes, lines
from rscrew_console.roster.model import Roster
from rscrew_console.roster.stray_keys import without_keys
from rscrew_console.roster.visible import visible
from rscrew_console.tui.view.table import Column, GridRow
from rscrew_console.tui.view.text import Tone, line

COLUMNS = (Column("line", "", least=10, most=100_000),)
CONTINUED = "  "


def rows(diff: str, available: int) -> list[GridRow]:
    """A row per line on the screen; a long line of the diff goes on in the next row."""
    rows_: list[GridRow] = []
    in_header = True
    for text in diff.split("\n")[: -1 if diff.endswith("\n") else None]:
        in_header = in_header and not text.startswith("@@")
        tone = _tone(text, in_header)
        for number, part in enumerate(_folded(visible(without_keys(text)), available)):
            indent = CONTINUED if number else ""
            cell = line((indent + part, tone))
            rows_.append(GridRow(str(len(rows_)), {"line": cell}, {}))
    return rows_


def counts(diff: str) -> tuple[int, int]:
    """Lines added and lines removed."""
    body = diff.partition("@@")[2].split("\n")
    return (
        sum(text.startswith("+") for text in body),
        sum(text.startswith("-") for text in body),
    )


def _tone(text: str, in_header: bool) -> Tone:
    if in_header:
        return "dim"
    if text.startswith("@@"):
        return "accent"
    if text.startswith("+"):
        return "good"
    return "bad" if text.startswith("-") else "plain"


def _folded(text: str, available: int) -> list[str]:
    if available <= len(CONTINUED) + 2:
        return [text]
    first, *folded_lines = chop_cells(text, available) or [""]
    if not folded_lines:
        return [first]
    return [first, *chop_cells(text[len(first) :], available - len(CONTINUED))]


def describe_changes(before: Document, after: Document) -> list[str]:
    """A line per change of an agent, a provider and so on; one where nothing of that changed."""
    old, new = _roster(before), _roster(after)
    if old is not None and new is not None and (described := lines(changes(old, new))):
        return described
    if before.value != after.value:
        return ["only settings that no table shows"]
    return ["only comments and layout"] if before.text != after.text else []


def describe_text_changes(before: str, after: str) -> list[str]:
    """The same of texts; nothing where one of them is no document."""
    try:
        return describe_changes(Document.parse(before), Document.parse(after))
    except DocumentError:
        return []


def _roster(document: Document) -> Roster | None:
    return detect(document).read(document).roster
