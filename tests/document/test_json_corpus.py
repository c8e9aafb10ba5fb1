"""Every edit of every document in tests/corpus/json, of every shape that real files have."""

from __future__ import annotations

import json
import re
from typing import Any

import pyjson5

from rscrew_console.document import DocumentError
from rscrew_console.document.json_syntax import JsonDocument
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
)
from tests.rows import walked

_TOKENS = re.compile(r'"(?:[^"\\]|\\[\s\S])*"|\'(?:[^\'\\]|\\[\s\S])*\'|//[^\r\n]*|/\*[\s\S]*?\*/')


def load(text: str) -> Any:
    text = text.removeprefix("\ufeff")
    try:
        return json.loads(text)
    except ValueError:
        pass
    try:
        return pyjson5.loads(text)
    except pyjson5.Json5Exception:
        # It refuses lone surrogates; without its comment such a document is strict JSON.
        return json.loads(_TOKENS.sub(lambda found: _blank(found.group()), text))


def _blank(token: str) -> str:
    return "" if token.startswith("/") else token


def comments(text: str) -> list[str]:
    return [found.rstrip() for found in _TOKENS.findall(text) if found.startswith("/")]


JSON = Syntax(
    "json",
    JsonDocument.parse,
    load,
    comments,
    ("claude", "it's: // x", 42, None, "two\nlines", "", True, "é 名 😀", 0.5, -7, 'say "hi"'),
    ("claude", {"primary": "x", "more": ["a", "b"]}, None, ["x", "y"], {}, [], 7, [{"a": 1}]),
    ("JSON knows no infinite number",),
)
each_document = walked(JSON.names)


def test_there_are_documents_of_many_shapes() -> None:
    assert len(JSON.names) >= 40
    syntaxes = [JSON.document(name).syntax for name in JSON.names]
    assert all(syntaxes.count(kind) >= 5 for kind in ("json", "jsonc", "json5"))
    assert any("\r\n" in JSON.text(name) for name in JSON.names), "git has changed line breaks"


@each_document
def test_nothing_changes_without_an_edit(name: str) -> None:
    check_untouched(JSON, name)


@each_document
def test_every_scalar_changes_alone(name: str) -> None:
    check_every_scalar(JSON, name)


@each_document
def test_every_value_may_become_another_kind(name: str) -> None:
    check_every_collection_replaced(JSON, name)


@each_document
def test_every_entry_is_removed_alone(name: str) -> None:
    check_every_removal(JSON, name)
    check_all_removed(JSON, name)


@each_document
def test_every_key_is_renamed_in_its_place(name: str) -> None:
    check_every_renaming(JSON, name)


@each_document
def test_an_entry_is_added_to_every_collection(name: str) -> None:
    check_every_addition(JSON, name)


@each_document
def test_no_edit_makes_the_syntax_wider(name: str) -> None:
    document = JSON.document(name)
    order = ["json", "jsonc", "json5"]
    for value in ("x", {"a": [1]}, float("inf")):
        key = "added" if isinstance(document.value, dict) else 0
        if not isinstance(document.value, dict | list):
            continue
        try:
            edited = document.set((key,), value)
        except DocumentError as error:
            assert value == float("inf")
            assert "infinite" in str(error)
            assert document.syntax != "json5"
            continue
        assert order.index(edited.syntax) <= order.index(document.syntax)


@each_document
def test_adding_and_removing_again_leaves_every_byte(name: str) -> None:
    check_added_and_removed(JSON, name)
