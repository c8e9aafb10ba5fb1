"""Text from files made fit to show, and the tones in which the console shows it.

A line is a tuple of spans, a span is text with a tone: what it means, not what it looks like. The
style sheet gives each tone its look, so that themes, monochrome terminals and tests need no second
set of rules.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple, get_args

from rich.cells import cell_len, set_cell_size

from rscrew_console.roster.visible import visible

Tone = Literal[
    "plain",
    "dim",  # of second rank
    "strong",
    "accent",  # the one colour that says "here"
    "good",
    "warn",
    "bad",
    "edited",  # differs from the file
    "key",  # a key to press
    "field",  # the syntax of a file: the name of a value
    "value",
    "comment",
    "added",  # on the ground of lines that come
    "added-field",
    "added-value",
    "added-comment",
    "added-dim",
    "added-sign",
    "removed",  # on the ground of lines that go
    "removed-field",
    "removed-value",
    "removed-comment",
    "removed-dim",
    "removed-sign",
]
TONES: tuple[Tone, ...] = get_args(Tone)

EDITED_MARK = "*"
ELLIPSIS = "…"
NOTHING = "—"
LEAST_FOR_BOTH_ENDS = 7
"""Cells from which on a name is shortened in its midst."""
_WORD = re.compile(r"\s*\S+\s*$|\s*\S+\s")


class TextRun(NamedTuple):
    """A piece of a line; `text` has been through `visible` wherever it comes from a file."""

    text: str
    tone: Tone = "plain"


Line = tuple[TextRun, ...]


def untinted(tone: Tone) -> Tone:
    """The tone without the ground of a line that comes or goes."""
    ground = tone.partition("-")[0]
    if ground not in ("added", "removed"):
        return tone
    sign: Tone = "good" if ground == "added" else "bad"
    rests: tuple[Tone, ...] = ("field", "value", "comment", "dim")
    for rest in rests:
        if tone.endswith(rest):
            return rest
    return sign if tone.endswith("sign") else "plain"


def shown_lines(text: str, most: int = 7) -> str:
    """As `visible`, but with its line breaks; of many lines the first, and how many more."""
    lines = [visible(line) for line in text.split("\n")]
    if len(lines) > most:
        lines[most - 1 :] = [f"  and {len(lines) - most + 1} more"]
    return "\n".join(lines)


def line(*parts: str | TextRun | tuple[str, Tone]) -> Line:
    """A line of plain strings and spans, without the empty ones."""
    spans = [TextRun(part) if isinstance(part, str) else TextRun(*part) for part in parts]
    return tuple([span for span in spans if span.text])


def plain(spans: Line) -> str:
    """The line's text alone."""
    return "".join(span.text for span in spans)


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: `1 agent`, `3 agents`, `1,200 agents`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def width(spans: Line) -> int:
    """Cells that the line takes in a terminal."""
    return sum(cell_len(span.text) for span in spans)


def visible_width(text: str) -> int:
    """Cells that a text from a file takes when it is made `visible`."""
    return len(text) if text.isascii() and text.isprintable() else cell_len(visible(text))


def cropped(spans: Line, available: int, *, right: bool = False) -> Line:
    """The line made exactly `available` cells wide: padded, or its longest spans shortened.

    A space of its own goes before any letter does; then the longest gives way, so that signs and
    marks beside a long name survive.
    """
    pieces = list(spans)
    if width(spans) > available:
        pieces = [piece for piece in pieces if piece.text != " "]
    while (excess := width(tuple(pieces)) - available) > 0:
        sizes = [cell_len(piece.text) for piece in pieces]
        longest = max(range(len(pieces)), key=sizes.__getitem__)
        if sizes[longest] <= 1:
            pieces.pop()
            continue
        pieces[longest] = pieces[longest]._replace(
            text=shortened(pieces[longest].text, max(sizes[longest] - excess, 1))
        )
    padding = TextRun(" " * -excess)
    return line(padding, *pieces) if right else line(*pieces, padding)


def folded(spans: Line, available: int) -> list[Line]:
    """The line in as many lines of at most `available` cells as it needs; nothing of it is lost."""
    lines: list[Line] = [()]
    for span in spans:
        for letter in span.text:
            if lines[-1] and width(lines[-1]) + cell_len(letter) > max(available, 2):
                lines.append(())
            lines[-1] = _joined(lines[-1], letter, span.tone)
    return lines


def _joined(spans: Line, letter: str, tone: Tone) -> Line:
    if spans and spans[-1].tone == tone:
        return (*spans[:-1], TextRun(spans[-1].text + letter, tone))
    return (*spans, TextRun(letter, tone))


def shortened(text: str, available: int) -> str:
    """The text in at most `available` cells, with an ellipsis where something is missing.

    Of a name the midst is left out: names that begin alike are told apart by their ends.
    """
    if cell_len(text) <= available:
        return text
    if "/" in text and " " not in text:  # a model's id, or a path: its end tells more
        end = ELLIPSIS + text[text.rindex("/") :]
        if cell_len(end) <= available:
            # The beginning, as far as it fits, tells one vendor's from another's.
            left = available - cell_len(end)
            return (set_cell_size(text, left).rstrip() if left > 1 else "") + end
    if text.isascii() and " " not in text and available >= LEAST_FOR_BOTH_ENDS:
        end_cells = available // 3
        return text[: available - 1 - end_cells] + ELLIPSIS + text[-end_cells:]
    return set_cell_size(text, max(available - 1, 0)).rstrip() + ELLIPSIS if available > 0 else ""


def wrapped(spans: Line, available: int, most: int = 2) -> list[Line]:
    """The line in at most `most` lines, broken between words; the last is shortened to fit."""
    words = [TextRun(word, span.tone) for span in spans for word in _WORD.findall(span.text)]
    lines: list[Line] = []
    while words:
        fitting = len(words) if len(lines) == most - 1 else _fitting(words, available)
        text = _merged(words[:fitting])
        lines.append(text if width(text) <= available else _squeezed(text, available))
        words = words[fitting:]
    return lines


def cut_short(lines: Sequence[Line], available: int) -> list[Line]:
    """The first of the lines, with an ellipsis where more would follow."""
    if len(lines) < 2:
        return [*lines]
    return [_squeezed((*lines[0], TextRun(" " * available)), available)]


def _fitting(words: list[TextRun], available: int) -> int:
    """How many of the words stand in one line, at least one."""
    used = 0
    for number, word in enumerate(words):
        if number and used + cell_len(word.text.rstrip()) > available:
            return number
        used += cell_len(word.text)
    return len(words)


def _merged(words: list[TextRun]) -> Line:
    """The words as few spans, without a space at the end."""
    spans: Line = ()
    for word in words:
        spans = _joined(spans, word.text, word.tone)
    if not spans:
        return spans
    return line(*spans[:-1], spans[-1]._replace(text=spans[-1].text.rstrip()))


def _squeezed(spans: Line, available: int) -> Line:
    """The beginning of the line, with an ellipsis behind it."""
    kept: Line = ()
    for span in spans:
        room = available - width(kept)
        if cell_len(span.text) > room:
            text = set_cell_size(span.text, max(room - 1, 0)).rstrip() + ELLIPSIS
            return (*kept, span._replace(text=text if room > 0 else ""))
        kept = (*kept, span)
    return kept
