"""Which entries are aliases. PyYAML's composer puts the anchor's own node, marks and all, there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import yaml

_ANCHOR = re.compile(r"&([0-9A-Za-z_-]+)")
_ALIAS = re.compile(r"\*([0-9A-Za-z_-]+)")


class Alias(NamedTuple):
    """`start` and `end` enclose the `*name`; `node` is what it stands for."""

    start: int
    end: int
    node: yaml.Node


def aliases(text: str, root: yaml.Node | None) -> dict[tuple[int, int, str], Alias]:
    """(id of the collection, index, "key" or "value") → the alias that stands there, in order."""
    if root is None or not set(_ANCHOR.findall(text)) & set(_ALIAS.findall(text)):
        return {}
    marks = (
        (event.start_mark.index, event.end_mark.index)
        for event in yaml.parse(text, Loader=yaml.CSafeLoader)
        if isinstance(event, yaml.AliasEvent) and event.start_mark and event.end_mark
    )
    places = _met_again(root, {id(root)})
    return {
        place: Alias(start, end, node)
        for (place, node), (start, end) in zip(places, marks, strict=True)
    }


def _met_again(
    node: yaml.Node, visited: set[int]
) -> Iterator[tuple[tuple[int, int, str], yaml.Node]]:
    """In the order of the text: a node met a second time is an alias there."""
    if not isinstance(node, yaml.CollectionNode):
        return
    roles = ("key", "value") if isinstance(node, yaml.MappingNode) else ("value",)
    for index, child in enumerate(node.value):
        parts = child if isinstance(node, yaml.MappingNode) else (child,)
        for role, part in zip(roles, parts, strict=True):
            if id(part) in visited:
                yield (id(node), index, role), part
            else:
                visited.add(id(part))
                yield from _met_again(part, visited)
