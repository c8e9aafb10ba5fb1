"""Random TOML documents in random style: edits agree with tomllib and leave the rest."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from rscrew_console.document import ABSENT, DocumentError, Edit
from rscrew_console.document.data import changed, differences, same
from rscrew_console.document.toml_syntax import TomlDocument
from rscrew_console.document.toml_syntax.writing import text_of
from tests.document.syntax_checking import places
from tests.document.test_toml_corpus import comments, load
from tests.thorough import examples

KEYS = st.sampled_from(["a", "b", "model", "x-y", "", "é", "it's", 'q"', "#", "a.b", "1", "w v"])
TEXTS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["x", "# no", '"""', "'''", "]", "\\", "\n", "two\nlines", '"']
)
SCALARS = (
    TEXTS
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.dates(dt.date(1900, 1, 1))
)
DATA = st.recursive(
    SCALARS,
    lambda inner: st.dictionaries(KEYS, inner, max_size=4) | st.lists(inner, max_size=4),
    max_leaves=10,
)
ROOTS = st.dictionaries(KEYS, DATA, max_size=5)


class Writer:
    """Writes data as TOML text with drawn spacing, quotes, comments, headers and line breaks."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 # the same style every time is wanted
        self.newline = self.random.choice(["\n", "\n", "\r\n"])
        self.step = self.random.choice(["", "", "  ", "\t"])
        self.equals = self.random.choice([" = ", "=", " =\t", "  =  "])
        self.blank = self.random.choice(["", self.newline, self.newline, self.newline * 2])
        self.count = 0

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def comment(self) -> str:
        self.count += 1
        return f"# {self.count} [c] = \"'"

    def tail(self) -> str:
        gap = self.random.choice([" ", "   ", "\t", ""])
        return (gap + self.comment() if self.chance(25) else "") + self.newline

    def between(self, margin: str) -> str:
        text = self.newline if self.chance(10) else ""
        return text + (margin + self.comment() + self.newline if self.chance(15) else "")

    def key(self, name: str) -> str:
        is_bare = bool(name) and all(c.isascii() and (c.isalnum() or c in "-_") for c in name)
        if is_bare and self.chance(80):
            return name
        return text_of(name, self.random.choice("\"'"))

    def inline(self, value: Any, margin: str) -> str:
        pad = self.random.choice(["", " "])
        if isinstance(value, dict):
            pairs = [
                f"{self.key(name)}{self.equals}{self.inline(item, margin)}"
                for name, item in value.items()
            ]
            return "{" + pad + (f"{pad}, ").join(pairs) + pad + "}"
        if not isinstance(value, list):
            return self.scalar(value)
        items = [self.inline(item, margin) for item in value]
        if self.chance(40):
            inner = self.newline + margin + "  "
            lines = [
                item + "," + (" " + self.comment() if self.chance(20) else "") for item in items
            ]
            if items and self.chance(30) and lines[-1].endswith(","):
                lines[-1] = lines[-1][:-1]
            return "[" + "".join(inner + line for line in lines) + self.newline + margin + "]"
        comma = "," if items and self.chance(10) else ""
        return "[" + pad + ", ".join(items) + comma + pad + "]"

    def scalar(self, value: Any) -> str:
        if isinstance(value, str):
            quote = self.random.choice("\"'")
            plain = value.replace("\n", "").isprintable() and "\\" not in value
            if plain and quote not in value and self.chance(30):
                text = value.replace("\n", self.newline)
                return quote * 3 + self.newline + text + quote * 3
            return text_of(value, quote)
        if isinstance(value, bool):
            return str(value).lower()
        return value.isoformat() if isinstance(value, dt.date) else repr(value)

    def table(self, value: dict[str, Any], names: list[str], depth: int) -> str:
        """The lines of a table, without its own header."""
        margin = self.step * depth
        lines, tables = "", ""
        for name, item in value.items():
            key = self.key(name)
            path = [*names, key]
            if isinstance(item, dict) and self.chance(50):
                head = f"[{self.random.choice(['.', ' . ']).join(path)}]"
                implied = item and all(isinstance(sub, dict) for sub in item.values())
                if not (implied and self.chance(50)):
                    tables += self.blank + self.between(margin) + margin + head + self.tail()
                    tables += self.table(item, path, depth + 1)
                    continue
                tables += self._only_tables(item, path, depth)
            elif isinstance(item, dict) and item and self.chance(30):
                for sub, part in item.items():
                    lines += self.line(f"{key}.{self.key(sub)}", part, margin)
            elif (
                isinstance(item, list)
                and item
                and all(isinstance(part, dict) for part in item)
                and self.chance(60)
            ):
                for part in item:
                    head = f"[[{'.'.join(path)}]]"
                    tables += self.blank + self.between(margin) + margin + head + self.tail()
                    tables += self.table(part, path, depth + 1)
            else:
                lines += self.line(key, item, margin)
        return lines + tables

    def _only_tables(self, value: dict[str, Any], names: list[str], depth: int) -> str:
        text = ""
        for name, item in value.items():
            path = [*names, self.key(name)]
            text += self.blank + self.step * depth + f"[{'.'.join(path)}]" + self.tail()
            text += self.table(item, path, depth + 1)
        return text

    def line(self, key: str, value: Any, margin: str) -> str:
        return (
            self.between(margin) + margin + key + self.equals + self.inline(value, margin)
        ) + self.tail()


@st.composite
def written(draw: Any) -> tuple[str, Any]:
    """A text and the data that it holds."""
    value = draw(ROOTS)
    writer = Writer(draw(st.integers(0, 10**6)))
    text = writer.table(value, [], 0)
    if writer.chance(20):
        text += writer.comment() + writer.newline
    if writer.chance(20):
        text = text.removesuffix(writer.newline)
    return draw(st.sampled_from(["", "", "\ufeff"])) + text, value


@st.composite
def edited(draw: Any, kind: str) -> tuple[TomlDocument, Edit]:
    """A document and an edit that can be made in it."""
    text, value = draw(written())
    document = TomlDocument.parse(text)
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


def check(document: TomlDocument, edit: Edit) -> TomlDocument:
    try:
        after = document.apply([edit])
    except DocumentError as error:
        assert "only a table can be in its place" in error.reason, edit
        assume(False)
        raise
    expected = changed(document.value, edit)
    assert same(load(after.text), expected)
    assert same(after.value, expected)
    assert after.text.startswith("\ufeff") == document.text.startswith("\ufeff")
    if "\r\n" in document.text and "\n" not in document.text.replace("\r\n", ""):
        assert "\n" not in after.text.replace("\r\n", ""), "a line ends otherwise"
    return after


@examples(40)
@given(edited("replace"))
def test_a_value_is_replaced_alone(case: tuple[TomlDocument, Edit]) -> None:
    document, edit = case
    after = check(document, edit)
    if not isinstance(edit.old, dict | list):
        assert comments(after.text) == comments(document.text)
        assert same(after.apply([edit.inverse]).value, document.value)


@examples(60)
@given(edited("add"))
def test_an_entry_is_added_and_taken_out_again(case: tuple[TomlDocument, Edit]) -> None:
    document, edit = case
    after = check(document, edit)
    assert sorted(comments(after.text)) == sorted(comments(document.text))
    back = after.delete(edit.path)
    assert same(back.value, document.value)
    held = document.get(edit.path[:-1])
    if held:
        assert back.text == document.text, (edit, after.text)


@examples(40)
@given(edited("remove"))
def test_an_entry_is_removed_alone(case: tuple[TomlDocument, Edit]) -> None:
    document, edit = case
    after = check(document, edit)
    rest = comments(document.text)
    assert all(comment in rest for comment in comments(after.text))


@examples(40)
@given(edited("rename"))
def test_a_key_is_renamed_in_its_place(case: tuple[TomlDocument, Edit]) -> None:
    document, edit = case
    after = check(document, edit)
    assert comments(after.text) == comments(document.text)
    names = list(document.get(edit.path[:-1]))
    assert list(after.get(edit.path[:-1])) == [
        edit.new if name == edit.old else name for name in names
    ]


@examples(40)
@given(written(), ROOTS)
def test_any_change_of_data_can_be_written(case: tuple[str, Any], other: Any) -> None:
    text, _ = case
    document = TomlDocument.parse(text)
    try:
        after = document.apply(differences(document.value, other))
    except DocumentError as error:
        assert "only a table can be in its place" in error.reason
        return
    assert same(load(after.text), other)
