"""Whatever the document, the place and the value: only the touched value's data changes."""

from __future__ import annotations

from functools import reduce
from typing import Any

import ruamel.yaml
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from rscrew_console.document import ABSENT, Document, DocumentError, Edit
from rscrew_console.document.data import changed, differences, same
from tests.document.writing import DATA, KEYS, SCALARS, sharing, written
from tests.thorough import examples

WRITTEN = written()


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every path in the data, the root aside."""
    if not isinstance(value, dict | list):
        return []
    items = value.items() if isinstance(value, dict) else enumerate(value)
    return [place for key, item in items for place in [(*path, key), *places(item, (*path, key))]]


def parse(text: str, value: Any) -> Document:
    document = Document.parse(text)
    assert same(document.value, value), "the writer and the reader disagree"
    return document


@examples(30)
@given(WRITTEN)
def test_nothing_changes_without_an_edit(case: tuple[str, Any, list[str]]) -> None:
    text, value, _ = case
    document = parse(text, value)
    assert document.text == text
    for path in places(value):
        assert document.set(path, document.get(path)).text == text


@examples(30)
@given(WRITTEN, st.data())
def test_a_scalar_changes_alone(case: tuple[str, Any, list[str]], data: st.DataObject) -> None:
    text, value, comments = case
    document = parse(text, value)
    scalars = [path for path in places(value) if not isinstance(document.get(path), dict | list)]
    assume(scalars)
    path, new = data.draw(st.sampled_from(scalars)), data.draw(SCALARS)
    edited = document.set(path, new)
    assert same(edited.value, changed(value, Edit(path, ABSENT, new)))
    assert_comments_survive(edited.text, comments)
    assert_lines_of_others_survive(document, edited, path)
    back = edited.set(path, document.get(path))
    assert same(back.value, value)
    if isinstance(new, str):
        assert_both_read(edited.text, path, new)


@examples(30)
@given(WRITTEN, KEYS, SCALARS | DATA, st.data())
def test_an_entry_is_added_and_taken_out_again(
    case: tuple[str, Any, list[str]], key: str, new: Any, data: st.DataObject
) -> None:
    text, value, comments = case
    document = parse(text, value)
    holders = [path for path in [(), *places(value)] if isinstance(document.get(path), dict)]
    path = (*data.draw(st.sampled_from(holders)), key)
    assume(document.get(path) is ABSENT)
    added = document.set(path, new)
    assert same(added.value, changed(value, Edit(path, ABSENT, new)))
    assert_comments_survive(added.text, comments)
    taken = added.delete(path)
    assert same(taken.value, value)
    assert_comments_survive(taken.text, comments)


@examples(30)
@given(WRITTEN, st.data())
def test_an_entry_is_removed_alone(case: tuple[str, Any, list[str]], data: st.DataObject) -> None:
    text, value, _ = case
    document = parse(text, value)
    path = data.draw(st.sampled_from(places(value)))
    removed = document.delete(path)
    assert same(removed.value, changed(value, Edit(path, ABSENT, ABSENT)))


@examples(30)
@given(WRITTEN, st.data(), KEYS)
def test_a_key_is_renamed_in_its_place(
    case: tuple[str, Any, list[str]], data: st.DataObject, name: str
) -> None:
    text, value, comments = case
    document = parse(text, value)
    keys = [path for path in places(value) if isinstance(path[-1], str)]
    path = data.draw(st.sampled_from(keys))
    assume(document.get((*path[:-1], name)) is ABSENT)
    renamed = document.rename(path, name)
    assert same(renamed.value, changed(value, Edit(path, path[-1], name, on="key")))
    assert list(renamed.get(path[:-1])) == [
        name if key == path[-1] else key for key in document.get(path[:-1])
    ]
    assert_comments_survive(renamed.text, comments)


@examples(30)
@given(WRITTEN, DATA)
def test_any_change_of_data_can_be_written(case: tuple[str, Any, list[str]], other: Any) -> None:
    text, value, _ = case
    document = parse(text, value)
    edited = document.apply(differences(value, other))
    assert same(edited.value, other)
    assert same(edited.apply(differences(other, value)).value, value)


@examples(30)
@given(WRITTEN, st.data())
def test_many_edits_at_once_are_the_same_as_one_by_one(
    case: tuple[str, Any, list[str]], data: st.DataObject
) -> None:
    text, value, comments = case
    document = parse(text, value)
    scalars = [path for path in places(value) if not isinstance(document.get(path), dict | list)]
    assume(scalars)
    some = data.draw(st.lists(st.sampled_from(scalars), max_size=4, unique=True))
    edits = [Edit(path, document.get(path), data.draw(SCALARS)) for path in some]
    at_once = document.apply(edits)
    one_by_one = document
    for edit in edits:
        one_by_one = one_by_one.apply([edit])
    assert same(at_once.value, one_by_one.value)
    assert_comments_survive(at_once.text, comments)


@examples(30)
@given(sharing(), SCALARS, st.data())
def test_what_is_shared_changes_for_one_alone(text: str, new: Any, data: st.DataObject) -> None:
    document = Document.parse(text)
    path = data.draw(st.sampled_from(places(document.value)))
    try:
        edited = document.set(path, new)
    except DocumentError as error:
        # What others merge can become no scalar.
        assert isinstance(document.get(path), dict)
        assert "merges mappings" in error.reason
    else:
        assert same(edited.value, changed(document.value, Edit(path, ABSENT, new)))


@examples(30)
@given(sharing(), st.data())
def test_what_is_shared_is_removed_for_one_alone_or_not_at_all(
    text: str, data: st.DataObject
) -> None:
    document = Document.parse(text)
    path = data.draw(st.sampled_from(places(document.value)))
    try:
        removed = document.delete(path)
    except DocumentError as error:
        assert "merge" in error.reason or "read differently" in error.reason
    else:
        assert same(removed.value, changed(document.value, Edit(path, ABSENT, ABSENT)))


@examples(30)
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        document = Document.parse(text)
    except DocumentError as error:
        assert error.line >= 1
        assert error.column >= 1
    else:
        assert document.text == text


def assert_comments_survive(text: str, comments: list[str]) -> None:
    for comment in comments:
        assert comment in text


def assert_lines_of_others_survive(before: Document, after: Document, path: Any) -> None:
    """All lines up to the edited key's own are as they were."""
    line = before.line_of(path) - 1
    old, new = (document.text.splitlines(keepends=True) for document in (before, after))
    if all(isinstance(before.get(path[:length]), dict) for length in range(len(path))):
        assert old[:line] == new[:line] or "?" in before.text


def assert_both_read(text: str, path: Any, value: str) -> None:
    """Both YAML versions' readers, on the whole text; ruamel's refuses a tab before a comment."""
    readings: list[Any] = [yaml.load(text, Loader=yaml.CSafeLoader)]
    if "\t" not in text:
        readings.append(ruamel.yaml.YAML(typ="safe", pure=True).load(text))
    for found in readings:
        assert reduce(lambda held, key: held[key], path, found) == value
