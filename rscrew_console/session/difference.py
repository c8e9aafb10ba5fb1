"""What differs between two states: of data as edits, of text as a diff. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rscrew_console.document import ABSENT, Edit, is_archive, split_archive
from rscrew_console.document import Path as DataPath
from rscrew_console.document.data import same
from rscrew_console.document.diff import unified_diff


def difference(old: Any, new: Any, path: DataPath = ()) -> list[Edit]:
    """The smallest edits that make `new` of `old`, in an order in which they can be applied.

    Mappings are compared entry by entry; an entry that only changed its name is one edit of its
    key. Lists of one length are compared item by item, others are replaced as a whole.
    """
    return list(_edits(old, new, path))


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


def _edits(old: Any, new: Any, path: DataPath) -> Iterator[Edit]:
    if old is new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _in_mapping(old, new, path)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (first, candidate) in enumerate(zip(old, new, strict=True)):
            yield from _edits(first, candidate, (*path, index))
    elif not same(old, new):
        yield Edit(path, old, new)


def _in_mapping(old: dict[Any, Any], new: dict[Any, Any], path: DataPath) -> Iterator[Edit]:
    removed = [key for key in old if key not in new]
    added = [key for key in new if key not in old]
    renamed = _renamed(old, new, removed, added)
    for key, new_key in renamed.items():
        yield Edit((*path, key), key, new_key, on="key")
    for key in removed:
        if key not in renamed:
            yield Edit((*path, key), old[key], ABSENT)
    for key, value in old.items():
        if key in new:
            yield from _edits(value, new[key], (*path, key))
    order = tuple(key for key in new if isinstance(key, str)) if added else ()
    for key in added:
        if key not in renamed.values():
            yield Edit((*path, key), ABSENT, new[key], order=order)


def _renamed(
    old: dict[Any, Any], new: dict[Any, Any], removed: list[Any], added: list[Any]
) -> dict[Any, Any]:
    """Old name → new name, where one entry went and one came with the very same mapping in it."""
    renamed: dict[Any, Any] = {}
    for key in removed:
        twins = [candidate for candidate in added if same(old[key], new[candidate])]
        rivals = [candidate for candidate in removed if same(old[key], old[candidate])]
        if isinstance(old[key], dict) and old[key] and len(twins) == len(rivals) == 1:
            renamed[key] = twins[0]
    return renamed
