"""Every edit of every document in tests/corpus, of every shape that real configurations have."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
import ruamel.yaml

from rscrew_console.document import ABSENT, Document, DocumentError, Edit
from rscrew_console.document.data import same
from tests.document.checking import (
    assert_data,
    assert_newer_reader_agrees,
    assert_only_value_changed,
    loaded,
    lost_comments,
    newer_reading,
    put,
    without_entry,
)
from tests.document.standing import Place, lines, root_of
from tests.rows import walked
from tests.thorough import is_thorough

CORPUS = Path(__file__).parent.parent / "corpus"
NAMES = sorted(path.name for path in CORPUS.iterdir() if path.is_file())
each_document = walked(NAMES)

VALUES = ["claude", "yes", 42, None, "two\nlines", "it's: # x", "", True, "é 名 😀", " led", 1e15]
ADDED = ["claude", "012", {"primary": "claude", "more": ["a", "b"]}, None, ["x", "no"], {}, 7]
ORDERS = 3
"""A key is added at the end, in front, and in the middle."""
SOME_FOR_THE_NEWER_READER = 1 if is_thorough() else 11
"""Of so many edits one is read by ruamel.yaml, too, which takes half of the time."""
VALUES_A_PLACE = len(VALUES) if is_thorough() else 4
"""How many values each place is given, in turn with its neighbours."""


@cache
def text_of(name: str) -> str:
    return (CORPUS / name).read_bytes().decode()


@cache
def document_of(name: str) -> Document:
    return Document.parse(text_of(name))


@cache
def places_of(name: str) -> tuple[tuple[Place, Place], ...]:
    """Each place that has a path, with the collection that holds it."""
    root = root_of(text_of(name).removeprefix("\ufeff"))
    holders = [root, *root.below()] if root else []
    return tuple(
        (place, holder)
        for holder in holders
        for place in holder.children
        if any(place is other for other in holder.below())
    )


@cache
def newer_reader_can(name: str) -> bool:
    try:
        newer_reading(text_of(name))
    except (ruamel.yaml.error.YAMLError, ValueError):
        return False
    return True


def without_mark(document: Document) -> str:
    return document.text.removeprefix("\ufeff")


def test_there_are_documents_of_many_shapes() -> None:
    assert len(NAMES) >= 60
    texts = list(map(text_of, NAMES))
    assert any("\r\n" in text for text in texts), "git has changed the line breaks"
    assert sum(map(newer_reader_can, NAMES)) >= 60


def test_every_kind_of_value_is_there() -> None:
    kinds = {place.kind for name in NAMES for place, _ in places_of(name)}
    assert kinds == {"scalar", "block", "empty", "alias", "mapping", "sequence", "other"}


@each_document
def test_nothing_changes_without_an_edit(name: str) -> None:
    document = document_of(name)
    assert document.text == text_of(name)
    for place, _ in places_of(name):
        value = document.get(place.path)
        assert document.set(place.path, value) is document
    assert document.apply([]).text == text_of(name)


@each_document
def test_the_data_is_what_pyyaml_reads(name: str) -> None:
    assert same(document_of(name).value, loaded(text_of(name)))


@each_document
def test_every_entry_is_on_its_line(name: str) -> None:
    text = text_of(name).removeprefix("\ufeff")
    for place, _ in places_of(name):
        line = len(lines(text[: place.key_start] + "|"))
        assert document_of(name).line_of(place.path) == line, place.path


@pytest.mark.parametrize("name", NAMES)  # dear: to be shared between processes
def test_every_scalar_changes_alone(name: str) -> None:
    document = document_of(name)
    scalars = [place for place, _ in places_of(name) if not place.is_collection]
    for index, place in enumerate(scalars):
        for turn in range(index * VALUES_A_PLACE, (index + 1) * VALUES_A_PLACE):
            value = VALUES[turn % len(VALUES)]
            reads = (index + turn) % SOME_FOR_THE_NEWER_READER == 0 and newer_reader_can(name)
            test = partial(change, document, place, value, newer_too=reads)
            check(test, name, place.path, value)


def change(document: Document, place: Place, value: Any, *, newer_too: bool) -> None:
    edited = document.set(place.path, value)
    assert_data(document, edited, place.path, value)
    assert not lost_comments(without_mark(document), without_mark(edited))
    if edited is document:
        return
    if not place.shared:
        assert_only_value_changed(without_mark(document), without_mark(edited), place)
    if newer_too and not any(isinstance(key, bool) for key in place.path):  # `on` is text in 1.2
        assert_newer_reader_agrees(edited.text, place.path, value)


@each_document
def test_all_scalars_change_at_once_as_one_by_one(name: str) -> None:
    document = document_of(name)
    scalars = [place for place, _ in places_of(name) if not place.is_collection]
    edits = [
        Edit(place.path, document.get(place.path), VALUES[index % len(VALUES)])
        for index, place in enumerate(scalars)
        if not place.shared
    ]
    expected = document.value
    for edit in edits:
        expected = put(expected, edit.path, edit.new)
    for some in (edits, edits[::-1]):
        edited = document.apply(some)
        assert same(loaded(edited.text), expected)
        assert not lost_comments(without_mark(document), without_mark(edited))


@each_document
def test_every_key_is_renamed_in_its_place(name: str) -> None:
    document = document_of(name)
    twice = {duplicate.path for duplicate in document.duplicates}
    for place, _ in places_of(name):
        if isinstance(place.key, str) and place.path not in twice:
            check(partial(rename, document, place), name, place.path)


def rename(document: Document, place: Place) -> None:
    renamed = document.rename(place.path, "new name")
    before, after = without_mark(document), without_mark(renamed)
    keys = list(document.get(place.path[:-1]))
    keys[keys.index(place.key)] = "new name"
    assert set(loaded(after) if len(place.path) == 1 else renamed.get(place.path[:-1])) == set(keys)
    assert same(renamed.get((*place.path[:-1], "new name")), document.get(place.path))
    if not place.holds_shared and "&" not in before[place.key_start : place.start]:
        assert after.startswith(before[: place.key_start])
        assert after.endswith(before[place.start :])


@each_document
def test_every_entry_is_removed_alone(name: str) -> None:
    document = document_of(name)
    twice = {duplicate.path for duplicate in document.duplicates}
    for place, holder in places_of(name):
        if place.path in twice:
            with pytest.raises(DocumentError, match="is there twice"):
                document.delete(place.path)
        else:
            check(partial(remove, document, place, holder), name, place.path)


def remove(document: Document, place: Place, holder: Place) -> None:
    removed = document.delete(place.path)
    before, after = without_mark(document), without_mark(removed)
    assert_data(document, removed, place.path, ABSENT)
    if place.in_flow or place.holds_shared:
        return
    expected = without_entry(before, place, holder)
    if expected is not None and before.endswith(("\n", "\r", "\u2029")):
        assert after == expected, "other lines went, or stayed"
    elif expected is not None:
        assert after.rstrip("\r\n") == expected.rstrip("\r\n"), "other lines went, or stayed"


@each_document
def test_an_entry_is_added_to_every_collection(name: str) -> None:
    document = document_of(name)
    collections = {(): document.get(())} | {
        place.path: document.get(place.path)
        for place, _ in places_of(name)
        if place.is_collection or place.kind == "empty"
    }
    for index, path in enumerate(path for path, value in collections.items() if holds(value)):
        for turn in range(ORDERS):
            value = ADDED[(ORDERS * index + turn) % len(ADDED)]
            place, order = added_at(path, document.get(path), turn)
            check(partial(add, document, place, value, order), name, place, value, order)


def holds(value: Any) -> bool:
    return isinstance(value, dict | list | None)


def added_at(path: Any, held: Any, turn: int) -> tuple[Any, tuple[str, ...]]:
    if isinstance(held, list):
        return (*path, len(held)), ()
    keys = list(filter(lambda key: isinstance(key, str), held or ()))
    at = (len(keys), 0, len(keys) // 2)[turn]
    return (*path, "added"), () if turn == 0 else (*keys[:at], "added", *keys[at:])


def add(document: Document, path: Any, value: Any, order: tuple[str, ...]) -> None:
    added = document.set(path, value, order=order)
    before, after = without_mark(document), without_mark(added)
    assert_data(document, added, path, value)
    assert not lost_comments(before, after)
    if order and "<<" not in before and not document.duplicates:
        siblings = [key for key in added.get(path[:-1]) if isinstance(key, str)]
        assert siblings == list(order), "not in its place"
    if before.endswith(("\n", "\r")) and "&" not in before:
        gone = [line for line in lines(before) if line not in set(lines(after))]
        assert len(gone) <= 1, "a line of others changed"
    removed = added.delete(path)
    assert same(removed.value, document.value) or document.get(path[:-1]) is None


def check(test: Callable[[], None], *case: Any) -> None:
    """Run it, and say in which case it failed."""
    try:
        test()
    except (AssertionError, DocumentError) as error:
        raise AssertionError(f"{case}: {error}") from error
