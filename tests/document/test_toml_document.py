"""What a TOML document says of itself, keeps, and refuses."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from rscrew_console.document import (
    ABSENT,
    DocumentError,
    Edit,
    StaleEditError,
    document_for,
    parse_document,
)
from rscrew_console.document.toml_syntax import TomlDocument
from tests.rows import each_row

CREW = """\
# crew
name = "x"

[agents.writer]
model = "claude"  # slow
list = [
  "a",
  { b = 1 },
]

[[links]]
to = 1

[[links]]
to = 2
"""


@each_row(
    ("path", "line"),
    [
        ((), 1),
        (("name",), 2),
        (("agents",), 4),
        (("agents", "writer"), 4),
        (("agents", "writer", "model"), 5),
        (("agents", "writer", "list", 1, "b"), 8),
        (("agents", "writer", "list", 9), 6),
        (("links",), 11),
        (("links", 1), 14),
        (("links", 1, "to"), 15),
        (("agents", "nobody", "x"), 4),
    ],
)
def test_a_place_has_a_line(path: Any, line: int) -> None:
    assert TomlDocument.parse(CREW).line_of(path) == line
    assert TomlDocument.parse(CREW.replace("\n", "\r\n")).line_of(path) == line


@each_row(
    ("before", "path", "value", "after"),
    [
        # A value keeps its quotes, and its comment its column.
        ("a = 'x'\n", ("a",), "y", "a = 'y'\n"),
        ("a = 'x'\n", ("a",), "it's", 'a = "it\'s"\n'),
        ('a = "x"    # c\n', ("a",), "xyz", 'a = "xyz"  # c\n'),
        ('a = """\nx\n"""\n', ("a",), "y\nz\n", 'a = """\ny\nz\n"""\n'),
        ("a = '''x'''\n", ("a",), "it's", "a = '''it's'''\n"),
        ('a = """\r\nx\r\n"""\r\n', ("a",), "y\nz\n", 'a = """\r\ny\r\nz\r\n"""\r\n'),
        ("a = 1\n", ("a",), 1e300, "a = 1e+300\n"),
        ("a = 1\n", ("a",), dt.date(2026, 1, 2), "a = 2026-01-02\n"),
        ("a = 1\n", ("a",), "\x00\x7f\t", 'a = "\\u0000\\u007F\\t"\n'),
        # A new line is as its siblings are.
        ("a=1\nb=2\n", ("c",), 3, "a=1\nb=2\nc=3\n"),
        ("a    = 1\nlong = 2\n", ("b",), 3, "a    = 1\nlong = 2\nb    = 3\n"),
        ("  a = 1\n", ("b",), "x y", '  a = 1\n  b = "x y"\n'),
        ("a = 'x'\n", ("b c",), "y", "a = 'x'\n\"b c\" = 'y'\n"),
        ("a = 1", ("b",), 2, "a = 1\nb = 2"),
        ("", ("b",), 2, "b = 2\n"),
        ("# c\n", ("b",), 2, "# c\nb = 2\n"),
        ("[t]\na = 1\n", ("b",), 2, "b = 2\n\n[t]\na = 1\n"),
        ("# file\n\n# t\n[t]\n", ("b",), 2, "# file\n\nb = 2\n\n# t\n[t]\n"),
        ("[t]\n\n[u]\na = 1\n", ("t", "b"), 2, "[t]\nb = 2\n\n[u]\na = 1\n"),
        ("[t]\na = 1\n# end\n", ("t", "b"), 2, "[t]\na = 1\nb = 2\n# end\n"),
        # So is a new table.
        ("[t.a]\nx = 1\n", ("t", "b"), {"x": 2}, "[t.a]\nx = 1\n\n[t.b]\nx = 2\n"),
        ("[t]\na = { x = 1 }\n", ("t", "b"), {"x": 2}, "[t]\na = { x = 1 }\nb = { x = 2 }\n"),
        ("t.a.x = 1\n", ("t", "b"), {"x": 2}, "t.a.x = 1\nt.b = { x = 2 }\n"),
        ("[a]\n[b]\n[c]\n", ("d",), {"x": 2}, "[a]\n[b]\n[c]\n[d]\nx = 2\n"),
        ("a = 1\n", ("t",), {"a": {"b": {"x": 1}}}, "a = 1\n\n[t.a.b]\nx = 1\n"),
        ("[a]\nx = 1\n# end\n\n[c]\n", ("b",), {}, "[a]\nx = 1\n# end\n\n[c]\n\n[b]\n"),
        ("[a]\nx = 1", ("b",), {"y": 2}, "[a]\nx = 1\n\n[b]\ny = 2"),
        ("[t.a]\nx = 1\n", ("t", "y"), 2, "[t.a]\nx = 1\n\n[t]\ny = 2\n"),
        # In brackets.
        ("a = { x = 1 }\n", ("a", "y"), 2, "a = { x = 1, y = 2 }\n"),
        ("a = {x=1}\n", ("a", "y"), 2, "a = {x=1, y=2}\n"),
        ("a = []\n", ("a", 0), {"x": 1}, "a = [{ x = 1 }]\n"),
        ("a = [\n  1, # c\n]\n", ("a", 1), 2, "a = [\n  1, # c\n  2,\n]\n"),
        ("a = [\n  1 # c\n]\n", ("a", 1), 2, "a = [\n  1, # c\n  2\n]\n"),
        ("[[a]]\nx = 1\n", ("a", 1), {"x": 2}, "[[a]]\nx = 1\n\n[[a]]\nx = 2\n"),
    ],
)  # fmt: skip
def test_a_value_is_set(before: str, path: Any, value: Any, after: str) -> None:
    assert TomlDocument.parse(before).set(path, value).text == after


@each_row(
    ("before", "path", "after"),
    [
        ("a = 1\nb = 2 # b\nc = 3\n", ("b",), "a = 1\nc = 3\n"),
        ("a = 1\n# b\nb = 2\nc = 3\n", ("b",), "a = 1\nc = 3\n"),
        ("# all\na = 1\nb = 2\n", ("a",), "# all\nb = 2\n"),
        ("[a]\n\n# b\n[b]\nx = 2\n# end of b\n\n# c\n[c]\n", ("b",), "[a]\n\n# c\n[c]\n"),
        ("[a]\nx = 1\n\n[b]\n", ("a",), "[b]\n"),
        ("# file\n\n[a]\nx = 1\n\n[b]\n", ("a",), "# file\n\n[b]\n"),
        ("[t.a]\nx = 1\n", ("t", "a"), "[t]\n"),
        ("t.a = 1\n", ("t", "a"), "t = {}\n"),
        ("[[a]]\nx = 1\n\n[[a]]\nx = 2\n", ("a", 0), "[[a]]\nx = 2\n"),
        ("[[a]]\nx = 1\n", ("a", 0), "a = []\n"),
        ("[[a]]\n[a.b]\n\n[[a]]\n", ("a", 0), "[[a]]\n"),
        ("a.x = 1\nb = 2\na.y = 3\n", ("a",), "b = 2\n"),
        ("[a.x]\n\n[b]\n\n[a.y]\n", ("a",), "[b]\n"),
        ("a = { x = 1, y = 2 }\n", ("a", "x"), "a = { y = 2 }\n"),
        ("a = { b.x = 1, c = 2, b.y = 3 }\n", ("a", "b"), "a = { c = 2 }\n"),
        ("a = 1\nb = 2", ("b",), "a = 1"),
    ],
)  # fmt: skip
def test_an_entry_goes_with_what_is_its_own(before: str, path: Any, after: str) -> None:
    assert TomlDocument.parse(before).delete(path).text == after


@each_row(
    ("before", "path", "name", "after"),
    [
        ("a = 1\n", ("a",), "b", "b = 1\n"),
        ('"a" = 1\n', ("a",), "b", '"b" = 1\n'),
        ("a = 1\n", ("a",), "b c", '"b c" = 1\n'),
        ("a.x = 1\na.y = 2\n", ("a",), "b", "b.x = 1\nb.y = 2\n"),
        ("[t . a]\n[t.a.c]\n[t.d]\n", ("t", "a"), "b", "[t . b]\n[t.b.c]\n[t.d]\n"),
        ("[[a]]\n[a.c]\n[[a]]\n", ("a",), "b", "[[b]]\n[b.c]\n[[b]]\n"),
        ("[[a]]\n[a.c]\n[[a]]\n[a.c]\n", ("a", 1, "c"), "d", "[[a]]\n[a.c]\n[[a]]\n[a.d]\n"),
    ],
)
def test_a_key_is_renamed_everywhere(before: str, path: Any, name: str, after: str) -> None:
    assert TomlDocument.parse(before).rename(path, name).text == after


@each_row(
    ("before", "path", "value", "after"),
    [
        ("[t]\nx = 1\n", ("t",), {}, "[t]\n"),
        ("[t]\n\n[u]\n", ("t",), {"x": 1}, "[t]\nx = 1\n\n[u]\n"),
        ("a = 1\n\n[t]\nx = 1\n", ("t",), "y", 'a = 1\nt = "y"\n'),
        ("[[t]]\nx = 1\n", ("t",), [], "t = []\n"),
        ("[[t]]\nx = 1\n", ("t", 0), {"y": 2}, "[[t]]\ny = 2\n"),
        ("a = 1\nb = 2\n", ("a",), {"x": 1}, "a = { x = 1 }\nb = 2\n"),
    ],
)
def test_a_table_may_become_another_value(before: str, path: Any, value: Any, after: str) -> None:
    assert TomlDocument.parse(before).set(path, value).text == after


@each_row(
    ("text", "reason", "line"),
    [
        ("a = 1\nb = \n", "not valid TOML: invalid value", 2),
        ("a = 1\na = 2\n", "not valid TOML: cannot overwrite a value", 2),
        ("[a]\nb = 1\n[a]\n", "declare", 3),
        ("a = [1,", "not valid TOML", 1),
        ("a", "not valid TOML", 1),
        ("a = " + "[" * 5000, "nested", 1),
        ("a = " + "[" * 250 + "]" * 250, "nested", 1),
        ("x = 1\n" + ".".join("a" * 300) + " = 1", "nested more than 200 levels deep", 2),
        ("a = " + "1" * 5000, "not valid TOML", 1),
        ("a = '\ud800'", "half of a surrogate pair", 1),
        ("a = 1\rb = 2", "not valid TOML", 1),
    ],
)
def test_what_is_no_toml_is_refused(text: str, reason: str, line: int) -> None:
    with pytest.raises(DocumentError) as error:
        TomlDocument.parse(text)
    assert reason in error.value.reason
    assert error.value.line == line


@each_row(
    ("text", "edit", "reason"),
    [
        ("a = 1\n", Edit(("a",), 1, None), "TOML has no null"),
        ("a = 1\n", Edit(("b",), ABSENT, {"x": [None]}), "TOML has no null"),
        ("a = 1\n", Edit(("a",), 1, 2**63), "64 bits"),
        ("a = 1\n", Edit(("a",), 1, {1: 2}), "1 cannot be a key"),
        ("a = 1\n", Edit(("b", "c"), ABSENT, 1), "there is no b"),
        ("a = 1\n", Edit(("a", "c"), ABSENT, 1), "is a plain value"),
        ("a = 1\nb = 2\n", Edit(("a",), "a", "b", on="key"), "is there already"),
        ("a = [1]\n", Edit(("a", 3), ABSENT, 1), "has 1 items, and no place 3"),
        ("a = 1\n", Edit(("a",), 1, object()), "TOML has no way to write a object"),
        ("[[a]]\n", Edit(("a", 1), ABSENT, 1), "only a table can be in its place"),
        ("[[a]]\n", Edit(("a", 0), {}, "x"), "only a table can be in its place"),
    ],
)
def test_an_edit_that_cannot_be_made_is_refused(text: str, edit: Edit, reason: str) -> None:
    document = TomlDocument.parse(text)
    with pytest.raises(DocumentError, match=reason):
        document.apply([edit])
    assert document.text == text


def test_an_edit_of_another_value_is_stale() -> None:
    with pytest.raises(StaleEditError):
        TomlDocument.parse("a = 1\n").apply([Edit(("a",), 2, 3)])


def test_many_edits_are_made_at_once_or_not_at_all() -> None:
    document = TomlDocument.parse("a = 1\nb = 2\n\n[t.u]\nc = 3\n")
    edits = [Edit(("a",), 1, ABSENT), Edit(("b",), 2, ABSENT), Edit(("t", "u", "c"), 3, "x")]
    assert document.apply(edits).text == '\n[t.u]\nc = "x"\n'
    with pytest.raises(DocumentError):
        document.apply([*edits, Edit(("d",), 1, 2)])


def test_the_name_tells_the_syntax() -> None:
    assert document_for(".codex/config.toml") is TomlDocument
    assert isinstance(parse_document("", "x.TOML"), TomlDocument)
