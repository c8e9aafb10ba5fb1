"""Nodes into plain data, with PyYAML's safe semantics, without its quiet loss of duplicate keys.

PyYAML's own constructor is not used for collections because merging changes its node tree, whose
positions the edits need, and because it lets aliases and merge keys multiply without bound.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import yaml

from rscrew_console.document.errors import DocumentError
from rscrew_console.document.limits import MAX_DEPTH, MAX_SHARED
from rscrew_console.records import dataclass

_PREFIX = "tag:yaml.org,2002:"
_STR, _MAP, _SEQ, _MERGE = (_PREFIX + name for name in ("str", "map", "seq", "merge"))
_VALUE, _SET = _PREFIX + "value", _PREFIX + "set"
_PAIRS = {_PREFIX + "omap", _PREFIX + "pairs"}
_COLLECTIONS = {_MAP, _SEQ, _SET, *_PAIRS}
_NUMBERS = {_PREFIX + "int", _PREFIX + "float"}

MAX_NUMBER = 4300
"""Characters; Python's own bound. PyYAML reads 1:59:59:… in time that grows with its square."""

# PyYAML's scalar constructors fail in all of these ways where a tag does not fit its text.
_NOT_OF_ITS_TAG = (ValueError, OverflowError, LookupError, AttributeError, TypeError)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A key that its mapping has twice: `line` is the later one, 1-based."""

    path: tuple[Any, ...]
    line: int
    first_line: int


class Constructor:
    """Builds one document's data. `value_of` may be asked for any node of it, again and again."""

    def __init__(self) -> None:
        self.duplicates: list[Duplicate] = []
        self._values: dict[int, Any] = {}
        self._weights: dict[int, int] = {}
        self._first_lines: dict[int, dict[Any, int]] = {}
        self._open: set[int] = set()
        self._shared = 0
        self._scalars = yaml.constructor.SafeConstructor()

    def value_of(self, node: yaml.Node, path: tuple[Any, ...] = ()) -> Any:
        """The node's data. Raises DocumentError for what plain YAML does not allow."""
        if node.tag == _STR and isinstance(node, yaml.ScalarNode):
            return node.value
        identity = id(node)
        if identity in self._values:
            self._share(node, self._weight(node))
            return self._values[identity]
        if isinstance(node, yaml.ScalarNode):
            value = self._scalar(node)
        elif isinstance(node, yaml.CollectionNode):
            if identity in self._open:
                raise _error(node, "an alias refers to the very entry that holds it")
            if len(self._open) >= MAX_DEPTH:
                raise _error(node, f"nested more than {MAX_DEPTH} levels deep")
            self._open.add(identity)
            value = self._collection(node, path)
            self._open.discard(identity)
        self._values[identity] = value
        return value

    def _collection(self, node: yaml.CollectionNode, path: tuple[Any, ...]) -> Any:
        if isinstance(node, yaml.MappingNode):
            if node.tag not in (_MAP, _SET):
                raise _unknown_tag(node)
            pairs = self._mapping(node, path)
            return pairs if node.tag == _MAP else set(pairs)
        if node.tag == _SEQ:
            return [self.value_of(item, (*path, index)) for index, item in enumerate(node.value)]
        if node.tag in _PAIRS:
            return [self._pair(item, path) for item in node.value]
        raise _unknown_tag(node)

    def _weight(self, node: yaml.Node) -> int:
        """How many entries an alias of this node adds to the document."""
        if not isinstance(node, yaml.CollectionNode):
            return 1
        if id(node) not in self._weights:
            children = node.value
            if isinstance(node, yaml.MappingNode):
                children = [child for pair in node.value for child in pair]
            self._weights[id(node)] = 1 + sum(map(self._weight, children))
        return self._weights[id(node)]

    def _pair(self, node: yaml.Node, path: tuple[Any, ...]) -> tuple[Any, Any]:
        value = self.value_of(node, path)
        if not isinstance(value, dict) or len(value) != 1:
            raise _error(node, "each item of an ordered mapping is one 'key: value'")
        return next(iter(value.items()))

    def _mapping(self, node: yaml.MappingNode, path: tuple[Any, ...]) -> dict[Any, Any]:
        merged: dict[Any, Any] = {}
        own: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            if key_node.tag == _MERGE:
                merged.update(self._merge(value_node, path))
                continue
            key = self._key(key_node)
            if key in own:
                self._note_duplicate(node, key_node, (*path, key))
            if value_node.tag == _STR and isinstance(value_node, yaml.ScalarNode):
                own[key] = value_node.value  # most are, and have nothing below them
            else:
                own[key] = self.value_of(value_node, (*path, key))
        return {**merged, **own} if merged else own

    def _note_duplicate(
        self, node: yaml.MappingNode, key_node: yaml.Node, path: tuple[Any, ...]
    ) -> None:
        """`path` ends in the key, which the mapping has more than once."""
        if id(node) not in self._first_lines:
            lines: dict[Any, int] = {}
            for other, _ in node.value:
                if other.tag != _MERGE:
                    lines.setdefault(self._key(other), other.start_mark.line + 1)
            self._first_lines[id(node)] = lines
        line = key_node.start_mark.line + 1
        self.duplicates.append(Duplicate(path, line, self._first_lines[id(node)][path[-1]]))

    def _key(self, node: yaml.Node) -> Any:
        key = node.value if node.tag in (_STR, _VALUE) else self.value_of(node)
        if type(key) is not str and not isinstance(key, Hashable):
            hint = " (a template such as {{ x }} needs quotes)" if node.tag == _MAP else ""
            raise _error(node, f"a list or mapping cannot be a key here{hint}")
        return key

    def _merge(self, node: yaml.Node, path: tuple[Any, ...]) -> dict[Any, Any]:
        """What `<<` brings in: of several mappings the first that has a key wins."""
        sources = node.value if isinstance(node, yaml.SequenceNode) else [node]
        merged: dict[Any, Any] = {}
        for source in reversed(sources):
            value = self.value_of(source, path)
            if not isinstance(value, dict):
                raise _error(node, "'<<' merges mappings, and this is not one")
            self._share(node, len(value))
            merged.update(value)
        return merged

    def _share(self, node: yaml.Node, weight: int) -> None:
        self._shared += weight
        if self._shared > MAX_SHARED:
            reason = f"its aliases multiply into more than {MAX_SHARED:,} entries"
            raise _error(node, reason)

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        if len(node.value) > MAX_NUMBER and node.tag in _NUMBERS:
            raise _error(node, f"a number of more than {MAX_NUMBER} characters")
        if node.tag not in self._scalars.yaml_constructors or node.tag in _COLLECTIONS:
            raise _unknown_tag(node)
        try:
            return self._scalars.construct_object(node, deep=True)
        except yaml.constructor.ConstructorError as error:
            raise _error(node, str(error.problem)) from error
        except _NOT_OF_ITS_TAG as error:
            tag = node.tag.replace(_PREFIX, "!!")
            raise _error(node, f"{node.value!r} is not a value of {tag}") from error


def _unknown_tag(node: yaml.Node) -> DocumentError:
    if node.tag == _VALUE:
        return _error(node, "a lone '=' must stand in quotes")
    tag = node.tag.replace(_PREFIX, "!!")
    return _error(node, f"the tag {tag} is not plain YAML, or does not fit the value after it")


def _error(node: yaml.Node, reason: str) -> DocumentError:
    return DocumentError(reason, node.start_mark.line + 1, node.start_mark.column + 1)
