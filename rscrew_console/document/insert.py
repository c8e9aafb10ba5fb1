"""An entry that joins a mapping or list, where its siblings would have it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import yaml

from rscrew_console.document import blocks, scalars
from rscrew_console.document.lines import column, line_break, line_end, line_start
from rscrew_console.document.manner import Manner
from rscrew_console.document.places import behind_entry, entry_start
from rscrew_console.document.splice import Splice
from rscrew_console.document.tree import Entry, Tree


def insert(
    tree: Tree,
    parent: yaml.CollectionNode,
    key: Any,
    value: Any,
    order: tuple[str, ...],
    wider: yaml.Node | None,
) -> list[Splice]:
    """`parent` has at least one entry, or is a flow collection."""
    siblings = list(tree.entries(parent))
    manner = Manner(tree, parent, wider)
    at = _position(siblings, key, order)
    if parent.flow_style:
        return _into_flow(tree, parent, siblings, at, _flow_text(parent, key, value, manner))
    lines = _block_lines(tree, siblings, key, value, manner)
    if at == 0:
        return _before_first(tree, siblings[0], lines)
    return _behind(tree, siblings, at - 1, lines)


def into_nothing(text: str, key: Any, value: Any) -> list[Splice]:
    """The first entry of a document that has none."""
    newline = line_break(text, len(text))
    start = newline if text and line_start(text, len(text)) != len(text) else ""
    lines = blocks.entry(key, value, Manner())
    return [Splice(len(text), len(text), start + newline.join(lines) + newline)]


def _position(siblings: list[Entry], key: Any, order: tuple[str, ...]) -> int:
    """The index to have: behind those that come before it in `order`, else last."""
    if key not in order:
        return len(siblings)
    rank = {name: index for index, name in enumerate(order)}
    own = rank[key]
    ranks = [rank.get(_name(entry), -1) for entry in siblings]
    before = [index for index, other in enumerate(ranks) if 0 <= other < own]
    if before:
        return max(before, key=lambda index: (ranks[index], index)) + 1
    after = [index for index, other in enumerate(ranks) if other > own]
    return min(after, key=lambda index: (ranks[index], index)) if after else len(siblings)


def _name(entry: Entry) -> str:
    return str(entry.key.value) if isinstance(entry.key, yaml.ScalarNode) else ""


def _flow_text(parent: yaml.CollectionNode, key: Any, value: Any, manner: Manner) -> str:
    if isinstance(parent, yaml.SequenceNode):
        return blocks.inline(value, manner)
    colon = ":" if manner.tight else ": "
    name = scalars.key(key, manner.key_quote, in_flow=True)
    return name + colon + blocks.inline(value, manner, key)


def _into_flow(
    tree: Tree, parent: yaml.CollectionNode, siblings: list[Entry], at: int, new: str
) -> list[Splice]:
    text = tree.text
    if not siblings:
        inside = tree.skip_properties(parent) + 1
        return [Splice(inside, inside, new)]
    neighbour = siblings[at - 1] if at else siblings[0]
    start = entry_start(tree, neighbour)
    own_line = not text[line_start(text, start) : start].strip()
    if own_line:
        gap = line_break(text, start) + text[line_start(text, start) : start]
    else:
        gap = " " if Manner(tree, parent).comma == ", " else ""
    if at == 0:
        return [Splice(start, start, f"{new},{gap}")]
    end = neighbour.value_span.end
    if own_line and (found := re.compile(r"[ \t]*,?[ \t]*(?=#)").match(text, end)):
        # The comment stays with its entry: the comma before it, the new entry on the next line.
        line = line_end(text, found.end())
        had_comma = "," in found.group()
        comma = [] if had_comma else [Splice(end, end, ",")]
        return [*comma, Splice(line, line, gap + new + ("," if had_comma else ""))]
    return [Splice(end, end, f",{gap}{new}")]


def _block_lines(
    tree: Tree, siblings: list[Entry], key: Any, value: Any, manner: Manner
) -> list[str]:
    first = siblings[0]
    if first.key is None:
        return blocks.block([value], manner)
    if isinstance(value, dict) and value and _cousins_flow(siblings):
        name = scalars.key(key, manner.key_quote, in_flow=False)
        return [f"{name}: {blocks.inline(value, manner, key)}"]
    lines = blocks.entry(key, value, manner)
    if len(lines) == 1 and (wanted := _value_column(tree, siblings)):
        head, _, rest = lines[0].partition(": ")
        return [f"{head}:".ljust(wanted - 1) + f" {rest}"]
    return lines


def _cousins_flow(siblings: list[Entry]) -> bool:
    """Whether the sibling mappings stand on one line each."""
    mappings = [entry.value for entry in siblings if isinstance(entry.value, yaml.MappingNode)]
    full = [node for node in mappings if node.value]
    return sum(bool(node.flow_style) for node in full) * 2 > len(full)


def _value_column(tree: Tree, siblings: list[Entry]) -> int:
    """Characters from key to value where the siblings' values are aligned, else 0."""
    widths, padded = set(), False
    for entry in siblings:
        between = tree.text[entry.key_span.end : entry.value_span.start]
        if between.strip() != ":" or "\n" in between or "\t" in between:
            return 0
        widths.add(entry.value_span.start - entry.key_span.start)
        padded = padded or between != ": "
    return widths.pop() if padded and len(widths) == 1 and len(siblings) > 1 else 0


def _before_first(tree: Tree, first: Entry, lines: list[str]) -> list[Splice]:
    """The new entry takes the first one's place, which moves to a line of its own."""
    text, start = tree.text, entry_start(tree, first)
    gap = line_break(text, start) + " " * column(text, start)
    return [Splice(start, start, "".join(line + gap for line in lines))]


def _behind(tree: Tree, siblings: list[Entry], index: int, lines: list[str]) -> list[Splice]:
    text, sibling = tree.text, siblings[index]
    first = entry_start(tree, siblings[0])
    margin = " " * column(text, first)
    place = behind_entry(tree, sibling)
    newline = line_break(text, max(place - 1, 0))
    blank = newline if len(lines) > 1 and _are_spaced(tree, siblings) else ""
    if place and text[place - 1] in "\n\r" and place != line_end(text, place - 1):
        new = "".join(margin + line + newline for line in lines)
        return [Splice(place, place, blank + new)]
    return [Splice(place, place, blank + "".join(newline + margin + line for line in lines))]


def _are_spaced(tree: Tree, siblings: list[Entry]) -> bool:
    """Whether a blank line stands before each of the siblings but the first."""
    text = tree.text
    if len(siblings) < 2:
        return False
    return all(
        _has_blank_line(text[first.value_span.end : second.key_span.start])
        for first, second in pairwise(siblings)
    )


def _has_blank_line(between: str) -> bool:
    return any(not line.strip() for line in between.splitlines()[1:-1]) or "\n\n" in between
