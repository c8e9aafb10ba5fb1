"""Many edits at once give the bytes and the data that the same edits give one by one."""

from __future__ import annotations

from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.document.data import all_changed, changed, same
from tests.rows import each_row

AGENTS = 120
TEXT = "# a crew\nagents:\n" + "".join(
    f"  # number {number}\n  a{number}:\n    primary: claude   # first\n    secondary: openai\n"
    for number in range(AGENTS)
)
EDITS = [
    edit
    for number in range(AGENTS)
    for edit in (
        Edit(("agents", f"a{number}", "primary"), "claude", "openai"),
        Edit(("agents", f"a{number}", "secondary"), "openai", "claude"),
    )
]


def test_the_bytes_of_a_bulk_are_those_of_single_edits() -> None:
    one_by_one = at_once = Document.parse(TEXT)
    for edit in EDITS:
        one_by_one = one_by_one.apply([edit])
    assert at_once.apply(EDITS).text == one_by_one.text


SHARED = {"x": 1}
VALUES = {"a": SHARED, "b": SHARED, "list": [{"x": 1}, {"x": 2}], "none": None}


@each_row("edits", [
    [Edit(("a", "x"), 1, 2)],
    [Edit(("a", "x"), 1, 2), Edit(("b", "x"), 1, 3)],
    [Edit(("a",), {"x": 1}, {"y": 1}), Edit(("a", "y"), 1, 2)],
    [Edit(("a", "x"), 1, ABSENT), Edit(("a", "z"), ABSENT, 5)],
    [Edit(("a", "x"), "x", "y", on="key"), Edit(("a", "y"), 1, 2)],
    [Edit(("list", 1, "x"), 2, 3), Edit(("list", 0), {"x": 1}, ABSENT)],
    [Edit(("none", "x"), ABSENT, 1), Edit(("none", "y"), ABSENT, 2)],
    [Edit(("new",), ABSENT, {"k": 1}), Edit(("new", "k"), 1, 2), Edit(("new", "k"), 2, ABSENT)],
])  # fmt: skip
def test_all_at_once_is_one_after_the_other(edits: list[Edit]) -> None:
    one_by_one = VALUES
    for edit in edits:
        one_by_one = changed(one_by_one, edit)
    given = {"k": 1}
    assert same(all_changed(VALUES, edits), one_by_one)
    assert SHARED == {"x": 1}
    assert VALUES["list"] == [{"x": 1}, {"x": 2}]
    assert given == {"k": 1}
    assert all(edit.new in ({"k": 1}, {"y": 1}) for edit in edits if isinstance(edit.new, dict))
