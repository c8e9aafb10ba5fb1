"""Plain data compared and copied the way that YAML sees it: 1, 1.0 and true are three values."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import compress, starmap
from operator import is_, is_not
from typing import Any

from rscrew_console.document.edit import ABSENT, Edit, Path


def same(first: Any, second: Any) -> bool:
    """Equality that tells types apart and holds NaN equal to itself; mappings have no order."""
    if first is second:
        return True
    if type(first) is not type(second):
        return False
    if isinstance(first, dict):
        if first.keys() != second.keys():
            return False
        others = [second[key] for key in first]
        pairs = zip(first.values(), others, strict=True)
        return all(starmap(same, compress(pairs, map(is_not, first.values(), others))))
    if isinstance(first, list | tuple):
        return len(first) == len(second) and all(map(same, first, second))
    return bool(first == second) or (_is_nan(first) and _is_nan(second))


def adopted(new: Any, old: Any) -> Any:
    """`new`, with the very objects of `old` in the place of all that is the same there.

    The order of keys counts. What is worked out of an entry then holds as long as the entry is the
    same object.
    """
    if isinstance(new, dict) and isinstance(old, dict):
        entries = {key: adopted(new[key], old[key]) if key in old else new[key] for key in new}
        is_same = len(entries) == len(old) and all(
            mine == key and type(mine) is type(key) for mine, key in zip(entries, old, strict=True)
        )
        if is_same and all(entries[key] is old[key] for key in entries):
            return old
        return entries
    if isinstance(new, list) and isinstance(old, list):
        items = [adopted(mine, other) for mine, other in zip(new, old, strict=False)]
        items += new[len(old) :]
        if len(new) == len(old) and all(map(is_, items, old)):
            return old
        return items
    return old if same(new, old) else new


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and math.isnan(value)


def value_at(value: Any, path: Path) -> Any:
    """What the data holds at the path, or ABSENT."""
    for key in path:
        if isinstance(value, dict):
            value = value.get(key, ABSENT)
        elif isinstance(value, list) and isinstance(key, int):
            value = value[key] if 0 <= key < len(value) else ABSENT
        else:
            return ABSENT
    return value


def changed(value: Any, edit: Edit) -> Any:
    """A copy of `value` with the edit made; what the edit does not touch is shared with it."""
    if not edit.path:
        return edit.new
    key, path_below = edit.path[0], edit.path[1:]
    if path_below:
        copy = value.copy()
        copy[key] = changed(value[key], Edit(path_below, edit.old, edit.new, edit.on))
        return copy
    if isinstance(value, list) and isinstance(key, int):
        added = [] if edit.new is ABSENT else [edit.new]
        return [*value[:key], *added, *value[key + 1 :]]
    if edit.on == "key":
        return {edit.new if name == key else name: item for name, item in value.items()}
    copy = dict(value or {})
    copy.pop(key, None) if edit.new is ABSENT else copy.update({key: edit.new})
    return copy


def all_changed(value: Any, edits: Iterable[Edit]) -> Any:
    """As `changed` for one edit after the other, but no collection is copied for each of them."""
    copies: dict[int, Any] = {}
    """Collections that nobody else has yet, by their id; being here they keep it."""

    def writable(one: Any) -> Any:
        if id(one) not in copies:
            one = one.copy()
            copies[id(one)] = one
        return one

    for edit in edits:
        above = value_at(value, edit.path[:-1])
        if edit.on == "key" or not edit.path or not isinstance(above, dict):
            value = changed(value, edit)
            continue
        value = holder = writable(value)
        for key in edit.path[:-1]:
            holder[key] = writable(holder[key])
            holder = holder[key]
        if edit.new is ABSENT:
            holder.pop(edit.path[-1], None)
        else:
            holder[edit.path[-1]] = edit.new
    return value


def differences(old: Any, new: Any, path: Path = (), *, as_told: bool = False) -> list[Edit]:
    """The smallest edits that make `new` of `old`, in an order in which they can be made.

    Mappings are compared entry by entry, lists item by item. `as_told` gives the edits that a user
    would name: an entry that only changed its name is one edit of its key, an added entry has its
    place among the others (`Edit.order`), and a list of another length changes as a whole.
    """
    if same(old, new):
        return []
    if isinstance(old, dict) and isinstance(new, dict):
        return _mapping_differences(old, new, path, as_told=as_told)
    if isinstance(old, list) and isinstance(new, list) and (not as_told or len(old) == len(new)):
        return _list_differences(old, new, path, as_told=as_told)
    return [Edit(path, old, new)]


def _mapping_differences(
    old: dict[Any, Any], new: dict[Any, Any], path: Path, *, as_told: bool
) -> list[Edit]:
    if old.keys() == new.keys():
        changed = [key for key, value in old.items() if new[key] is not value]
        below = (differences(old[key], new[key], (*path, key), as_told=as_told) for key in changed)
        return [edit for edits in below for edit in edits]
    names = _new_names(old, new) if as_told else {}
    edits = [Edit((*path, key), key, name, on="key") for key, name in names.items()]
    removed = [key for key in old if key not in new and key not in names]
    edits += [Edit((*path, key), old[key], ABSENT) for key in removed]
    for key, value in old.items():
        if key in new and new[key] is not value:
            edits += differences(value, new[key], (*path, key), as_told=as_told)
    added = [key for key in new if key not in old and key not in names.values()]
    order = tuple(key for key in new if isinstance(key, str)) if as_told else ()
    return [*edits, *(Edit((*path, key), ABSENT, new[key], order=order) for key in added)]


def _new_names(old: dict[Any, Any], new: dict[Any, Any]) -> dict[Any, Any]:
    """Old name → new name, where one entry went and one came with the very same mapping in it."""
    removed = [key for key in old if key not in new]
    added = [key for key in new if key not in old]
    names: dict[Any, Any] = {}
    for key in removed:
        if not isinstance(old[key], dict) or not old[key]:
            continue
        twins = [name for name in added if same(old[key], new[name])]
        rivals = [name for name in removed if same(old[key], old[name])]
        if len(twins) == len(rivals) == 1:
            names[key] = twins[0]
    return names


def _list_differences(
    old: list[Any], new: list[Any], path: Path, *, as_told: bool = False
) -> list[Edit]:
    """Items are taken out where they are missed, so that the others keep their comments; there
    is no way to put one in but at the end."""
    surplus = max(len(old) - len(new), 0)
    end = len(old) - surplus
    while surplus and end and same(old[end - 1 + surplus], new[end - 1]):
        end -= 1
    removals = [Edit((*path, at), old[at], ABSENT) for at in reversed(range(end, end + surplus))]
    remaining = [*old[:end], *old[end + surplus :]]
    edits = [
        edit
        for at, (before, after) in enumerate(zip(remaining, new, strict=False))
        for edit in differences(before, after, (*path, at), as_told=as_told)
    ]
    added = [Edit((*path, at), ABSENT, new[at]) for at in range(len(old), len(new))]
    return [*removals, *edits, *added]
