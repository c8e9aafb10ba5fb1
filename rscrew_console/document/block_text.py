"""A `|` or `>` scalar written anew in its own style, indentation and chomping."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import replace

from rscrew_console.document.lines import next_line
from rscrew_console.document.readers import value_reads_as
from rscrew_console.records import dataclass

_HEADER = re.compile(r"(?P<style>[|>])(?P<sign>[-+]?)(?P<indentation>[1-9]?)(?P<second_sign>[-+]?)")
_WIDTH = 79


@dataclass(frozen=True, slots=True)
class BlockText:
    """How a block scalar is written."""

    style: str
    chomping: str
    indentation: str
    """The digit that says it, or nothing: then the first line tells."""
    margin: int
    """Spaces before each line."""
    comment: str
    """What stands behind the header, with its space."""
    width: int
    """The longest line wanted of a folded one, its margin included."""

    @classmethod
    def of(cls, text: str, value: str, margin: int) -> BlockText:
        """As `text` writes `value`; `margin` is for a text without a line."""
        header, *lines = next_line.split(text)
        match = _HEADER.match(header)
        style, sign, indentation, second_sign = match.groups() if match else ("|", "", "", "")
        comment = header[match.end() :].rstrip() if match else ""
        if comment.startswith("#"):
            comment = f" {comment}"
        raw, content = (next(filter(str.strip, part), "") for part in (lines, value.split("\n")))
        if raw:
            margin = _leading(raw) - _leading(content)
        width = max([_WIDTH, *map(len, lines)])
        return cls(style, sign or second_sign, indentation, margin, comment, width)

    def write(self, text: str) -> str | None:
        """The new scalar, or None where this style cannot carry the text. It ends with a line
        break only if it is kept (`+`)."""
        if not text.strip("\n") or (text[0] == " " and not self.indentation):
            return None
        chomping = "-" if not text.endswith("\n") else "+" if self.chomping == "+" else ""
        body = text.removesuffix("\n")
        if body.endswith("\n") and chomping != "+":
            return None  # Only `+` could carry it, and that takes in the blank lines that follow.
        # Read alone it stands at column 0, where a margin of its digit is what the digit means.
        alone = replace(self, margin=int(self.indentation or 2))
        for style, lines in self._styles(body):
            header = f"{style}{self.indentation}{chomping}"
            end = "\n" if chomping == "+" else ""
            if value_reads_as(header + alone.block(lines), text, in_flow=False):
                return header + self.comment + self.block(lines) + end
        return None

    def block(self, lines: list[str]) -> str:
        return "".join("\n" + (" " * self.margin + line if line else "") for line in lines)

    def _styles(self, body: str) -> Iterator[tuple[str, list[str]]]:
        lines = body.split("\n")
        if self.style == ">":
            width = max(self.width - self.margin, 20)
            wrapped = (
                textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
                for line in lines
            )
            yield ">", "\n\n".join("\n".join(part) for part in wrapped).split("\n")
            yield ">", "\n\n".join(lines).split("\n")
        yield "|", lines


def _leading(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
