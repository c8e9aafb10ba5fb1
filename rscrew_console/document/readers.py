"""The two readers that must agree on every value written: YAML 1.1 (PyYAML) and 1.2 (ruamel)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import yaml

from rscrew_console.document.data import same

_UNREADABLE: Final = object()
_NOT_FOR_ALL = {"y", "Y", "n", "N", "-"}
"""Text for these two readers; by the 1.1 standard booleans, and in a flow collection an error."""


def value_reads_as(text: str, value: Any, *, in_flow: bool) -> bool:
    """Whether `text`, standing as a mapping's value, is `value` to both readers."""
    actual = both_read(f"{{k: {text}, l: m}}" if in_flow else f"k: {text}\n")
    return (
        isinstance(actual, dict)
        and len(actual) == 1 + in_flow
        and same(actual.get("k"), value)
        and text not in _NOT_FOR_ALL
    )


def key_reads_as(text: str, key: Any, *, in_flow: bool) -> bool:
    """Whether `text`, standing as a mapping's key, is `key` to both readers."""
    actual = both_read(f"{{{text}: v, l: m}}" if in_flow else f"{text}: v\nl: m\n")
    return (
        isinstance(actual, dict)
        and same(list(actual), [key, "l"])
        and actual[key] == "v"
        and text not in _NOT_FOR_ALL
    )


@lru_cache(maxsize=4096)
def both_read(text: str) -> Any:
    """What both readers find in `text`, or an object equal to nothing where they differ."""
    import ruamel.yaml  # Only an edit needs it: reading a file must not wait for its import.

    try:
        old = yaml.load(text, Loader=yaml.CSafeLoader)
        new = ruamel.yaml.YAML(typ="safe", pure=True).load(text)
    except (yaml.YAMLError, ruamel.yaml.error.YAMLError, ValueError, TypeError):
        return _UNREADABLE  # Unreadable text is an answer here: the next way to write it is tried.
    return old if same(old, new) else _UNREADABLE
