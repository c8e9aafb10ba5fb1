"""`.env` files: lines of `NAME=value`, edited by changing only the bytes that must change."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any, Self

from rscrew_console.document.construct import Duplicate
from rscrew_console.document.data import same
from rscrew_console.document.edit import ABSENT, Edit, Path
from rscrew_console.document.errors import DocumentError
from rscrew_console.document.members import SourceLayout
from rscrew_console.document.nodes import HASH_COMMENTS
from rscrew_console.document.splice import Splice, spliced
from rscrew_console.document.text_document import TextDocument
from rscrew_console.dotenv_entries import BREAK, Entry, LineNumbers, UnreadableLine, entries

_PLAIN = re.compile(r"[\w./:@%+,=~^-]+")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class DotenvDocument(TextDocument):
    """One `.env` text. The value maps names to texts, as python-dotenv reads them, but without
    putting in variables (`${NAME}` stays as written). Of a name that stands twice the last counts.
    """

    def __init__(self, text: str, bom: str, entries: list[Entry]) -> None:
        super().__init__(text, bom, {entry.name: entry.value for entry in entries})
        self._entries = entries
        self._last = {entry.name: entry for entry in entries}
        self._lines = LineNumbers(text)

    @classmethod
    def _read(cls, text: str, bom: str) -> Self:
        readable: list[Entry] = []
        for entry in entries(text):
            if isinstance(entry, UnreadableLine):
                raise _unreadable(text, entry)
            readable.append(entry)
        return cls(text, bom, readable)

    @property
    def duplicates(self) -> tuple[Duplicate, ...]:
        """Names that stand twice. The last one counts."""
        first: dict[str, int] = {}
        repeated = []
        for entry in self._entries:
            line = self._lines.of(entry.name_start)
            if entry.name in first:
                repeated.append(Duplicate((entry.name,), line, first[entry.name]))
            first.setdefault(entry.name, line)
        return tuple(repeated)

    def shown_text(self, may_show: Callable[[str, str], bool], hidden: str) -> str:
        """The text as it may be shown: of every value for which `may_show(name, value)` is false
        `hidden` stands in its place, and every line keeps its number.

        Comments stay as they are: what they hold is for the caller to judge.
        """
        splices = []
        for entry in self._entries:
            if entry.value and not may_show(entry.name, entry.value):
                source = self._text[entry.value_start : entry.value_end]
                text = hidden + "".join(BREAK.findall(source))
                splices.append(Splice(entry.value_start, entry.value_end, text))
        return self._bom + spliced(self._text, splices)

    def line_of(self, path: Path) -> int:
        entry = self._last.get(str(path[0])) if path else None
        return self._lines.of(entry.name_start) if entry else 1

    def _splices(self, edit: Edit) -> list[Splice]:
        if len(edit.path) != 1:
            raise DocumentError("a .env file holds names and texts, and nothing in them")
        if edit.new is not ABSENT and not isinstance(edit.new, str):
            raise DocumentError("a value in a .env file is text")
        entry = self._last.get(str(edit.path[0]))
        if not isinstance(edit.new, str):
            return [self._removal(entry)] if entry is not None else []
        if edit.on == "key" and entry is not None:
            return [Splice(entry.name_start, entry.name_end, _checked(edit.new))]
        if entry is None:
            return [self._addition(str(edit.path[0]), edit.new, edit.order)]
        equals = "=" if entry.value is None else ""
        text = equals + written(edit.new, entry.quote)
        splice = Splice(entry.value_start, entry.value_end, text)
        return SourceLayout(self._text, HASH_COMMENTS).with_comment_in_column(splice)

    def _removal(self, entry: Entry) -> Splice:
        """A file that ends without a line break does so again."""
        start, text = entry.start, self._text
        if entry.end == len(text) and not text.endswith(("\n", "\r")) and start:
            start -= 2 if text[:start].endswith("\r\n") else 1
        return Splice(start, entry.end, "")

    def _addition(self, name: str, value: str, order: tuple[str, ...]) -> Splice:
        match = BREAK.search(self._text)
        newline = match.group() if match else "\n"
        above, below = self._neighbours(name, order)
        like = above or below
        text = _checked(name) + "=" + written(value, "")
        if like is not None:
            equals = like.equals or "="
            text = like.export + _checked(name) + equals + written(value, like.quote)
        if above is None and below is not None:
            return Splice(below.start, below.start, text + newline)
        place = above.end if above is not None else len(self._text)
        if place and self._text[place - 1] not in "\r\n":
            return Splice(place, place, newline + text)
        return Splice(place, place, text + newline)

    def _neighbours(self, name: str, order: tuple[str, ...]) -> tuple[Entry | None, Entry | None]:
        """The entry to add behind, else the one to add before: see `Edit.order`."""
        if name in order:
            before = [
                neighbour for neighbour in order[: order.index(name)] if neighbour in self._last
            ]
            after = [
                neighbour for neighbour in order[order.index(name) :] if neighbour in self._last
            ]
            if before:
                return self._last[before[-1]], None
            if after:
                return None, self._last[after[0]]
        return (self._entries[-1] if self._entries else None), None

    def prove(self, intended: Any) -> None:
        from dotenv import dotenv_values  # Only an edit needs it.

        actual = dict(dotenv_values(stream=io.StringIO(self._text), interpolate=False))
        if not same(actual, intended):
            raise DocumentError("python-dotenv would read the result differently")


def _unreadable(text: str, line: UnreadableLine) -> DocumentError:
    """Says nothing of what stands there: it may be a key."""
    number = LineNumbers(text).of(line.start)
    return DocumentError("this line is no NAME=value, or a quote is not closed", number)


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise DocumentError("a name in a .env file is letters, digits and _, no digit first")
    return name


def written(value: str, quote: str) -> str:
    """The value as text: in the given quotes, or with quotes only where it needs some. What a
    shell would put something in for goes into single quotes where that can be."""
    if not quote and (not value or _PLAIN.fullmatch(value)):
        return value
    is_plain = not any(sign in value for sign in "'\\\r")
    if is_plain and (quote == "'" or any(sign in value for sign in "$`")):
        return f"'{value}'"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\r", "\\r") + '"'
