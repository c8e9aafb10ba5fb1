"""Where each value of a text stands, found from PyYAML's events and tokens alone.

The tests compare what an edit did with this, so nothing here comes from the code under test.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import yaml

WHITE = " \t\r\n\x85\u2028\u2029"
BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_REST = r"[^\n\r\x85\u2028\u2029]"
_LINE = re.compile(rf"{_REST}*(?:{BREAK.pattern})|{_REST}+")
_COMMENT = re.compile(rf"#{_REST}*")


@dataclass
class Place:
    """One value: `start` and `end` are its own text, without anchor and tag."""

    path: tuple[Any, ...]
    kind: str
    """scalar, block (a `|` or `>` one), empty, alias, mapping, sequence or other."""
    start: int
    end: int
    """Of a block scalar and a block collection where the last line's content ends."""
    in_flow: bool
    flow: bool = False
    """A flow mapping or sequence."""
    index: int = 0
    key: Any = None
    key_start: int = 0
    mark: int = 0
    """Where the entry starts: at its dash, its question mark or its key."""
    shared: bool = False
    """It, or something above it, has an anchor or is an alias, or its mapping merges."""
    children: list[Place] = field(default_factory=list)

    @property
    def is_collection(self) -> bool:
        return self.kind in ("mapping", "sequence")

    @property
    def holds_shared(self) -> bool:
        """Whether taking it out concerns others."""
        return self.shared or any(child.holds_shared for child in self.children)

    def below(self) -> Iterator[Place]:
        """Every value in it that has a path: of a duplicate key the last, which counts."""
        last = {(type(child.key), child.key): child for child in self.children}
        for child in self.children:
            if child.key is not None and last[type(child.key), child.key] is child:
                yield child
                yield from child.below()


def root_of(text: str) -> Place | None:
    """The document's value. `text` has no BOM."""
    walk = _Walk(text)
    for event in walk.events:
        if isinstance(event, yaml.NodeEvent):
            return walk.node(event, (), in_flow=False, shared=False)
    return None


class _Walk:
    def __init__(self, text: str) -> None:
        self.text = text
        self.events = iter(list(yaml.parse(text, Loader=yaml.CSafeLoader)))
        tokens = list(yaml.scan(text, Loader=yaml.CSafeLoader))
        self.scalars = {
            token.end_mark.index: token.start_mark.index
            for token in tokens
            if isinstance(token, yaml.ScalarToken)
        }
        signs = [token for token in tokens if token.end_mark.index > token.start_mark.index]
        self.dashes = _starts(signs, yaml.BlockEntryToken)
        self.questions = _starts(signs, yaml.KeyToken)

    def node(self, event: Any, path: tuple[Any, ...], *, in_flow: bool, shared: bool) -> Place:
        start, end = event.start_mark.index, event.end_mark.index
        shared = shared or getattr(event, "anchor", None) is not None
        if isinstance(event, yaml.AliasEvent):
            return Place(path, "alias", start, end, in_flow, shared=True)
        if isinstance(event, yaml.ScalarEvent):
            content = self.scalars.get(end, -1)
            if not start <= content < end:
                return Place(path, "empty", end, end, in_flow, shared=shared)
            if event.style not in ("|", ">"):
                return Place(path, "scalar", content, end, in_flow, shared=shared)
            return Place(path, "block", content, self.block_end(content, end), False, shared=shared)
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        kind = "mapping" if is_mapping else "sequence"
        place = Place(path, kind, start, end, in_flow, flow=bool(event.flow_style), shared=shared)
        self.fill(place)
        if (event.tag or "").endswith((":set", ":omap", ":pairs")):
            place.kind, place.children = "other", []  # Data that has no paths into it.
        return place

    def fill(self, place: Place) -> None:
        flow = place.in_flow or place.flow
        end = place.start
        while not isinstance(event := next(self.events), yaml.CollectionEndEvent):
            index = len(place.children)
            key: Any = index
            key_start, marks = event.start_mark.index, [] if flow else self.dashes
            if place.kind == "mapping":
                self.node(event, (), in_flow=flow, shared=False)
                key, marks = _constructed(event), self.questions
                if _is_merge(event):
                    _share(place)
                event = next(self.events)
            child = self.node(event, (*place.path, key), in_flow=flow, shared=place.shared)
            child.index, child.key, child.key_start = index, key, key_start
            child.mark = _last_between(marks, end, key_start)
            child.mark = key_start if child.mark is None else child.mark
            place.children.append(child)
            end = max(end, child.end)
        place.end = event.end_mark.index if place.flow else end

    def block_end(self, start: int, end: int) -> int:
        """Where the last line of content ends; of a kept (`+`) text where all of it does."""
        header = lines(self.text[start:end])[0].split("#")[0]
        if "+" in header:
            return end
        content = max(len(self.text[:end].rstrip(WHITE)), start + len(header.rstrip()))
        found = BREAK.search(self.text, content, end)
        return found.start() if found else end


def _starts(tokens: list[Any], kind: type) -> list[int]:
    return [token.start_mark.index for token in tokens if isinstance(token, kind)]


def _last_between(places: list[int], start: int, end: int) -> int | None:
    at = bisect_left(places, end) - 1
    return places[at] if at >= 0 and places[at] >= start else None


def _is_merge(event: Any) -> bool:
    return getattr(event, "value", "") == "<<" and event.implicit[0]


def _share(place: Place) -> None:
    place.shared = True
    for child in place.children:
        _share(child)


def _constructed(event: Any) -> Any:
    """A key's data; None for a merge and for what is no scalar."""
    if not isinstance(event, yaml.ScalarEvent) or _is_merge(event):
        return None
    tag = event.tag or yaml.resolver.Resolver().resolve(
        yaml.ScalarNode, event.value, event.implicit
    )
    return yaml.constructor.SafeConstructor().construct_object(yaml.ScalarNode(tag, event.value))


def comments(text: str) -> list[str]:
    """Every comment: what begins with `#` between two tokens, or behind a block text's header."""
    return [*_comments(text)]


@lru_cache(64)  # one text is edited at many places
def _comments(text: str) -> tuple[str, ...]:
    found: list[str] = []
    done = 0
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        start, end = token.start_mark.index, token.end_mark.index
        found += _COMMENT.findall(text, done, max(start, done))
        if getattr(token, "style", None) in ("|", ">"):
            header = BREAK.search(text, start)
            found += _COMMENT.findall(text, start, header.start() if header else end)
        done = max(done, end)
    return (*found, *_COMMENT.findall(text, done))


def lines(text: str) -> list[str]:
    """The lines with their breaks."""
    return _LINE.findall(text)
