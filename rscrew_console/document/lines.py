"""Lines as YAML counts them, and columns in code points."""

from __future__ import annotations

import re

next_line = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_BREAKS = "\n\r\x85\u2028\u2029"
WHITE = " \t" + _BREAKS


def line_starts(text: str) -> list[int]:
    return [0, *(found.end() for found in next_line.finditer(text))]


def line_start(text: str, index: int) -> int:
    """Where the line that holds `index` starts."""
    while index > 0 and text[index - 1] not in _BREAKS:
        index -= 1
    return index


def line_end(text: str, index: int) -> int:
    """Where the line that holds `index` ends, before its line break."""
    found = next_line.search(text, index)
    return found.start() if found else len(text)


def after_break(text: str, index: int) -> int:
    """Behind the line break at `index`, or `index` itself where there is none."""
    found = next_line.match(text, index)
    return found.end() if found else index


def line_break(text: str, index: int) -> str:
    """The line break to use for a line added behind the one that holds `index`."""
    end = line_end(text, index)
    if found := next_line.match(text, end):
        return found.group()
    start = line_start(text, index)
    if start == 0:
        found = next_line.search(text)
        return found.group() if found else "\n"
    return "\r\n" if text[:start].endswith("\r\n") else text[start - 1]


def column(text: str, index: int) -> int:
    """0-based."""
    return index - line_start(text, index)


def indentation(text: str, index: int) -> int:
    """Number of spaces at the start of the line that holds `index`."""
    start = line_start(text, index)
    end = start
    while end < len(text) and text[end] == " ":
        end += 1
    return end - start
