"""`|` and `>` keep their style, indentation, comment and, where the text allows it, chomping."""

from __future__ import annotations

from typing import Any

import pytest

from tests.document.table import text_after_set
from tests.rows import each_row


@each_row(
    ("before", "value", "after"),
    [
        ("a: |\n  old\nb: 1\n", "new\n", "a: |\n  new\nb: 1\n"),
        ("a: |\n  old\nb: 1\n", "one\ntwo\n", "a: |\n  one\n  two\nb: 1\n"),
        ("a: |\n  old\n", "one\n\n\ntwo\n", "a: |\n  one\n\n\n  two\n"),
        ("a: |\n  old\n", "one\n  deeper\n", "a: |\n  one\n    deeper\n"),
        ("a: |\n      old\n", "new\n", "a: |\n      new\n"),
        ("a: |   # why\n  old\n", "new\n", "a: |   # why\n  new\n"),
        ("a: |\n  old\n\n\n# c\nb: 1\n", "new\n", "a: |\n  new\n\n\n# c\nb: 1\n"),
        ("a: |\r\n  old\r\nb: 1\r\n", "one\ntwo\n", "a: |\r\n  one\r\n  two\r\nb: 1\r\n"),
        ("- |\n  old\n- b\n", "new\n", "- |\n  new\n- b\n"),
        ("x:\n  a: |\n    old\n", "new\n", "x:\n  a: |\n    new\n"),
        # Chomping follows the text.
        ("a: |\n  old\nb: 1\n", "new", "a: |-\n  new\nb: 1\n"),
        ("a: |-\n  old\nb: 1\n", "new", "a: |-\n  new\nb: 1\n"),
        ("a: |-\n  old\nb: 1\n", "new\n", "a: |\n  new\nb: 1\n"),
        ("a: |+\n  old\n\nb: 1\n", "new\n", "a: |+\n  new\nb: 1\n"),
        ("a: |+\n  old\n\nb: 1\n", "new\n\n\n", "a: |+\n  new\n\n\nb: 1\n"),
        ("a: |+\n  old\n\nb: 1\n", "new", "a: |-\n  new\nb: 1\n"),
        ("a: |\n  old", "new", "a: |-\n  new"),
        # The digit that says the indentation stays, and lets a text begin with blanks.
        ("a: |2\n   old\n", "new\n", "a: |2\n  new\n"),
        ("a: |2\n   old\n", "  new\n", "a: |2\n    new\n"),
        ("a: |1-\n  old\nb: 1\n", " new", "a: |1-\n  new\nb: 1\n"),
        ("x:\n  a: |2\n     old\n", " new\n", "x:\n  a: |2\n     new\n"),
        # Folded: paragraphs, lines as wide as they were.
        ("a: >\n  old\n  text\n", "new\n", "a: >\n  new\n"),
        ("a: >\n  old\n", "one\ntwo\n", "a: >\n  one\n\n  two\n"),
        ("a: >-\n  old\n", "one two", "a: >-\n  one two\n"),
        (
            "a: >\n  old\n",
            "word " * 20 + "end\n",
            f"a: >\n  {'word ' * 14}word\n  {'word ' * 5}end\n",
        ),
        ("a: >\n  old\n", "one\n  deeper\n", None),
        # What a block text cannot carry stands in quotes on the header's line.
        ("a: |\n  old\nb: 1\n", "", 'a: ""\nb: 1\n'),
        ("a: |\n  old\nb: 1\n", "\n", 'a: "\\n"\nb: 1\n'),
        ("a: |\n  old\nb: 1\n", "new\n\n", 'a: "new\\n\\n"\nb: 1\n'),
        ("a: |\n  old\nb: 1\n", " new\n", 'a: " new\\n"\nb: 1\n'),
        ("a: |\n  old\nb: 1\n", "a\x00b", 'a: "a\\0b"\nb: 1\n'),
        ("a: |   # why\n  old\nb: 1\n", "", 'a: ""   # why\nb: 1\n'),
        ("a: |# why\n  old\nb: 1\n", None, "a: null # why\nb: 1\n"),
        ("a: |\n  old\nb: 1\n", 5, "a: 5\nb: 1\n"),
        ("a: |+\n  old\n\nb: 1\n", 5, "a: 5\nb: 1\n"),
        ("a: |\n  old\nb: 1\n", ["x"], "a: [x]\nb: 1\n"),
        ("a: !!binary |\n  aGk=\nb: 1\n", "new\n", "a: |\n  new\nb: 1\n"),
        # A text that is empty so far has the indentation of a nested entry.
        ("a: |\nb: 1\n", "new\n", "a: |\n  new\nb: 1\n"),
        ("a: >-\nb:\n    c: 1\n", "new", "a: >-\n    new\nb:\n    c: 1\n"),
        ("a: |\n\n     \nb: 1\n", "new\n", 'a: "new\\n"\n\n     \nb: 1\n'),
    ],
)
def test_block_text_stays_block_text(before: str, value: Any, after: str | None) -> None:
    path = "0" if before.startswith("-") else "x.a" if before.startswith("x") else "a"
    expected = "a: |\n  one\n    deeper\n" if after is None else after
    assert text_after_set(before, path, value) == expected


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("a: plain\n", "two\nlines\n", 'a: "two\\nlines\\n"\n'),
        ("a: 'x'\n", "two\nlines\n", 'a: "two\\nlines\\n"\n'),
    ],
)
def test_other_text_does_not_become_block_text(before: str, value: str, after: str) -> None:
    assert text_after_set(before, "a", value) == after
