"""A few lines of a file around one of them."""

from __future__ import annotations

from collections.abc import Sequence

from rscrew_console.roster.stray_keys import without_keys
from rscrew_console.roster.visible import visible
from rscrew_console.tui.view.text import Line, line

AROUND = 3
"""Lines before and after."""


def excerpt(lines: Sequence[str], number: int) -> list[Line]:
    """Numbered lines around the `number`-th, which is marked; none where there is no such line."""
    if not 1 <= number <= len(lines):
        return []
    first, last = max(number - AROUND, 1), min(number + AROUND, len(lines))
    wide = len(str(last))
    lines_ = []
    for each in range(first, last + 1):
        is_marked = each == number
        text = visible(without_keys(lines[each - 1].rstrip("\r\n")))
        sign = line(("▶ ", "accent")) if is_marked else line("  ")
        lines_.append(
            (*sign, *line((f"{each:>{wide}}  ", "dim"), (text, "strong" if is_marked else "plain")))
        )
    return lines_
