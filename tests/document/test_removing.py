"""What goes with an entry, and what stays."""

from __future__ import annotations

import pytest

from rscrew_console.document import Document, DocumentError, StaleEditError
from tests.document.table import at, text_after_delete
from tests.rows import each_row


@each_row(
    ("before", "dotted", "after"),
    [
        ("a: 1\nb: 2\nc: 3\n", "a", "b: 2\nc: 3\n"),
        ("a: 1\nb: 2\nc: 3\n", "b", "a: 1\nc: 3\n"),
        ("a: 1\nb: 2\nc: 3\n", "c", "a: 1\nb: 2\n"),
        # Its own comments: behind it, and directly above at its indentation.
        ("a: 1\nb: 2   # b\nc: 3\n", "b", "a: 1\nc: 3\n"),
        ("a: 1\n# b\nb: 2\n# c\nc: 3\n", "b", "a: 1\n# c\nc: 3\n"),
        ("a: 1\n# b, one\n# b, two\nb: 2\nc: 3\n", "b", "a: 1\nc: 3\n"),
        # Not what a blank line parts from it, or what stands at another indentation.
        ("a: 1\n# a\n\n# b\nb: 2\n", "b", "a: 1\n# a\n\n"),
        ("a: 1\n# apart\n\nb: 2\n", "b", "a: 1\n# apart\n\n"),
        ("x:\n  a: 1\n # less\n  b: 2\n  c: 3\n", "x.b", "x:\n  a: 1\n # less\n  c: 3\n"),
        ("x:\n  a: 1\n    # more\n  b: 2\n  c: 3\n", "x.b", "x:\n  a: 1\n    # more\n  c: 3\n"),
        ("x:\n  a: 1\n# margin\n  # b\n  b: 2\n  c: 3\n", "x.b", "x:\n  a: 1\n# margin\n  c: 3\n"),
        # What stands above the first is about them all.
        ("# file\na: 1\nb: 2\n", "a", "# file\nb: 2\n"),
        ("x:\n  # agents\n  a: 1\n  # b\n  b: 2\n", "x.a", "x:\n  # agents\n  # b\n  b: 2\n"),
        # What stands behind the last is nobody's.
        ("x:\n  a: 1\n  b: 2\n  # end\ny: 1\n", "x.b", "x:\n  a: 1\n  # end\ny: 1\n"),
        ("a: 1\nb: 2\n\n# end\n", "b", "a: 1\n\n# end\n"),
        # With everything in it.
        ("a: 1\nb:   # b\n  # first\n  x: 1\n  # last\nc: 3\n", "b", "a: 1\nc: 3\n"),
        ("a: 1\nb:\n  x: 1\n  # in b\n# c\nc: 3\n", "b", "a: 1\n# c\nc: 3\n"),
        ("a: 1\nb:\n- x\n- y\nc: 3\n", "b", "a: 1\nc: 3\n"),
        ("a: 1\nb: |\n  x\n\n  # text\n\n# c\nc: 3\n", "b", "a: 1\n\n# c\nc: 3\n"),
        ("a: 1\nb: |+\n  x\n\nc: 3\n", "b", "a: 1\nc: 3\n"),
        ("a: 1\nb: one\n  two\nc: 3\n", "b", "a: 1\nc: 3\n"),
        ('a: 1\nb: "one\n\n  two"   # b\nc: 3\n', "b", "a: 1\nc: 3\n"),
        ("a: 1\n? b\n: 2\nc: 3\n", "b", "a: 1\nc: 3\n"),
        ("a: 1\n? b   # b\nc: 3\n", "b", "a: 1\nc: 3\n"),
        # A question mark or a dash in a comment is none.
        ("- a: 1\n  # is this b?\n  b: 2\n- c\n", "0.b", "- a: 1\n- c\n"),
        ("x:\n- a\n# this - is b\n- b\n- c\n", "x.1", "x:\n- a\n- c\n"),
        # Blank lines stay.
        ("a: 1\n\nb: 2\n\nc: 3\n", "b", "a: 1\n\n\nc: 3\n"),
        # Line breaks of every kind, and none at the end.
        ("a: 1\r\n# b\r\nb: 2\r\nc: 3\r\n", "b", "a: 1\r\nc: 3\r\n"),
        ("a: 1\r# b?\rb: 2\rc: 3\r", "b", "a: 1\rc: 3\r"),
        ("\ufeffa: 1\nb: 2\n", "a", "\ufeffb: 2\n"),
        ("a: 1\nb: 2", "b", "a: 1"),
        ("a: 1\r\nb: 2", "b", "a: 1"),
        ("a: 1\nb: 2", "a", "b: 2"),
        # But the line break of a block text belongs to it.
        ("a: |\n  x\nb: 2", "b", "a: |\n  x\n"),
        ("a:\n  - >\n    x\nb: 2", "b", "a:\n  - >\n    x\n"),
        ("a: 1\nb: |\n  x", "b", "a: 1"),
        # Items.
        ("- a\n- b\n- c\n", "1", "- a\n- c\n"),
        ("x:\n  - a\n  # b\n  - b\n", "x.1", "x:\n  - a\n"),
        ("- - a\n  - b\n- c\n", "0.0", "- - b\n- c\n"),
        ("- a: 1\n  b: 2\n- c\n", "0", "- c\n"),
        ("-   # first\n  a: 1\n- c\n", "0", "- c\n"),
        ("-\n- c\n", "0", "- c\n"),
        # The key behind a dash makes way for the next one.
        ("- a: 1\n  b: 2\n", "0.a", "- b: 2\n"),
        ("- a: 1   # a\n  b: 2   # b\n", "0.a", "- b: 2   # b\n"),
        ("- a: 1\n  # b\n  b: 2\n", "0.a", "-\n  # b\n  b: 2\n"),
        ("-   a: 1\n    b: 2\n", "0.a", "-   b: 2\n"),
        ("- &x\n  a: 1\n  b: 2\n", "0.a", "- &x\n  b: 2\n"),
    ],
)
def test_an_entry_goes_with_what_is_its_own(before: str, dotted: str, after: str) -> None:
    assert text_after_delete(before, dotted) == after


@each_row(
    ("before", "dotted", "after"),
    [
        ("x:\n  a: 1\ny: 2\n", "x.a", "x: {}\ny: 2\n"),
        ("x:\n  - a\ny: 2\n", "x.0", "x: []\ny: 2\n"),
        ("x:\n- a\ny: 2\n", "x.0", "x: []\ny: 2\n"),
        (
            "x:\n  # first\n  a: 1   # a\n  # last\ny: 2\n",
            "x.a",
            "x: {}\n  # first\n  # last\ny: 2\n",
        ),
        ("x: &n   # c\n  a: 1\n", "x.a", "x: &n {} # c\n"),
        ("x: !!map\n  a: 1\n", "x.a", "x: !!map {}\n"),
        ("x: # c: d\n  a: 1\n", "x.a", "x: {} # c: d\n"),
        ("x:\n  a: |\n    text\ny: 1\n", "x.a", "x: {}\ny: 1\n"),
        ("x:\n  a: |+\n    text\n\ny: 1\n", "x.a", "x: {}\ny: 1\n"),
        ("x:\n  a: 1", "x.a", "x: {}"),
        ("x:\r\n  a: 1\r\n", "x.a", "x: {}\r\n"),
        ("- a: 1   # c\n- b\n", "0.a", "- {}\n- b\n"),
        ("-\n  a: 1\n- b\n", "0.a", "- {}\n- b\n"),
        ("- - a\n- b\n", "0.0", "- []\n- b\n"),
        ("? x\n: a: 1\ny: 1\n", "x.a", "? x\n: {}\ny: 1\n"),
        ("a: 1\n", "a", "{}\n"),
        ("# file\n\na: 1   # c\n# end\n", "a", "# file\n\n{}\n# end\n"),
        ("--- # file\na: 1\n...\n", "a", "--- # file\n{}\n...\n"),
        ("a: 1", "a", "{}"),
        ("a: |+\n  x\n\n", "a", "{}\n"),
    ],
)
def test_a_collection_left_with_nothing_says_so(before: str, dotted: str, after: str) -> None:
    assert text_after_delete(before, dotted) == after


@pytest.mark.parametrize(
    ("before", "dotted", "line", "reason"),
    [
        ("a: 1\nb: 2\n", "c", 1, "there is no c"),
        ("a: 1\nb:\n  c: 1\n", "b.d", 2, "there is no b.d"),
        ("a: 1\nb: 2\na: 3\n", "a", 3, "a is there twice"),
        ("x: 1\na: !!set {b}\n", "a.b", 2, "there is no a.b"),
    ],
)
def test_what_cannot_go_is_refused_with_its_line(
    before: str, dotted: str, line: int, reason: str
) -> None:
    with pytest.raises(DocumentError, match=reason) as caught:
        text_after_delete(before, dotted)
    assert caught.value.line == line
    assert not isinstance(caught.value, StaleEditError)


def test_a_document_is_not_removed() -> None:
    with pytest.raises(DocumentError, match="entry by entry"):
        Document.parse("a: 1\n").delete(())
    assert at("a") == ("a",)
