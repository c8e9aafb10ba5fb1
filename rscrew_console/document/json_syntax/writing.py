"""How a JSON text is written, seen from what stands in it, and new values written likewise."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from functools import cached_property
from itertools import islice
from typing import Any

from rscrew_console.document.errors import DocumentError
from rscrew_console.document.json_syntax.scanner import JSON5, Scanner
from rscrew_console.document.json_syntax.strings import is_bare, mostly_single, quoted
from rscrew_console.document.members import SourceLayout
from rscrew_console.document.nodes import JSON_COMMENTS, Member, Node
from rscrew_console.records import dataclass

_SOME = 400
"""Collections that are looked at to learn how a large text is written."""
_ESCAPED = re.compile(r"\\u(?!00[01])[0-9a-fA-F]{4}")


@dataclass(frozen=True)
class Style:
    """What one text does where JSON leaves a choice."""

    scanner: Scanner

    @cached_property
    def around(self) -> SourceLayout:
        return SourceLayout(self.scanner.text, JSON_COMMENTS)

    @cached_property
    def collections(self) -> list[Node]:
        return [node for node in islice(self.scanner.root.below(), _SOME) if node.members]

    @cached_property
    def ascii_only(self) -> bool:
        return self.scanner.text.isascii() and _ESCAPED.search(self.scanner.text) is not None

    @cached_property
    def step(self) -> str:
        """The indentation that an inner line adds."""
        for node in self.collections:
            if self.around.is_on_many_lines(node):
                outer = self.around.indentation(node.start)
                inner = self.around.indentation(node.members[-1].start)
                if inner.startswith(outer) and len(inner) > len(outer):
                    return inner[len(outer) :]
        return "  "

    @cached_property
    def colon(self) -> str:
        for node in self.collections:
            if node.kind == "mapping":
                return self.colon_of(node.members[-1])
        return ": "

    def colon_of(self, member: Member) -> str:
        """What stands between a member's key and its value."""
        between = self.scanner.text[member.key_end : member.value.start]
        return between if not between.replace(":", "").strip(" \t") else ": "

    def quote(self, siblings: Iterable[Node]) -> str:
        """The quote of the texts near a place, else that of the whole document's texts."""
        text = self.scanner.text
        if self.scanner.syntax != JSON5:
            return '"'
        quotes = [text[node.start] for node in siblings if node.kind == "text"]
        if not quotes:
            quotes = [
                text[member.value.start]
                for node in self.collections
                for member in node.members
                if member.value.kind == "text"
            ]
        return "'" if mostly_single(quotes) else '"'

    def key(self, key: str, siblings: list[Member]) -> str:
        text = self.scanner.text
        members = siblings or [
            member for node in self.collections if node.kind == "mapping" for member in node.members
        ]
        signs = [text[member.start] for member in members if member.key is not None]
        bare = sum(sign not in "\"'" for sign in signs)
        if bare * 2 > len(signs) and is_bare(key) and self.scanner.syntax == JSON5:
            return key
        if bare == len(signs) and self.scanner.syntax == JSON5:
            return quoted(key, self.quote([]), ascii_only=self.ascii_only)
        quote = "'" if mostly_single(signs) else '"'
        return quoted(key, quote, ascii_only=self.ascii_only)

    def is_on_many_lines(self, value: Any, siblings: Iterable[Node], holder_is: bool) -> bool:
        """Whether a new collection is written on many lines: as those of its kind beside it, else
        as those of its kind in the document, else as what holds it."""
        kind = "mapping" if isinstance(value, dict) else "list"
        root = self.scanner.root
        for nodes in (siblings, [node for node in self.collections if node is not root]):
            alike = [node for node in nodes if node.kind == kind and node.members]
            on_many = sum(map(self.around.is_on_many_lines, alike))
            if alike and on_many * 2 != len(alike):
                return holder_is and on_many * 2 > len(alike)
        return holder_is

    def written(
        self,
        value: Any,
        indentation: str,
        siblings: list[Node],
        *,
        many_lines: bool,
        quote: str = "",
    ) -> str:
        """A value as text. `siblings` are the values beside it, which it is written like."""
        if isinstance(value, str):
            return quoted(value, quote or self.quote(siblings), ascii_only=self.ascii_only)
        if not isinstance(value, dict | list):
            return self._scalar(value)
        brackets = "{}" if isinstance(value, dict) else "[]"
        if not value:
            return brackets
        many_lines = self.is_on_many_lines(value, siblings, many_lines)
        inner = indentation + self.step
        sub = [member.value for node in siblings for member in node.members[:50]]
        keys = [
            member for node in siblings for member in node.members[:50] if member.key is not None
        ]
        parts = [
            self.written(item, inner, sub, many_lines=many_lines)
            for item in (value.values() if isinstance(value, dict) else value)
        ]
        if isinstance(value, dict):
            names = [self.key(key, keys) + self.colon for key in value]
            parts = [name + part for name, part in zip(names, parts, strict=True)]
        if many_lines:
            newline = self.around.newline(self.scanner.root.start)
            last = "," if self.ends_in_comma(siblings) else ""
            lines = f",{newline}{inner}".join(parts)
            return f"{brackets[0]}{newline}{inner}{lines}{last}{newline}{indentation}{brackets[1]}"
        separator = ", " if self.colon.endswith((" ", "\t")) or not self.is_tight else ","
        pad = self._padding(brackets[0])
        return brackets[0] + pad + separator.join(parts) + pad + brackets[1]

    @cached_property
    def is_tight(self) -> bool:
        """Whether nothing stands behind commas."""
        return ", " not in self.scanner.text and "\n" not in self.scanner.text

    def _padding(self, bracket: str) -> str:
        for node in self.collections:
            if not self.around.is_on_many_lines(node) and self.scanner.text[node.start] == bracket:
                padded = self.scanner.text[node.start + 1 : node.members[0].start]
                return " " if padded == " " else ""
        return ""

    def ends_in_comma(self, siblings: list[Node]) -> bool:
        """Whether the last entry of a new collection on many lines has a comma, as others have."""
        alike = [node for node in siblings if node.members] or self.collections
        many = [node for node in alike if self.around.is_on_many_lines(node)]
        trailing = sum(node.members[-1].comma is not None for node in many)
        return trailing * 2 > len(many)

    def _scalar(self, value: Any) -> str:
        if value is None or isinstance(value, bool):
            return {None: "null", True: "true", False: "false"}[value]
        if isinstance(value, int):
            return str(value)
        if not isinstance(value, float):
            raise DocumentError(f"JSON has no way to write a {type(value).__name__}")
        if math.isfinite(value):
            return json.dumps(value)
        if self.scanner.syntax != JSON5:
            raise DocumentError("JSON knows no infinite number, and none that is not a number")
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
