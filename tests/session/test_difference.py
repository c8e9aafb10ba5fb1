"""The net difference between two states of data."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rscrew_console.document import ABSENT, Edit
from rscrew_console.document.data import changed, same
from rscrew_console.session.difference import diff_of, difference, leaf_paths
from tests.rows import each_row

scalars = st.none() | st.booleans() | st.integers(0, 3) | st.floats() | st.sampled_from("abc")
data = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner),
    max_leaves=12,
)


@each_row(
    ("old", "new", "edits"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 2}, [Edit(("a",), 1, 2)]),
        ({"a": 1}, {"a": True}, [Edit(("a",), 1, True)]),
        ({"a": 1}, {"a": 1.0}, [Edit(("a",), 1, 1.0)]),
        ({"a": float("nan")}, {"a": float("nan")}, []),
        ({"a": 1}, {}, [Edit(("a",), 1, ABSENT)]),
        ({}, {"a": None}, [Edit(("a",), ABSENT, None, order=("a",))]),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "c": 3}}, [Edit(("a", "c"), 2, 3)]),
        ({"a": [1, 2]}, {"a": [1, 3]}, [Edit(("a", 1), 2, 3)]),
        ({"a": [1, 2]}, {"a": [1]}, [Edit(("a",), [1, 2], [1])]),
        ({"a": {"x": 1}}, {"b": {"x": 1}}, [Edit(("a",), "a", "b", on="key")]),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, []),
        (
            {"b": 2, "d": 4},
            {"b": 2, "c": 3, "d": 4},
            [Edit(("c",), ABSENT, 3, order=("b", "c", "d"))],
        ),
    ],
)
def test_difference(old: Any, new: Any, edits: list[Edit]) -> None:
    assert difference(old, new) == edits


ENV = """\
# models
WRITER_MODEL=openai:gpt-6.1
OPENAI_API_KEY=sk-proj-a1B2c3D4e5F6
PASSPHRASE="two
lines"
DATABASE_URL=postgres://me:pw@host/db
"""


@each_row("name", [".env", "/home/me/.env.local", "prod.env"])
@each_row("ending", ["", "not a line at all\n"])
def test_a_diff_of_a_dotenv_file_shows_models_and_no_other_value(name: str, ending: str) -> None:
    after = ENV.replace("gpt-6.1", "gpt-6.1-mini").replace("sk-proj-a1B2c3D4e5F6", "sk-new-1234")
    diff = diff_of(ENV + ending, after + ending, name)
    assert not any(secret in diff for secret in ("sk-", "two", "pw@", "1234"))
    if not ending:
        assert "-WRITER_MODEL=openai:gpt-6.1\n+WRITER_MODEL=openai:gpt-6.1-mini\n" in diff
        assert " OPENAI_API_KEY=(hidden)\n" in diff


@given(data, data)
def test_the_difference_made_gives_the_new_state(old: Any, new: Any) -> None:
    reached = old
    for edit in difference(old, new):
        reached = changed(reached, edit)
    assert same(reached, new)
    assert difference(new, new) == []


@each_row(
    ("edit", "paths"),
    [
        (Edit(("a",), 1, 2), {("a",)}),
        (Edit(("a",), ABSENT, {"b": 1, "c": {}}), {("a", "b"), ("a", "c")}),
        (Edit(("a",), {"b": 1}, ABSENT), {("a", "b")}),
        (Edit(("a",), [1, 2], [3]), {("a", 0), ("a", 1)}),
        (Edit(("x", "a"), "a", "b", on="key"), {("x", "b")}),
    ],
)
def test_leaves_that_an_edit_touches(edit: Edit, paths: set[tuple[str, ...]]) -> None:
    assert leaf_paths([edit]) == paths
