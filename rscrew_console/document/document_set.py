"""The files of one folder as one document: the first key of every path is a file's name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, ClassVar, cast

from rscrew_console.document.archive import is_file_name, join_archive, split_archive
from rscrew_console.document.construct import Duplicate
from rscrew_console.document.data import differences, same, value_at
from rscrew_console.document.edit import ABSENT, Edit, Path
from rscrew_console.document.errors import DocumentError, StaleEditError
from rscrew_console.document.json_syntax import JsonDocument
from rscrew_console.document.markdown_document import MarkdownDocument
from rscrew_console.document.merges import MergeConflict
from rscrew_console.document.syntaxes import AnyDocument, document_for, parse_document


class DocumentSet:
    """Some files, immutable. Every edit gives a new set, or raises and gives none.

    The value is a mapping of file name → the value of that file; names are relative to the folder,
    with "/" between their parts. `text` holds the texts of all files, byte for byte, as one text
    from which `parse` gets them back, so that undo, journal, merge and history work on it as on
    the text of a single file.

    An edit whose path is a file's name alone creates the file (`old` is ABSENT; `new` is the value,
    or, as a `str`, the whole text), deletes it (`new` is ABSENT) or, with `on="key"`, renames it.
    """

    __slots__ = ("_documents", "_text", "_value")
    is_file_set: ClassVar[bool] = True

    def __init__(self, documents: Mapping[str, AnyDocument]) -> None:
        self._documents = dict(sorted(documents.items()))
        self._text: str | None = None
        self._value: dict[str, Any] = {
            name: document.value for name, document in self._documents.items()
        }

    @classmethod
    def parse(cls, text: str) -> DocumentSet:
        """The set whose `text` this is. Raises DocumentError for anything else."""
        return cls.of(split_archive(text))

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> DocumentSet:
        """The set of these files, by name. Raises DocumentError, with the file's name."""
        return cls({name: _parsed(text, name) for name, text in texts.items()})

    @property
    def text(self) -> str:
        if self._text is None:
            self._text = join_archive(self.texts)
        return self._text

    @property
    def texts(self) -> dict[str, str]:
        """File name → its text, byte for byte, in the order of the names."""
        return {name: document.text for name, document in self._documents.items()}

    @property
    def documents(self) -> dict[str, AnyDocument]:
        """File name → its document, in the order of the names."""
        return dict(self._documents)

    @property
    def value(self) -> Any:
        """File name → plain data of the file; not to be changed."""
        return self._value

    @property
    def duplicates(self) -> tuple[Duplicate, ...]:
        """Keys that stand twice in one file; lines are those of that file."""
        return tuple(
            replace(duplicate, path=(name, *duplicate.path))
            for name, document in self._documents.items()
            for duplicate in document.duplicates
        )

    @property
    def unquoted_values(self) -> tuple[Path, ...]:
        """Values that YAML does not allow without quotes, and tolerant programs read all the
        same."""
        return tuple(
            (name, key)
            for name, document in self._documents.items()
            if isinstance(document, MarkdownDocument)
            for key in document.unquoted_keys
        )

    @property
    def merge_conflicts(self) -> tuple[MergeConflict, ...]:
        """Keys that merged mappings give different values; lines are those of their file."""
        return tuple(
            replace(conflict, path=(name, *conflict.path))
            for name, document in self._documents.items()
            for conflict in document.merge_conflicts
        )

    def get(self, path: Path, default: Any = ABSENT) -> Any:
        """The value at `path`, or `default`."""
        value = value_at(self._value, path)
        return default if value is ABSENT else value

    def line_of(self, path: Path) -> int:
        """1-based line, in its own file, of what is at `path`, or of its nearest ancestor."""
        document = self._documents.get(str(path[0])) if path else None
        return document.line_of(path[1:]) if document is not None else 1

    def set(self, path: Path, value: Any, order: tuple[str, ...] = ()) -> DocumentSet:
        """Raises DocumentError when the parent is missing or the value cannot be written."""
        return self.apply([Edit(path, self.get(path), value, order=order)])

    def delete(self, path: Path) -> DocumentSet:
        """Raises DocumentError when there is nothing at `path`."""
        old = self.get(path)
        if old is ABSENT:
            reason = f"there is no {'.'.join(map(str, path))}"
            raise DocumentError(reason, self.line_of(path), file=str(path[0]) if path else "")
        return self.apply([Edit(path, old, ABSENT)])

    def rename(self, path: Path, key: Any) -> DocumentSet:
        """Another name for the key, or the file, at the end of `path`."""
        return self.apply([Edit(path, path[-1], key, on="key")])

    def apply(self, edits: Iterable[Edit]) -> DocumentSet:
        """All the edits, in their order, or none.

        Raises StaleEditError when a place does not hold the edit's `old`, else DocumentError; both
        name the file.
        """
        documents = dict(self._documents)
        waiting: dict[str, list[Edit]] = {}
        for edit in edits:
            if not edit.path:
                raise DocumentError("a set of files is changed file by file, not as a whole")
            name = str(edit.path[0])
            if len(edit.path) > 1:
                waiting.setdefault(name, []).append(replace(edit, path=edit.path[1:]))
                continue
            _edit_files(documents, waiting)
            if edit.on == "key":
                _rename_file(documents, name, edit.new)
            else:
                _change_file(documents, name, edit)
        _edit_files(documents, waiting)
        if all(documents.get(name) is old for name, old in self._documents.items()) and len(
            documents
        ) == len(self._documents):
            return self
        return DocumentSet(documents)

    def __repr__(self) -> str:
        return f"<DocumentSet of {len(self._documents)} files>"


# -------------------------------------------------------------------------------- one file


@lru_cache(maxsize=1024)
def _parsed(text: str, name: str) -> AnyDocument:
    """The document of one file: most files stay as they are from one set to the next."""
    try:
        return parse_document(text, name)
    except DocumentError as error:
        raise _in_file(error, name) from error


def _edit_files(documents: dict[str, AnyDocument], waiting: dict[str, list[Edit]]) -> None:
    """Make the edits that wait for each file, and forget them."""
    for name, edits in waiting.items():
        if name not in documents:
            raise DocumentError(f"there is no file {name}", file=name)
        try:
            documents[name] = cast("Any", documents[name]).apply(edits)
        except DocumentError as error:
            raise _in_file(error, name) from error
    waiting.clear()


def _rename_file(documents: dict[str, AnyDocument], name: str, new: Any) -> None:
    if name not in documents:
        raise StaleEditError(f"there is no file {name}", file=name)
    if new in documents:
        raise DocumentError(f"there is a file {new} already", file=str(new))
    documents[_valid_name(new)] = _parsed(documents.pop(name).text, new)


def _change_file(documents: dict[str, AnyDocument], name: str, edit: Edit) -> None:
    document = documents.get(name)
    current = ABSENT if document is None else document.value
    if not same(current, edit.old):
        what = "is there already" if edit.old is ABSENT else "does not hold what the change expects"
        raise StaleEditError(f"the file {name} {what}", file=name)
    if edit.new is ABSENT:
        documents.pop(name, None)
    elif isinstance(edit.new, str):
        documents[_valid_name(name)] = _parsed(edit.new, name)
    elif document is None:
        documents[_valid_name(name)] = _new_document(name, edit.new)
    else:
        _edit_files(documents, {name: differences(current, edit.new)})


def _new_document(name: str, value: Any) -> AnyDocument:
    if not isinstance(value, dict):
        raise DocumentError(f"the file {name} must hold a mapping", file=name)
    kind = document_for(name)
    try:
        document: Any = kind.parse("{}\n" if kind is JsonDocument else "")
        return cast(
            "AnyDocument", document.apply(Edit((key,), ABSENT, item) for key, item in value.items())
        )
    except DocumentError as error:
        raise _in_file(error, name) from error


def _valid_name(name: Any) -> str:
    if not isinstance(name, str) or not is_file_name(name):
        raise DocumentError(f"{name!r} cannot be the name of a file here")
    return name


def _in_file(error: DocumentError, name: str) -> DocumentError:
    return type(error)(error.reason, error.line, error.column, file=name)
