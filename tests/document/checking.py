"""What must hold of every edit, checked against the text itself and against other readers."""

from __future__ import annotations

import re
from collections import Counter
from itertools import accumulate, pairwise
from typing import Any

import ruamel.yaml
import yaml

from rscrew_console.document import ABSENT, Document
from rscrew_console.document.data import same
from tests.document.standing import BREAK, WHITE, Place, comments, lines

_PADDED_COMMENT = re.compile(r"( {2,})#")


_MERGES = "{a: &a {model: first}, b: &b {model: last}, c: {<<: [*a, *b]}}"
PYYAML_LETS_THE_LAST_WIN = yaml.safe_load(_MERGES)["c"]["model"] == "last"
"""From 6.0.4 on, against YAML's own rule: a file where that matters is a finding of `check`."""


def loaded(text: str) -> Any:
    """As PyYAML's C loader reads it: YAML 1.1. Where its version merges lists of mappings against
    YAML's rule, ruamel.yaml reads what has one."""
    if PYYAML_LETS_THE_LAST_WIN and re.search(r"<<:\s*(?:\[|\n\s*-)", text):
        reader = ruamel.yaml.YAML(typ="safe", pure=True)
        reader.version = (1, 1)
        return reader.load(text.removeprefix("\ufeff"))
    return yaml.load(text, Loader=yaml.CSafeLoader)


def newer_reading(text: str) -> Any:
    """As ruamel.yaml reads it: YAML 1.2."""
    return ruamel.yaml.YAML(typ="safe", pure=True).load(text.removeprefix("\ufeff"))


def put(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """A copy with `new` at `path`; ABSENT takes the entry out."""
    if not path:
        return new
    key, rest = path[0], path[1:]
    if isinstance(value, list):
        below = [] if not rest and new is ABSENT else [put([*value, None][key], rest, new)]
        return [*value[:key], *below, *value[key + 1 :]]
    others = dict(value or {})
    old = others.pop(key, None)
    below_key = {} if not rest and new is ABSENT else {key: put(old, rest, new)}
    return others | below_key


def assert_data(before: Document, after: Document, path: tuple[Any, ...], new: Any) -> None:
    assert same(loaded(after.text), put(before.value, path, new)), "other data than was meant"
    assert after.text.startswith("\ufeff") == before.text.startswith("\ufeff")


def assert_only_value_changed(before: str, after: str, place: Place) -> None:
    """All bytes outside the value are the same but for the padding before a comment."""
    assert after.startswith(before[: _first_changed(before, place)]), "text before it changed"
    padding = _PADDED_COMMENT.match(before, place.end)
    if padding is None:
        assert after.endswith(before[place.end :]), "text behind it changed"
        return
    rest = before[padding.end(1) :]
    assert after.endswith(rest), "text behind it changed"
    start = len(after) - len(rest)
    spaces = start - len(after[:start].rstrip(" "))
    grown = _column(after, start) - _column(before, padding.end(1))
    assert grown == 0 or (grown > 0 and spaces == 1), "the comment lost its column"


def _first_changed(text: str, place: Place) -> int:
    """A tag gives way to one of another type; an empty value takes its space from before."""
    before = text[: place.start].rstrip(WHITE)
    word = before[max(map(before.rfind, " \t\n[{,")) + 1 :]
    if word.startswith("!"):
        return len(before) - len(word)
    return len(text[: place.start].rstrip(" ")) if place.kind == "empty" else place.start


def _column(text: str, index: int) -> int:
    return index - sum(map(len, lines(text[:index] + "|")[:-1]))


def lost_comments(before: str, after: str) -> list[str]:
    return list((Counter(comments(before)) - Counter(comments(after))).elements())


def assert_newer_reader_agrees(after: str, path: tuple[Any, ...], value: Any) -> None:
    found = newer_reading(after)
    for key in path:
        found = found[key]
    assert same(found, value), f"YAML 1.2 reads {found!r}"


def without_entry(text: str, place: Place, parent: Place) -> str | None:
    """What removing a block entry must leave: its own lines gone, and the comment lines above
    that belong to it. None for an entry that shares its first line with something else, or that
    is the only one.

    An entry of several lines among others that blank lines part takes the one above it along: it
    is the one that adding such an entry brings in.
    """
    own = lines(text)
    starts = list(accumulate(map(len, own), initial=0))
    first = next(number for number, at in enumerate(starts) if at > place.mark) - 1
    if text[starts[first] : place.mark].strip(" ") or len(parent.children) == 1:
        return None
    column = place.mark - starts[first]
    end = max(place.end, place.mark + 1)
    last = next((number for number, at in enumerate(starts) if at >= end), len(own)) - 1
    if place.is_collection and not place.flow:
        while last + 1 < len(own) and _comment_column(own[last + 1]) > column:
            last += 1
    while place.index and _comment_column(own[first - 1]) == column:
        first -= 1
    if (
        place.index
        and not own[first - 1].strip()
        and _is_parted_by_blank_lines(text, place, parent)
    ):
        first -= 1  # It came with the entry.
    return "".join(own[:first] + own[last + 1 :])


def _is_parted_by_blank_lines(text: str, place: Place, parent: Place) -> bool:
    siblings = parent.children[max(place.index - 50, 0) : place.index + 51]
    gaps = [text[one.end : other.key_start] for one, other in pairwise(siblings)]
    has_lines = BREAK.search(text, place.mark, place.end) is not None
    return (
        has_lines
        and len(siblings) > 2
        and all(any(not line.strip() for line in lines(f"{gap}|")[1:-1]) for gap in gaps)
    )


def _comment_column(line: str) -> int:
    found = re.match(r" *#", line)
    return len(found.group()) - 1 if found else -1
