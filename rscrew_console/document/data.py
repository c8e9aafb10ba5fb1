"""Plain data compared and copied the way that YAML sees it: 1, 1.0 and true are three values."""

from __future__ import annotations

import math
from typing import Any

from rscrew_console.document.edit import ABSENT, Edit, Path


def same(first: Any, second: Any) -> bool:
    """Equality that tells types apart and holds NaN equal to itself; mappings have no order."""
    if first is second:
        return True
    if type(first) is not type(second):
        return False
    if isinstance(first, dict):
        return first.keys() == second.keys() and all(same(first[key], second[key]) for key in first)
    if isinstance(first, list | tuple):
        return len(first) == len(second) and all(map(same, first, second))
    return bool(first == second) or (_is_nan(first) and _is_nan(second))


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


def differences(old: Any, new: Any, path: Path = ()) -> list[Edit]:
    """The smallest edits that make `new` of `old`, in an order in which they can be made."""
    if same(old, new):
        return []
    if isinstance(old, dict) and isinstance(new, dict):
        edits = []
        for key in [*old, *(key for key in new if key not in old)]:
            before, after = old.get(key, ABSENT), new.get(key, ABSENT)
            if before is ABSENT or after is ABSENT:
                edits.append(Edit((*path, key), before, after))
            else:
                edits += differences(before, after, (*path, key))
        return edits
    if isinstance(old, list) and isinstance(new, list):
        return _list_differences(old, new, path)
    return [Edit(path, old, new)]


def _list_differences(old: list[Any], new: list[Any], path: Path) -> list[Edit]:
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
        for edit in differences(before, after, (*path, at))
    ]
    added = [Edit((*path, at), ABSENT, new[at]) for at in range(len(old), len(new))]
    return [*removals, *edits, *added]
