"""What the documents of all syntaxes but YAML share: an edit is checked, spliced in, and proved."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Self

from rscrew_console.document.construct import Duplicate
from rscrew_console.document.data import all_changed, same, value_at
from rscrew_console.document.edit import ABSENT, Edit, Path
from rscrew_console.document.errors import DocumentError, StaleEditError
from rscrew_console.document.limits import MAX_CHARACTERS
from rscrew_console.document.merges import MergeConflict
from rscrew_console.document.splice import Splice, spliced

BOM = "\ufeff"


class TextDocument(ABC):
    """One document, immutable. Every edit gives a new one, or raises and gives none.

    A syntax adds how its text is read, which splices an edit needs, and an independent reader.
    """

    __slots__ = ("_bom", "_text", "_value")
    is_file_set: ClassVar[bool] = False

    def __init__(self, text: str, bom: str, value: Any) -> None:
        self._text = text
        self._bom = bom
        self._value = value

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises DocumentError for what is not one document of this syntax of bearable size."""
        bom = BOM if text.startswith(BOM) else ""
        refuse_unusual(text)
        return cls._read(text[len(bom) :], bom)

    @classmethod
    @abstractmethod
    def _read(cls, text: str, bom: str) -> Self:
        """The document of a text without its byte order mark. Raises DocumentError."""

    @abstractmethod
    def _splices(self, edit: Edit) -> list[Splice]:
        """What the edit exchanges. Raises DocumentError for an edit that cannot be made."""

    @abstractmethod
    def prove(self, intended: Any) -> None:
        """Raise DocumentError when an independent reader finds other data than `intended`."""

    @abstractmethod
    def line_of(self, path: Path) -> int:
        """1-based line of the key or item at `path`, or of its nearest ancestor that is there."""

    @property
    def text(self) -> str:
        """As given, byte for byte."""
        return self._bom + self._text

    @property
    def value(self) -> Any:
        """Plain Python data; not to be changed."""
        return self._value

    @property
    def duplicates(self) -> tuple[Duplicate, ...]:
        """Keys that stand twice, where the syntax allows that. The last one counts."""
        return ()

    @property
    def merge_conflicts(self) -> tuple[MergeConflict, ...]:
        """Of YAML alone: no other syntax merges mappings."""
        return ()

    def get(self, path: Path, default: Any = ABSENT) -> Any:
        """The value at `path`, or `default`."""
        value = value_at(self._value, path)
        return default if value is ABSENT else value

    def set(self, path: Path, value: Any, order: tuple[str, ...] = ()) -> Self:
        """Raises DocumentError when the parent is missing or the value cannot be written."""
        return self.apply([Edit(path, self.get(path), value, order=order)])

    def delete(self, path: Path) -> Self:
        """Raises DocumentError when there is nothing at `path`."""
        old = self.get(path)
        if old is ABSENT:
            raise DocumentError(f"there is no {dotted(path)}", self.line_of(path))
        return self.apply([Edit(path, old, ABSENT)])

    def rename(self, path: Path, key: Any) -> Self:
        """Another name for the key at the end of `path`; its value and place stay."""
        return self.apply([Edit(path, path[-1], key, on="key")])

    def apply(self, edits: Iterable[Edit]) -> Self:
        """All the edits, in their order, or none.

        Raises StaleEditError when a place does not hold the edit's `old`, else DocumentError.
        """
        document = self
        from rscrew_console.document.plan import rounds, simplest  # only an edit needs it

        for batch in rounds(simplest(edits)):
            document = document._apply_at_once(batch)
        if document is not self:
            document.prove(document.value)
        return document

    def _apply_at_once(self, edits: Sequence[Edit]) -> Self:
        for edit in edits:
            self._refuse_impossible(edit)
        intended = all_changed(self._value, edits)
        if same(intended, self._value):
            return self
        try:
            splices = [splice for edit in edits for splice in self._splices(edit)]
            document = self._read(spliced(self._text, splices), self._bom)
            self._compare(document, edits, intended)
        except ValueError as error:
            if len(edits) > 1:  # They do meet, at a comma: one after the other, then.
                document = self
                for edit in edits:
                    document = document._apply_at_once([edit])
                return document
            path, why = edits[0].path, getattr(error, "reason", str(error))
            reason = f"{dotted(path)} cannot be changed: {why}"
            raise DocumentError(reason, self.line_of(path)) from error
        return document

    def _compare(self, document: Self, edits: Sequence[Edit], intended: Any) -> None:
        """Raise DocumentError when the new text holds other data, or its keys moved."""
        if not same(document.value, intended):
            raise DocumentError("the text around it would then read differently")
        for edit in edits:
            before, after = value_at(intended, edit.path[:-1]), document.get(edit.path[:-1])
            new = edit.path[-1] if edit.old is ABSENT else ABSENT
            if isinstance(before, dict) and [key for key in before if key != new] != [
                key for key in after if key != new
            ]:
                raise DocumentError("the order of the keys would change")

    def _refuse_impossible(self, edit: Edit) -> None:
        if not edit.path:
            raise DocumentError("a document is changed entry by entry, not as a whole")
        if edit.on == "key":
            self._refuse_name(edit)
            return
        self._refuse_homeless(edit.path)
        if edit.new is ABSENT:
            self._refuse_twice(edit.path)
        current = self.get(edit.path)
        if not same(current, edit.old) and not (current is ABSENT and edit.old is None):
            reason = f"{dotted(edit.path)} does not hold what the change expects"
            raise StaleEditError(reason, self.line_of(edit.path))
        if edit.new is not ABSENT:
            refuse_odd_data(edit.new, len(edit.path), self.line_of(edit.path))

    def _refuse_name(self, edit: Edit) -> None:
        parent = self.get(edit.path[:-1])
        line = self.line_of(edit.path)
        if not isinstance(parent, dict) or edit.path[-1] not in parent:
            raise StaleEditError(f"there is no {dotted(edit.path)}", line)
        if not isinstance(edit.new, str):
            raise DocumentError(f"{edit.new!r} cannot be a key: a key is text", line)
        if edit.new in parent:
            taken_path = (*edit.path[:-1], edit.new)
            raise DocumentError(f"{dotted(taken_path)} is there already", self.line_of(taken_path))
        self._refuse_twice(edit.path)

    def _refuse_twice(self, path: Path) -> None:
        if any(duplicate.path == path for duplicate in self.duplicates):
            reason = f"{path[-1]} is there twice: remove one of them by hand first"
            raise DocumentError(reason, self.line_of(path))

    def _refuse_homeless(self, path: Path) -> None:
        """Refuse a path with a missing key before the last one, or below a scalar."""
        parent = self.get(path[:-1])
        if parent is ABSENT:
            raise DocumentError(f"there is no {dotted(path[:-1])}", self.line_of(path))
        if isinstance(parent, list):
            if not (type(path[-1]) is int and 0 <= path[-1] <= len(parent)):
                reason = f"{dotted(path[:-1])} has {len(parent)} items, and no place {path[-1]}"
                raise DocumentError(reason, self.line_of(path))
        elif parent is not None and not isinstance(parent, dict):
            reason = f"{dotted(path[:-1])} is a plain value and holds no {path[-1]}"
            raise DocumentError(reason, self.line_of(path))
        elif not isinstance(path[-1], str):
            raise DocumentError(f"{path[-1]!r} cannot be a key: a key is text", self.line_of(path))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self._text)} characters>"


def dotted(path: Path) -> str:
    return ".".join(str(key) for key in path)


MAX_DEPTH = 200
"""Levels of a document: much less than those at which Python's own recursion ends."""


def refuse_unusual(text: str) -> None:
    """Raise DocumentError for a text that is too long, or that no file can hold."""
    if len(text) > MAX_CHARACTERS:
        raise DocumentError(f"the file is larger than {MAX_CHARACTERS // 1024 // 1024} MiB")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise DocumentError("not valid text: half of a surrogate pair", line) from error


def refuse_odd_data(value: Any, depth: int, line: int) -> None:
    """Raise DocumentError for data nested too deeply, or with keys that are no text."""
    waiting = [(value, depth)]
    while waiting:
        data, level = waiting.pop()
        if level > MAX_DEPTH:
            raise DocumentError(f"nested more than {MAX_DEPTH} levels deep", line)
        if isinstance(data, dict):
            odd = next((key for key in data if not isinstance(key, str)), None)
            if odd is not None:
                raise DocumentError(f"{odd!r} cannot be a key: a key is text", line)
            waiting += [(item, level + 1) for item in data.values()]
        elif isinstance(data, list):
            waiting += [(item, level + 1) for item in data]
