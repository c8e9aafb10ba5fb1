"""Tables of plain text that fit the terminal, wide characters and all."""

from __future__ import annotations

from collections.abc import Sequence

from rscrew_console.cli.output import say, styled
from rscrew_console.records import dataclass
from rscrew_console.roster.visible import visible

GAP = 2
_SMALLEST = 3


@dataclass(frozen=True, slots=True)
class TableColumn:
    """How a column behaves where there is too little room."""

    title: str
    least: int = 0
    """Cells to which it shrinks before others go; 0: it keeps its width as long as it can."""
    droppable: bool = False
    right: bool = False
    """Whether its cells stand to the right, as numbers do."""


_OWN_SIGNS = str.maketrans(dict.fromkeys("—…·→↪○✓✗", " "))
"""Signs of our own tables, which take one column each: what knows all others is not loaded."""


def cells(text: str) -> int:
    """The columns of a terminal that the text takes."""
    if text.isascii() or text.translate(_OWN_SIGNS).isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def table(
    columns: Sequence[TableColumn], rows: Sequence[Sequence[str]], width: int | None
) -> list[str]:
    """The header and a line per row, in `width` columns of a terminal or as wide as it takes.

    Control characters are shown as signs.
    """
    texts = [
        [column.title for column in columns],
        *([visible(cell) for cell in row] for row in rows),
    ]
    widths = [max(map(cells, {*column})) for column in zip(*texts, strict=True)]
    fitted = _fitted(columns, widths, width)
    indexes = [index for index, width in enumerate(fitted) if width > 0]
    return [
        (" " * GAP)
        .join(_padded(row[index], fitted[index], right=columns[index].right) for index in indexes)
        .rstrip()
        for row in texts
    ]


def shortened(text: str, width: int) -> str:
    """The text in at most `width` cells, with … where something is left out."""
    if cells(text) <= width:
        return text
    start, used = "", 0
    for letter in text:
        used += cells(letter)
        if used > width - 1:
            break
        start += letter
    return start + "…"


def _fitted(columns: Sequence[TableColumn], widths: Sequence[int], width: int | None) -> list[int]:
    """The width of each column, 0 for one that is left out."""
    fitted = list(widths)
    if width is None:
        return fitted
    backwards = range(len(columns) - 1, -1, -1)
    for index in backwards:
        excess = _total(fitted) - width
        if excess > 0 and columns[index].least:
            fitted[index] = min(fitted[index], max(columns[index].least, fitted[index] - excess))
    for index in backwards:
        if _total(fitted) > width and columns[index].droppable:
            fitted[index] = 0
    while _total(fitted) > width and max(fitted) > _SMALLEST:
        fitted[fitted.index(max(fitted))] -= 1
    return fitted


def _total(widths: Sequence[int]) -> int:
    used = [width for width in widths if width]
    return sum(used) + GAP * (len(used) - 1)


def _padded(text: str, width: int, *, right: bool) -> str:
    text = shortened(text, width)
    space = " " * (width - cells(text))
    return space + text if right else text + space


def show(lines: list[str]) -> None:
    """A table: its header, which stands out, and its rows."""
    header, *rows = lines
    say(styled(header, "bold"))
    for row in rows:
        say(row)
