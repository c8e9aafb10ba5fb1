"""JSON, JSONC and JSON5 texts into nodes that know where they stand."""

from __future__ import annotations

import re
from typing import Any

from rscrew_console.document.construct import Duplicate
from rscrew_console.document.errors import DocumentError
from rscrew_console.document.json_syntax.strings import IDENTIFIER, identifier_value, string_value
from rscrew_console.document.nodes import Member, Node
from rscrew_console.document.text_document import MAX_DEPTH

JSON, JSONC, JSON5 = "json", "jsonc", "json5"
SYNTAXES = (JSON, JSONC, JSON5)
"""From the strictest to the widest: each may hold what those before it may."""

MAX_NUMBER = 4300
"""Digits; Python's own bound."""

_STRICT_SPACE = re.compile(r"[ \t\n\r]*")
_SPACE = re.compile(r"[ \t\n\r\v\f\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")
_COMMENT = re.compile(r"//[^\n\r\u2028\u2029]*|/\*(?:[^*]|\*(?!/))*\*/")
_STRICT_STRING = re.compile(r'"((?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*)"')
_STRING = re.compile(
    r'"((?:[^"\\\n\r]|\\(?:\r\n|[\s\S]))*)"' + r"|'((?:[^'\\\n\r]|\\(?:\r\n|[\s\S]))*)'"
)
_STRICT_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?(?![\w.$+-])")
_NUMBER = re.compile(
    r"([+-]?)(?:(Infinity|NaN)|0[xX]([0-9a-fA-F]+)"
    r"|((?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?))"
    r"(?![\w.$])"
)
_WORD = re.compile(r"(?:true|false|null)(?![\w$])")
_WORDS = {"true": True, "false": False, "null": None}


class Scanner:
    """Reads one text. `syntax` is then the strictest that allows all that stands in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.syntax = JSON
        self.duplicates: list[Duplicate] = []
        self._at = 0
        self._line_at, self._line = 0, 1
        self.root = self._document()

    def _document(self) -> Node:
        self._skip()
        if self._at == len(self.text):
            raise self._error("an empty file: write {} into it to begin")
        root = self._value((), 0)
        self._skip()
        if self._at < len(self.text):
            raise self._error("there is more text after the end of the value")
        return root

    def _skip(self) -> None:
        """Move past white space and comments."""
        at = self._at
        match = _STRICT_SPACE.match(self.text, at)
        at = match.end() if match else at
        while at < len(self.text):
            if match := _COMMENT.match(self.text, at):
                self._widen(JSONC)
            elif match := _SPACE.match(self.text, at):
                if match.group().strip(" \t\n\r"):
                    self._widen(JSON5)
            else:
                break
            at = match.end()
        self._at = at

    def _widen(self, syntax: str) -> None:
        if SYNTAXES.index(syntax) > SYNTAXES.index(self.syntax):
            self.syntax = syntax

    def _value(self, path: tuple[str | int, ...], depth: int) -> Node:
        start = self._at
        sign = self.text[start : start + 1]
        if sign in ("{", "["):
            if depth >= MAX_DEPTH:
                raise self._error(f"nested more than {MAX_DEPTH} levels deep")
            return self._mapping(path, depth) if sign == "{" else self._list(path, depth)
        if sign in ('"', "'"):
            value, end = self._string()
            return Node("text", start, end, value)
        if match := _WORD.match(self.text, start):
            self._at = match.end()
            return Node("word", start, match.end(), _WORDS[match.group()])
        return self._number()

    def _list(self, path: tuple[str | int, ...], depth: int) -> Node:
        node = Node("list", self._at, self._at)
        self._open("[")
        while self.text[self._at : self._at + 1] != "]":
            value = self._value((*path, len(node.members)), depth + 1)
            node.members.append(Member(None, value.start, value.start, value))
            self._comma(node.members[-1], "]")
        node.value = [member.value.value for member in node.members]
        return self._closed(node)

    def _mapping(self, path: tuple[str | int, ...], depth: int) -> Node:
        node = Node("mapping", self._at, self._at)
        value: dict[str, Any] = {}
        first_lines: dict[str, int] = {}
        self._open("{")
        while self.text[self._at : self._at + 1] != "}":
            start = self._at
            key, end = self._key()
            line = self._line_of(start)
            if key in first_lines:
                self.duplicates.append(Duplicate((*path, key), line, first_lines[key]))
            first_lines.setdefault(key, line)
            self._skip()
            if self.text[self._at : self._at + 1] != ":":
                raise self._error(f"a colon is missing after the key {key!r}")
            self._at += 1
            self._skip()
            member = Member(key, start, end, self._value((*path, key), depth + 1))
            node.members.append(member)
            value[key] = member.value.value
            self._comma(member, "}")
        node.value = value
        return self._closed(node)

    def _open(self, bracket: str) -> None:
        self._opened_at = self._at
        self._at += len(bracket)
        self._skip()

    def _comma(self, member: Member, closing: str) -> None:
        self._skip()
        sign = self.text[self._at : self._at + 1]
        if sign == ",":
            member.comma = self._at
            self._at += 1
            self._skip()
            if self.text[self._at : self._at + 1] == closing:
                self._widen(JSONC)
        elif sign != closing:
            kind = "list" if closing == "]" else "mapping"
            reason = (
                f"the end of a {kind} is missing: '{closing}'"
                if not sign
                else f"a comma or '{closing}' is missing"
            )
            raise self._error(reason)

    def _closed(self, node: Node) -> Node:
        self._at += 1
        node.end = self._at
        return node

    def _key(self) -> tuple[str, int]:
        if self.text[self._at : self._at + 1] in ('"', "'"):
            return self._string()
        match = IDENTIFIER.match(self.text, self._at)
        name = identifier_value(match.group()) if match else None
        if match is None or name is None:
            raise self._error("a key in quotes is expected here")
        self._widen(JSON5)
        self._at = match.end()
        return name, match.end()

    def _string(self) -> tuple[str, int]:
        if match := _STRICT_STRING.match(self.text, self._at):
            content = match.group(1)
        else:
            match = _STRING.match(self.text, self._at)
            if match is None:
                raise self._error("the quote that ends this text is missing on its line")
            self._widen(JSON5)
            content = match.group(1) if match.group(1) is not None else match.group(2)
        value = content if "\\" not in content else string_value(content)
        if value is None:
            raise self._error(
                "a backslash in this text is followed by a character that JSON does not allow there"
            )
        self._at = match.end()
        return value, match.end()

    def _number(self) -> Node:
        start = self._at
        if match := _STRICT_NUMBER.match(self.text, start):
            is_whole = match.group(1) is None and match.group(2) is None
            self._refuse_long(match.group())
            value: Any = int(match.group()) if is_whole else float(match.group())
        elif match := _NUMBER.match(self.text, start):
            self._widen(JSON5)
            self._refuse_long(match.group())
            value = _wide_number(*match.groups())
        else:
            word_start = re.match(r"[\w.$+-]*", self.text[start : start + 40])
            word = word_start.group() if word_start else ""
            what = f"{word!r} is no value" if word else "a value is missing"
            raise self._error(f"{what}: text needs quotes")
        self._at = match.end()
        return Node("number", start, match.end(), value)

    def _refuse_long(self, number: str) -> None:
        if len(number) > MAX_NUMBER:
            raise self._error(f"a number of more than {MAX_NUMBER} characters")

    def _line_of(self, index: int) -> int:
        """1-based; the scanner only ever asks for later places."""
        self._line += _line_breaks(self.text, self._line_at, index)
        self._line_at = index
        return self._line

    def _error(self, reason: str) -> DocumentError:
        at = self._at
        line = 1 + _line_breaks(self.text, 0, at)
        start = max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1
        return DocumentError(f"not valid JSON: {reason}", line, at - start + 1)


def _line_breaks(text: str, start: int, end: int) -> int:
    """Line breaks that begin in the range, CRLF as one."""
    return (
        text.count("\n", start, end)
        + text.count("\r", start, end)
        - text.count("\r\n", start, end + 1 if text[end - 1 : end + 1] == "\r\n" else end)
    )


def _wide_number(sign: str, word: str | None, digits: str | None, decimal: str | None) -> Any:
    factor = -1 if sign == "-" else 1
    if word is not None:
        return factor * float("inf" if word == "Infinity" else "nan")
    if digits is not None:
        return factor * int(digits, 16)
    text = decimal or "0"
    return factor * (int(text) if text.isdigit() else float(text))
