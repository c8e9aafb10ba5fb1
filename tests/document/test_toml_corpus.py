"""Every edit of every document in tests/corpus/toml, of every shape that real files have."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from typing import Any

import pytest

from rscrew_console.document import DocumentError, Edit
from rscrew_console.document.toml_syntax import TomlDocument
from tests.document.syntax_checking import (
    Syntax,
    check_added_and_removed,
    check_all_removed,
    check_every_addition,
    check_every_collection_replaced,
    check_every_removal,
    check_every_renaming,
    check_every_scalar,
    check_untouched,
    places,
)
from tests.rows import walked

_TOKENS = re.compile(
    r'"""(?:\\[\s\S]|(?!""")[\s\S])*"{3,5}'
    r"|'''(?:(?!''')[\s\S])*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\r\n]*'
)


def load(text: str) -> Any:
    return tomllib.loads(text.removeprefix("\ufeff"))


def comments(text: str) -> list[str]:
    return [token.rstrip() for token in _TOKENS.findall(text) if token.startswith("#")]


TOML = Syntax(
    "toml",
    TomlDocument.parse,
    load,
    comments,
    ("claude", "it's # x", 42, "two\nlines", "", True, "é 名 😀", 0.5, -7, 'say "hi" \\',
     dt.date(2026, 11, 27), 1e300),
    ("claude", {"primary": "x", "more": ["a", "b"]}, ["x", "y"], {}, [], 7, [{"a": 1}]),
    ("only a table can be in its place",),
)  # fmt: skip
each_document = walked(TOML.names)


def test_there_are_documents_of_many_shapes() -> None:
    assert len(TOML.names) >= 40
    assert any("\r\n" in TOML.text(name) for name in TOML.names), "git has changed line breaks"


@each_document
def test_nothing_changes_without_an_edit(name: str) -> None:
    check_untouched(TOML, name)


@each_document
def test_every_scalar_changes_alone(name: str) -> None:
    check_every_scalar(TOML, name)


@each_document
def test_every_value_may_become_another_kind(name: str) -> None:
    check_every_collection_replaced(TOML, name)


@each_document
def test_every_entry_is_removed_alone(name: str) -> None:
    check_every_removal(TOML, name)
    check_all_removed(TOML, name)


@each_document
def test_every_key_is_renamed_in_its_place(name: str) -> None:
    check_every_renaming(TOML, name)


@each_document
def test_an_entry_is_added_to_every_collection(name: str) -> None:
    check_every_addition(TOML, name)


@each_document
def test_null_is_refused_everywhere(name: str) -> None:
    document = TOML.document(name)
    for path in places(document.value):
        with pytest.raises(DocumentError, match=r"TOML has no null|only a table"):
            document.apply([Edit(path, document.get(path), None)])


@each_document
def test_adding_and_removing_again_leaves_every_byte(name: str) -> None:
    check_added_and_removed(TOML, name)
