"""A unified diff, coloured by its signs and folded to the width: nothing of it is cut off."""

from __future__ import annotations

from rich.cells import chop_cells

from rscrew_console.roster.secret import without_keys
from rscrew_console.roster.visible import visible
from rscrew_console.tui.view.columns import Column
from rscrew_console.tui.view.rows import GridRow
from rscrew_console.tui.view.text import Tone, line

COLUMNS = (Column("line", "", least=10, most=100_000),)
CONTINUED = "  "


def rows(diff: str, room: int) -> list[GridRow]:
    """A row per line on the screen; a long line of the diff goes on in the next row."""
    shown: list[GridRow] = []
    in_header = True
    for text in diff.split("\n")[: -1 if diff.endswith("\n") else None]:
        in_header = in_header and not text.startswith("@@")
        tone = _tone(text, in_header)
        for number, part in enumerate(_folded(visible(without_keys(text)), room)):
            indent = CONTINUED if number else ""
            cell = line((indent + part, tone))
            shown.append(GridRow(str(len(shown)), {"line": cell}, {}))
    return shown


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


def _folded(text: str, room: int) -> list[str]:
    if room <= len(CONTINUED) + 2:
        return [text]
    first, *rest = chop_cells(text, room) or [""]
    if not rest:
        return [first]
    return [first, *chop_cells(text[len(first) :], room - len(CONTINUED))]
