"""Text from files made fit to show, and the tones in which the console shows it.

A line is a tuple of spans, a span is text with a tone: what it means, not what it looks like. The
style sheet gives each tone its look, so that themes, monochrome terminals and tests need no second
set of rules.
"""

from __future__ import annotations

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
    spans = (TextRun(part) if isinstance(part, str) else TextRun(*part) for part in parts)
    return tuple(span for span in spans if span.text)


def plain(spans: Line) -> str:
    """The line's text alone."""
    return "".join(span.text for span in spans)


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: `1 agent`, `3 agents`."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def width(spans: Line) -> int:
    """Cells that the line takes in a terminal."""
    return sum(cell_len(span.text) for span in spans)


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
    """The text in at most `available` cells, with an ellipsis where something is missing."""
    if cell_len(text) <= available:
        return text
    if "/" in text and " " not in text:  # a model's id, or a path: its end tells more
        end = ELLIPSIS + text[text.rindex("/") :]
        if cell_len(end) <= available:
            return end
    return set_cell_size(text, max(available - 1, 0)).rstrip() + ELLIPSIS if available > 0 else ""
