"""Mappings and lists as YAML text, in the manner of their neighbours."""

from __future__ import annotations

from typing import Any

from rscrew_console.document import scalars
from rscrew_console.document.data import same
from rscrew_console.document.errors import DocumentError
from rscrew_console.document.node_style import NodeStyle
from rscrew_console.document.readers import both_read


def block(value: dict[Any, Any] | list[Any], style: NodeStyle) -> list[str]:
    """The lines of a block mapping or list, from column 0.

    Raises DocumentError for a value that YAML cannot carry.
    """
    lines = _lines(value, style, None)
    if not same(both_read("\n".join(lines) + "\n"), value):
        raise DocumentError("these values cannot be written in YAML")
    return lines


def entry(key: Any, value: Any, style: NodeStyle) -> list[str]:
    """The lines of one `key: value` of a block mapping, from column 0."""
    head = scalars.key(key, style.key_quote, in_flow=False) + ":"
    if needs_own_lines(value):
        pad = " " * (style.step if isinstance(value, dict) else style.list_step)
        return [head, *(pad + line for line in _lines(value, style, key))]
    return [f"{head} {_short(value, style, key)}"]


def inline(value: Any, style: NodeStyle, key: Any = None) -> str:
    """Any value on one line, fit for a place inside a flow collection."""
    if isinstance(value, dict):
        colon = ":" if style.tight else ": "
        pairs = (
            scalars.key(name, style.key_quote, in_flow=True) + colon + inline(item, style, name)
            for name, item in value.items()
        )
        return "{" + style.comma.join(pairs) + "}"
    if isinstance(value, list):
        return "[" + style.comma.join(inline(item, style, key) for item in value) + "]"
    quote = style.quote_for(key)
    return scalars.scalar(value, quote, in_flow=True, fallback=lambda: style.fallback)


def item(value: Any, style: NodeStyle, key: Any = None) -> list[str]:
    """The lines of a block list's item, from behind its dash."""
    return _lines(value, style, key) if needs_own_lines(value) else [_short(value, style, key)]


def _lines(value: dict[Any, Any] | list[Any], style: NodeStyle, key: Any) -> list[str]:
    if isinstance(value, dict):
        return [line for name, part in value.items() for line in entry(name, part, style)]
    lines = []
    for part in value:
        first, *others = item(part, style, key)
        lines += ["- " + first, *("  " + line for line in others)]
    return lines


def needs_own_lines(value: Any) -> bool:
    """Whether block style writes it over several lines; a list of scalars fits on one line."""
    if isinstance(value, list):
        return any(isinstance(item, dict | list) for item in value)
    return isinstance(value, dict) and bool(value)


def _short(value: Any, style: NodeStyle, key: Any) -> str:
    if isinstance(value, dict | list):
        return inline(value, style, key)
    quote = style.quote_for(key)
    return scalars.scalar(value, quote, in_flow=False, fallback=lambda: style.fallback)
