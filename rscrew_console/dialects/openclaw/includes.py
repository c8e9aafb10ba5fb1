"""`$include` of OpenClaw: other files whose content counts as if it stood in this one.

A text or a list of texts names files beside this one. What is said beside `$include` wins over what
it brings in, later files win over earlier ones, and lists are put behind one another, the included
entries first (openclaw src/config/includes.ts at 0e177a6f). Nothing is ever written into them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rscrew_console.dialects.context import ReadContext
from rscrew_console.document import ABSENT, Document
from rscrew_console.document.data import value_at
from rscrew_console.records import dataclass
from rscrew_console.roster.problem import Path

INCLUDE = "$include"
DEEPEST = 10
"""Files that include one another; OpenClaw stops there, too."""


@dataclass(frozen=True, slots=True)
class IncludedFile:
    """A file that was taken in, and where."""

    label: str
    """As `$include` names it."""
    place: Path
    """Of the mapping whose content it is."""
    document: Document

    def value_at(self, path: Path) -> Any:
        """What it says at a path of the whole; ABSENT where it says nothing."""
        if path[: len(self.place)] != self.place:
            return ABSENT
        return value_at(self.document.value, path[len(self.place) :])

    def line_of(self, path: Path) -> str:
        """`file:line` of a path of the whole."""
        return f"{self.label}:{self.document.line_of(path[len(self.place) :])}"


@dataclass(frozen=True, slots=True)
class IncludedFiles:
    """All files that are taken in, those that win later, and the places that could not be read."""

    files: tuple[IncludedFile, ...] = ()
    unread: tuple[Path, ...] = ()

    def source_of(self, path: Path) -> str:
        """`file:line` of the included file that has the last say on a path; "" for none."""
        return next(
            (one.line_of(path) for one in reversed(self.files)
             if one.value_at(path) is not ABSENT), "",
        )  # fmt: skip

    def entries(self, path: Path) -> Iterator[tuple[Any, IncludedFile, int]]:
        """The items that included files put before those of a list, each with its file and its
        number there."""
        for file in self.files:
            items = file.value_at(path)
            for number, item in enumerate(items if isinstance(items, list) else ()):
                yield item, file, number

    def merged(self, value: Mapping[Any, Any]) -> Any:
        """The file's own data on top of what it takes in; lists are its own alone."""
        result: Any = {}
        for file in self.files:
            content = file.document.value
            for key in reversed(file.place):
                content = {key: content}
            result = _over(result, content)
        return _over(result, value)


def included_files(value: Any, context: ReadContext) -> IncludedFiles:
    """Read what the data of a file takes in at `agents` or above.

    A place whose files cannot all be read, or that stands in a list, is `unread`.
    """
    files: list[IncludedFile] = []
    unread: list[Path] = []
    _collect(value, (), context, files, unread, DEEPEST)
    return IncludedFiles(tuple(files), tuple(unread))


def _collect(
    value: Any, path: Path, context: ReadContext, files: list[IncludedFile], unread: list[Path],
    deepest: int,
) -> None:  # fmt: skip
    if isinstance(value, list):
        unread += [(*path, *place) for place in _all_places(value, ())]
        return
    if not isinstance(value, Mapping):
        return
    if INCLUDE in value:
        found = _read(value[INCLUDE], path, context) if deepest else None
        if found is None:
            unread.append((*path, INCLUDE))
        for file in found or ():
            _collect(file.document.value, path, context, files, unread, deepest - 1)
            files.append(file)
    for key, child in value.items():
        if path or key == "agents":
            _collect(child, (*path, key), context, files, unread, deepest)


def _read(named: Any, path: Path, context: ReadContext) -> list[IncludedFile] | None:
    """The files that an `$include` names; None where one of them cannot be read."""
    names = named if isinstance(named, list) else [named]
    found: list[IncludedFile] = []
    for name in names:
        document = context.file_beside(name) if isinstance(name, str) and name.strip() else None
        if document is None:
            return None
        found.append(IncludedFile(name.strip(), path, document))
    return found


def _all_places(value: Any, path: Path) -> Iterator[Path]:
    children: Sequence[tuple[Any, Any]] = ()
    if isinstance(value, Mapping):
        if INCLUDE in value:
            yield (*path, INCLUDE)
        children = list(value.items())
    elif isinstance(value, list):
        children = list(enumerate(value))
    for key, child in children:
        yield from _all_places(child, (*path, key))


def _over(base: Any, top: Any) -> Any:
    """`top` on top of `base`: mappings are merged, anything else is replaced."""
    if not isinstance(base, Mapping) or not isinstance(top, Mapping):
        return top
    keys = [key for key in (*base, *(key for key in top if key not in base)) if key != INCLUDE]
    return {
        key: _over(base[key], top[key])
        if key in base and key in top
        else base.get(key, top.get(key))
        for key in keys
    }
