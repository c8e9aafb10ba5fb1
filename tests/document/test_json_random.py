"""Random JSON documents in random style: edits agree with other readers and leave the rest."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from rscrew_console.document import ABSENT, Edit
from rscrew_console.document.data import changed, differences, same
from rscrew_console.document.json_syntax import JsonDocument
from tests.document.syntax_checking import places
from tests.document.test_json_corpus import comments, load
from tests.rows import each_row
from tests.thorough import examples

KEYS = st.sampled_from(["a", "b", "model", "fallbacks", "x-y", "", "é", "it's", 'q"', "//", "null"])
TEXTS = st.text(max_size=12) | st.sampled_from(["x", "// no", "/* */", ",", "]", "\\", "\u2028"])
SCALARS = (
    TEXTS
    | st.none()
    | st.booleans()
    | st.integers(-(10**25), 10**25)
    | st.floats(allow_nan=False, allow_infinity=False)
)
DATA = st.recursive(
    SCALARS,
    lambda inner: st.dictionaries(KEYS, inner, max_size=4) | st.lists(inner, max_size=4),
    max_leaves=12,
)
ROOTS = st.dictionaries(KEYS, DATA, max_size=5) | st.lists(DATA, max_size=4)


class Writer:
    """Writes data as JSON text with drawn spacing, quotes, comments, commas and line breaks."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 # the same style every time is wanted
        self.syntax = self.random.choice(["json", "json", "jsonc", "json5"])
        self.newline = self.random.choice(["\n", "\n", "\r\n"])
        self.step = self.random.choice(["  ", "    ", "\t", ""])
        self.count = 0

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def gap(self, margin: str) -> str:
        """White space, perhaps with a comment, where any may stand."""
        gap = self.random.choice(["", "", "", " ", "  ", "\t", self.newline + margin])
        if self.syntax != "json" and self.chance(12):
            self.count += 1
            if self.chance(50):
                return f"{gap}// {self.count} c, ]{self.newline}{margin}"
            return f"{gap}/* {self.count} * / */ "
        return gap

    def value(self, value: Any, margin: str) -> str:
        if isinstance(value, str):
            return self.text(value)
        if not isinstance(value, dict | list):
            return json.dumps(value)
        many_lines = self.chance(50)
        inner = margin + self.step
        parts = []
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            head = "" if isinstance(value, list) else self.key(key) + self.gap(inner) + ":"
            parts.append(head + self.gap(inner) + self.value(item, inner) + self.gap(inner))
        between = self.newline + inner if many_lines else self.random.choice(["", " "])
        body = ("," + between).join(parts)
        if parts and self.syntax != "json" and self.chance(40):
            body += ","
        before, behind = (between, self.newline + margin) if many_lines else (self.gap(inner), "")
        opening, closing = "{}" if isinstance(value, dict) else "[]"
        return opening + before + body + behind + self.gap(margin) + closing

    def key(self, key: str) -> str:
        bare = key.isascii() and key.isalpha()
        return key if self.syntax == "json5" and bare and self.chance(60) else self.text(key)

    def text(self, text: str) -> str:
        literal = json.dumps(text, ensure_ascii=self.chance(40))
        if self.syntax == "json5" and self.chance(50):
            return "'" + literal[1:-1].replace('\\"', '"').replace("'", "\\'") + "'"
        return literal


@st.composite
def written(draw: Any) -> tuple[str, Any]:
    """A text and the data that it holds."""
    value = draw(ROOTS)
    writer = Writer(draw(st.integers(0, 10**6)))
    text = writer.gap("") + writer.value(value, "") + writer.gap("")
    return draw(st.sampled_from(["", "", "\ufeff"])) + text, value


@st.composite
def edited(draw: Any, kind: str) -> tuple[JsonDocument, Edit]:
    """A document and an edit that can be made in it."""
    text, value = draw(written())
    document = JsonDocument.parse(text)
    assert same(document.value, value), "the writer and the reader disagree"
    paths = list(places(value))
    if kind == "add":
        holders = [path for path in [(), *paths] if isinstance(document.get(path), dict | list)]
        holder = draw(st.sampled_from(holders))
        held = document.get(holder)
        key = len(held) if isinstance(held, list) else draw(KEYS)
        assume(document.get((*holder, key)) is ABSENT)
        order = tuple(draw(st.permutations([*held, key]))) if isinstance(held, dict) else ()
        return document, Edit((*holder, key), ABSENT, draw(DATA), order=order)
    paths = [path for path in paths if kind != "rename" or isinstance(path[-1], str)]
    assume(paths)
    path = draw(st.sampled_from(paths))
    if kind == "rename":
        new = draw(KEYS)
        assume(document.get((*path[:-1], new)) is ABSENT)
        return document, Edit(path, path[-1], new, on="key")
    return document, Edit(path, document.get(path), ABSENT if kind == "remove" else draw(DATA))


def check(document: JsonDocument, edit: Edit) -> JsonDocument:
    after = document.apply([edit])
    expected = changed(document.value, edit)
    assert same(after.value, expected)
    assert same(load(after.text), expected)
    assert after.text.startswith("\ufeff") == document.text.startswith("\ufeff")
    order = ["json", "jsonc", "json5"]
    assert order.index(after.syntax) <= order.index(document.syntax)
    return after


def assert_in_turn(pieces: list[str], text: str) -> None:
    """All the pieces stand in the text, in this order."""
    at = 0
    for piece in pieces:
        found = text.find(piece, at)
        assert found >= 0, piece
        at = found + len(piece)


@examples(25)
@given(edited("replace"))
def test_a_value_is_replaced_alone(case: tuple[JsonDocument, Edit]) -> None:
    document, edit = case
    after = check(document, edit)
    if not isinstance(edit.old, dict | list):
        assert comments(after.text) == comments(document.text)
        assert same(after.apply([edit.inverse]).value, document.value)


@each_row("text", [
    "[\n\n\t/* 1 */ ] ", "{\n  // x\n  /* y */ }", "[/* a */\n /* b */]", "[ // a\n /* b */ ]",
    "{ /* a */ }", "[/* a */]", "{ /* a */\n}", "{\n  // x\n  }",
])  # fmt: skip
def test_an_entry_among_comments_alone_comes_and_goes(text: str) -> None:
    edit = Edit((0,) if text.startswith("[") else ("k",), ABSENT, {"a": [None]})
    after = check(JsonDocument.parse(text), edit)
    assert comments(after.text) == comments(text)
    assert after.apply([edit.inverse]).text == text


@examples(25)
@given(edited("add"))
def test_an_entry_is_added_and_taken_out_again(case: tuple[JsonDocument, Edit]) -> None:
    document, edit = case
    after = check(document, edit)
    assert comments(after.text) == comments(document.text)
    body = [line.strip() for line in document.text.splitlines()]
    pieces = [part for line in body for part in line.replace("{}", "{ }").split() if part]
    if not isinstance(edit.new, dict | list):
        assert_in_turn([piece for piece in pieces if piece.isalnum()], after.text)
    back = check(after, edit.inverse)
    assert comments(back.text) == comments(document.text)
    if document.get(edit.path[:-1]):
        assert back.text == document.text


@examples(25)
@given(edited("remove"))
def test_an_entry_is_removed_alone(case: tuple[JsonDocument, Edit]) -> None:
    document, edit = case
    after = check(document, edit)
    assert_in_turn(comments(after.text), document.text)


@examples(25)
@given(edited("rename"))
def test_a_key_is_renamed_in_its_place(case: tuple[JsonDocument, Edit]) -> None:
    document, edit = case
    after = check(document, edit)
    assert comments(after.text) == comments(document.text)
    names = list(document.get(edit.path[:-1]))
    assert list(after.get(edit.path[:-1])) == [
        edit.new if name == edit.old else name for name in names
    ]


@examples(25)
@given(written(), ROOTS)
def test_any_change_of_data_can_be_written(case: tuple[str, Any], other: Any) -> None:
    text, value = case
    document = JsonDocument.parse(text)
    assume(type(value) is type(other))
    after = document.apply(differences(value, other))
    assert same(after.value, other)
    assert same(load(after.text), other)
    assert same(after.apply(differences(other, value)).value, value)
