"""Data read again keeps the objects of what is the same, so that identity tells what changed."""

from __future__ import annotations

from typing import Any

from rscrew_console.document.data import adopted, same
from tests.rows import each_row

INNER = {"a": 1}
ITEMS = [1, 2]


@each_row(("new", "old", "is_taken"), [
    ({"a": 1}, INNER, True),
    ([1, 2], ITEMS, True),
    ({"b": 2, "a": 1}, {"a": 1, "b": 2}, False),
    ({"a": 1.0}, INNER, False),
    ({"a": True}, INNER, False),
    ({True: "x"}, {1: "x"}, False),
    ({"a": 1, "b": 2}, INNER, False),
    ({}, INNER, False),
    ([1], ITEMS, False),
    ([1, 2, 3], ITEMS, False),
    ([True, 2], ITEMS, False),
    ({"a": float("nan")}, {"a": float("nan")}, True),
])  # fmt: skip
def test_old_objects_are_taken_where_all_is_the_same(new: Any, old: Any, is_taken: bool) -> None:
    result = adopted(new, old)
    assert (result is old) is is_taken
    assert same(result, new)
    if isinstance(new, dict):
        assert [(type(key), key) for key in result] == [(type(key), key) for key in new]


def test_what_did_not_change_inside_is_taken() -> None:
    old = {"same": INNER, "other": {"b": [ITEMS, 1]}}
    result = adopted({"other": {"b": [[1, 2], 2]}, "same": {"a": 1}, "more": 1}, old)
    assert result == {"other": {"b": [[1, 2], 2]}, "same": {"a": 1}, "more": 1}
    assert result["same"] is INNER
    assert result["other"]["b"][0] is ITEMS
