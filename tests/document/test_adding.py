"""Where a new key or item goes, and how it is written."""

from __future__ import annotations

from typing import Any

import pytest

from rscrew_console.document import DocumentError
from tests.document.table import text_after_set
from tests.rows import each_row

SLOTS = ("primary", "secondary", "tertiary", "fallback", "reasoning")
AGENT = {"primary": "claude", "secondary": "openai"}


@each_row(
    ("before", "dotted", "value", "after"),
    [
        # Behind the last of its siblings, before the comments and blank lines that follow.
        ("a: 1\n", "b", 2, "a: 1\nb: 2\n"),
        ("a: 1   # c\n", "b", 2, "a: 1   # c\nb: 2\n"),
        ("a: 1\n# end\n", "b", 2, "a: 1\nb: 2\n# end\n"),
        ("a: 1\n\n\n# end\n", "b", 2, "a: 1\nb: 2\n\n\n# end\n"),
        ("x:\n  a: 1\n\n# about y\ny: 2\n", "x.b", 2, "x:\n  a: 1\n  b: 2\n\n# about y\ny: 2\n"),
        ("x:\n  a: 1\n  # more\ny: 2\n", "x.b", 2, "x:\n  a: 1\n  b: 2\n  # more\ny: 2\n"),
        # Comments that stand in a mapping stay in it.
        ("x:\n  a: 1\n  # of x\n", "b", 2, "x:\n  a: 1\n  # of x\nb: 2\n"),
        ("x:\n  a: 1\n# not of x\n", "b", 2, "x:\n  a: 1\nb: 2\n# not of x\n"),
        # With their indentation.
        ("x:\n     a: 1\n", "x.b", 2, "x:\n     a: 1\n     b: 2\n"),
        ("- a: 1\n", "0.b", 2, "- a: 1\n  b: 2\n"),
        ("-   a: 1\n", "0.b", 2, "-   a: 1\n    b: 2\n"),
        ("- - a: 1\n- x\n", "0.0.b", 2, "- - a: 1\n    b: 2\n- x\n"),
        (
            "x:\n    y:\n        a: 1\n",
            "x.z",
            {"a": 1},
            "x:\n    y:\n        a: 1\n    z:\n        a: 1\n",
        ),
        # With their line breaks, and without one at the end where the file has none.
        ("a: 1\r\n", "b", 2, "a: 1\r\nb: 2\r\n"),
        ("a: 1\nx: 1\r\n", "b", 2, "a: 1\nx: 1\r\nb: 2\r\n"),
        ("a: 1\r", "b", 2, "a: 1\rb: 2\r"),
        ("a: 1", "b", 2, "a: 1\nb: 2"),
        ("x: 1\r\na: 1", "b", 2, "x: 1\r\na: 1\r\nb: 2"),
        ("\ufeffa: 1\n", "b", 2, "\ufeffa: 1\nb: 2\n"),
        # With their quotes.
        ("a: 'x'\nb: 'y'\n", "c", "z", "a: 'x'\nb: 'y'\nc: 'z'\n"),
        ('a: "x"\nb: y\nc: "z"\n', "d", "w", 'a: "x"\nb: y\nc: "z"\nd: "w"\n'),
        ("'a': x\n", "b", "z", "'a': x\n'b': z\n"),
        ("a: 'x'\n", "b", "two\nlines", "a: 'x'\nb: \"two\\nlines\"\n"),
        # In their column, where they have one.
        ("a:     1\nlong:  2\n", "b", 3, "a:     1\nlong:  2\nb:     3\n"),
        ("a   : 1\nlong: 2\n", "b", 3, "a   : 1\nlong: 2\nb:    3\n"),
        ("a:     1\nlong:  2\n", "much_longer", 3, "a:     1\nlong:  2\nmuch_longer: 3\n"),
        ("a: 1\nlong: 2\n", "b", 3, "a: 1\nlong: 2\nb: 3\n"),
        ("a:     1\nlong:  2\n", "c d: e", 3, 'a:     1\nlong:  2\n"c d: e": 3\n'),
        # Behind block text, the last line of which may be blank.
        ("a: |\n  x\n", "b", 1, "a: |\n  x\nb: 1\n"),
        ("a: |\n  x\n\n# c\n", "b", 1, "a: |\n  x\nb: 1\n\n# c\n"),
        ("a: |+\n  x\n\n", "b", 1, "a: |+\n  x\n\nb: 1\n"),
        ("a: |-\n  x", "b", 1, "a: |-\n  x\nb: 1"),
        # Block text at the end of a file without a line break did not have one.
        ("a: |\n  x", "b", 1, "a: |-\n  x\nb: 1"),
        # Before the end of the document.
        ("a: 1\n...\n", "b", 2, "a: 1\nb: 2\n...\n"),
        ("---\na: 1\n...\n# end\n", "b", 2, "---\na: 1\nb: 2\n...\n# end\n"),
    ],
)
def test_a_key_goes_behind_its_siblings(before: str, dotted: str, value: Any, after: str) -> None:
    assert text_after_set(before, dotted, value) == after


@each_row(
    ("before", "key", "after"),
    [
        (
            "a:\n  primary: x\n  reasoning: y\n",
            "fallback",
            "a:\n  primary: x\n  fallback: new\n  reasoning: y\n",
        ),
        (
            "a:\n  primary: x\n  reasoning: y\n",
            "secondary",
            "a:\n  primary: x\n  secondary: new\n  reasoning: y\n",
        ),
        # Comments above stay with the entry that they stand above.
        (
            "a:\n  primary: x   # p\n  # about r\n  reasoning: y\n",
            "tertiary",
            "a:\n  primary: x   # p\n  tertiary: new\n  # about r\n  reasoning: y\n",
        ),
        # Nobody precedes: in front, below what stands above the first.
        (
            "a:\n  # of a\n  secondary: x\n",
            "primary",
            "a:\n  # of a\n  primary: new\n  secondary: x\n",
        ),
        # Strangers stay where they are.
        (
            "a:\n  primary: x\n  mine: 1\n  reasoning: y\n  other: 2\n",
            "secondary",
            "a:\n  primary: x\n  secondary: new\n  mine: 1\n  reasoning: y\n  other: 2\n",
        ),
        ("a:\n  mine: 1\n", "primary", "a:\n  mine: 1\n  primary: new\n"),
        # Slots in an order of their own: behind the nearest that precedes.
        (
            "a:\n  reasoning: y\n  primary: x\n",
            "fallback",
            "a:\n  reasoning: y\n  primary: x\n  fallback: new\n",
        ),
        (
            "a: {primary: x, reasoning: y}\n",
            "fallback",
            "a: {primary: x, fallback: new, reasoning: y}\n",
        ),
        ("a: {secondary: x}\n", "primary", "a: {primary: new, secondary: x}\n"),
    ],
)
def test_a_slot_goes_in_slot_order(before: str, key: str, after: str) -> None:
    assert text_after_set(before, f"a.{key}", "new", SLOTS) == after


def test_a_first_slot_takes_the_place_behind_the_dash() -> None:
    before, after = "- secondary: x\n  z: 1\n", "- primary: new\n  secondary: x\n  z: 1\n"
    assert text_after_set(before, "0.primary", "new", SLOTS) == after


@each_row(
    ("before", "after"),
    [
        (
            "x:\n  a:\n    primary: p\n",
            "x:\n  a:\n    primary: p\n  new:\n    primary: claude\n    secondary: openai\n",
        ),
        # One line where the others have one, several where they have several.
        (
            "x:\n  a: {primary: p}\n",
            "x:\n  a: {primary: p}\n  new: {primary: claude, secondary: openai}\n",
        ),
        (
            "x: {a: {primary: p}}\n",
            "x: {a: {primary: p}, new: {primary: claude, secondary: openai}}\n",
        ),
        (
            '{"x":{"a":{"primary":"p"}}}',
            '{"x":{"a":{"primary":"p"},"new":{"primary":"claude","secondary":"openai"}}}',
        ),
        # A blank line between, where the others have one.
        (
            "x:\n  a:\n    primary: p\n\n  b:\n    primary: q\n",
            (
                "x:\n  a:\n    primary: p\n\n  b:\n    primary: q\n\n"
                "  new:\n    primary: claude\n    secondary: openai\n"
            ),
        ),
        (
            "x:\n  a:\n    primary: 'p'\n    secondary: 'q'\ny: 1\n",
            (
                "x:\n  a:\n    primary: 'p'\n    secondary: 'q'\n"
                "  new:\n    primary: 'claude'\n    secondary: 'openai'\ny: 1\n"
            ),
        ),
        # The first of all.
        ("x: {}\n", "x:\n  new:\n    primary: claude\n    secondary: openai\n"),
        ("x:\n", "x:\n  new:\n    primary: claude\n    secondary: openai\n"),
        (
            "x:   # nobody\ny: 1\n",
            "x:   # nobody\n  new:\n    primary: claude\n    secondary: openai\ny: 1\n",
        ),
        ("x: ~\n", "x:\n  new:\n    primary: claude\n    secondary: openai\n"),
        ("x: &e {}\n", "x: &e\n  new:\n    primary: claude\n    secondary: openai\n"),
        (
            "y:\n    z: 1\nx: {}\n",
            "y:\n    z: 1\nx:\n    new:\n        primary: claude\n        secondary: openai\n",
        ),
        ("{x: {}}\n", "{x: {new: {primary: claude, secondary: openai}}}\n"),
    ],
)
def test_a_new_agent_looks_like_the_others(before: str, after: str) -> None:
    assert text_after_set(before, "x.new", AGENT) == after


@each_row(
    ("before", "value", "after"),
    [
        # A list of plain values stands on one line, others as the lists around do.
        ("x:\n", ["a", 1], "x: [a, 1]\n"),
        ("x:\n", [{"a": 1}], "x:\n  - a: 1\n"),
        ("x: []   # c\n", [{"a": 1, "b": 2}], "x:      # c\n  - a: 1\n    b: 2\n"),
        ("z:\n- 1\nx:\n", [{"a": 1}], "z:\n- 1\nx:\n- a: 1\n"),
        ("z:\n    - 1\nx:\n", [{"a": 1}], "z:\n    - 1\nx:\n    - a: 1\n"),
        ("z:\n    y: 1\nx:\n", [{"a": 1}], "z:\n    y: 1\nx:\n    - a: 1\n"),
        ("z:\n- 1\nx:\n", {"a": [[1]]}, "z:\n- 1\nx:\n  a:\n  - [1]\n"),
        ("z: [1]\nx: &y\n", {"a": {}}, "z: [1]\nx: &y\n  a: {}\n"),
        ("x: ~\t# c\n", [{"a": 1}], "x: # c\n  - a: 1\n"),
        ("{x: ~}\n", [{"a": 1}], "{x: [{a: 1}]}\n"),
    ],
)
def test_a_collection_goes_where_nothing_was(before: str, value: Any, after: str) -> None:
    assert text_after_set(before, "x", value) == after


@each_row(
    ("before", "after"),
    [
        ("x: {}\n", "x: {a: 1}\n"),
        ("x: { }\n", "x: { a: 1 }\n"),
        ("x: {}   # c\n", "x: {a: 1}   # c\n"),
        ("x: {\n  # c\n}\n", "x: {a: 1\n  # c\n}\n"),
        ("x:\n", "x:\n  a: 1\n"),
        ("y: {b: 1}\nx:\n", "y: {b: 1}\nx: {a: 1}\n"),
        ("y:\n  b: 1\nx: {}\n", "y:\n  b: 1\nx:\n  a: 1\n"),
        ("? x\n", "? x\n: {a: 1}\n"),
    ],
)
def test_a_first_key_goes_where_nothing_was(before: str, after: str) -> None:
    assert text_after_set(before, "x.a", 1) == after


@each_row(
    ("before", "after"),
    [
        ("", "a: 1\n"),
        ("# only a comment\n", "# only a comment\na: 1\n"),
        ("# no line break", "# no line break\na: 1\n"),
        ("\r\n", "\r\na: 1\r\n"),
        ("---\n", "---\na: 1\n"),
        ("---\n# c\n...\n", "---\n# c\na: 1\n...\n"),
        ("null\n", "a: 1\n"),
        ("~   # c\n", "a: 1   # c\n"),
        ("{}\n", "{a: 1}\n"),
        ("\ufeff", "\ufeffa: 1\n"),
    ],
)
def test_a_first_key_goes_into_an_empty_document(before: str, after: str) -> None:
    assert text_after_set(before, "a", 1) == after


@each_row(
    ("before", "dotted", "value", "after"),
    [
        ("- a\n", "1", "b", "- a\n- b\n"),
        ("x:\n- a\ny: 1\n", "x.1", "b", "x:\n- a\n- b\ny: 1\n"),
        ("x:\n  - a   # c\n\n  # end\n", "x.1", "b", "x:\n  - a   # c\n  - b\n\n  # end\n"),
        ("-   a\n", "1", {"b": 1, "c": 2}, "-   a\n-   b: 1\n    c: 2\n"),
        ("- a: 1\n  b: 2\n", "1", {"a": 3}, "- a: 1\n  b: 2\n- a: 3\n"),
        ("- a\n", "1", [1, 2], "- a\n- [1, 2]\n"),
        ("- a\n", "1", [{"b": 1}], "- a\n- - b: 1\n"),
        ("- a\n", "1", None, "- a\n- null\n"),
        ("- |\n  x\n", "1", "b", "- |\n  x\n- b\n"),
        ("-\n  a: 1\n", "1", "b", "-\n  a: 1\n- b\n"),
        ("[a]\n", "1", "b", "[a, b]\n"),
        ("[]\n", "0", "b", "[b]\n"),
        ("x: [a]   # c\n", "x.1", "b, c", 'x: [a, "b, c"]   # c\n'),
        ("- 'a'\n", "1", "b", "- 'a'\n- 'b'\n"),
    ],
)
def test_an_item_goes_to_the_end_of_its_list(
    before: str, dotted: str, value: Any, after: str
) -> None:
    assert text_after_set(before, dotted, value) == after


@each_row(
    ("before", "dotted", "line", "reason"),
    [
        ("x: 1\na: text\n", "a.b", 2, "a is a plain value and holds no b"),
        ("x: 1\na: {}\n", "b.c", 1, "there is no b"),
        ("x: 1\na: [1]\n", "a.5", 2, "a has 1 items, and no place 5"),
        ("x: 1\na: [1]\n", "a.b", 2, "a has 1 items, and no place b"),
        ("just text\n", "a", 1, "plain value"),
        ("x: 1\na: !!set {b}\n", "a.c", 2, "a is a plain value and holds no c"),
    ],
)
def test_what_cannot_hold_it_is_refused_with_its_line(
    before: str, dotted: str, line: int, reason: str
) -> None:
    with pytest.raises(DocumentError, match=reason) as caught:
        text_after_set(before, dotted, "new")
    assert caught.value.line == line
