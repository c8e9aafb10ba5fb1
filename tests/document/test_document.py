"""What a document says of itself, and how edits are taken together."""

from __future__ import annotations

from typing import Any

import pytest

from rscrew_console.document import ABSENT, Document, DocumentError, Duplicate, Edit, StaleEditError
from rscrew_console.document.data import changed, differences, same
from tests.rows import each_row

CREW = """\
# crew
providers:
  claude:
    model: x   # aligned

  openai: {model: y}
agents:
  - name: one
    slots: [claude,
            openai]
  - two
"""


@each_row(
    ("path", "value", "line"),
    [
        ((), {}, 2),
        (("providers",), {}, 2),
        (("providers", "claude", "model"), "x", 4),
        (("providers", "openai", "model"), "y", 6),
        (("agents",), [], 7),
        (("agents", 0), {}, 8),
        (("agents", 0, "slots", 1), "openai", 10),
        (("agents", 1), "two", 11),
        # What is missing is said to be where its nearest ancestor is.
        (("providers", "gemini"), ABSENT, 2),
        (("providers", "claude", "model", "deep"), ABSENT, 4),
        (("agents", 7), ABSENT, 7),
        (("agents", "x"), ABSENT, 7),
        (("agents", -1), ABSENT, 7),
        (("nothing",), ABSENT, 2),
    ],
)
def test_a_place_has_a_value_and_a_line(path: Any, value: Any, line: int) -> None:
    document = Document.parse(CREW)
    assert type(document.get(path)) is type(value)
    assert isinstance(value, dict | list) or document.get(path) == value
    assert document.line_of(path) == line
    if value is ABSENT:
        assert document.get(path, "default") == "default"


def test_a_document_does_not_change() -> None:
    document = Document.parse(CREW)
    data = document.value
    document.set(("providers", "claude", "model"), "z").delete(("agents", 0))
    assert document.text == CREW
    assert document.value is data
    assert repr(document) == f"<Document of {len(CREW)} characters>"


@each_row(
    ("text", "duplicates"),
    [
        ("a: 1\n", ()),
        ("a: 1\nb: 2\na: 3\n", (Duplicate(("a",), 3, 1),)),
        (
            "x:\n  a: 1\n  a: 2\n  a: 3\n",
            (Duplicate(("x", "a"), 3, 2), Duplicate(("x", "a"), 4, 2)),
        ),
        ("x: [{a: 1, 'a': 2}]\n", (Duplicate(("x", 0, "a"), 1, 1),)),
        ("a: &x {b: 1}\nc: {<<: *x, b: 2}\n", ()),
        ("yes: 1\ntrue: 2\n", (Duplicate((True,), 2, 1),)),
    ],
)
def test_duplicate_keys_are_read_and_named(text: str, duplicates: Any) -> None:
    document = Document.parse(text)
    assert document.duplicates == duplicates


def test_of_a_duplicate_key_the_one_that_counts_changes() -> None:
    document = Document.parse("a: 1   # first\nb: 2\na: 3   # counts\n")
    assert document.value == {"a": 3, "b": 2}
    assert document.line_of(("a",)) == 3
    assert document.set(("a",), 4).text == "a: 1   # first\nb: 2\na: 4   # counts\n"


@each_row(
    ("edits", "after"),
    [
        ([], "a: 1\nb: {c: 2}\nd: [3]\n"),
        ([Edit(("a",), 1, 1)], "a: 1\nb: {c: 2}\nd: [3]\n"),
        ([Edit(("a",), 1, 10), Edit(("b", "c"), 2, 20)], "a: 10\nb: {c: 20}\nd: [3]\n"),
        ([Edit(("b", "c"), 2, 20), Edit(("a",), 1, 10)], "a: 10\nb: {c: 20}\nd: [3]\n"),
        ([Edit(("a",), 1, 10), Edit(("a",), 10, 100)], "a: 100\nb: {c: 2}\nd: [3]\n"),
        ([Edit(("a",), 1, 10), Edit(("a",), 10, 1)], "a: 1\nb: {c: 2}\nd: [3]\n"),
        ([Edit(("a",), 1, ABSENT), Edit(("a",), ABSENT, 5)], "b: {c: 2}\nd: [3]\na: 5\n"),
        ([Edit(("a",), 1, ABSENT), Edit(("b",), {"c": 2}, ABSENT)], "d: [3]\n"),
        (
            [Edit(("e",), ABSENT, {}), Edit(("e", "f"), ABSENT, 1)],
            "a: 1\nb: {c: 2}\nd: [3]\ne: {f: 1}\n",
        ),
        ([Edit(("b",), {"c": 2}, {"c": 3, "g": 4})], "a: 1\nb: {c: 3, g: 4}\nd: [3]\n"),
        ([Edit(("a",), "a", "z", on="key"), Edit(("z",), 1, 2)], "z: 2\nb: {c: 2}\nd: [3]\n"),
        ([Edit(("d", 1), ABSENT, 4), Edit(("d", 0), 3, ABSENT)], "a: 1\nb: {c: 2}\nd: [4]\n"),
        ([Edit(("d",), [3], [1, 3, 5])], "a: 1\nb: {c: 2}\nd: [1, 3, 5]\n"),
        # A slot emptied holds nothing: an edit that expects null finds what it expects.
        ([Edit(("x",), None, 1)], "a: 1\nb: {c: 2}\nd: [3]\nx: 1\n"),
    ],
)
def test_edits_are_made_in_their_order(edits: list[Edit], after: str) -> None:
    assert Document.parse("a: 1\nb: {c: 2}\nd: [3]\n").apply(edits).text == after


@each_row(
    ("edits", "line", "reason"),
    [
        ([Edit(("b", "c"), 1, 3)], 2, "b.c does not hold what the change expects"),
        ([Edit(("b", "c"), True, 3)], 2, "b.c does not hold what the change expects"),
        ([Edit(("b", "c"), 2.0, 3)], 2, "b.c does not hold what the change expects"),
        ([Edit(("b", "c"), ABSENT, 3)], 2, "b.c does not hold what the change expects"),
        ([Edit(("b", "z"), 1, ABSENT)], 2, "b.z does not hold what the change expects"),
        ([Edit(("a",), 1, 2), Edit(("a",), 1, 3)], 1, "a does not hold what the change expects"),
        ([Edit(("z",), "z", "y", on="key")], 1, "there is no z"),
        ([Edit(("b", 0), 0, "y", on="key")], 2, "there is no b.0"),
    ],
)
def test_an_edit_that_expects_something_else_is_stale(
    edits: list[Edit], line: int, reason: str
) -> None:
    document = Document.parse("a: 1\nb: {c: 2}\n")
    with pytest.raises(StaleEditError, match=reason) as caught:
        document.apply([Edit(("b", "c"), 2, 2), *edits])
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("path", "new", "reason"),
    [
        (("a",), "b", "b is there already"),
        (("b", "c"), "d", "b.d is there already"),
        (("a",), [1], "cannot be"),
        (("a",), b"x", "cannot be"),
    ],
)
def test_a_key_is_not_renamed_over_another(path: Any, new: Any, reason: str) -> None:
    with pytest.raises((DocumentError, TypeError), match=reason):
        Document.parse("a: 1\nb: {c: 2, d: 3}\n").rename(path, new)


@each_row(
    "edit",
    [
        Edit(("a",), 1, 2),
        Edit(("z",), ABSENT, 2),
        Edit(("b", "c"), 2, ABSENT),
        Edit(("b", "c"), "c", "k", on="key"),
        Edit(("d", 1), ABSENT, "x"),
    ],
)
def test_an_inverse_takes_an_edit_back(edit: Edit) -> None:
    document = Document.parse("a: 1\nb: {c: 2, e: 5}\nd: [3]\n")
    assert same(document.apply([edit, edit.inverse]).value, document.value)


@each_row(
    ("before", "value", "after"),
    [
        # Of a list only what is gone goes, with its comments.
        ("a:\n- x   # x\n- y   # y\n- z   # z\n", ["x", "z"], "a:\n- x   # x\n- z   # z\n"),
        ("a:\n- x   # x\n- y   # y\n- z   # z\n", ["y", "z"], "a:\n- y   # y\n- z   # z\n"),
        ("a:\n- x   # x\n- y   # y\n", ["x", "w"], "a:\n- x   # x\n- w   # y\n"),
        ("a:\n- x   # x\n", ["x", "w"], "a:\n- x   # x\n- w\n"),
        ("a: [x, y]\n", [], "a: []\n"),
        ("a:\n- x\n", [], "a: []\n"),
        ("a: []\n", ["x"], "a: [x]\n"),
        # Of a mapping only what differs.
        ("a:\n  b: 1   # b\n  c: 2   # c\n", {"b": 1, "c": 3}, "a:\n  b: 1   # b\n  c: 3   # c\n"),
        ("a:\n  b: 1   # b\n  c: 2   # c\n", {"c": 2}, "a:\n  c: 2   # c\n"),
        ("a:\n  b: {x: 1, y: 2}\n", {"b": {"x": 1, "y": 3}}, "a:\n  b: {x: 1, y: 3}\n"),
        ("a:\n  b: 1\n", {}, "a: {}\n"),
        ("a:\n  b: 1\n", "text", "a: text\n"),
        ("a: text\n", {"b": 1}, "a: {b: 1}\n"),
        ("a:\n- b\n", {"b": 1}, "a: {b: 1}\n"),
    ],
)
def test_a_collection_is_not_rewritten_but_edited(before: str, value: Any, after: str) -> None:
    assert Document.parse(before).set(("a",), value).text == after


@each_row(
    ("old", "new", "count"),
    [
        ({"a": 1}, {"a": 1}, 0),
        ({"a": 1}, {"a": True}, 1),
        ({"a": 1}, {"a": 1.0}, 1),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, 0),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "c": 3, "d": 4}}, 2),
        ({"a": [1, 2, 3]}, {"a": [1, 3]}, 1),
        ({"a": [1, 2, 3]}, {"a": [3]}, 2),
        ({"a": [1]}, {"a": [2, 1]}, 2),
        ({"a": {}}, {"a": []}, 1),
        ({"a": float("nan")}, {"a": float("nan")}, 0),
        ({"a": None}, {}, 1),
    ],
)
def test_differences_are_the_smallest_edits(old: Any, new: Any, count: int) -> None:
    edits = differences(old, new)
    assert len(edits) == count
    for edit in edits:
        old = changed(old, edit)
    assert same(old, new)
