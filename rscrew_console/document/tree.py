"""A parsed text: its nodes, its data, and where each entry really stands in the text.

PyYAML's marks are nearly enough. What they leave out is found here: an alias carries the mark of
its anchor, a block collection ends where the next token starts (behind the comments that follow
it), and so does a block scalar.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import yaml

from rscrew_console.document.construct import Constructor, Duplicate
from rscrew_console.document.edit import ABSENT, Path
from rscrew_console.document.errors import DocumentError
from rscrew_console.document.limits import refuse_costly
from rscrew_console.document.lines import WHITE, line_end, line_starts

Study = TypeVar("Study")
_ROLES = ("key", "value")
MERGE_TAG = "tag:yaml.org,2002:merge"
_PROPERTIES = re.compile(
    r"(?:(?:!<[^>]*>|![^\s,\[\]{}]*|&[^\s,\[\]{}]+)(?:\s+(?:#.*\s+)*|(?=[,\]}])|$))+"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A mapping's pair or a sequence's item (then `key` is None)."""

    parent: yaml.CollectionNode
    index: int
    key: yaml.Node | None
    value: yaml.Node
    key_span: Span
    """For an item: the place where its value starts."""
    value_span: Span
    """The alias where the value is one; up to the last content of a collection or block scalar."""
    is_alias: bool

    @property
    def is_merge(self) -> bool:
        return self.key is not None and self.key.tag == MERGE_TAG


class Tree:
    """Raises DocumentError when the text is not one YAML document that can be read safely."""

    def __init__(self, text: str) -> None:
        refuse_costly(text)
        self.text = text
        self.root = _compose(text)
        self._constructor = Constructor()
        self._keys: dict[int, dict[Any, int]] = {}
        self._studies: dict[tuple[object, int], Any] = {}
        self.value: Any = None if self.root is None else self._constructor.value_of(self.root)

    @property
    def duplicates(self) -> tuple[Duplicate, ...]:
        return tuple(self._constructor.duplicates)

    def entries(self, node: yaml.CollectionNode) -> Iterator[Entry]:
        return (self.entry_at(node, index) for index in range(len(node.value)))

    def entry_at(self, node: yaml.CollectionNode, index: int) -> Entry:
        child = node.value[index]
        key, value = child if isinstance(node, yaml.MappingNode) else (None, child)
        alias = self._alias_spans.get((id(node), index, "value"))
        value_span = alias or Span(value.start_mark.index, self.content_end(value))
        key_span = self._alias_spans.get((id(node), index, "key"))
        if key_span is None:
            key_span = Span(value_span.start, value_span.start) if key is None else _marked(key)
        if value_span.start == value_span.end and key is not None:
            # Behind a `? key` without a value, the mark of that value is at the next entry.
            between = self.text[key_span.end : value_span.start]
            value_span = value_span if between.strip() else Span(key_span.end, key_span.end)
        return Entry(node, index, key, value, key_span, value_span, alias is not None)

    def entry_of(self, node: yaml.CollectionNode, key: Any) -> Entry | None:
        """The entry written out under `key` (of a duplicate the last, which is what counts)."""
        if not isinstance(node, yaml.MappingNode):
            fits = isinstance(key, int) and 0 <= key < len(node.value)
            return self.entry_at(node, key) if fits else None
        index = self._index_of_keys(node).get(key)
        return None if index is None else self.entry_at(node, index)

    def _index_of_keys(self, node: yaml.MappingNode) -> dict[Any, int]:
        if id(node) not in self._keys:
            value_of = self._constructor.value_of
            self._keys[id(node)] = {
                value_of(key): index
                for index, (key, _) in enumerate(node.value)
                if key.tag != MERGE_TAG
            }
        return self._keys[id(node)]

    def trail(self, path: Path) -> list[Entry]:
        """The entries along `path`, as far as they are written out in place."""
        node, entries = self.root, []
        for key in path:
            if not isinstance(node, yaml.CollectionNode):
                break
            entry = self.entry_of(node, key)
            if entry is None:
                break
            entries.append(entry)
            if entry.is_alias:
                break
            node = entry.value
        return entries

    def get(self, path: Path) -> Any:
        """The value at `path`, or ABSENT."""
        value = self.value
        for key in path:
            try:
                value = value[key] if not isinstance(value, str) else ABSENT
            except (KeyError, IndexError, TypeError):
                return ABSENT
        return value

    def content_end(self, node: yaml.Node) -> int:
        """Where the node's own text ends, without the comments and blank lines that follow."""
        if isinstance(node, yaml.ScalarNode):
            return self.block_scalar_end(node) if node.style in ("|", ">") else node.end_mark.index
        if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
            return int(node.end_mark.index)
        return self.entry_at(node, len(node.value) - 1).value_span.end

    def block_scalar_end(self, node: yaml.ScalarNode) -> int:
        """Behind the last line of content, before its break; of a kept (`+`) one behind it all."""
        text, end = self.text, int(node.end_mark.index)
        start = self.skip_properties(node)
        header_end = line_end(text, start)
        keeps = "+" in text[start:header_end].split("#")[0]
        last_line = node.value.rstrip("\n").rpartition("\n")[2]
        if keeps or (last_line and not last_line.strip()):
            return end
        content = text[header_end:end].rstrip(WHITE)
        return line_end(text, header_end + len(content))

    def skip_properties(self, node: yaml.Node) -> int:
        """Where the node's text starts behind its anchor and tag."""
        start, end = node.start_mark.index, node.end_mark.index
        found = _PROPERTIES.match(self.text, start, end)
        return found.end() if found else int(start)

    def value_of(self, node: yaml.Node) -> Any:
        """The data of any node of this tree."""
        return self._constructor.value_of(node)

    def remembered(self, study: Callable[[yaml.Node], Study], node: yaml.Node) -> Study:
        """What a study of one of this tree's nodes found, studied once."""
        key = (study, id(node))
        if key not in self._studies:
            self._studies[key] = study(node)
        found: Study = self._studies[key]
        return found

    def line_of(self, path: Path) -> int:
        """1-based line of the key or item at `path`, or of its nearest ancestor in the text."""
        entries = self.trail(path)
        if not entries:
            return 1 if self.root is None else int(self.root.start_mark.line) + 1
        return self.line_at(entries[-1].key_span.start)

    def line_at(self, index: int) -> int:
        return bisect_right(self._line_starts, index)

    @cached_property
    def _line_starts(self) -> list[int]:
        return line_starts(self.text)

    @cached_property
    def _alias_spans(self) -> dict[tuple[int, int, str], Span]:
        """(collection, index, "key" or "value") → the alias that stands there."""
        if self.root is None or "*" not in self.text:
            return {}
        marks = [
            Span(event.start_mark.index, event.end_mark.index)
            for event in yaml.parse(self.text, Loader=yaml.CSafeLoader)
            if isinstance(event, yaml.AliasEvent) and event.start_mark and event.end_mark
        ]
        if not marks:
            return {}
        places = _alias_places(self.root)
        return dict(zip(places, marks, strict=True))

    def aliases_of(self, node: yaml.Node) -> list[Span]:
        """Every alias in the text that stands for this node, in order."""
        return sorted(
            (span for span, target in self._alias_targets if target is node),
            key=lambda span: span.start,
        )

    @cached_property
    def _alias_targets(self) -> list[tuple[Span, yaml.Node]]:
        places = _alias_places(self.root) if self.root and self._alias_spans else {}
        return [(self._alias_spans[place], node) for place, node in places.items()]


def _alias_places(root: yaml.Node) -> dict[tuple[int, int, str], yaml.Node]:
    """In the order of the text: a node met a second time is an alias there."""
    seen: set[int] = {id(root)}
    places: dict[tuple[int, int, str], yaml.Node] = {}

    def walk(node: yaml.Node) -> None:
        if not isinstance(node, yaml.CollectionNode):
            return
        for index, child in enumerate(node.value):
            is_pair = isinstance(node, yaml.MappingNode)
            for role, part in zip(_ROLES, child, strict=True) if is_pair else (("value", child),):
                if id(part) in seen:
                    places[(id(node), index, role)] = part
                else:
                    seen.add(id(part))
                    walk(part)

    walk(root)
    return places


def _marked(node: yaml.Node) -> Span:
    return Span(node.start_mark.index, node.end_mark.index)


def _compose(text: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise DocumentError(f"not valid YAML: {error.reason}", line) from error
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise DocumentError("not valid text: half of a surrogate pair", line) from error
    except yaml.MarkedYAMLError as error:
        raise _in_our_words(error) from error


def _in_our_words(error: yaml.MarkedYAMLError) -> DocumentError:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if error.context and error.context.startswith("expected a single document"):
        return DocumentError("several documents in one file; only one is allowed", line, column)
    problem = str(error.problem or error.context)
    if "cannot start any token" in problem:
        problem += " (a tab in the indentation, or a value that needs quotes?)"
    return DocumentError(f"not valid YAML: {problem}", line, column)
