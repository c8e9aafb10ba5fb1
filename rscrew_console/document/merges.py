"""Merge keys (`<<`) that YAML readers understand differently.

YAML, ruamel.yaml and PyYAML up to 6.0.3 let the first of several merged mappings win, PyYAML 6.0.4
lets the last one win (https://github.com/yaml/pyyaml/issues/953). What is read here is what YAML
says; where the other reading gives another value, `merge_conflicts` tells so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

import yaml

from rscrew_console.document.data import same
from rscrew_console.document.edit import Path
from rscrew_console.document.tree import MERGE_TAG, Tree
from rscrew_console.records import dataclass

_Pairs: TypeAlias = list[tuple[yaml.Node, yaml.Node]]


@dataclass(frozen=True, slots=True)
class MergeConflict:
    """A key that merged mappings give different values. `line` is that of its `<<`, 1-based."""

    path: Path
    line: int


def merge_conflicts(tree: Tree) -> tuple[MergeConflict, ...]:
    """Every key whose value depends on the reader, in the order of the text."""
    if tree.root is None or "<<" not in tree.text:
        return ()
    last_wins = _LastWins()
    return tuple(
        MergeConflict((*path, key), line)
        for path, node, line in _merging(tree, tree.root, (), set())
        for key in _differing(tree, tree.value_of(node), last_wins.pairs(node))
    )


def _merging(
    tree: Tree, node: yaml.Node, path: Path, visited: set[int]
) -> Iterator[tuple[Path, yaml.MappingNode, int]]:
    """Each mapping that merges others, where it is written out, with the line of its last `<<`."""
    if id(node) in visited or not isinstance(node, yaml.CollectionNode):
        return
    visited.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _merging(tree, item, (*path, index), visited)
        return
    lines = [key.start_mark.line + 1 for key, _ in node.value if key.tag == MERGE_TAG]
    if lines and isinstance(node, yaml.MappingNode):
        yield path, node, lines[-1]
    for key, value in node.value:
        if key.tag != MERGE_TAG:
            yield from _merging(tree, value, (*path, tree.value_of(key)), visited)


def _differing(tree: Tree, first_wins: Any, pairs: _Pairs) -> list[Any]:
    last_wins = {tree.value_of(key): value for key, value in pairs}
    return [
        key
        for key, value in last_wins.items()
        if isinstance(first_wins, dict) and not same(first_wins.get(key), tree.value_of(value))
    ]


class _LastWins:
    """The pairs of mappings with all that they merge, as PyYAML 6.0.4 lines them up.

    Of pairs that come in twice from one place the first counts; else the last of a name does.
    """

    def __init__(self) -> None:
        self._pairs: dict[int, _Pairs] = {}

    def pairs(self, node: yaml.Node) -> _Pairs:
        """The pairs of a mapping with those it merges in (`<<`); its own come last, so they win."""
        if id(node) not in self._pairs:
            merged: _Pairs = []
            taken_in: set[int] = set()
            for key, value in node.value:
                if key.tag != MERGE_TAG:
                    continue
                for source in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                    for pair in self.pairs(source):
                        if id(pair[0]) not in taken_in:
                            taken_in.add(id(pair[0]))
                            merged.append(pair)
            own = [pair for pair in node.value if pair[0].tag != MERGE_TAG]
            self._pairs[id(node)] = [*merged, *own]
        return self._pairs[id(node)]
