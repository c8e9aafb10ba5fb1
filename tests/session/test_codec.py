"""Edits through JSON and back."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rscrew_console.document import ABSENT, Edit
from rscrew_console.document.data import same
from rscrew_console.session.codec import edit_from_json, edit_to_json, from_json, to_json
from tests.rows import each_row

keys = st.text(max_size=4) | st.integers() | st.none() | st.booleans() | st.floats(allow_nan=False)
leaves = (
    keys | st.floats() | st.dates() | st.datetimes() | st.datetimes(timezones=st.just(UTC))
    | st.binary(max_size=5) | st.sampled_from(["$absent", "$map", "$"]) | st.sets(st.text())
    | st.just(ABSENT)
)  # fmt: skip
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(keys | st.sampled_from(["$map", "$date"]), inner, max_size=3)
        | st.tuples(inner, inner)
    ),
    max_leaves=10,
)


@given(values)
def test_every_value_comes_back(value: Any) -> None:
    assert same(from_json(json.loads(json.dumps(to_json(value)))), value)


@pytest.mark.parametrize(
    "edit",
    [
        Edit(("a", 0, "b"), ABSENT, {"x": None}, order=("x", "y")),
        Edit(("a", "b"), "b", "c", on="key"),
        Edit((None, True, 1.5), date(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC)),
    ],
)
def test_every_edit_comes_back(edit: Edit) -> None:
    assert edit_from_json(json.loads(json.dumps(edit_to_json(edit)))) == edit


@each_row(
    "plain",
    [
        {},
        {"path": [], "old": 1, "new": 2, "on": "neither", "order": []},
        {"path": [], "old": {"$nothing": 1}, "new": 2, "on": "value", "order": []},
        {"path": [], "old": {"$date": 1}, "new": 2, "on": "value", "order": []},
        {"path": 1, "old": 1, "new": 2, "on": "value", "order": []},
    ],
)
def test_what_is_no_edit_is_refused(plain: dict[str, Any]) -> None:
    with pytest.raises((ValueError, LookupError, TypeError)):
        edit_from_json(plain)
