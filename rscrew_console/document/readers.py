"""The two readers that must agree on every value written: YAML 1.1 (PyYAML) and 1.2 (ruamel)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

import yaml

from rscrew_console.document.data import same

_UNREADABLE: Final = object()
_NOT_FOR_ALL = {"y", "Y", "n", "N", "-"}
"""Text for these two readers; by the 1.1 standard booleans, and in a flow collection an error."""


_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[_-][A-Za-z0-9]+)*")
_MEANING = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
"""Words that some reader of YAML takes for something else, in whatever case they are written."""
_LONGEST_WORD = 100
"""Letters; a longer key needs a sign of its own."""


def _is_plain_word(text: str) -> bool:
    """Whether no reader of YAML takes the text for anything but itself, as most names of providers
    and agents: then neither has to be asked, and the slower one not to be loaded."""
    fits = len(text) <= _LONGEST_WORD and _WORD.fullmatch(text) is not None
    return fits and text.lower() not in _MEANING


def value_reads_as(text: str, value: Any, *, in_flow: bool) -> bool:
    """Whether `text`, standing as a mapping's value, is `value` to both readers."""
    if _is_plain_word(text):
        return same(text, value)
    actual = both_read(f"{{k: {text}, l: m}}" if in_flow else f"k: {text}\n")
    return (
        isinstance(actual, dict)
        and len(actual) == 1 + in_flow
        and same(actual.get("k"), value)
        and text not in _NOT_FOR_ALL
    )


def key_reads_as(text: str, key: Any, *, in_flow: bool) -> bool:
    """Whether `text`, standing as a mapping's key, is `key` to both readers."""
    if _is_plain_word(text):
        return same(text, key)
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
