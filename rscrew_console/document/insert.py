"""An entry that joins a mapping or list, where its siblings would have it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import yaml

from rscrew_console.document import blocks, scalars
from rscrew_console.document.gaps import sign_in
from rscrew_console.document.lines import (
    BREAKS,
    begins_line,
    behind_blanks,
    column,
    line_break,
    line_end,
    line_start,
    next_line,
    starts_line,
)
from rscrew_console.document.node_style import NodeStyle, flow_tendency
from rscrew_console.document.places import behind_entry, entry_start
from rscrew_console.document.splice import Splice, keep_comment_column
from rscrew_console.document.tree import NodeEntry, Tree

NEIGHBOURS = 50
"""Siblings looked at, on either side: what holds for these is their manner."""
_DOCUMENT_END = re.compile(r"^\.\.\.", re.MULTILINE)
_COMMENT_IN_GAP = re.compile(rf"[ \t]*#[^{BREAKS}]*")
_BLANK_LINES = re.compile(rf"(?:(?>\r\n|[{BREAKS}])[ \t]*)+(?=[{BREAKS}])")


def insert(
    tree: Tree,
    parent: yaml.CollectionNode,
    key: Any,
    value: Any,
    order: tuple[str, ...],
    wider: yaml.Node | None,
) -> list[Splice]:
    """`parent` has at least one entry, or is a flow collection."""
    style = NodeStyle(tree, parent, wider)
    at = _position(parent, key, order)
    if parent.flow_style:
        return _into_flow(tree, parent, at, _flow_text(parent, key, value, style), style)
    siblings = [
        tree.entry_at(parent, index)
        for index in range(max(at - NEIGHBOURS, 0), min(at + NEIGHBOURS, len(parent.value)))
    ]
    lines = _block_lines(tree, siblings, key, value, style)
    if at == 0:
        return _before_first(tree, siblings[0], lines)
    is_spaced = len(lines) > 1 and are_spaced(tree, siblings)
    return _behind(tree, tree.entry_at(parent, at - 1), lines, is_spaced=is_spaced)


def into_nothing(tree: Tree, key: Any, value: Any) -> list[Splice]:
    """The first entry of a document that has none."""
    text, root = tree.text, tree.root
    lines = blocks.entry(key, value, NodeStyle())
    newline = line_break(text, len(text))
    if root is not None and (start := tree.content_start(root)) < tree.content_end(root):
        margin = newline + " " * column(text, start)
        return [Splice(start, tree.content_end(root), margin.join(lines))]
    match = _DOCUMENT_END.search(text)
    end = match.start() if match else len(text)
    before = newline if end and not starts_line(text, end) else ""
    return [Splice(end, end, before + newline.join(lines) + newline)]


def _position(parent: yaml.CollectionNode, key: Any, order: tuple[str, ...]) -> int:
    """The index to have: behind those that come before it in `order`, else last."""
    size = len(parent.value)
    if key not in order or not isinstance(parent, yaml.MappingNode):
        return size
    rank = {name: index for index, name in enumerate(order)}
    own = rank[key]
    ranks = [rank.get(str(name.value), -1) for name, _ in parent.value]
    before = [index for index, sibling_rank in enumerate(ranks) if 0 <= sibling_rank < own]
    if before:
        return max(before, key=lambda index: (ranks[index], index)) + 1
    after = [index for index, sibling_rank in enumerate(ranks) if sibling_rank > own]
    return min(after, key=lambda index: (ranks[index], index)) if after else size


def _flow_text(parent: yaml.CollectionNode, key: Any, value: Any, style: NodeStyle) -> str:
    if isinstance(parent, yaml.SequenceNode):
        return blocks.inline(value, style)
    colon = ":" if style.tight else ": "
    name = scalars.key(key, style.key_quote, in_flow=True)
    return name + colon + blocks.inline(value, style, key)


def _into_flow(
    tree: Tree, parent: yaml.CollectionNode, at: int, new: str, style: NodeStyle
) -> list[Splice]:
    text, start = tree.text, tree.content_start(parent)
    if not parent.value:
        inside = text[start + 1 : tree.end(parent) - 1]
        pad = " " if inside and not inside.strip(" ") else ""
        return [Splice(start + 1, start + 1 + len(inside) * len(pad), f"{pad}{new}{pad}")]
    separator = _separator(tree, parent, at, style)
    first, end = _start_at(tree, parent, 0), tree.entry_at(parent, max(at - 1, 0)).value_span.end
    if text[start] not in "[{":  # The one pair of a list, which needs no braces: [a: 1]
        if at == 0:
            return [Splice(first, first, f"{{{new}{separator}"), Splice(end, end, "}")]
        return [Splice(start, start, "{"), Splice(end, end, f"{separator}{new}}}")]
    if at == 0:
        return [Splice(first, first, new + separator)]
    before, _, behind = separator.partition(",")
    line = line_end(text, end)
    comma = sign_in(text, ",", end, min(line, _start_at(tree, parent, at)))
    behind_comma = behind_blanks(text, end if comma is None else comma + 1)
    if before.strip(" \t") and (behind_comma == line or text[behind_comma] == "#"):
        return [Splice(line, line, separator + new)]
    if behind.strip(" \t") and text[behind_comma : behind_comma + 1] == "#":
        # The comment stays with its entry: the comma before it, the new entry on the next line.
        if comma is not None:
            return [Splice(line, line, f"{behind}{new},")]
        return [*keep_comment_column(text, Splice(end, end, ",")), Splice(line, line, behind + new)]
    return keep_comment_column(text, Splice(end, end, separator + new))


def _start_at(tree: Tree, parent: yaml.CollectionNode, index: int) -> int:
    """Where the entry of this index starts; behind the last one, where the bracket is."""
    if index < len(parent.value):
        return entry_start(tree, tree.entry_at(parent, index))
    return tree.end(parent) - 1


def _separator(tree: Tree, parent: yaml.CollectionNode, at: int, style: NodeStyle) -> str:
    """What stands between two entries here: the comma, and the white space around it."""
    text = tree.text
    if len(parent.value) == 1:
        start = entry_start(tree, tree.entry_at(parent, 0))
        if not begins_line(text, start):
            return style.comma
        return "," + line_break(text, start) + text[line_start(text, start) : start]
    index = min(max(at - 1, 1), len(parent.value) - 1)
    first, second = tree.entry_at(parent, index - 1), tree.entry_at(parent, index)
    gap = _COMMENT_IN_GAP.sub("", text[first.value_span.end : entry_start(tree, second)])
    return _BLANK_LINES.sub("", gap)


def _block_lines(
    tree: Tree, siblings: list[NodeEntry], key: Any, value: Any, style: NodeStyle
) -> list[str]:
    first = siblings[0]
    if first.key is None:
        dash = _dash(tree, first)
        lines = blocks.item(value, style)
        return [dash + lines[0], *(" " * len(dash) + line for line in lines[1:])]
    if isinstance(value, dict) and value and flow_tendency(first.values_around()) > 0:
        name = scalars.key(key, style.key_quote, in_flow=False)
        return [f"{name}: {blocks.inline(value, style, key)}"]
    lines = blocks.entry(key, value, style)
    if len(lines) == 1 and (value_column := _value_column(tree, siblings)):
        name = scalars.key(key, style.key_quote, in_flow=False)
        return [f"{name}:".ljust(value_column - 1) + lines[0].removeprefix(f"{name}:")]
    return lines


def _dash(tree: Tree, item: NodeEntry) -> str:
    """The dash of a sibling, with the blanks behind it."""
    start = entry_start(tree, item)
    behind = tree.text[start + 1 : item.value_span.start]
    return "-" + behind if behind and not behind.strip(" ") else "- "


def _value_column(tree: Tree, siblings: list[NodeEntry]) -> int:
    """Characters from key to value where the siblings' values are aligned, else 0."""
    widths, padded = set(), False
    for entry in siblings:
        between = tree.text[entry.key_span.end : entry.value_span.start]
        if between.strip(" ") != ":":
            return 0
        widths.add(entry.value_span.start - entry.key_span.start)
        padded = padded or between != ": "
    return widths.pop() if padded and len(widths) == 1 and len(siblings) > 1 else 0


def _before_first(tree: Tree, first: NodeEntry, lines: list[str]) -> list[Splice]:
    """The new entry takes the first one's place, which moves to a line of its own."""
    text, start = tree.text, entry_start(tree, first)
    gap = line_break(text, start) + " " * column(text, start)
    return [Splice(start, start, "".join(line + gap for line in lines))]


def _behind(tree: Tree, sibling: NodeEntry, lines: list[str], *, is_spaced: bool) -> list[Splice]:
    text, place = tree.text, behind_entry(tree, sibling, with_comments=len(lines) > 1)
    first = entry_start(tree, tree.entry_at(sibling.parent, 0))
    margin = " " * column(text, first)
    newline = line_break(text, max(place - 1, 0))
    blank = newline if is_spaced else ""
    if starts_line(text, place):
        new = "".join(margin + line + newline for line in lines)
        return [Splice(place, place, blank + new)]
    return [Splice(place, place, blank + "".join(newline + margin + line for line in lines))]


def are_spaced(tree: Tree, siblings: list[NodeEntry]) -> bool:
    """Whether a blank line stands before each of the siblings but the first."""
    text = tree.text
    return len(siblings) > 1 and all(
        _has_blank_line(text[first.value_span.end : second.key_span.start])
        for first, second in pairwise(siblings)
    )


def _has_blank_line(between: str) -> bool:
    return any(not line.strip(" \t") for line in next_line.split(between)[1:-1])
