"""A TOML text into headers, assignments and values that know where they stand.

The data itself is read by tomllib; this scanner is given only texts that tomllib accepts, so that
it need not refuse anything, and finds only the places.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import field

from rscrew_console.document.edit import Path
from rscrew_console.document.errors import DocumentError
from rscrew_console.document.nodes import Member, Node
from rscrew_console.document.text_document import MAX_DEPTH
from rscrew_console.records import dataclass

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*+")
_BLANKS = re.compile(r"[ \t]*")
_REST_OF_LINE = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\n|\Z)|[ \t]*\r\n")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_STRINGS = re.compile(
    r'"""(?:\\[\s\S]|(?!""")[^\\])*+""""{0,2}'
    r"|'''(?:(?!''')[\s\S])*+''''{0,2}"
    r'|"(?:[^"\\]|\\.)*+"'
    r"|'[^']*'"
)
_OTHER_SCALAR = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:[^\s,\]}#]+|[^\s,\]}#]+")


@dataclass(frozen=True, slots=True)
class KeyPart:
    """One name of a dotted key: its text without quotes, and where it stands with them."""

    name: str
    start: int
    end: int


@dataclass(slots=True)
class Assignment:
    """One `key = value`: a line of its own, or a pair of an inline table."""

    base: Path
    """The table that the key is relative to."""
    parts: list[KeyPart]
    value: Node
    start: int
    """Where its first line starts; for a pair, where its key does."""
    end: int
    """Behind the line break of its last line; for a pair, where its value ends."""
    inline_table: Node | None = None
    index: int = 0
    """Its place among the pairs of the inline table."""

    @property
    def path(self) -> Path:
        return (*self.base, *(part.name for part in self.parts))


@dataclass(slots=True)
class Header:
    """A `[table]` or `[[array of tables]]` with the assignments below it. The first one of a
    document stands for what is above all headers: it has no text."""

    path: Path
    """With the indexes of arrays of tables."""
    parts: list[KeyPart]
    is_array: bool
    start: int
    """Where its line starts."""
    bracket: int
    """Where its first bracket is."""
    bracket_end: int
    """Behind its last bracket."""
    end: int
    """Behind the line break of its line."""
    body: list[Assignment] = field(default_factory=list)

    @property
    def body_end(self) -> int:
        """The index behind the last line that belongs to the table."""
        return self.body[-1].end if self.body else self.end


class TomlScanner:
    """Reads one text. Raises DocumentError only for one that is nested too deeply."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.headers = [Header((), [], False, 0, 0, 0, 0)]
        self.nodes: dict[Path, Node] = {}
        """The values that are written out as such: not the tables that have headers."""
        self.items: dict[Path, tuple[Node, int]] = {}
        """Path of an array's item → the array and the index."""
        self.assignments_of: dict[Path, list[Assignment]] = {}
        """Path → the assignments whose key names it, or something in it."""
        self.headers_of: dict[Path, list[Header]] = {}
        """Path → the headers of it, and of what is in it."""
        self.starts: dict[Path, int] = {(): 0}
        """Where each path is named first."""
        self.inline_tables: list[tuple[Path, Node]] = []
        self._lengths: dict[Path, int] = {}
        self._at = 0
        self._scan()

    @property
    def assignments(self) -> list[Assignment]:
        """The assignments that have lines of their own."""
        return [assignment for header in self.headers for assignment in header.body]

    def _scan(self) -> None:
        self._skip_space()
        while self._at < len(self.text):
            if self.text[self._at] == "[":
                self._header()
            else:
                self._assignment()
            self._skip_space()

    def _skip_space(self) -> None:
        self._at = _end(_SPACE, self.text, self._at)

    def _skip_blanks(self) -> None:
        self._at = _end(_BLANKS, self.text, self._at)

    def _line_start(self) -> int:
        return self.text.rfind("\n", 0, self._at) + 1

    def _header(self) -> None:
        start, bracket = self._line_start(), self._at
        is_array = self.text.startswith("[[", bracket)
        self._at += 1 + is_array
        parts = self._key()
        self._at += 1 + is_array
        bracket_end = self._at
        self._at = _end(_REST_OF_LINE, self.text, self._at)
        path: Path = ()
        for number, part in enumerate(parts):
            path = (*path, part.name)
            self._name(path, part.start)
            is_last = number == len(parts) - 1
            if is_last and is_array:
                self._lengths[path] = self._lengths.get(path, 0) + 1
            if path in self._lengths:
                path = (*path, self._lengths[path] - 1)
                self._name(path, part.start)
        header = Header(path, parts, is_array, start, bracket, bracket_end, self._at)
        self.headers.append(header)
        for length in range(1, len(path) + 1):
            self.headers_of.setdefault(path[:length], []).append(header)

    def _assignment(self) -> None:
        start = self._line_start()
        header = self.headers[-1]
        parts, value = self._pair(header.path)
        self._at = _end(_REST_OF_LINE, self.text, self._at)
        assignment = Assignment(header.path, parts, value, start, self._at)
        header.body.append(assignment)
        self._register(assignment)

    def _pair(self, base: Path) -> tuple[list[KeyPart], Node]:
        parts = self._key()
        self._at += 1  # the equals sign
        self._skip_blanks()
        path = base
        for part in parts:
            path = (*path, part.name)
            self._name(path, part.start)
        return parts, self._value(path)

    def _register(self, assignment: Assignment) -> None:
        path = assignment.path
        for length in range(len(assignment.base) + 1, len(path) + 1):
            self.assignments_of.setdefault(path[:length], []).append(assignment)

    def _name(self, path: Path, start: int) -> None:
        if len(path) > MAX_DEPTH:
            line = self.text.count("\n", 0, start) + 1
            raise DocumentError(f"nested more than {MAX_DEPTH} levels deep", line)
        self.starts.setdefault(path, start)

    def _key(self) -> list[KeyPart]:
        """The parts of a key, and the blanks behind it."""
        parts = []
        while True:
            self._skip_blanks()
            start = self._at
            pattern = _STRINGS if self.text[start] in "\"'" else _BARE_KEY
            self._at = _end(pattern, self.text, start)
            parts.append(KeyPart(_key_name(self.text[start : self._at]), start, self._at))
            self._skip_blanks()
            if self.text[self._at] != ".":
                return parts
            self._at += 1

    def _value(self, path: Path) -> Node:
        start = self._at
        sign = self.text[start]
        if sign == "[":
            node = self._array(path)
        elif sign == "{":
            node = self._inline_table(path)
        elif sign in "\"'":
            node = Node("text", start, _end(_STRINGS, self.text, start))
        else:
            node = Node("other", start, _end(_OTHER_SCALAR, self.text, start))
        self._at = node.end
        self.nodes[path] = node
        return node

    def _array(self, path: Path) -> Node:
        node = Node("list", self._at, self._at)
        self._at += 1
        self._skip_space()
        while self.text[self._at] != "]":
            index = len(node.members)
            item = (*path, index)
            self._name(item, self._at)
            self.items[item] = (node, index)
            value = self._value(item)
            node.members.append(Member(None, value.start, value.start, value))
            self._comma(node)
        node.end = self._at = self._at + 1
        return node

    def _inline_table(self, path: Path) -> Node:
        node = Node("mapping", self._at, self._at)
        self.inline_tables.append((path, node))
        self._at += 1
        self._skip_space()
        while self.text[self._at] != "}":
            start, index = self._at, len(node.members)
            parts, value = self._pair(path)
            node.members.append(Member(parts[0].name, start, parts[-1].end, value))
            self._register(Assignment(path, parts, value, start, value.end, node, index))
            self._comma(node)
        node.end = self._at = self._at + 1
        return node

    def _comma(self, node: Node) -> None:
        self._skip_space()
        if self.text[self._at] == ",":
            node.members[-1].comma = self._at
            self._at += 1
            self._skip_space()


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    return match.end() if match else start


def _key_name(text: str) -> str:
    if text[0] == "'" or (text[0] == '"' and "\\" not in text):
        return text[1:-1]
    if text[0] == '"':
        return str(tomllib.loads(f"key = {text}")["key"])
    return text
