"""A parsed text: its nodes, its data, and where each entry really stands in the text.

PyYAML's marks are nearly enough. What they leave out is found here: an alias carries the mark of
its anchor, a block collection ends where the next token starts (behind the comments that follow
it), and so does a block scalar.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import yaml

from rscrew_console.document.aliases import Alias, aliases
from rscrew_console.document.composing import compose, uncollected
from rscrew_console.document.construct import Constructor, Duplicate
from rscrew_console.document.data import value_at
from rscrew_console.document.edit import Path
from rscrew_console.document.gaps import behind_white, properties, sign_in
from rscrew_console.document.limits import refuse_costly
from rscrew_console.document.lines import WHITE, has_rare_break, line_end, line_starts
from rscrew_console.records import dataclass

if TYPE_CHECKING:
    from rscrew_console.document.moved_nodes import EntryNodes, LineShift

Study = TypeVar("Study")
_AROUND = 50
MERGE_TAG = "tag:yaml.org,2002:merge"


@dataclass(frozen=True, slots=True)
class TextSpan:
    """A half-open range of code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NodeEntry:
    """A mapping's pair or a sequence's item (then `key` is None)."""

    parent: yaml.CollectionNode
    index: int
    key: yaml.Node | None
    value: yaml.Node
    key_span: TextSpan
    """For an item: the place where its value starts."""
    value_span: TextSpan
    """The alias where the value is one; up to the last content of a collection or block scalar."""
    is_alias: bool

    def values_around(self) -> list[yaml.Node]:
        """The values of its siblings, and its own; in a huge collection of the nearest."""
        some = self.parent.value[max(self.index - _AROUND, 0) : self.index + _AROUND]
        return [part[1] if isinstance(self.parent, yaml.MappingNode) else part for part in some]


class KnownNodes(NamedTuple):
    """What is known of a text without a reading of the whole."""

    root: yaml.Node
    shifts: tuple[LineShift, ...]
    """Since a whole text was read; most nodes have the positions that they had then."""
    keys: dict[int, dict[Any, int]]


class Tree:
    """Raises DocumentError when the text is not one YAML document that can be read safely."""

    def __init__(self, text: str, known: KnownNodes | None = None) -> None:
        """Of what is `known` the `value` is still to be set."""
        self.text = text
        self.shifts = known.shifts if known else ()
        self._constructor = Constructor()
        self._keys = known.keys if known else {}
        self._entries: dict[tuple[int, int], NodeEntry] = {}
        self._trails: dict[Path, list[NodeEntry]] = {}
        self._studies: dict[tuple[object, int], Any] = {}
        self.root: yaml.Node | None
        self.value: Any = None
        if known:
            self.root = known.root
            return
        refuse_costly(text)
        with uncollected():
            self.root = compose(text)
            self.value = None if self.root is None else self._constructor.value_of(self.root)

    def with_entry(self, path: Path, start: int, end: int, nodes: EntryNodes) -> Tree:
        """The tree with the lines from `start` to `end`, those of the entry at a path of two keys
        in block mappings, as these; without its `value`. The other nodes are shared."""
        from rscrew_console.document.moved_nodes import LineShift, place, with_pair

        section, entry = self.trail(path)
        outer, inner = section.parent, entry.parent
        if not isinstance(outer, yaml.MappingNode) or not isinstance(inner, yaml.MappingNode):
            raise TypeError("only an entry of block mappings is read by itself")
        text = f"{self.text[:start]}{nodes.text}{self.text[end:]}"
        shifts = (*self.shifts, LineShift(end, len(text) - len(self.text)))
        place((nodes.key, nodes.value), start - nodes.start, len(shifts))
        changed = with_pair(inner, entry.index, nodes.key, nodes.value)
        root = with_pair(outer, section.index, section.key or nodes.key, changed)
        keys = {id(changed): self._index_of_keys(inner), id(root): self._index_of_keys(outer)}
        tree = Tree(text, KnownNodes(root, shifts, keys))
        tree.is_plain = self.is_plain  # it was, or no entry would be read by itself
        return tree

    @cached_property
    def is_plain(self) -> bool:
        """Whether nothing in the text reaches beyond its entry: no anchor, merge or directive, no
        key twice, and no line break but the usual."""
        reaching = ("<<", "\n%", "\n---", "\n...")
        reaches = any(sign in self.text for sign in reaching) or self.text[:1] in ("%", "-")
        return not (reaches or has_rare_break(self.text) or self.duplicates or self._aliases)

    def start(self, node: yaml.Node) -> int:
        """Where the node's text starts, with its anchor and tag."""
        return self._index(node.start_mark)

    def end(self, node: yaml.Node) -> int:
        """Where PyYAML ends the node: a block's is where the next token starts."""
        return self._index(node.end_mark)

    def _index(self, mark: yaml.error.Mark) -> int:
        if self.shifts:
            from rscrew_console.document.moved_nodes import moved_index  # only edits lead here

            return moved_index(mark, self.shifts)
        return int(mark.index)

    @property
    def duplicates(self) -> tuple[Duplicate, ...]:
        return tuple(self._constructor.duplicates)

    def entries(self, node: yaml.CollectionNode) -> Iterator[NodeEntry]:
        return (self.entry_at(node, index) for index in range(len(node.value)))

    def entry_at(self, node: yaml.CollectionNode, index: int) -> NodeEntry:
        """The entry of that index, found out once: many edits come through the same ones."""
        place = id(node), index
        if place not in self._entries:
            self._entries[place] = self._entry_at(node, index)
        return self._entries[place]

    def _entry_at(self, node: yaml.CollectionNode, index: int) -> NodeEntry:
        child = node.value[index]
        key, value = child if isinstance(node, yaml.MappingNode) else (None, child)
        alias = self._aliases.get((id(node), index, "value"))
        if alias:
            value_span = TextSpan(alias.start, alias.end)
        else:
            value_span = TextSpan(self.start(value), self.content_end(value))
        if key is None:
            key_span = TextSpan(value_span.start, value_span.start)
        else:
            marks = self._aliases.get((id(node), index, "key"))
            end = marks.end if marks else self.content_end(key)
            key_span = TextSpan(marks.start if marks else self.start(key), end)
            if value_span.start == value_span.end and self.colon(key_span, value_span) is None:
                # Behind a `? key` without a value, the mark of that value is at the next entry.
                value_span = TextSpan(key_span.end, key_span.end)
        return NodeEntry(node, index, key, value, key_span, value_span, alias is not None)

    def colon(self, key_span: TextSpan, value_span: TextSpan) -> int | None:
        """Where the colon between them is, if there is one."""
        return sign_in(self.text, ":", key_span.end, value_span.start)

    def entry_of(self, node: yaml.CollectionNode, key: Any) -> NodeEntry | None:
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

    def trail(self, path: Path) -> list[NodeEntry]:
        """The entries along `path`, as far as they are written out in place."""
        parent = self._trails.get(path[:-1])
        if parent is None:
            parent = self._trails[path[:-1]] = self._walk(self.root, path[:-1])
        if len(parent) < len(path) - 1 or (parent and parent[-1].is_alias):
            return [*parent]
        return [*parent, *self._walk(parent[-1].value if parent else self.root, path[-1:])]

    def _walk(self, node: yaml.Node | None, path: Path) -> list[NodeEntry]:
        """The entries along `path` from a node on, as far as they are written out in place."""
        entries: list[NodeEntry] = []
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
        return value_at(self.value, path)

    def content_end(self, node: yaml.Node) -> int:
        """Where the node's own text ends, without the comments and blank lines that follow."""
        if isinstance(node, yaml.ScalarNode):
            return self.block_scalar_end(node) if node.style in ("|", ">") else self.end(node)
        if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
            return self.end(node)
        return self.entry_at(node, len(node.value) - 1).value_span.end

    def block_scalar_end(self, node: yaml.ScalarNode) -> int:
        """Behind the last line of content, before its break; of a kept (`+`) one behind it all."""
        text, end = self.text, self.end(node)
        start = self.content_start(node)
        header_end = line_end(text, start)
        keeps = "+" in text[start:header_end].split("#")[0]
        last_line = node.value.rstrip("\n").rpartition("\n")[2]
        if keeps or (last_line and not last_line.strip()):
            return end
        content = text[header_end:end].rstrip(WHITE)
        return line_end(text, header_end + len(content))

    def content_start(self, node: yaml.Node) -> int:
        """Where the node's text starts behind its anchor and tag."""
        start, end = self.start(node), self.end(node)
        if self.text[start : start + 1] not in ("&", "!"):
            return start
        if isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
            end = self.entry_at(node, 0).key_span.start
        tokens = properties(self.text, start, end)
        return behind_white(self.text, tokens[-1].end, end) if tokens else start

    def value_of(self, node: yaml.Node) -> Any:
        """The data of any node of this tree."""
        return self._constructor.value_of(node)

    def remembered(self, study: Callable[[yaml.Node], Study], node: yaml.Node) -> Study:
        """Return what a function computes for one of this tree's nodes; compute it once."""
        key = (study, id(node))
        if key not in self._studies:
            self._studies[key] = study(node)
        result: Study = self._studies[key]
        return result

    def line_of(self, path: Path) -> int:
        """1-based line of the key or item at `path`, or of its nearest ancestor in the text."""
        if not self._aliases:
            return self.line_at(self._key_start(path))
        entries = self.trail(path)
        return self.line_at(entries[-1].key_span.start if entries else self._key_start(()))

    def _key_start(self, path: Path) -> int:
        """Where the key or item at `path` (or its nearest ancestor that is there) starts, in a text
        without aliases; the entry's other places take longer to find."""
        node, start = self.root, self.root
        for key in path:
            if isinstance(node, yaml.MappingNode):
                index = self._index_of_keys(node).get(key, -1)
            else:
                index = key if isinstance(key, int) else -1
            if not isinstance(node, yaml.CollectionNode) or not 0 <= index < len(node.value):
                break
            child = node.value[index]
            start, node = child if isinstance(node, yaml.MappingNode) else (child, child)
        return 0 if start is None else self.start(start)

    def line_at(self, index: int) -> int:
        return bisect_right(self._line_starts, index)

    @cached_property
    def _line_starts(self) -> list[int]:
        return line_starts(self.text)

    @cached_property
    def _aliases(self) -> dict[tuple[int, int, str], Alias]:
        return {} if self.shifts else aliases(self.text, self.root)  # a plain text has none

    def aliases_of(self, node: yaml.Node) -> list[TextSpan]:
        """Every alias in the text that stands for this node, in order."""
        return [
            TextSpan(alias.start, alias.end)
            for alias in self._aliases.values()
            if alias.node is node
        ]
