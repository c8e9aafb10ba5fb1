"""How the neighbours are written: their quotes, indentation and spacing, for what joins them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, get_args

import yaml

from rscrew_console.document.scalars import Quote
from rscrew_console.document.tree import Tree

_STR = "tag:yaml.org,2002:str"
_ENOUGH = 400
"""Neighbours looked at: a majority of these is a majority."""


@dataclass(frozen=True)
class Manner:
    """The quotes for a key's text, for any text, for text that cannot stand plain; and so on."""

    quote: Quote = ""
    fallback: Quote = '"'
    key_quote: Quote = ""
    step: int = 2
    """Spaces by which a nested block is indented."""
    comma: str = ", "
    tight: bool = False
    """No space behind the colon of a flow mapping, as in minified JSON."""
    by_key: dict[str, Quote] = field(default_factory=dict)

    def quote_for(self, key: Any) -> Quote:
        return self.by_key.get(str(key), self.quote)


def observe(tree: Tree, near: yaml.Node | None, wider: yaml.Node | None = None) -> Manner:
    """The manner of the entries in `near`, and where it is silent of those in `wider`."""
    values: Counter[Quote] = Counter()
    keys: Counter[Quote] = Counter()
    by_key: dict[str, Counter[Quote]] = {}
    for scope in (wider, near):  # The nearer ones speak last, and louder.
        for key, value in islice(_pairs(scope), _ENOUGH):
            weight = 1 if scope is wider else 3
            if isinstance(key, yaml.ScalarNode) and key.tag == _STR:
                keys[_quote(key)] += weight
            if isinstance(value, yaml.ScalarNode) and value.tag == _STR and _quote_counts(value):
                values[_quote(value)] += weight
                if isinstance(key, yaml.ScalarNode):
                    by_key.setdefault(key.value, Counter())[_quote(value)] += weight
    in_quotes = values["'"] and values["'"] > values['"']
    return Manner(
        quote=_most(values),
        fallback="'" if in_quotes else '"',
        key_quote=_most(keys),
        step=_step(tree, near, wider),
        by_key={key: _most(counted) for key, counted in by_key.items()},
        comma=_comma(tree, near, wider),
        tight=_is_tight(tree, near) or _is_tight(tree, wider),
    )


def _pairs(node: yaml.Node | None, depth: int = 3) -> Iterator[tuple[yaml.Node | None, yaml.Node]]:
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


def _quote(node: yaml.ScalarNode) -> Quote:
    return next((quote for quote in get_args(Quote) if quote and quote == node.style), "")


def _quote_counts(node: yaml.ScalarNode) -> bool:
    """Block scalars say nothing about how a short text is written."""
    return node.style not in ("|", ">")


def _most(counted: Counter[Quote]) -> Quote:
    return counted.most_common(1)[0][0] if counted else ""


def _step(tree: Tree, *scopes: yaml.Node | None) -> int:
    for scope in (*scopes, tree.root):
        for node in _blocks(scope):
            for _, value in node.value:
                if _is_block(value) and (step := _column(value) - _column(node)) > 0:
                    return step
    return 2


def _blocks(node: yaml.Node | None, depth: int = 3) -> Iterator[yaml.MappingNode]:
    if isinstance(node, yaml.MappingNode) and _is_block(node) and depth:
        yield node
        for _, value in node.value:
            yield from _blocks(value, depth - 1)


def _is_block(node: yaml.Node | None) -> bool:
    return isinstance(node, yaml.MappingNode) and not node.flow_style and bool(node.value)


def _column(node: yaml.MappingNode) -> int:
    return int(node.value[0][0].start_mark.column)


def _flow(scope: yaml.Node | None) -> yaml.MappingNode | None:
    for node in (scope, *(value for _, value in islice(_pairs(scope), 20))):
        if isinstance(node, yaml.MappingNode) and node.flow_style and node.value:
            return node
    return None


def _is_tight(tree: Tree, scope: yaml.Node | None) -> bool:
    node = _flow(scope)
    if node is None:
        return False
    key, value = node.value[0]
    return tree.text[key.end_mark.index : value.start_mark.index] == ":"


def _comma(tree: Tree, *scopes: yaml.Node | None) -> str:
    for scope in scopes:
        node = _flow(scope)
        if node is not None and len(node.value) > 1:
            entries = tree.entries(node)
            first, second = next(entries), next(entries)
            between = tree.text[first.value_span.end : second.key_span.start]
            return "," if between == "," else ", "
    return ", "
