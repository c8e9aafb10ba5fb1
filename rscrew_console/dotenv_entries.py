"""The lines of a `.env` file, as python-dotenv reads them, and where each part of them stands.

It documents the values alone, not their places; tests hold the two to the same values.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from rscrew_console.records import dataclass

_NOTHING = re.compile(r"\s*(?:#[^\r\n]*)?(?:\r\n|\n|\r|$)")
_HEAD = re.compile(r"\s*+((?:export[^\S\r\n]+)?+)(?:'([^']+)'|(?!')([^=\#\s]+))[^\S\r\n]*")
_EQUALS = re.compile(r"=[^\S\r\n]*")
_QUOTED = re.compile(r"'((?:\\.|[^'\\])*)'|\"((?:\\.|[^\"\\])*)\"", re.DOTALL)
_BARE = re.compile(r"(?:(?![^\S\r\n]+#)[^\r\n])*")
_TAIL = re.compile(r"[^\S\r\n]*(?:#[^\r\n]*)?(\r\n|\n|\r|$)")
BREAK = re.compile(r"\r\n|\n|\r")
_REST_OF_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|$)")
_ESCAPES = {
    "\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r",
    "t": "\t", "v": "\v",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One assignment and where it stands; `equals` is what stands between name and value."""

    name: str
    value: str | None
    """None for a name alone, without an equals sign."""
    start: int
    name_start: int
    name_end: int
    value_start: int
    value_end: int
    quote: str
    export: str
    equals: str
    end: int


@dataclass(frozen=True, slots=True)
class UnreadableLine:
    """What is no assignment. It ends with the line in which reading it failed."""

    start: int
    end: int


class LineNumbers:
    """Numbers the lines of a text, from 1."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in BREAK.finditer(text))]

    def of(self, index: int) -> int:
        """The line in which the character with this index stands."""
        return bisect_right(self._starts, index)


def entries(text: str) -> Iterator[Entry | UnreadableLine]:
    """Every line that is not empty, nor a comment alone."""
    at = 0
    while at < len(text):
        if (match := _NOTHING.match(text, at)) and match.end() > at:
            at = match.end()
            continue
        entry = _entry(text, at)
        yield entry
        at = entry.end


def _entry(text: str, start: int) -> Entry | UnreadableLine:
    head = _HEAD.match(text, start)
    if head is None:
        return _unreadable(text, start, start)
    name = head.group(2) or head.group(3)
    group = 2 if head.group(2) else 3
    name_start, name_end = head.span(group)
    if group == 2:
        name_start, name_end = name_start - 1, name_end + 1
    equals = _EQUALS.match(text, head.end())
    value: str | None = None
    value_start = value_end = name_end
    quote = ""
    behind = head.end()
    if equals is not None:
        value_start = behind = equals.end()
        sign = text[value_start : value_start + 1]
        if sign in ("'", '"'):
            quoted = _QUOTED.match(text, value_start)
            if quoted is None:
                return _unreadable(text, start, value_start)
            quote, behind = sign, quoted.end()
            content = quoted.group(1) if sign == "'" else quoted.group(2)
            value = _decoded(content, "\\'" if sign == "'" else "\\'\"abfnrtv")
        elif sign == "#" and len(equals.group()) > 1:
            value_start = behind = equals.start() + 1
            value = ""
        else:
            bare = _BARE.match(text, value_start)
            value = bare.group().rstrip() if bare else ""
            behind = value_start + len(value)
        value_end = behind
    tail = _TAIL.match(text, behind)
    if tail is None:
        return _unreadable(text, start, behind)
    between = text[name_end:value_start] if equals is not None else ""
    return Entry(
        name, value, start, name_start, name_end, value_start, value_end,
        quote, head.group(1), between, tail.end(),
    )  # fmt: skip


def _unreadable(text: str, start: int, failed_at: int) -> UnreadableLine:
    while text[start : start + 1].isspace():
        start += 1
    rest = _REST_OF_LINE.match(text, max(start, failed_at))
    return UnreadableLine(start, rest.end() if rest else len(text))


def _decoded(content: str, escapes: str) -> str:
    pattern = rf"\\([{re.escape(escapes)}])"
    return re.sub(pattern, lambda match: _ESCAPES[match.group(1)], content)
