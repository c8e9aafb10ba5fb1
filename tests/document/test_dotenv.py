"""`.env` files: every edit of every document in tests/corpus/dotenv, and what is refused."""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import Any

import pytest
from dotenv import dotenv_values
from hypothesis import given, settings
from hypothesis import strategies as st

from rscrew_console.document import ABSENT, DocumentError, Duplicate, Edit
from rscrew_console.document.data import changed
from rscrew_console.document.dotenv_document import DotenvDocument
from tests.document.syntax_checking import (
    Syntax,
    check_added_and_removed,
    check_all_removed,
    check_every_addition,
    check_every_removal,
    check_every_renaming,
    check_every_scalar,
    check_untouched,
)
from tests.rows import each_row


def load(text: str) -> Any:
    stream = io.StringIO(text.removeprefix("\ufeff"))
    return dict(dotenv_values(stream=stream, interpolate=False))


def comments(text: str) -> list[str]:
    return [found.strip() for found in re.findall(r"^[ \t]*#[^\r\n]*", text, re.MULTILINE)]


DOTENV = Syntax(
    "dotenv",
    DotenvDocument.parse,
    load,
    comments,
    ("openai:gpt-6.1", "it's # x", "", "two\nlines", 'say "hi" \\', "é 名", "$HOME `x`", "a b"),
    ("openai:gpt-6.1", "", "a # b", "x y", "'"),
    ("a value in a .env file is text", "a name in a .env file"),
)
each_document = each_row("name", DOTENV.names)


def test_there_are_documents_of_many_shapes() -> None:
    assert len(DOTENV.names) >= 40


@each_document
def test_nothing_changes_without_an_edit(name: str) -> None:
    check_untouched(DOTENV, name)


@each_document
def test_every_edit_can_be_made(name: str) -> None:
    check_every_scalar(DOTENV, name)
    check_every_removal(DOTENV, name)
    if name != "odd-names.env":
        check_all_removed(DOTENV, name)
    check_every_renaming(DOTENV, name)
    check_every_addition(DOTENV, name)


@each_document
def test_adding_and_removing_again_leaves_every_byte(name: str) -> None:
    check_added_and_removed(DOTENV, name)


@each_row(
    ("before", "name", "value", "after"),
    [
        ("A=1\n", "A", "x:y/z-1.0", "A=x:y/z-1.0\n"),
        ("A=1   # c\n", "A", "22", "A=22  # c\n"),
        ('A="1" # c\n', "A", "x", 'A="x" # c\n'),
        ("A=1\n", "A", "x y", 'A="x y"\n'),
        ("A=1\n", "A", "$x", "A='$x'\n"),
        ("export A='1'\n", "B", "x", "export A='1'\nexport B='x'\n"),
        ("A = 1", "B", "x", "A = 1\nB = x"),
        ("A=1\r\n", "B", "x", "A=1\r\nB=x\r\n"),
        ("# c", "B", "x", "# c\nB=x"),
        ("", "B", "x", "B=x\n"),
        ("A\n", "A", "x", "A=x\n"),
        ("A=1\nA=2\n", "A", "x", "A=1\nA=x\n"),
        ("A= # c\n", "A", "x", "A=x # c\n"),
        ("A=1\n", "A", ABSENT, ""),
        ("# c\nA=1\nB=2\n", "A", ABSENT, "# c\nB=2\n"),
    ],
)
def test_a_name_is_set(before: str, name: str, value: Any, after: str) -> None:
    document = DotenvDocument.parse(before)
    edited = document.delete((name,)) if value is ABSENT else document.set((name,), value)
    assert edited.text == after


def test_values_are_hidden_and_lines_keep_their_numbers() -> None:
    text = "\ufeff# c\nA=1  # c\nexport B='x\ny'\nC=\nD\nMODEL=\"p:m\"\n"
    shown = DotenvDocument.parse(text).shown_text(lambda name, _: name == "MODEL", "*")
    assert shown == '\ufeff# c\nA=*  # c\nexport B=*\n\nC=\nD\nMODEL="p:m"\n'


@pytest.mark.parametrize(
    ("text", "line"),
    [("A=1\nsecret words here\n", 2), ("# c\n\nA='sk-1\n", 3), ('A="x" sk-2\n', 1), ("=sk\n", 1)],
)
def test_a_line_that_is_none_is_refused_without_showing_it(text: str, line: int) -> None:
    with pytest.raises(DocumentError, match="no NAME=value") as error:
        DotenvDocument.parse(text)
    assert error.value.line == line
    assert not any(word in str(error.value) for word in ("sk", "secret"))


@each_row(
    ("edit", "reason"),
    [
        (Edit(("A",), "1", 1), "is text"),
        (Edit(("A",), "1", {"x": "y"}), "is text"),
        (Edit(("x y",), ABSENT, "1"), "letters, digits and _"),
        (Edit(("A",), "A", "1B", on="key"), "letters, digits and _"),
        (Edit(("B",), "3", ABSENT), "is there twice"),
    ],
)
def test_an_edit_that_cannot_be_made_is_refused(edit: Edit, reason: str) -> None:
    document = DotenvDocument.parse("A=1\nB=2\nB=3\n")
    assert document.duplicates == (Duplicate(("B",), 3, 2),)
    with pytest.raises(DocumentError, match=reason):
        document.apply([edit])


NAMES = st.sampled_from(["A", "B", "WRITER_MODEL", "x1", "_Q"])
VALUES = st.text(st.sampled_from([*"ab \"'$#=é", chr(92), chr(10), chr(9)]), max_size=10)
LINES = st.sampled_from(["", "# c", "  # A=1", "OLD=x # y", "export E='z'", 'M="a\nb"', "N"])


@settings(max_examples=30)
@given(st.lists(LINES, max_size=6), st.sampled_from(["\n", "\r\n"]), NAMES, VALUES, VALUES)
def test_random_files(lines: list[str], newline: str, name: str, old: str, new: str) -> None:
    text = newline.join(lines)
    document = DotenvDocument.parse(text)
    added = document.set((name,), old)
    assert added.delete((name,)).text == text
    edited = added.set((name,), new)
    assert load(edited.text) == changed(document.value, Edit((name,), ABSENT, new))
    assert not Counter(comments(text)) - Counter(comments(edited.text))
    assert load(edited.delete((name,)).text) == document.value
