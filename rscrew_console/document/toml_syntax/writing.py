"""How a TOML text is written, seen from what stands in it, and new values written likewise."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable
from functools import cached_property
from itertools import islice
from typing import Any

from rscrew_console.document.errors import DocumentError
from rscrew_console.document.members import SourceLayout
from rscrew_console.document.nodes import HASH_COMMENTS, Node
from rscrew_console.document.toml_syntax.scanner import Assignment, Header, TomlScanner
from rscrew_console.records import dataclass

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SOME = 200
"""Assignments that are looked at to learn how a large text is written."""
_ESCAPES = {
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
    '"': '\\"',
    "\\": "\\\\",
}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_NOT_LITERAL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f']")
_MIN_INTEGER, _MAX_INTEGER = -(2**63), 2**63 - 1


@dataclass(frozen=True)
class TomlStyle:
    """What one text does where TOML leaves a choice."""

    scanner: TomlScanner

    @cached_property
    def around(self) -> SourceLayout:
        return SourceLayout(self.scanner.text, HASH_COMMENTS)

    @cached_property
    def newline(self) -> str:
        return self.around.newline(0)

    @cached_property
    def _some_assignments(self) -> list[Assignment]:
        return list(islice(self.scanner.assignments, _SOME))

    @cached_property
    def body_indentation(self) -> str:
        """The indentation that lines below a header add to the header's."""
        for header in self.scanner.headers[1:]:
            if header.body:
                outer = self.around.indentation(header.bracket)
                inner = self.around.indentation(header.body[0].parts[0].start)
                return inner[len(outer) :] if inner.startswith(outer) else ""
        return ""

    def blank_lines_above(self, header: Header) -> int:
        """How many blank lines stand above a header and its comments."""
        text, line = self.scanner.text, self.first_comment_line(header.start)
        lines = text[:line].split("\n")[:-1]
        count = 0
        while lines and not lines[-1].strip():
            lines.pop()
            count += 1
        return count if lines else 0

    def first_comment_line(self, line: int) -> int:
        """Where the comment lines begin that stand right above a line, at its indentation."""
        text = self.scanner.text
        margin = self.around.indentation(self.around.behind_blanks(line))
        while line:
            above = text.rfind("\n", 0, line - 1) + 1
            if not text.startswith(f"{margin}#", above):
                break
            line = above
        return line

    def equals(self, siblings: list[Assignment], key: str) -> str:
        """The equals sign behind a new key, with the blanks around it as beside it."""
        text = self.scanner.text
        examples = siblings or self._some_assignments
        if not examples:
            return " = "
        columns = {a.value.start - a.parts[0].start for a in examples if a.inline_table is None}
        lengths = {a.parts[-1].end - a.parts[0].start for a in examples}
        signs = [text[a.parts[-1].end : a.value.start] for a in examples]
        if len(columns) == 1 and len(lengths) > 1 and siblings:
            pad = columns.pop() - len(signs[-1].lstrip(" \t")) - len(key)
            return " " * max(pad, 1) + signs[-1].lstrip(" \t")
        before = sum(sign[0] in " \t" for sign in signs) * 2 > len(signs)
        behind = sum(sign[-1] in " \t" for sign in signs) * 2 > len(signs)
        return f"{' ' * before}={' ' * behind}"

    def quote(self, siblings: Iterable[Node]) -> str:
        """The quote of the texts near a place, else that of the whole document's texts."""
        for nodes in (siblings, (assignment.value for assignment in self._some_assignments)):
            signs = [self.scanner.text[node.start] for node in nodes if node.kind == "text"]
            if signs:
                return "'" if signs.count("'") > signs.count('"') else '"'
        return '"'

    @cached_property
    def _inline_padding(self) -> str:
        for _, node in self.scanner.inline_tables:
            if node.members:
                return "" if node.members[0].start == node.start + 1 else " "
        return " "

    def inline_equals(self, node: Node | None = None) -> str:
        """The equals sign in an inline table."""
        for table in [*([node] if node else []), *(n for _, n in self.scanner.inline_tables)]:
            if table.members:
                member = table.members[-1]
                return self.scanner.text[member.key_end : member.value.start]
        return self.equals([], "")

    def written(self, value: Any, siblings: Iterable[Node] = ()) -> str:
        """A value on one line. Raises DocumentError for what TOML cannot hold."""
        if isinstance(value, dict):
            equals = self.inline_equals()
            pairs = [f"{key(name)}{equals}{self.written(item)}" for name, item in value.items()]
            pad = self._inline_padding
            return f"{{{pad}{', '.join(pairs)}{pad}}}" if pairs else "{}"
        if isinstance(value, list):
            return f"[{', '.join(self.written(item) for item in value)}]"
        return text_of(value, self.quote(siblings)) if isinstance(value, str) else _scalar(value)

    def rewritten(self, value: Any, old: Node, siblings: Iterable[Node]) -> str:
        """A value for the place of another one: text keeps the quotes of the text before it."""
        source = self.scanner.text[old.start : old.end]
        if not isinstance(value, str) or old.kind != "text":
            return self.written(value, siblings)
        if source[:3] in ('"""', "'''"):
            newline = "\r\n" if "\r\n" in source else self.newline
            head = newline if source[3:5].startswith(("\n", "\r\n")) else ""
            if (text := _multi_line(value, source[0], head)) is not None:
                return text.replace("\n", newline).replace("\r\r", "\r")
        return text_of(value, source[0])


def key(name: str, quote: str = '"') -> str:
    """One part of a key: bare where it can be."""
    return name if _BARE_KEY.fullmatch(name) else text_of(name, quote)


def text_of(value: str, quote: str) -> str:
    """A string on one line: in single quotes only where it can stand in them as it is."""
    if quote == "'" and not _NOT_LITERAL.search(value):
        return f"'{value}'"
    return '"' + "".join(_escaped(letter) for letter in value) + '"'


def _escaped(letter: str) -> str:
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    return f"\\u{ord(letter):04X}" if letter < " " or letter == "\x7f" else letter


def _multi_line(value: str, quote: str, head: str) -> str | None:
    """A string in three quotes, its lines as they are, or None where it cannot stand in them."""
    if value.startswith("\n"):
        head = head or "\n"
    if quote == "'":
        fits = "'''" not in value and not value.endswith("'") and not _CONTROL.search(value)
        return f"'''{head}{value}'''" if fits else None
    text = value.replace("\\", "\\\\").replace('"""', '""\\"')
    if text.endswith('"'):
        text = text[:-1] + '\\"'
    text = _CONTROL.sub(lambda match: _escaped(match.group()), text)
    return f'"""{head}{text}"""'


def _scalar(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            if not _MIN_INTEGER <= value <= _MAX_INTEGER:
                raise DocumentError("TOML holds no whole number of more than 64 bits")
            return str(value)
        case float():
            if math.isfinite(value):
                return repr(value)
            return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
        case None:
            raise DocumentError("TOML has no null: leave the key out instead")
    raise DocumentError(f"TOML has no way to write a {type(value).__name__}")
