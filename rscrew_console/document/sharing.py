"""Values that several places share through anchors, aliases and merge keys: one place alone
changes, whatever that takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from rscrew_console.document import blocks
from rscrew_console.document.data import same
from rscrew_console.document.node_style import NodeStyle
from rscrew_console.document.replace import replace_value
from rscrew_console.document.splice import Splice, keep_comment_column
from rscrew_console.document.tree import MERGE_TAG, NodeEntry, Tree


def override_alias(
    tree: Tree, entry: NodeEntry, old: Any, new: Any, wider: yaml.Node | None
) -> list[Splice]:
    """The alias gives way to what it meant, changed; what can still come from it does."""
    style = NodeStyle(tree, entry.parent, wider)
    start, end = entry.value_span.start, entry.value_span.end
    text = blocks.inline(new, style)
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() <= new.keys():
        own = {key: value for key, value in new.items() if not same(value, old.get(key))}
        text = f"{{<<: {tree.text[start:end]}, {blocks.inline(own, style)[1:]}"
    return keep_comment_column(tree.text, Splice(start, end, text))


def merges_without(tree: Tree, node: yaml.Node, key: Any, wider: yaml.Node | None) -> list[Splice]:
    """A merge that brings `key` in gives way to a mapping of the other keys that it brings in."""
    if not isinstance(node, yaml.MappingNode):
        return []
    splices = []
    for index, (name, _) in enumerate(node.value):
        if name.tag == MERGE_TAG:
            merge = tree.entry_at(node, index)
            merged = _merged(tree.value_of(merge.value))
            if key in merged:
                others = {
                    merged_key: value for merged_key, value in merged.items() if merged_key != key
                }
                splices += replace_value(tree, merge, others, wider)
                splices += anchors_moved(tree, merge, inner=True)
    return splices


def _merged(sources: Any) -> dict[Any, Any]:
    """Of several mappings the first that has a key wins."""
    merged: dict[Any, Any] = {}
    for source in reversed(sources if isinstance(sources, list) else [sources]):
        merged |= source
    return merged


def anchors_moved(tree: Tree, entry: NodeEntry, *, inner: bool = False) -> list[Splice]:
    """What others share with a lost entry is written out where they first refer to it.

    Of one that only changes (`inner`) its key and its anchor stay; those within it are lost.
    """
    start, end = entry.value_span.start if inner else entry.key_span.start, entry.value_span.end
    if "&" not in tree.text[start:end]:
        return []
    style = NodeStyle(tree, entry.parent)
    splices = []
    for node in _nodes(entry.value, *([] if inner or entry.key is None else [entry.key])):
        if (inner and node is entry.value) or not start <= tree.start(node) < end:
            continue
        outer_aliases = [span for span in tree.aliases_of(node) if span.start >= end]
        if outer_aliases:
            first = outer_aliases[0]
            name = tree.text[first.start + 1 : first.end]
            value = blocks.inline(tree.value_of(node), style)
            splices.append(Splice(first.start, first.end, f"&{name} {value}"))
    return splices


def _nodes(*nodes: yaml.Node) -> Iterator[yaml.Node]:
    """Each node of the subtrees once."""
    visited: set[int] = set()
    stack = list(nodes)
    while stack:
        current = stack.pop()
        if id(current) in visited:
            continue
        visited.add(id(current))
        yield current
        if isinstance(current, yaml.MappingNode):
            stack += [part for pair in current.value for part in pair]
        elif isinstance(current, yaml.SequenceNode):
            stack += current.value
