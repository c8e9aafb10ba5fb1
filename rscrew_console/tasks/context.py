"""What a caller says of a prompt, from keywords or a mapping, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from rscrew_console.roster.nearest import did_you_mean
from rscrew_console.tasks.kinds import TaskContext

_ALIASES = {"difficulty": "difficulty_level", "quality": "quality_priority"}
LENGTHS = ("short", "medium", "long")
_FLAGS = ("requires_reasoning", "requires_creativity", "quality_priority", "cost_sensitive")


def task_context(given: TaskContext | Mapping[str, Any] | None) -> TaskContext:
    """The context. Keys of a mapping are `TaskContext`'s; `difficulty` and `quality` for short.

    Raises ValueError for an unknown key, with the nearest one, and for a value that cannot be.
    """
    if given is None:
        return TaskContext()
    if isinstance(given, TaskContext):
        return _checked(given)
    names = {field.name for field in fields(TaskContext)}
    values: dict[str, Any] = {}
    for key, value in given.items():
        name = _ALIASES.get(key, key)
        if name not in names:
            known = sorted({*names, *_ALIASES})
            hint = did_you_mean(str(key), known) or f"; there are {', '.join(known)}"
            raise ValueError(f'a context has no "{key}"{hint}')
        if value is not None:
            values[name] = value
    return _checked(TaskContext(**values))


def _checked(context: TaskContext) -> TaskContext:
    level = context.difficulty_level
    is_whole = isinstance(level, int) and not isinstance(level, bool)
    if level is not None and not (is_whole and 1 <= level <= 10):
        raise ValueError(f"difficulty is a whole number from 1 to 10, not {level!r}")
    if context.expected_length not in ("", *LENGTHS):
        raise ValueError(
            f"expected_length is {', '.join(LENGTHS)}, not {context.expected_length!r}"
        )
    if type(context.domain) is not str:
        raise ValueError(f"domain is a text, not {context.domain!r}")
    for name in _FLAGS:
        value = getattr(context, name)
        if value is not None and not isinstance(value, bool):
            raise ValueError(f"{name} is True or False, not {value!r}")
    return context
