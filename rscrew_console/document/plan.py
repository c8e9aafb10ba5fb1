"""Which pieces of text an edit exchanges, and which edits can be made at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import yaml

from rscrew_console.document.data import differences, same, value_at
from rscrew_console.document.edit import ABSENT, Edit, Path
from rscrew_console.document.errors import DocumentError
from rscrew_console.document.gaps import has_comment
from rscrew_console.document.insert import insert, into_nothing
from rscrew_console.document.node_style import flow_tendency
from rscrew_console.document.remove import remove
from rscrew_console.document.replace import rename_key, replace_value
from rscrew_console.document.sharing import anchors_moved, merges_without, override_alias
from rscrew_console.document.splice import Splice
from rscrew_console.document.tree import NodeEntry, Tree


def simplest(edits: Iterable[Edit]) -> list[Edit]:
    """The same change in the smallest edits: what stays the same in a mapping is not rewritten."""
    simple: list[Edit] = []
    for edit in edits:
        both = (edit.old, edit.new)
        if edit.on == "value" and _alike(*both):
            simple += differences(edit.old, edit.new, edit.path)
        elif edit.on == "key" or not same(edit.old, edit.new):
            simple.append(edit)
    return simple


def _alike(old: Any, new: Any) -> bool:
    """Both mappings or both lists, with something in them."""
    return any(isinstance(old, kind) and isinstance(new, kind) for kind in (dict, list)) and bool(
        old and new
    )


def rounds(edits: list[Edit]) -> Iterator[list[Edit]]:
    """Batches to be made one after the other. In a batch no edit changes where another one goes:
    a collection gets one addition or renaming, or loses any number of keys, and nothing above or
    below it changes."""
    while edits:
        batch: list[Edit] = []
        postponed: list[Edit] = []
        touched: set[Path] = set()
        reshaped: set[Path] = set()
        thinned: set[Path] = set()
        for edit in edits:
            place = edit.path[:-1] if _reshapes(edit) else edit.path
            above = {edit.path[:length] for length in range(len(edit.path) + 1)}
            is_removal = edit.new is ABSENT and any(isinstance(key, str) for key in edit.path[-1:])
            if is_removal and place in thinned:
                is_free = edit.path not in touched and above & reshaped == {place}
            else:
                is_free = place not in touched and not above & reshaped
            if is_free:
                batch.append(edit)
                thinned |= {place} if is_removal else set()
            else:
                postponed.append(edit)
                thinned.discard(place)
            if not is_free or _reshapes(edit):
                reshaped.add(place)
            touched |= above
        yield batch
        edits = postponed


def _reshapes(edit: Edit) -> bool:
    scalars = not isinstance(edit.old, dict | list) and not isinstance(edit.new, dict | list)
    return edit.on == "key" or edit.old is ABSENT or edit.new is ABSENT or not scalars


def plan(tree: Tree, edit: Edit, intended: Any) -> list[Splice]:
    """The splices for one edit. `intended` is the document's data as it shall be.

    Raises DocumentError, without a place, for an edit that cannot be made.
    """
    path, trail = edit.path, tree.trail(edit.path)
    if trail and trail[-1].is_alias and len(trail) < len(path):
        return _through_alias(tree, trail, path, intended)
    if len(trail) < len(path):
        return _missing(tree, trail, edit, intended)
    entry, wider = trail[-1], _collection_above(tree, trail)
    if edit.new is not ABSENT and edit.on == "value":
        return [
            *replace_value(tree, entry, edit.new, wider),
            *anchors_moved(tree, entry, inner=True),
        ]
    if any(duplicate.path == path for duplicate in tree.duplicates):
        raise DocumentError(f"{path[-1]} is there twice: remove one of them by hand first")
    merges = merges_without(tree, entry.parent, path[-1], wider)
    if edit.on == "key":
        return [*rename_key(tree, entry, edit.new), *merges]
    holder = trail[-2] if len(trail) > 1 else None
    return [*remove(tree, entry, holder), *anchors_moved(tree, entry), *merges]


def _through_alias(tree: Tree, trail: list[NodeEntry], path: Path, intended: Any) -> list[Splice]:
    at = path[: len(trail)]
    new = value_at(intended, at)
    return override_alias(tree, trail[-1], tree.get(at), new, _collection_above(tree, trail))


def _missing(tree: Tree, trail: list[NodeEntry], edit: Edit, intended: Any) -> list[Splice]:
    """An entry that is not written out: an addition, or one that a merge brings in."""
    at = edit.path[: len(trail) + 1]
    key, is_last = at[-1], len(at) == len(edit.path)
    if edit.on == "key":
        raise DocumentError("it comes in through a merge ('<<'), so it has no key here")
    if not is_last and tree.get(at) is ABSENT:
        raise DocumentError(f"there is no {'.'.join(map(str, at))} to hold it")
    value = edit.new if is_last else value_at(intended, at)
    node = trail[-1].value if trail else tree.root
    if node is None or (not trail and isinstance(node, yaml.ScalarNode) and tree.value is None):
        return into_nothing(tree, key, value)
    wider = _collection_above(tree, trail)
    if value is ABSENT:
        return merges_without(tree, node, key, wider)
    if trail and tree.get(at[:-1]) in (None, {}) and not _takes_in(tree, trail[-1], value):
        return replace_value(tree, trail[-1], {key: value}, wider)
    if isinstance(node, yaml.SequenceNode) and key != len(node.value):
        raise DocumentError(f"the list has {len(node.value)} items, so there is no place {key}")
    if not isinstance(node, yaml.CollectionNode):
        raise DocumentError("what holds it is a plain value, not a mapping")
    return insert(tree, node, key, value, edit.order, wider)


def _takes_in(tree: Tree, entry: NodeEntry, value: Any) -> bool:
    """Whether an empty `{}` takes a key in on its line, and is not exchanged for a block."""
    if not isinstance(entry.value, yaml.CollectionNode):
        return False
    tendency = flow_tendency(entry.values_around())
    must = entry.parent.flow_style or has_comment(
        tree.text, entry.value_span.start, entry.value_span.end
    )
    return must or tendency > 0 or (tendency == 0 and not isinstance(value, dict))


def _collection_above(tree: Tree, trail: list[NodeEntry]) -> yaml.Node | None:
    """The collection around the one that holds the trail's last entry."""
    return trail[-2].parent if len(trail) > 1 else tree.root if trail else None
