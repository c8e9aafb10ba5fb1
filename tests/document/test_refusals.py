"""Texts that are not read: what is wrong with them, where, said in the user's words and quickly."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from rscrew_console.document import Document, DocumentError
from rscrew_console.document.limits import MAX_CHARACTERS, MAX_DEPTH, MAX_ENTRIES
from tests.rows import each_row

LAUGHS = "a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)
)
MERGED_LAUGHS = "a0: &a0 {k: 1}\n" + "".join(
    f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 10)}], k{n}: {{<<: *a{n - 1}}}}}\n"
    for n in range(1, 3000)
)
DEEP = 200_000


def block(levels: int) -> str:
    return "".join(" " * level + "a:\n" for level in range(levels))


@pytest.mark.parametrize(
    ("text", "line", "column", "reason"),
    [
        ("a: 1\nb: [1\n", 3, 1, "not valid YAML"),
        ("a: 1\n b: 2\n", 2, 3, "not valid YAML"),
        ("a: 1\n\tb: 2\n", 2, 1, "found a tab character that violates indentation"),
        ("a: @x\n", 1, 4, "a tab in the indentation, or a value that needs quotes?"),
        ('a: "x\n', 2, 1, "not valid YAML"),
        ("a: 1\n---\nb: 2\n", 2, 1, "several documents in one file"),
        ("---\na: 1\n---\n", 3, 1, "several documents in one file"),
        ("a: 1\nb: x\x00y\n", 2, 1, "not valid YAML: control characters are not allowed"),
        ("a: 1\nb: x\x1by\n", 2, 1, "not valid YAML: control characters are not allowed"),
        ("a: 1\nb: \ud83d\n", 2, 1, "half of a surrogate pair"),
        ("a: *x\n", 1, 4, "undefined alias"),
        ("a: &x 1\nb: &x 2\n", 2, 4, "an anchor of this name stands there already"),
        ("a: 1\nb: &x [*x]\n", 2, 4, "an alias refers to the very entry that holds it"),
        ("a: &x {b: *x}\n", 1, 4, "an alias refers to the very entry that holds it"),
        ("&x a: &y {<<: *y}\n", 1, 7, "an alias refers to the very entry that holds it"),
        (
            "a: !!python/object/apply:os.system [id]\n",
            1,
            4,
            "the tag !!python/object/apply:os.system",
        ),
        ("a: !!python/name:os.system ''\n", 1, 4, "the tag !!python/name:os.system"),
        ("a: !secret x\n", 1, 4, "the tag !secret is not plain YAML"),
        ("a: !!int x\n", 1, 4, "'x' is not a value of !!int"),
        ("a: 1\nb: !!timestamp x\n", 2, 4, "'x' is not a value of !!timestamp"),
        ("a: !!map x\n", 1, 4, "the tag !!map is not"),
        ("a: !!omap [x]\n", 1, 12, "one 'key: value'"),
        ("a: =\n", 1, 4, "a lone '=' must stand in quotes"),
        ("a: 1\n[b]: 2\n", 2, 1, "a list or mapping cannot be a key"),
        ("a: {{ x }}\n", 1, 5, "a template such as {{ x }} needs quotes"),
        ("a: 1\n<<: 5\n", 2, 5, "'<<' merges mappings"),
        ("a: 1\n<<: [5]\n", 2, 5, "'<<' merges mappings"),
        ("a: 2026-02-31\n", 1, 4, "not a value of !!timestamp"),
        ("x: 1\na: " + ":".join(["1", *["59"] * 5000]) + "\n", 2, 4, "a number of more than 4300"),
        ("a: " + "9" * 100_000 + "\n", 1, 4, "a number of more than 4300 characters"),
        ("a: 0x" + "f" * 100_000 + "\n", 1, 4, "a number of more than 4300 characters"),
        (LAUGHS, None, None, "its aliases multiply into more than 1,000,000 entries"),
        (MERGED_LAUGHS, None, None, "its aliases multiply into more than 1,000,000 entries"),
        ("[" * DEEP, 1, MAX_DEPTH + 1, "nested more than 200 levels deep"),
        ("[" * DEEP + "]" * DEEP, 1, MAX_DEPTH + 1, "nested more than 200 levels deep"),
        ('{"a":' * DEEP, 1, 5 * MAX_DEPTH + 1, "nested more than 200 levels deep"),
        ("- " * DEEP + "x", 1, 2 * MAX_DEPTH + 1, "nested more than 200 levels deep"),
        ("? " * DEEP + "x", 1, 2 * MAX_DEPTH + 1, "nested more than 200 levels deep"),
        (block(1000), MAX_DEPTH + 1, MAX_DEPTH + 1, "nested more than 200 levels deep"),
        ("x: 1\na: " + "[" * 300 + "]" * 300, 2, MAX_DEPTH + 3, "nested more than 200 levels deep"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_text_that_is_not_plain_yaml_is_refused(
    text: str, line: int | None, column: int | None, reason: str
) -> None:
    with pytest.raises(DocumentError, match=None) as caught:
        Document.parse(text)
    error = caught.value
    assert reason in error.reason
    assert str(error) == f"line {error.line}, column {error.column}: {error.reason}"
    if line is not None:
        assert (error.line, error.column) == (line, column)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a" * (MAX_CHARACTERS + 1), "larger than 64 MiB"),
        ("," * (MAX_ENTRIES + 1), "more than 5,000,000 entries"),
        ("- \n" * (MAX_ENTRIES // 2 + 1), "more than 5,000,000 entries"),
    ],
    ids=["long", "flow", "block"],
)
def test_a_huge_text_is_refused_before_it_is_parsed(
    text: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yaml.compose", None)
    with pytest.raises(DocumentError, match=reason):
        Document.parse(text)


def value_of(levels: int, wrap: Any) -> Any:
    value: Any = None
    for _ in range(levels):
        value = wrap(value)
    return value


@pytest.mark.parametrize(
    ("text", "wrap"),
    [
        (block(MAX_DEPTH), lambda value: {"a": value}),
        ("- " * MAX_DEPTH + "\n", lambda value: [value]),
        ("[" * MAX_DEPTH + "~" + "]" * MAX_DEPTH, lambda value: [value]),
        ("{a: " * MAX_DEPTH + "}" * MAX_DEPTH, lambda value: {"a": value}),
    ],
    ids=["mappings", "lists", "flow lists", "flow mappings"],
)
def test_depth_within_the_limit_is_read_and_edited_however_deep_the_caller_stands(
    text: str, wrap: Any
) -> None:
    key = "a" if "a" in text else 0

    def work() -> None:
        document = Document.parse(text)
        assert document.value == value_of(MAX_DEPTH, wrap)
        path = (key,) * MAX_DEPTH
        assert document.set(path, "x").get(path) == "x"
        assert document.set(path, "x").set(path, None).value == document.value
        assert document.line_of(path) >= 1

    def deeper(levels: int) -> None:
        deeper(levels - 1) if levels else work()

    deeper(150)
    assert sys.getrecursionlimit() <= 1000


def test_brackets_in_text_are_no_depth() -> None:
    text = "".join(f"a{n}: '[[[[[[{{{{{{'\n" for n in range(1000))
    assert Document.parse(text).get(("a999",)) == "[[[[[[{{{"


def test_aliases_below_the_limit_are_read_and_edited() -> None:
    document = Document.parse("".join(LAUGHS.splitlines(keepends=True)[:3]))
    edited = document.set(("a0", 0), "hee")
    assert edited.get(("a0", 0)) == "hee"
    assert edited.get(("a1", 3, 0)) == "ha"
    assert edited.get(("a2",)) == document.get(("a2",))


def test_what_very_many_places_share_is_not_written_out_for_each() -> None:
    document = Document.parse("".join(LAUGHS.splitlines(keepends=True)[:5]))
    with pytest.raises(DocumentError, match="2,000 other places share it") as caught:
        document.set(("a0", 0), "hee")
    assert caught.value.line == 1


@each_row("text", ["", "\n", "# c\n", "---\n", "---\n...\n", "\ufeff", "%YAML 1.1\n---\n"])
def test_a_text_without_data_is_read(text: str) -> None:
    document = Document.parse(text)
    assert document.value is None
    assert document.text == text
    assert document.line_of(("a",)) >= 1
