"""Keys that the program which reads a file does not know: we never write one.

A schema is a mapping of the keys that are known to what may stand below each: another schema, or
None where anything may. `*` stands for any name, or any item of a list:
`{"agents": {"*": {"model": None, "fallbacks": {"*": None}}}}`. What stands in a list without a `*`
is compared with the schema of the list itself, so that `{"rules": {"name": None}}` is a mapping or
a list of mappings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rscrew_console.roster.problem import Path

Schema = Mapping[str, Any]
"""Key → Schema | None."""
ANY = "*"


def unknown_keys(value: Any, schema: Schema | None, path: Path = ()) -> Iterator[Path]:
    """The path of every key in `value` that the schema does not have."""
    if schema is None:
        return
    if isinstance(value, list):
        below = schema.get(ANY, schema)
        for index, item in enumerate(value):
            yield from unknown_keys(item, below, (*path, index))
    elif isinstance(value, Mapping):
        for key, child in value.items():
            name = str(key)
            if name not in schema and ANY not in schema:
                yield (*path, key)
            else:
                yield from unknown_keys(child, schema.get(name, schema.get(ANY)), (*path, key))


def added_keys(before: Any, after: Any, schema: Schema | None) -> tuple[Path, ...]:
    """The unknown keys of `after` of whose name `before` has none at the same depth.

    Positions in lists do not count: they change when items come and go.
    """
    present = {_without_positions(path) for path in unknown_keys(before, schema)}
    return tuple(
        path for path in unknown_keys(after, schema) if _without_positions(path) not in present
    )


def _without_positions(path: Path) -> tuple[str, ...]:
    return tuple(ANY if isinstance(part, int) else str(part) for part in path)
