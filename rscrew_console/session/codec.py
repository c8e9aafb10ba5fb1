"""Edits as JSON and back, for whatever YAML data they hold. Pure.

What JSON has no word for is an object of one key that starts with `$`; so is a mapping that could
be taken for one, or has keys that are no strings.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from rscrew_console.document import ABSENT, Edit

_PLAIN = (str, bool, int, type(None))


def edit_to_json(edit: Edit) -> dict[str, Any]:
    """Write an edit as JSON data that `edit_from_json` reads back."""
    return {
        "path": [to_json(key) for key in edit.path],
        "old": to_json(edit.old),
        "new": to_json(edit.new),
        "on": edit.on,
        "order": list(edit.order),
    }


def edit_from_json(plain: dict[str, Any]) -> Edit:
    """The edit from its JSON. Raises ValueError, LookupError or TypeError for anything else."""
    path = tuple(from_json(key) for key in plain["path"])
    hash(path)  # a TypeError where a list or mapping stands for a key
    if plain["on"] not in ("key", "value"):
        raise ValueError(f"an edit changes a key or a value, not {plain['on']!r}")
    old, new = from_json(plain["old"]), from_json(plain["new"])
    return Edit(path, old, new, plain["on"], tuple(map(str, plain["order"])))


def to_json(value: Any) -> Any:
    """Raises TypeError for what YAML's plain data never holds."""
    if isinstance(value, dict):
        if all(isinstance(key, str) and not key.startswith("$") for key in value):
            return {key: to_json(child) for key, child in value.items()}
        return {"$map": [[to_json(key), to_json(child)] for key, child in value.items()]}
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, list):
        return [to_json(child) for child in value]
    for name, kind, write, _ in _SPECIAL:
        if isinstance(value, kind):
            return {f"${name}": write(value)}
    raise TypeError(f"{type(value).__name__} is no YAML data")


def from_json(plain: Any) -> Any:
    """Raises ValueError, LookupError or TypeError for what `to_json` never wrote."""
    if isinstance(plain, list):
        return [from_json(child) for child in plain]
    if not isinstance(plain, dict):
        return plain
    if len(plain) == 1 and (name := next(iter(plain))).startswith("$"):
        return _READ[name[1:]](plain[name])
    return {key: from_json(child) for key, child in plain.items()}


_Special = tuple[str, type, Callable[[Any], Any], Callable[[Any], Any]]

_SPECIAL: tuple[_Special, ...] = (
    ("absent", type(ABSENT), lambda _: True, lambda _: ABSENT),
    ("float", float, repr, float),  # .nan and .inf are not JSON
    ("time", datetime, datetime.isoformat, datetime.fromisoformat),  # before date, which it is too
    ("date", date, date.isoformat, date.fromisoformat),
    ("bytes", bytes, lambda value: base64.b64encode(value).decode(), base64.b64decode),
    ("set", set, lambda value: [to_json(item) for item in value], lambda v: set(map(from_json, v))),
    ("tuple", tuple, lambda value: to_json(list(value)), lambda v: tuple(from_json(v))),
)
_READ: dict[str, Callable[[Any], Any]] = {
    "map": lambda pairs: {from_json(key): from_json(child) for key, child in pairs},
    **{name: read for name, _, _, read in _SPECIAL},
}
