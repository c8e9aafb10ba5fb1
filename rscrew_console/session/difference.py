"""What differs between two states: of data as edits, of text as a diff. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rscrew_console.document import ABSENT, Edit, is_archive, split_archive
from rscrew_console.document import Path as DataPath
from rscrew_console.document.data import differences
from rscrew_console.document.diff import unified_diff


def difference(old: Any, new: Any, path: DataPath = ()) -> list[Edit]:
    """The edits that make `new` of `old`, as a user would name them: see `differences`."""
    return differences(old, new, path, as_told=True)


def diff_of(old: str, new: str, name: str) -> str:
    """What is different, as a unified diff; of a folder's files one after the other.

    `name` is the path of the file, or of the folder.
    """
    if not (is_archive(old) and is_archive(new)):
        return unified_diff(old, new, name)
    before, after = split_archive(old), split_archive(new)
    return "".join(
        unified_diff(before.get(file, ""), after.get(file, ""), f"{name}/{file}")
        for file in sorted(before | after)
    )


def leaves(value: Any, path: DataPath) -> Iterator[DataPath]:
    """The paths of all scalars (and empty collections) in `value`, which stands at `path`."""
    if isinstance(value, dict) and value:
        for key, child in value.items():
            yield from leaves(child, (*path, key))
    elif isinstance(value, list) and value:
        for index, child in enumerate(value):
            yield from leaves(child, (*path, index))
    else:
        yield path


def leaf_paths(edits: Iterable[Edit]) -> frozenset[DataPath]:
    """Every leaf that the edits touch: of the new value, or of the old where it is removed."""
    touched: set[DataPath] = set()
    for edit in edits:
        if edit.on == "key":
            touched.add((*edit.path[:-1], edit.new))
            continue
        for value in (edit.old, edit.new):
            if value is not ABSENT:
                touched.update(leaves(value, edit.path))
    return frozenset(touched)
