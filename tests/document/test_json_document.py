"""What a JSON document says of itself, keeps, and refuses."""

from __future__ import annotations

from typing import Any

import pytest

from rscrew_console.document import (
    ABSENT,
    Document,
    DocumentError,
    Duplicate,
    Edit,
    StaleEditError,
    document_for,
    parse_document,
)
from rscrew_console.document.dotenv_document import DotenvDocument
from rscrew_console.document.json_syntax import JsonDocument
from rscrew_console.document.markdown_document import MarkdownDocument
from tests.rows import each_row

CREW = """\
// crew
{
  "agents": {
    "writer": { "model": "x" }, // slow
    "list": [
      "a",
    ],
  },
}
"""


@each_row(
    ("path", "line"),
    [
        ((), 2),
        (("agents",), 3),
        (("agents", "writer", "model"), 4),
        (("agents", "list", 0), 6),
        (("agents", "list", 7), 5),
        (("agents", "nobody"), 3),
    ],
)
def test_a_place_has_a_line(path: Any, line: int) -> None:
    assert JsonDocument.parse(CREW).line_of(path) == line
    assert JsonDocument.parse(CREW.replace("\n", "\r\n")).line_of(path) == line


@each_row(
    ("before", "path", "value", "after"),
    [
        ('{"a":1}', ("b",), "x", '{"a":1,"b":"x"}'),
        ('{\n  "a": 1\n}', ("b",), [1], '{\n  "a": 1,\n  "b": [\n    1\n  ]\n}'),
        ('{\n  "a": 1, // c\n}', ("b",), 2, '{\n  "a": 1, // c\n  "b": 2,\n}'),
        ("{a: 'x'}", ("b",), "y", "{a: 'x', b: 'y'}"),
        ("{a: 'x'}", ("b-c",), "it's", "{a: 'x', 'b-c': 'it\\'s'}"),
        ('{"a": []}', ("a", 0), "x", '{"a": ["x"]}'),
        ('{\r\n\t"a": 1\r\n}', ("b",), 2, '{\r\n\t"a": 1,\r\n\t"b": 2\r\n}'),
        ('{"a": 0x10, // h\n}', ("a",), 7, '{"a": 7, // h\n}'),
        ('{"a": 1}', ("a",), "\ud800", '{"a": "\\ud800"}'),
        ('{"a": 1,   // c\n}', ("a",), 1000, '{"a": 1000, // c\n}'),
        ('{\n  // none yet\n}', ("a",), 1, '{\n  // none yet\n  "a": 1\n}'),
    ],
)  # fmt: skip
def test_a_value_is_set(before: str, path: Any, value: Any, after: str) -> None:
    assert JsonDocument.parse(before).set(path, value).text == after


@each_row(
    ("text", "reason", "line"),
    [
        ("", "an empty file", 1),
        ("// only\n", "an empty file", 2),
        ('{"a": 1', "the end of a mapping is missing", 1),
        ('{\n"a" 1}', "a colon is missing after the key 'a'", 2),
        ('{"a": 1\n"b": 2}', "a comma or '}' is missing", 2),
        ('{"a": yes}', "'yes' is no value: text needs quotes", 1),
        ("[1] 2", "there is more text after the end", 1),
        ('["a\nb"]', "the quote that ends this text is missing", 1),
        ('["\\u12"]', "a backslash in this text", 1),
        ("[01]", "'01' is no value", 1),
        ("[" * 5000, "nested more than 200 levels deep", 1),
        ('{"a":' * 5000, "nested more than 200 levels deep", 1),
        ("[" + "1" * 5000 + "]", "a number of more than 4300 characters", 1),
        ('{"a": "\ud800"}', "half of a surrogate pair", 1),
        ("[/* x", "a value is missing", 1),
    ],
)
def test_what_is_no_json_is_refused(text: str, reason: str, line: int) -> None:
    with pytest.raises(DocumentError) as error:
        JsonDocument.parse(text)
    assert reason in error.value.reason
    assert error.value.line == line


@each_row(
    ("text", "edit", "reason"),
    [
        ('{"a": 1}', Edit(("a",), 1, float("inf")), "JSON knows no infinite number"),
        ('{"a": 1}', Edit(("a",), 1, {1: 2}), "1 cannot be a key"),
        ('{"a": 1}', Edit(("b", "c"), ABSENT, 1), "there is no b"),
        ('{"a": 1}', Edit(("a", "c"), ABSENT, 1), "is a plain value"),
        ('{"a": 1, "b": 2}', Edit(("a",), "a", "b", on="key"), "is there already"),
        ('{"a": 1, "a": 2}', Edit(("a",), 2, ABSENT), "is there twice"),
        ('{"a": 1, "a": 2}', Edit(("a",), "a", "b", on="key"), "is there twice"),
        ("[1]", Edit((3,), ABSENT, 1), "has 1 items, and no place 3"),
        ('{"a": 1}', Edit(("a",), 1, object()), "JSON has no way to write a object"),
    ],
)
def test_an_edit_that_cannot_be_made_is_refused(text: str, edit: Edit, reason: str) -> None:
    document = JsonDocument.parse(text)
    with pytest.raises(DocumentError, match=reason):
        document.apply([edit])
    assert document.text == text


def test_an_edit_of_another_value_is_stale() -> None:
    with pytest.raises(StaleEditError):
        JsonDocument.parse('{"a": 1}').apply([Edit(("a",), 2, 3)])


def test_of_a_duplicate_key_the_last_counts() -> None:
    document = JsonDocument.parse('{"a": 1,\n "a": 2}')
    assert document.duplicates == (Duplicate(("a",), 2, 1),)
    assert document.set(("a",), 3).text == '{"a": 1,\n "a": 3}'


def test_many_edits_are_made_at_once_or_not_at_all() -> None:
    document = JsonDocument.parse('{"a": 1, "b": 2, "c": 3}')
    edits = [Edit(("a",), 1, ABSENT), Edit(("b",), 2, ABSENT), Edit(("c",), 3, "x")]
    assert document.apply(edits).text == '{"c": "x"}'
    with pytest.raises(DocumentError):
        document.apply([*edits, Edit(("d",), 1, 2)])


@each_row(
    ("name", "kind"),
    [
        ("opencode.jsonc", JsonDocument),
        ("/home/x/.openclaw/OPENCLAW.JSON", JsonDocument),
        ("C:\\x\\a.json5", JsonDocument),
        ("crew.yaml", Document),
        (".claude/agents/reviewer.md", MarkdownDocument),
        (".env", DotenvDocument),
        ("x/.env.local", DotenvDocument),
        ("prod.env", DotenvDocument),
        ("README", Document),
    ],
)
def test_the_name_tells_the_syntax(name: str, kind: type) -> None:
    assert document_for(name) is kind
    assert isinstance(
        parse_document("", name) if kind is not JsonDocument else parse_document("{}", name), kind
    )
