"""Entries that join and leave flow collections, in all the ways in which people lay them out."""

from __future__ import annotations

import json

from rscrew_console.document import Document
from tests.document.table import text_after_delete, text_after_set
from tests.rows import each_row

LINES = """\
x: {
  a: 1,    # one
  # about b
  b: 2,    # two
  c: 3     # three
}
"""
TRAILING = """\
x: [
  a,
  b,   # two
  # at the end
]
"""
LEADING = """\
x:
  { a: 1    # one
  # about b
  , b: 2    # two
  , c: 3
  }
"""


@each_row(
    ("before", "after"),
    [
        ("x: {a: 1}\n", "x: {a: 1, m: 9}\n"),
        ("x: {a: 1, b: 2}\n", "x: {a: 1, b: 2, m: 9}\n"),
        ("x: { a: 1, b: 2 }\n", "x: { a: 1, b: 2, m: 9 }\n"),
        ("x: {a: 1,b: 2}\n", "x: {a: 1,b: 2,m: 9}\n"),
        ("x: {a: 1 , b: 2 }\n", "x: {a: 1 , b: 2 , m: 9 }\n"),
        ("x: {a: 1, b: 2,}\n", "x: {a: 1, b: 2, m: 9,}\n"),
        ("x: {a: 1, b: 2, }\n", "x: {a: 1, b: 2, m: 9, }\n"),
        ("x: {a: 1, b}\n", "x: {a: 1, b, m: 9}\n"),
        ("x: {a: 1, b: }\n", "x: {a: 1, b: , m: 9}\n"),
        ("x: {a: {b: 1}}   # c\n", "x: {a: {b: 1}, m: 9}   # c\n"),
        ("x: {a: &y {b: 1}, c: *y }\n", "x: {a: &y {b: 1}, c: *y, m: 9 }\n"),
        ('{"x":{"a":1,"b":2}}', '{"x":{"a":1,"b":2,"m":9}}'),
        ('{"x":{"a":1}}', '{"x":{"a":1,"m":9}}'),
        ('{"x": {"a": 1}}\n', '{"x": {"a": 1, "m": 9}}\n'),
        ('{\n\t"x": {\n\t\t"a": 1\n\t}\n}\n', '{\n\t"x": {\n\t\t"a": 1,\n\t\t"m": 9\n\t}\n}\n'),
        ("x: {\r\n  a: 1,\r\n  b: 2\r\n}\r\n", "x: {\r\n  a: 1,\r\n  b: 2,\r\n  m: 9\r\n}\r\n"),
        ("x: {a: 1,\n    b: 2}\n", "x: {a: 1,\n    b: 2,\n    m: 9}\n"),
        ("x: {\n  a: 1,\n\n  b: 2\n}\n", "x: {\n  a: 1,\n\n  b: 2,\n  m: 9\n}\n"),
        ("x: {\n  a: 1   # one\n}\n", "x: {\n  a: 1,  # one\n  m: 9\n}\n"),
        ("x: {\n  a: 1 # one\n}\n", "x: {\n  a: 1, # one\n  m: 9\n}\n"),
        ("x: {\n  a: 1, # one\n}\n", "x: {\n  a: 1, # one\n  m: 9,\n}\n"),
        (LINES, LINES.replace("3     # three\n", "3,    # three\n  m: 9\n")),
        (LEADING, LEADING.replace("c: 3\n", "c: 3\n  , m: 9\n")),
        ("x:\n  { a: 1\n  , b: 2 # two\n  }\n", "x:\n  { a: 1\n  , b: 2 # two\n  , m: 9\n  }\n"),
    ],
)
def test_a_key_joins(before: str, after: str) -> None:
    assert text_after_set(before, "x.m", 9) == after


@each_row(
    ("before", "after"),
    [
        ("x: [a]\n", "x: [a, m]\n"),
        ("x: [a, b]\n", "x: [a, b, m]\n"),
        ("x: [ a, b ]\n", "x: [ a, b, m ]\n"),
        ("x: [a,b]\n", "x: [a,b,m]\n"),
        ("x: [a ,b]\n", "x: [a ,b ,m]\n"),
        ("x: [a, b, ]\n", "x: [a, b, m, ]\n"),
        ("x: [a, b,\n    c]\n", "x: [a, b,\n    c,\n    m]\n"),
        ("x: [[a], [b]]\n", "x: [[a], [b], m]\n"),
        (TRAILING, TRAILING.replace("# two\n", "# two\n  m,\n")),
        ('["a"]', None),
    ],
)
def test_an_item_joins(before: str, after: str | None) -> None:
    if after is None:
        assert text_after_set(before, "1", "m") == '["a", "m"]'
    else:
        document = Document.parse(before)
        assert document.set(("x", len(document.get(("x",)))), "m").text == after


@each_row(
    ("before", "order", "after"),
    [
        ("x: {a: 1, c: 3}\n", "abc", "x: {a: 1, b: 9, c: 3}\n"),
        ("x: {c: 3}\n", "abc", "x: {b: 9, c: 3}\n"),
        ("x: {a: 1}\n", "abc", "x: {a: 1, b: 9}\n"),
        (
            "x: {\n  a: 1,   # one\n  c: 3\n}\n",
            "abc",
            "x: {\n  a: 1,   # one\n  b: 9,\n  c: 3\n}\n",
        ),
        (
            "x: {\n  c: 3,   # three\n  d: 4\n}\n",
            "bcd",
            "x: {\n  b: 9,\n  c: 3,   # three\n  d: 4\n}\n",
        ),
        (
            "x:\n  { a: 1 # one\n  , c: 3\n  }\n",
            "abc",
            "x:\n  { a: 1 # one\n  , b: 9\n  , c: 3\n  }\n",
        ),
        ("x:\n  { c: 3\n  , d: 4\n  }\n", "bcd", "x:\n  { b: 9\n  , c: 3\n  , d: 4\n  }\n"),
        ("- [c: 3]\n", "bc", None),
    ],
)
def test_a_key_joins_in_its_place(before: str, order: str, after: str | None) -> None:
    if after is None:
        assert text_after_set(before, "0.0.b", 9, tuple(order)) == "- [{b: 9, c: 3}]\n"
    else:
        assert text_after_set(before, "x.b", 9, tuple(order)) == after


def test_a_pair_without_braces_gets_them() -> None:
    assert text_after_set("[a: 1, b]\n", "0.m", 9) == "[{a: 1, m: 9}, b]\n"


@each_row(
    ("before", "dotted", "after"),
    [
        ("x: {a: 1, b: 2, c: 3}\n", "x.a", "x: {b: 2, c: 3}\n"),
        ("x: {a: 1, b: 2, c: 3}\n", "x.b", "x: {a: 1, c: 3}\n"),
        ("x: {a: 1, b: 2, c: 3}\n", "x.c", "x: {a: 1, b: 2}\n"),
        ("x: { a: 1, b: 2 }\n", "x.a", "x: { b: 2 }\n"),
        ("x: { a: 1, b: 2 }\n", "x.b", "x: { a: 1 }\n"),
        ("x: {a: 1 , b: 2 }\n", "x.b", "x: {a: 1 }\n"),
        ("x: {a: 1,b: 2}\n", "x.a", "x: {b: 2}\n"),
        ("x: {a: 1, b: 2,}\n", "x.b", "x: {a: 1,}\n"),
        ("x: {a: 1, b: 2, }\n", "x.b", "x: {a: 1, }\n"),
        ("x: {a, b: 2}\n", "x.a", "x: {b: 2}\n"),
        ("x: {? a : 1, b: 2}\n", "x.a", "x: {b: 2}\n"),
        ("x: [a, b, c]   # d\n", "x.1", "x: [a, c]   # d\n"),
        ("x: [a, [b, c]]\n", "x.1.0", "x: [a, [c]]\n"),
        ('{"a":1,"b":2}', "b", '{"a":1}'),
        ('{"a":1,"b":2}', "a", '{"b":2}'),
        ("x: {a: 1,\n    b: 2}\n", "x.b", "x: {a: 1}\n"),
        ("x: {a: 1, b: 2,\n    c: 3}\n", "x.b", "x: {a: 1,\n    c: 3}\n"),
        ("x: {a: 1,\n    b: 2, c: 3}\n", "x.b", "x: {a: 1,\n    c: 3}\n"),
        # The last one.
        ("x: {a: 1}\n", "x.a", "x: {}\n"),
        ("x: { a: 1 }   # c\n", "x.a", "x: { }        # c\n"),
        ("x: [a]\n", "x.0", "x: []\n"),
        ("x: &y {a: 1}\n", "x.a", "x: &y {}\n"),
        ("x: {\n  a: 1\n}\n", "x.a", "x: {}\n"),
        ("x: {\n  # of all\n  a: 1   # one\n}\n", "x.a", "x: {\n  # of all\n}\n"),
        ("x: [a: 1]\n", "x.0.a", "x: [{}]\n"),
        # With lines of its own: the comment behind it and those above go along.
        (LINES, "x.a", LINES.replace("  a: 1,    # one\n", "")),
        (LINES, "x.b", LINES.replace("  # about b\n  b: 2,    # two\n", "")),
        (LINES, "x.c", LINES.replace("2,    # two\n  c: 3     # three\n", "2     # two\n")),
        (TRAILING, "x.1", TRAILING.replace("  b,   # two\n", "")),
        (TRAILING, "x.0", TRAILING.replace("  a,\n", "")),
        (LEADING, "x.b", LEADING.replace("  # about b\n  , b: 2    # two\n", "")),
        (LEADING, "x.c", LEADING.replace("  , c: 3\n", "")),
        (LEADING, "x.a", LEADING.replace("a: 1    # one\n", "   # one\n").replace(", b", "b")),
        # What others have on its lines stays.
        ("x: [a,   # both\n    b]\n", "x.0", "x: [   # both\n    b]\n"),
        ("x: [a, b,   # both\n    c]\n", "x.1", "x: [a,   # both\n    c]\n"),
        ("x: [a # one\n    , b]\n", "x.1", "x: [a # one\n    ]\n"),
    ],
)
def test_an_entry_leaves(before: str, dotted: str, after: str) -> None:
    assert text_after_delete(before, dotted) == after


def test_json_stays_json_whatever_is_done_to_it() -> None:
    document = Document.parse('{\n  "a": {"b": [1, 2], "c": null},\n  "d": []\n}\n')
    for path, value in [
        (("a", "b", 0), "text"),
        (("a", "c"), {"x": [], "y": {"z": "w"}}),
        (("d",), ["one", None, True]),
        (("a", "e"), "yes"),
        (("f",), {}),
        (("f", "g"), {"h": "i"}),
        (("f", "j"), "k"),
    ]:
        document = document.set(path, value)
        assert json.loads(document.text) == document.value
    for path in [("a", "b", 0), ("a", "b", 0), ("d", 2), ("f", "g"), ("f", "j"), ("a",)]:
        document = document.delete(path)
        assert json.loads(document.text) == document.value
