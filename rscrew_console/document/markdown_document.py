"""Markdown with YAML frontmatter: the frontmatter is a YAML document, the body is never touched."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, ClassVar

from rscrew_console.document.construct import Duplicate
from rscrew_console.document.data import same, value_at
from rscrew_console.document.document import Document
from rscrew_console.document.edit import ABSENT, Edit, Path
from rscrew_console.document.errors import DocumentError
from rscrew_console.document.loose_frontmatter import LooseLines, with_quotes
from rscrew_console.document.merges import MergeConflict

_BOM = "\ufeff"
_OPENING = re.compile(r"\ufeff?---[ \t]*(?:\r\n|\n|\Z)")
_CLOSING = re.compile(r"^---[ \t]*(?:\r?$|\Z)", re.MULTILINE)
_BREAK = re.compile(r"\r\n|\n")
_EMPTY_MAPPING = re.compile(r"^\{\}(?:\r\n|\n|\Z)", re.MULTILINE)


class MarkdownDocument:
    """One Markdown text, immutable. Every edit gives a new one, or raises and gives none.

    The value is that of the frontmatter, always a mapping: an empty one where there is none. The
    first key that is set then adds a frontmatter.
    """

    __slots__ = ("_front", "_is_there", "_loose", "_tail")
    is_file_set: ClassVar[bool] = False

    def __init__(
        self, front: Document, tail: str, *, is_there: bool, loose: LooseLines | None = None
    ) -> None:
        self._front = front
        self._loose = loose or LooseLines()
        self._tail = tail
        self._is_there = is_there

    @classmethod
    def parse(cls, text: str) -> MarkdownDocument:
        """The document of a Markdown text.

        Raises DocumentError, with the line in the file, for a frontmatter without an end, for one
        that is not valid YAML even with quotes (see `loose_frontmatter`), and for one that is
        no mapping."""
        opening = _OPENING.match(text)
        if opening is None:
            bom = _BOM if text.startswith(_BOM) else ""
            match = _BREAK.search(text)
            newline = match.group() if match else "\n"
            front = Document.parse(f"{bom}---{newline}")
            return cls(front, f"---{newline}{text[len(bom) :]}", is_there=False)
        closing = _CLOSING.search(text, opening.end())
        if closing is None:
            raise DocumentError(
                "the frontmatter that begins here has no end: a line of three dashes is missing"
            )
        # With its first line the YAML has the lines of the whole file.
        front, loose = _parse_front(text[: closing.start()])
        if not isinstance(front.value, dict | None):
            raise DocumentError(
                "the frontmatter must be a mapping: lines of 'key: value'", front.line_of(())
            )
        return cls(front, text[closing.start() :], is_there=True, loose=loose)

    @property
    def text(self) -> str:
        """As given, byte for byte."""
        if self._is_there:
            return self._loose.restored(self._front.text) + self._tail
        bom = _BOM if self._front.text.startswith(_BOM) else ""
        return bom + self.body

    @property
    def body(self) -> str:
        """What stands behind the frontmatter."""
        match = _BREAK.search(self._tail)
        return self._tail[match.end() :] if match else ""

    @property
    def unquoted_keys(self) -> tuple[str, ...]:
        """Keys whose values would need quotes in YAML and have none, in a frontmatter that only a
        tolerant program reads."""
        return self._loose.keys

    @property
    def value(self) -> Any:
        """The frontmatter's data; not to be changed."""
        return {} if self._front.value is None else self._front.value

    @property
    def duplicates(self) -> tuple[Duplicate, ...]:
        """Keys that a mapping has twice. The last one counts."""
        return self._front.duplicates

    @property
    def merge_conflicts(self) -> tuple[MergeConflict, ...]:
        """Keys that merged mappings (`<<`) give different values, depending on the reader."""
        return self._front.merge_conflicts

    def get(self, path: Path, default: Any = ABSENT) -> Any:
        """The value at `path`, or `default`."""
        value = value_at(self.value, path)
        return default if value is ABSENT else value

    def line_of(self, path: Path) -> int:
        """1-based line, in the whole file, of the key or item at `path`, or of its nearest
        ancestor that is there."""
        return self._front.line_of(path) if self._is_there else 1

    def set(self, path: Path, value: Any, order: tuple[str, ...] = ()) -> MarkdownDocument:
        """Raises DocumentError when the parent is missing or the value cannot be written."""
        return self._with(self._front.set(path, value, order))

    def delete(self, path: Path) -> MarkdownDocument:
        """Raises DocumentError when there is nothing at `path`."""
        return self._with(self._front.delete(path))

    def rename(self, path: Path, key: Any) -> MarkdownDocument:
        """Another name for the key at the end of `path`; its value and place stay."""
        return self._with(self._front.rename(path, key))

    def apply(self, edits: Iterable[Edit]) -> MarkdownDocument:
        """All the edits, in their order, or none.

        Raises StaleEditError when a place does not hold the edit's `old`, else DocumentError.
        """
        return self._with(self._front.apply(edits))

    def _with(self, front: Document) -> MarkdownDocument:
        """This document with another frontmatter, proved to be found again beside the same body."""
        if front is self._front:
            return self
        document = self._without_frontmatter(front) if not front.value else None
        document = document or MarkdownDocument.parse(self._loose.restored(front.text) + self._tail)
        if not same(document.value, front.value or {}) or document.body != self.body:
            raise DocumentError("the frontmatter would then end in another place")
        return document

    def _without_frontmatter(self, front: Document) -> MarkdownDocument | None:
        """The document when the last key has gone: without a frontmatter, as it was before the
        first key came; or with the comments in it; None where the body would be read as one."""
        frontmatter = _EMPTY_MAPPING.sub("", front.text, count=1)
        bom = _BOM if frontmatter.startswith(_BOM) else ""
        text = frontmatter + self._tail if "#" in frontmatter else bom + self.body
        try:
            document = MarkdownDocument.parse(text)
        except DocumentError:
            return None  # The body begins with three dashes.
        return document if not document.value and document.body == self.body else None

    def __repr__(self) -> str:
        return f"<MarkdownDocument of {len(self.text)} characters>"


def _parse_front(text: str) -> tuple[Document, LooseLines]:
    """The frontmatter as YAML, with quotes put around values where it is none without them."""
    try:
        return Document.parse(text), LooseLines()
    except DocumentError:
        quoted, loose = with_quotes(text)
        if not loose.keys:
            raise
        try:
            return Document.parse(quoted), loose
        except DocumentError:
            pass
        raise  # the first error: its columns are those of the file
