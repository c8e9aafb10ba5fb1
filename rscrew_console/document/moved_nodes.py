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
class Move:
    """Lines that got longer or shorter: what stood behind `end` now stands `by` further on."""

    end: int
    by: int


class PlacedMark(yaml.error.Mark):
    """A position in a text to which some moves had led already."""

    moves = 0
    """How many."""


def moved_index(mark: yaml.error.Mark, moves: tuple[Move, ...]) -> int:
    """Where the mark is after all those moves."""
    index = int(mark.index)
    for move in moves[mark.moves :] if isinstance(mark, PlacedMark) else moves:
        if index >= move.end:
            index += move.by
    return index


def with_pair(
    node: yaml.MappingNode, index: int, key: yaml.Node, value: yaml.Node
) -> yaml.MappingNode:
    """A copy of a mapping's node, with another pair at that index."""
    pairs = [*node.value]
    pairs[index] = (key, value)
    return yaml.MappingNode(node.tag, pairs, node.start_mark, node.end_mark, node.flow_style)


def place(nodes: Iterable[yaml.Node], by: int, moves: int) -> None:
    """Shift the marks of the nodes and of all below them, to where they are after so many moves."""
    waiting = [*nodes]
    while waiting:
        node = waiting.pop()
        node.start_mark = _placed(node.start_mark, by, moves)
        node.end_mark = _placed(node.end_mark, by, moves)
        if isinstance(node, yaml.MappingNode):
            waiting += [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value


def _placed(mark: yaml.error.Mark, by: int, moves: int) -> PlacedMark:
    placed = PlacedMark(mark.name, mark.index + by, mark.line, mark.column, None, 0)
    placed.moves = moves
    return placed
