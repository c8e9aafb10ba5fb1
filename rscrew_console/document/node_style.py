"""How the neighbours are written: their quotes, indentation and spacing, for what joins them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from typing import Any, get_args

import yaml

from rscrew_console.document.scalars import Quote
from rscrew_console.document.tree import Tree

_STR = "tag:yaml.org,2002:str"
_ENOUGH = 400
"""Neighbours looked at: a majority of these is a majority."""
_DEPTH = 3


class SiblingStyle:
    """What quotes a collection's keys and texts have, its nested ones included, counted once."""

    def __init__(self, node: yaml.Node | None) -> None:
        self.keys: Counter[Quote] = Counter()
        self.values: Counter[Quote] = Counter()
        self.by_key: dict[str, Counter[Quote]] = {}
        for key, value in islice(_pairs(node), _ENOUGH):
            if isinstance(key, yaml.ScalarNode) and key.tag == _STR:
                self.keys[_quote(key)] += 1
            # A block scalar says nothing about how a short text is written.
            if value.tag == _STR and getattr(value, "style", "|") not in ("|", ">"):
                self.values[_quote(value)] += 1
                if isinstance(key, yaml.ScalarNode):
                    self.by_key.setdefault(key.value, Counter())[_quote(value)] += 1


class NodeStyle:
    """The manner of the entries in `near`, and where it is silent of those in `wider`."""

    def __init__(
        self,
        tree: Tree | None = None,
        collection: yaml.Node | None = None,
        wider: yaml.Node | None = None,
    ) -> None:
        self._tree = tree
        self._scopes = (collection, wider)

    def quote_for(self, key: Any) -> Quote:
        """The quotes that the neighbours have for this key's text, or for most texts."""
        if self.is_json:
            return '"'
        for habits in self._habits:
            if counted := habits.by_key.get(str(key)):
                return _most(counted)
        return next((_most(habits.values) for habits in self._habits if habits.values), "")

    @cached_property
    def fallback(self) -> Quote:
        """The quotes for text that cannot stand plain."""
        if self.is_json:
            return '"'
        for habits in self._habits:
            single, double = habits.values["'"], habits.values['"']
            if single != double:
                return "'" if single > double else '"'
        return '"'

    @cached_property
    def key_quote(self) -> Quote:
        return next((_most(habits.keys) for habits in self._habits if habits.keys), "")

    @cached_property
    def is_json(self) -> bool:
        """Whether it may be JSON, where all text is in double quotes."""
        collection = self._scopes[0]
        return bool(getattr(collection, "flow_style", False)) and self.key_quote == '"'

    @cached_property
    def step(self) -> int:
        """Spaces by which a nested block mapping is indented."""
        steps = (column - _column(node) for node, column in self._nested(yaml.MappingNode))
        return next((step for step in steps if step > 0), 2)

    @cached_property
    def list_step(self) -> int:
        """Spaces by which a block list is indented; often none."""
        steps = (column - _column(node) for node, column in self._nested(yaml.SequenceNode))
        return next((step for step in steps if step >= 0), self.step)

    def _nested(self, kind: type[yaml.CollectionNode]) -> Iterator[tuple[yaml.MappingNode, int]]:
        """Block mappings, near ones first, with the columns of block collections in them."""
        root = self._tree.root if self._tree else None
        for node in (node for scope in (*self._scopes, root) for node in _blocks(scope)):
            for key, value in node.value:
                is_block = isinstance(value, kind) and not value.flow_style and value.value
                # An alias has the mark of its anchor, far above.
                if is_block and value.start_mark.index > key.end_mark.index:
                    first = value.value[0][0] if kind is yaml.MappingNode else value
                    yield node, first.start_mark.column

    @cached_property
    def tight(self) -> bool:
        """No space behind the colon of a flow mapping, as in minified JSON."""
        for node in self._flows:
            key, value = node.value[0]
            tree = self._tree
            return tree is not None and tree.text[tree.end(key) : tree.start(value)] == ":"
        return False

    @cached_property
    def comma(self) -> str:
        for node in self._flows:
            if self._tree and len(node.value) > 1:
                first, second = islice(self._tree.entries(node), 2)
                between = self._text[first.value_span.end : second.key_span.start]
                return "," if between == "," else ", "
        return "," if self.tight else ", "

    @cached_property
    def _text(self) -> str:
        return self._tree.text if self._tree else ""

    @cached_property
    def _habits(self) -> list[SiblingStyle]:
        return [
            self._tree.remembered(SiblingStyle, scope)
            for scope in self._scopes
            if self._tree and scope
        ]

    @cached_property
    def _flows(self) -> list[yaml.MappingNode]:
        """A flow mapping of each scope that has one."""
        return [
            node
            for scope in self._scopes
            for node in islice(filter(_is_flow, _nodes(scope)), 1)
            if isinstance(node, yaml.MappingNode)
        ]


def flow_tendency(nodes: Iterable[yaml.Node]) -> int:
    """Above 0 where most of the full mappings among these are written on one line, below where
    most are not."""
    return sum(1 if _is_flow(node) else -1 for node in nodes if _is_flow(node) or _is_block(node))


def _pairs(
    node: yaml.Node | None, depth: int = _DEPTH
) -> Iterator[tuple[yaml.Node | None, yaml.Node]]:
    if node is None or not depth:
        return
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key, value
            yield from _pairs(value, depth - 1)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield None, item
            yield from _pairs(item, depth - 1)


def _nodes(scope: yaml.Node | None) -> Iterator[yaml.Node | None]:
    yield scope
    yield from (value for _, value in islice(_pairs(scope), 20))


def _quote(node: yaml.Node) -> Quote:
    style = getattr(node, "style", "")
    return next((quote for quote in get_args(Quote) if quote and quote == style), "")


def _most(counted: Counter[Quote]) -> Quote:
    return counted.most_common(1)[0][0]


def _blocks(node: yaml.Node | None, depth: int = _DEPTH) -> Iterator[yaml.MappingNode]:
    if isinstance(node, yaml.MappingNode) and _is_block(node) and depth:
        yield node
        for _, value in node.value:
            yield from _blocks(value, depth - 1)


def _is_block(node: yaml.Node | None) -> bool:
    return isinstance(node, yaml.MappingNode) and not node.flow_style and bool(node.value)


def _is_flow(node: yaml.Node | None) -> bool:
    return isinstance(node, yaml.MappingNode) and bool(node.flow_style) and bool(node.value)


def _column(node: yaml.MappingNode) -> int:
    return int(node.value[0][0].start_mark.column)
