"""Many edits at once: which of them share a splice, and that the result is that of one by one."""

from __future__ import annotations

from itertools import chain

import pytest

from rscrew_console.document import ABSENT, Document, DocumentError, Edit, StaleEditError
from rscrew_console.document.plan import rounds
from tests.document.table import at
from tests.rows import each_row

Row = tuple[str, object, object]


def edits_of(*rows: Row) -> list[Edit]:
    return [Edit(at(dotted), old, new) for dotted, old, new in rows]


@each_row(
    ("rows", "sizes"),
    [
        ([], []),
        ([("a", 1, 2), ("b", 1, 2), ("c.d", 1, 2)], [3]),
        ([("a", 1, 2), ("a", 2, 3)], [1, 1]),
        # Additions, removals and renamings in different collections.
        ([("a.x", ABSENT, 1), ("b.x", ABSENT, 1), ("c.x", 1, ABSENT)], [3]),
        # Additions to one collection follow each other, removals of keys do not have to.
        ([("a.x", ABSENT, 1), ("a.y", ABSENT, 1)], [1, 1]),
        ([("a.x", 1, ABSENT), ("a.y", 1, ABSENT), ("a.z", 1, ABSENT)], [3]),
        ([("a.x", 1, ABSENT), ("a.x", 1, ABSENT)], [1, 1]),
        ([("a.1", 1, ABSENT), ("a.0", 1, ABSENT)], [1, 1]),
        # What changes in a collection that loses or gains entries waits.
        ([("a.x", 1, ABSENT), ("a.y", 1, 2)], [1, 1]),
        ([("a.y", 1, 2), ("a.x", 1, ABSENT)], [1, 1]),
        ([("a.x", 1, ABSENT), ("a.y", ABSENT, 2), ("a.z", 1, ABSENT)], [1, 1, 1]),
        ([("a.x", 1, ABSENT), ("a.y.z", 1, 2)], [1, 1]),
        ([("a.y.z", 1, 2), ("a", {}, ABSENT)], [1, 1]),
        ([("a", {}, ABSENT), ("b.c", 1, 2)], [1, 1]),
        ([("a", {"b": 1}, []), ("a.b", 1, 2)], [1, 1]),
    ],
)
def test_what_can_be_made_at_once_is(rows: list[Row], sizes: list[int]) -> None:
    edits = edits_of(*rows)
    batches = list(rounds(edits))
    assert [len(batch) for batch in batches] == sizes
    assert sorted(chain(*batches), key=edits.index) == edits


@each_row(
    ("before", "gone", "after"),
    [
        ("a: 1\nb: 2\nc: 3\nd: 4\n", "b d", "a: 1\nc: 3\n"),
        ("a: 1\nb: 2\nc: 3\nd: 4\n", "d b a", "c: 3\n"),
        ("# all\na: 1\n# b\nb: 2\n# c\nc: 3\n", "a b", "# all\n# c\nc: 3\n"),
        ("a: 1\nb: 2\nc: 3", "b c", "a: 1"),
        ("{a: 1, b: 2, c: 3}\n", "b c", "{a: 1}\n"),
        ("{a: 1, b: 2, c: 3}\n", "a c", "{b: 2}\n"),
        ("{a: 1, b: 2}\n", "a b", "{}\n"),
        ("a: 1\nb: 2\n", "a b", "{}\n"),
        ("- a: 1\n  b: 2\n  c: 3\n", "0.a 0.b", "- c: 3\n"),
        ("x:\n  # of x\n  a: 1\n  b: 2\ny: 1\n", "x.a x.b", "x: {}\n  # of x\ny: 1\n"),
        ("a: &x 1\nb: *x\nc: *x\n", "a b", "c: &x 1\n"),
    ],
)
def test_several_keys_go_at_once(before: str, gone: str, after: str) -> None:
    document = Document.parse(before)
    paths = list(map(at, gone.split()))
    removals = [Edit(path, document.get(path), ABSENT) for path in paths]
    assert document.apply(removals).text == after


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        ([("a", 1, ABSENT), ("a", 1, ABSENT)], StaleEditError),
        ([("a", 1, ABSENT), ("b", 3, ABSENT)], StaleEditError),
        ([("a", 1, 5), ("c", ABSENT, b"x")], DocumentError),
    ],
)
def test_all_edits_are_made_or_none(rows: list[Row], error: type[Exception]) -> None:
    document = Document.parse("a: 1\nb: 2\n")
    with pytest.raises(error):
        document.apply(edits_of(*rows))
    assert document.text == "a: 1\nb: 2\n"
