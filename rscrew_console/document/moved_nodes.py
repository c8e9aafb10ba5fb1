"""Nodes of a text that was read earlier, and where they stand now that lines have changed."""

from __future__ import annotations

from collections.abc import Iterable

import yaml

from rscrew_console.records import dataclass


@dataclass(frozen=True, slots=True)
class EntryNodes:
    """One entry read by itself: its lines, its nodes, and where in what was read the lines were."""

    text: str
    start: int
    key: yaml.Node
    value: yaml.Node


@dataclass(frozen=True, slots=True)
class LineShift:
    """Lines that got longer or shorter: what stood behind `end` now stands `by` further on."""

    end: int
    by: int


@dataclass(frozen=True, slots=True)
class PlacedMark:
    """A position in a text to which some shifts had led already, in the place of PyYAML's mark."""

    index: int
    column: int
    shifts: int
    """How many."""


def moved_index(mark: yaml.error.Mark | PlacedMark, shifts: tuple[LineShift, ...]) -> int:
    """Where the mark is after all those shifts."""
    index = int(mark.index)
    for shift in shifts[mark.shifts :] if isinstance(mark, PlacedMark) else shifts:
        if index >= shift.end:
            index += shift.by
    return index


def with_pair(
    node: yaml.MappingNode, index: int, key: yaml.Node, value: yaml.Node
) -> yaml.MappingNode:
    """A copy of a mapping's node, with another pair at that index."""
    pairs = [*node.value]
    pairs[index] = (key, value)
    return yaml.MappingNode(node.tag, pairs, node.start_mark, node.end_mark, node.flow_style)


def place(nodes: Iterable[yaml.Node], by: int, shifts: int) -> None:
    """Move the marks of the nodes and of all below them, to where they are after so many shifts."""
    waiting = [*nodes]
    while waiting:
        node = waiting.pop()
        node.start_mark = _placed(node.start_mark, by, shifts)
        node.end_mark = _placed(node.end_mark, by, shifts)
        if isinstance(node, yaml.MappingNode):
            waiting += [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value


def _placed(mark: yaml.error.Mark, by: int, shifts: int) -> PlacedMark:
    return PlacedMark(mark.index + by, mark.column, shifts)
