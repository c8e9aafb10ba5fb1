"""YAML text in, YAML text out: an edit changes the bytes of its value, and is proved before use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rscrew_console.document.composing import uncollected
from rscrew_console.document.construct import Duplicate
from rscrew_console.document.data import adopted, all_changed, differences, same, value_at
from rscrew_console.document.edit import ABSENT, Edit, Path
from rscrew_console.document.errors import DocumentError, StaleEditError
from rscrew_console.document.merges import MergeConflict, merge_conflicts
from rscrew_console.document.tree import Tree

if TYPE_CHECKING:
    from rscrew_console.document.splice import Splice

_BOM = "\ufeff"
_MOST_SHARED = 2000
"""Values that one edit may have to write out where they were only referred to."""
_MOST_REPAIRS = 3
"""Anchors within anchors within anchors."""


class Document:
    """One YAML document, immutable. Every edit gives a new one, or raises and gives none."""

    __slots__ = ("_bom", "_tree")
    is_file_set: ClassVar[bool] = False
    """Whether the first key of every path is the name of a file, see `DocumentSet`."""

    def __init__(self, tree: Tree, bom: str) -> None:
        self._tree = tree
        self._bom = bom

    @classmethod
    def parse(cls, text: str) -> Document:
        """Raises DocumentError for what is not one plain YAML document of bearable size."""
        bom = _BOM if text.startswith(_BOM) else ""
        return cls(Tree(text[len(bom) :]), bom)

    @property
    def text(self) -> str:
        """As given, byte for byte."""
        return self._bom + self._tree.text

    @property
    def value(self) -> Any:
        """Plain Python data with PyYAML's safe semantics; not to be changed."""
        return self._tree.value

    @property
    def is_read_whole(self) -> bool:
        """Whether all of it was read at once: one of which only entries were read weighs little."""
        return not self._tree.shifts

    @property
    def duplicates(self) -> tuple[Duplicate, ...]:
        """Keys that a mapping has twice. The last one counts, as for PyYAML."""
        return self._tree.duplicates

    @property
    def merge_conflicts(self) -> tuple[MergeConflict, ...]:
        """Keys that merged mappings (`<<`) give different values, depending on the reader."""
        return merge_conflicts(self._tree)

    def get(self, path: Path, default: Any = ABSENT) -> Any:
        """The value at `path`, or `default`."""
        value = self._tree.get(path)
        return default if value is ABSENT else value

    def line_of(self, path: Path) -> int:
        """1-based line of the key or item at `path`, or of its nearest ancestor that is there."""
        return self._tree.line_of(path)

    def set(self, path: Path, value: Any, order: tuple[str, ...] = ()) -> Document:
        """Raises DocumentError when the parent is missing or the value cannot be written."""
        return self.apply([Edit(path, self.get(path), value, order=order)])

    def delete(self, path: Path) -> Document:
        """Raises DocumentError when there is nothing at `path`."""
        old = self.get(path)
        if old is ABSENT:
            raise DocumentError(f"there is no {_dotted(path)}", self.line_of(path))
        return self.apply([Edit(path, old, ABSENT)])

    def rename(self, path: Path, key: Any) -> Document:
        """Another name for the key at the end of `path`; its value and place stay."""
        return self.apply([Edit(path, path[-1], key, on="key")])

    def apply(self, edits: Iterable[Edit]) -> Document:
        """All the edits, in their order, or none.

        Raises StaleEditError when a place does not hold the edit's `old`, else DocumentError.
        """
        from rscrew_console.document.plan import rounds, simplest  # only an edit needs it

        document = self
        with uncollected():
            for batch in rounds(simplest(edits)):
                document = document._apply_at_once(batch)
        return document

    def _apply_at_once(self, edits: Sequence[Edit], repairing: int = 0) -> Document:
        """Edits of which none touches the surroundings of another: one splice, one proof."""
        from rscrew_console.document.plan import plan
        from rscrew_console.document.splice import spliced

        for edit in edits:
            self._refuse_impossible(edit)
        intended = all_changed(self.value, edits)
        if same(intended, self.value):
            return self
        try:
            splices = [splice for edit in edits for splice in plan(self._tree, edit, intended)]
            document = self._read_in_windows(edits, splices, intended)
            if document is not None:
                return document
            document = Document(Tree(spliced(self._tree.text, splices)), self._bom)
            document._tree.value = adopted(document.value, intended)
            if not same(document.value, intended):
                document = self._repaired(edits, document, intended, repairing)
        except ValueError as error:
            if len(edits) > 1:  # They do meet, at an alias or a comma: one after the other, then.
                return self._apply_in_turn(edits, repairing)
            raise self._refused(edits, error) from error
        return document

    def _read_in_windows(
        self, edits: Sequence[Edit], splices: Sequence[Splice], intended: Any
    ) -> Document | None:
        """The document with these splices made, where only the entries that they touch have to be
        read again, and hold what is intended; else None: then the whole text tells."""
        from rscrew_console.document.entry_windows import read_windows, with_values

        try:
            read = read_windows(self._tree, edits, splices)
        except DocumentError:
            return None
        if read is None:
            return None
        tree, values = read
        if not all(same(value, value_at(intended, path)) for path, value in values.items()):
            return None
        entries = ((path, adopted(values[path], self.get(path))) for path in values)
        tree.value = with_values(self.value, entries)
        return Document(tree, self._bom) if same(tree.value, intended) else None

    def _apply_in_turn(self, edits: Sequence[Edit], repairing: int) -> Document:
        document = self
        for edit in edits:
            document = document._apply_at_once([edit], repairing)
        return document

    def _repaired(
        self, edits: Sequence[Edit], document: Document, intended: Any, repairing: int
    ) -> Document:
        """With the old value written out where the text now reads otherwise than it did: for
        the aliases and merges of an anchor whose value was edited, and for a block scalar that
        ended with the file, without a line break, and does so no longer."""
        repairs = differences(document.value, intended)
        is_shared = "*" in self._tree.text
        if is_shared and len(repairs) > _MOST_SHARED:
            raise DocumentError(f"more than {_MOST_SHARED:,} other places share it")
        own = {edit.path for edit in edits}
        if (
            repairing > _MOST_REPAIRS
            or (len(repairs) > 1 and not is_shared)
            or any(repair.path in own for repair in repairs)
        ):
            raise DocumentError("the text around it would then read differently")
        from rscrew_console.document.plan import rounds

        try:
            for batch in rounds(repairs):
                document = document._apply_at_once(batch, repairing + 1)
        except DocumentError as error:
            raise DocumentError("others share it, and would then read differently") from error
        if not same(document.value, intended):
            raise DocumentError("others share it, and would then read differently")
        return document

    def _refuse_impossible(self, edit: Edit) -> None:
        if not edit.path:
            raise DocumentError("a document is changed entry by entry, not as a whole")
        if edit.on == "key":
            parent = self.get(edit.path[:-1])
            if not isinstance(parent, dict) or edit.path[-1] not in parent:
                raise StaleEditError(f"there is no {_dotted(edit.path)}", self.line_of(edit.path))
            if isinstance(edit.new, dict | list | set):
                raise DocumentError(f"{edit.new!r} cannot be a key", self.line_of(edit.path))
            if edit.new in parent:
                reason = f"{_dotted((*edit.path[:-1], edit.new))} is there already"
                raise DocumentError(reason, self.line_of((*edit.path[:-1], edit.new)))
            return
        self._refuse_homeless(edit.path)
        current = self.get(edit.path)
        if not same(current, edit.old) and not (current is ABSENT and edit.old is None):
            reason = f"{_dotted(edit.path)} does not hold what the change expects"
            raise StaleEditError(reason, self.line_of(edit.path))

    def _refuse_homeless(self, path: Path) -> None:
        """Refuse a path with a missing key before the last one, or below a scalar."""
        parent = self.get(path[:-1])
        if parent is ABSENT:
            raise DocumentError(f"there is no {_dotted(path[:-1])}", self.line_of(path))
        if not isinstance(parent, dict | list | None):
            reason = f"{_dotted(path[:-1])} is a plain value and holds no {path[-1]}"
            raise DocumentError(reason, self.line_of(path))
        if isinstance(parent, list) and not (
            isinstance(path[-1], int) and 0 <= path[-1] <= len(parent)
        ):
            reason = f"{_dotted(path[:-1])} has {len(parent)} items, and no place {path[-1]}"
            raise DocumentError(reason, self.line_of(path))

    def _refused(self, edits: Sequence[Edit], error: ValueError) -> DocumentError:
        path, why = edits[0].path, getattr(error, "reason", str(error))
        return DocumentError(f"{_dotted(path)} cannot be changed: {why}", self.line_of(path))

    def __repr__(self) -> str:
        return f"<Document of {len(self._tree.text)} characters>"


def _dotted(path: Path) -> str:
    return ".".join(str(key) for key in path)
