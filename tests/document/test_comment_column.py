"""Padding of two spaces or more gives and takes, so that a comment keeps its column."""

from __future__ import annotations

from typing import Any

from tests.document.table import at, text_after_delete, text_after_set
from tests.rows import each_row


@each_row(
    ("before", "value", "after"),
    [
        ("a: old     # c\n", "longer", "a: longer  # c\n"),
        ("a: old     # c\n", "x", "a: x       # c\n"),
        ("a: old     # c\n", "quite long", "a: quite long # c\n"),
        ("a: old     # c\n", "nine char", "a: nine char # c\n"),
        ("a: old  # c\n", "older", "a: older # c\n"),
        ("a: old  # c\n", "o", "a: o    # c\n"),
        # One space and tabs are nobody's column.
        ("a: old # c\n", "x", "a: x # c\n"),
        ("a: old # c\n", "longer", "a: longer # c\n"),
        ("a: old\t# c\n", "x", "a: x\t# c\n"),
        ("a: old  \t# c\n", "longer", "a: longer  \t# c\n"),
        ("a: old\t  # c\n", "longer", "a: longer\t  # c\n"),
        # Blanks without a comment are not padding.
        ("a: old     \n", "longer", "a: longer     \n"),
        # A value where there was none, and none where there was one.
        ("a:         # c\n", "x", "a: x       # c\n"),
        ("a: # c\n", "x", "a: x # c\n"),
        ("a:  # c\n", "long", "a: long # c\n"),
        ("a: ~       # c\n", "x", "a: x       # c\n"),
        ("a: old     # c\n", None, "a: null    # c\n"),
        ("a: old     # c\n", "", 'a: ""      # c\n'),
        # In quotes, in lists, in flow, behind anchors and keys of every kind.
        ("a: 'old'   # c\n", "longer", "a: 'longer' # c\n"),
        ("a: old     # c\n", "yes", 'a: "yes"   # c\n'),
        ("a: &x old     # c\n", "older", "a: &x older   # c\n"),
        ("? k\n: old     # c\na: old   # c\n", "o", "? k\n: old     # c\na: o     # c\n"),
        ("b: {x: 1}\na: [1, 2]    # c\n", 7, "b: {x: 1}\na: 7         # c\n"),
        ("a: {b: 1}    # c\n", "long text that fills", "a: long text that fills # c\n"),
        # Every character is one column, however wide it is drawn.
        ("a: old     # c\n", "名前", "a: 名前      # c\n"),
        ("a: 😀     # c\n", "old", "a: old   # c\n"),
        # CRLF and the last line of a file.
        ("a: old     # c\r\nb: 1\r\n", "x", "a: x       # c\r\nb: 1\r\n"),
        ("a: old     # c", "x", "a: x       # c"),
        # A block mapping gives way to a value: the comment behind its header stays.
        ("a:       # c\n  b: 1\nd: 2\n", "x", "a: x     # c\nd: 2\n"),
    ],
)
def test_a_comment_keeps_its_column(before: str, value: Any, after: str) -> None:
    assert text_after_set(before, "a", value) == after


@each_row(
    ("before", "dotted", "value", "after"),
    [
        ("- old    # c\n- b\n", "0", "x", "- x      # c\n- b\n"),
        ("- a: old    # c\n", "0.a", "x", "- a: x      # c\n"),
        ("{a: 1,   # c\n b: 2}\n", "a", 10, "{a: 10,   # c\n b: 2}\n"),
        ("a: {b: old}    # c\n", "a.b", "longer", "a: {b: longer}    # c\n"),
        ("a: [1,\n  2]    # c\n", "a.1", 33, "a: [1,\n  33]    # c\n"),
    ],
)
def test_only_padding_right_behind_the_value_gives_way(
    before: str, dotted: str, value: Any, after: str
) -> None:
    """What stands between value and comment, a bracket or comma, moves with the value."""
    assert text_after_set(before, dotted, value) == after


def test_two_values_on_a_line_change_at_once() -> None:
    before = "a: {b: 1, c: 2}    # d\n"
    after = text_after_set(text_after_set(before, "a.b", 10), "a.c", 20)
    assert after == "a: {b: 10, c: 20}    # d\n"


def test_an_emptied_mapping_leaves_its_header_comment_in_its_column() -> None:
    assert text_after_delete("a:      # c\n  b: 1\n", "a.b") == "a: {}   # c\n"
    assert text_after_set("a: {}   # c\n", "a", {"b": {}}) == "a:      # c\n  b: {}\n"
    assert at("a.0.b") == ("a", 0, "b")
