"""Lines as YAML counts them, and columns in code points."""

from __future__ import annotations

import re
from itertools import accumulate

next_line = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
BREAKS = "\n\r\x85\u2028\u2029"
WHITE = " \t" + BREAKS


def has_rare_break(text: str) -> bool:
    """Whether a line ends in anything else than `\\n` alone, as lines of few files do."""
    return any(rare in text for rare in BREAKS[1:])


def line_starts(text: str) -> list[int]:
    if has_rare_break(text):
        return [0, *(match.end() for match in next_line.finditer(text))]
    lengths = [len(line) + 1 for line in text.split("\n")]
    return [0, *accumulate(lengths[:-1])]


def line_start(text: str, index: int) -> int:
    """Return the index at which the line that holds `index` starts."""
    start = text.rfind("\n", 0, index) + 1
    for rare in BREAKS[1:]:
        start = max(start, text.rfind(rare, start, index) + 1)
    return start


def line_end(text: str, index: int) -> int:
    """Return the index at which the line that holds `index` ends, before its line break."""
    match = next_line.search(text, index)
    return match.start() if match else len(text)


def after_break(text: str, index: int) -> int:
    """Return the index behind the line break at `index`, or `index` itself where there is none."""
    match = next_line.match(text, index)
    return match.end() if match else index


def break_before(text: str, line: int) -> int:
    """Return the index at which the line break before this line's start begins."""
    if line == 0:
        return 0
    return line - 2 if text[line - 2 : line] == "\r\n" else line - 1


def starts_line(text: str, index: int) -> bool:
    """Whether `index` stands just behind a line break."""
    return index > 0 and text[index - 1] in BREAKS


def begins_line(text: str, index: int) -> bool:
    """Whether nothing but blanks stands before `index` on its line."""
    return not text[line_start(text, index) : index].strip(" \t")


def behind_blanks(text: str, index: int) -> int:
    while text[index : index + 1] in (" ", "\t"):
        index += 1
    return index


def line_break(text: str, index: int) -> str:
    """The line break to use for a line added behind the one that holds `index`."""
    end = line_end(text, index)
    if match := next_line.match(text, end):
        return match.group()
    start = line_start(text, index)
    if start == 0:
        return "\n"
    return text[break_before(text, start) : start]


def column(text: str, index: int) -> int:
    """0-based."""
    return index - line_start(text, index)
