"""How a crew is spread over its providers, before and after something, as bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len

from rscrew_console.roster.visible import visible
from rscrew_console.tui.view.text import Line, TextRun, Tone, cropped, line, wrapped

_EIGHTHS = " ▏▎▍▌▋▊▉"
_FULL = "█"
ARROW = TextRun(" → ", "dim")
LONGEST_NAME = 14
LONGEST_BAR = 24
LONGEST_SENTENCE = 3
"""Lines of one sentence; one less where that leaves no room for the shares."""
LEAST_SHARES = 2
"""Lines that are left for the shares, if they can be."""


def with_shares(
    told: Sequence[Line],
    before: Mapping[str, int],
    after: Mapping[str, int],
    available: int,
    most: int,
) -> list[Line]:
    """Sentences in as many lines as they need, and the shares in what is left of `most` lines."""
    lines = _wrapped(told, available, LONGEST_SENTENCE)
    if len(lines) + LEAST_SHARES > most:
        lines = _wrapped(told, available, LONGEST_SENTENCE - 1)
    return lines + (
        shares(before, after, available, most - len(lines)) if len(lines) < most else []
    )


def _wrapped(told: Sequence[Line], available: int, most: int) -> list[Line]:
    """Each sentence in at most `most` lines."""
    return [part for one in told for part in wrapped(one, available, most)]


def shares(
    before: Mapping[str, int], after: Mapping[str, int], available: int, most: int
) -> list[Line]:
    """A line per provider in at most `most` lines: name, bar and number before, and then.

    Where there is no room for all, those come that change, then those that have most.
    """
    names = [*before]
    if len(names) > most:
        weight = {name: (before[name] != after[name], before[name] + after[name]) for name in names}
        chosen = sorted(names, key=weight.__getitem__, reverse=True)[: max(most - 1, 0)]
        names = [name for name in names if name in chosen]
    highest = max((*before.values(), *after.values(), 1))
    digits = len(str(highest))
    longest = min(LONGEST_NAME, max(available - 2 * digits - 9, 1))
    label = min(max((cell_len(visible(name)) for name in names), default=0), longest)
    bar = min(max((available - label - 2 * digits - 7) // 2, 1), LONGEST_BAR)
    lines = [_line(name, before[name], after[name], highest, label, bar, digits) for name in names]
    if omitted := len(before) - len(names):
        lines.append(line((f"and {omitted} more", "dim")))
    return lines


def _line(
    name: str, before: int, after: int, highest: int, label: int, bar: int, digits: int
) -> Line:
    tone: Tone = "plain" if before == after else "accent"
    return (
        *cropped(line(visible(name)), label),
        TextRun(f"  {before:>{digits}} ", "dim"),
        TextRun(_bar(before, highest, bar), "dim"),
        ARROW,
        TextRun(f"{after:>{digits}} ", tone),
        TextRun(_bar(after, highest, bar).rstrip(), tone),
    )


def _bar(number: int, highest: int, available: int) -> str:
    eighths = round(8 * available * number / highest)
    if number:
        eighths = max(eighths, 1)
    full, eighth = divmod(eighths, 8)
    return (_FULL * full + (_EIGHTHS[eighth] if eighth else "")).ljust(available)
