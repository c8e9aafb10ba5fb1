"""Markdown with frontmatter: every edit of every document in tests/corpus/markdown, and words."""

from __future__ import annotations

import re
from typing import Any

import pytest
import ruamel.yaml
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rscrew_console.document import ABSENT, DocumentError, Duplicate, StaleEditError
from rscrew_console.document.data import same
from rscrew_console.document.edit import Edit
from rscrew_console.document.markdown_document import MarkdownDocument
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
from tests.document.writing import KEYS, SCALARS, written
from tests.rows import each_row

_PARTS = re.compile(
    r"\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\r?\Z)(.*)\Z", re.DOTALL | re.MULTILINE
)


def parts(text: str) -> tuple[str, str]:
    """Frontmatter and body, found in another way than the document does."""
    found = _PARTS.match(text)
    return (found.group(1), found.group(2)) if found else ("", text.removeprefix("\ufeff"))


def load(text: str) -> Any:
    return yaml.load(parts(text)[0], Loader=yaml.CSafeLoader) or {}


def comments(text: str) -> list[str]:
    return re.findall(r"(?:^|(?<=\s))#.*?(?=\r?$)", parts(text)[0], re.MULTILINE)


MARKDOWN = Syntax(
    "markdown",
    MarkdownDocument.parse,
    load,
    comments,
    ("opus", "it's: x", 42, None, "", True, "é 名 😀", 0.5, "yes"),
    ("opus", {"primary": "x", "more": ["a", "b"]}, None, ["x", "y"], 7),
)
each_document = each_row("name", MARKDOWN.names)


def test_there_are_documents_of_many_shapes() -> None:
    assert len(MARKDOWN.names) >= 40


@each_document
def test_nothing_changes_without_an_edit(name: str) -> None:
    check_untouched(MARKDOWN, name)


@each_document
def test_every_edit_can_be_made(name: str) -> None:
    check_every_scalar(MARKDOWN, name)
    check_every_removal(MARKDOWN, name)
    check_all_removed(MARKDOWN, name)
    check_every_renaming(MARKDOWN, name)
    check_every_addition(MARKDOWN, name)


@each_document
def test_adding_and_removing_again_leaves_every_byte(name: str) -> None:
    if name not in ("empty.md", "crlf-empty.md"):  # A frontmatter without a key goes with its key.
        check_added_and_removed(MARKDOWN, name)


@each_document
def test_the_body_is_never_touched(name: str) -> None:
    document = MARKDOWN.document(name)
    edited = document.set(("model",), "x: y").set(("added",), ["---", "..."])
    assert parts(edited.text)[1] == document.body == parts(document.text)[1]
    newer = ruamel.yaml.YAML(typ="safe", pure=True).load(parts(edited.text)[0])
    assert newer["model"] == "x: y"
    assert newer["added"] == ["---", "..."]


@each_row(
    ("before", "after"),
    [
        ("Body\n", "---\nmodel: opus\n---\nBody\n"),
        ("", "---\nmodel: opus\n---\n"),
        ("\ufeff# T\r\n", "\ufeff---\r\nmodel: opus\r\n---\r\n# T\r\n"),
        ("---\n---\nBody", "---\nmodel: opus\n---\nBody"),
        ("---\nname: a\n---\n", "---\nname: a\nmodel: opus\n---\n"),
        ("---\nname: 'a'\n---", "---\nname: 'a'\nmodel: 'opus'\n---"),
    ],
)
def test_a_first_key(before: str, after: str) -> None:
    assert MarkdownDocument.parse(before).set(("model",), "opus").text == after


@each_row(
    ("text", "reason", "line"),
    [
        ("---\nname: a\nmodel: x\n", "has no end", 1),
        ("---\nname: a\ndescription: when: this\n  is: so\n---\nB\n", "not valid YAML", 3),
        ("---\n\n- a\n---\nB\n", "must be a mapping", 3),
        ("---\njust text\n---\nB\n", "must be a mapping", 2),
        ("\ufeff---\r\na: [1\r\n---\r\n", "not valid YAML", 3),
    ],
)
def test_an_invalid_frontmatter_is_refused_with_its_line(text: str, reason: str, line: int) -> None:
    with pytest.raises(DocumentError) as error:
        MarkdownDocument.parse(text)
    assert reason in error.value.reason
    assert error.value.line == line


def test_what_a_document_says_of_itself() -> None:
    document = MarkdownDocument.parse("---\n# c\na: 1\nb: {c: 2}\na: 3\n---\nBody\n")
    assert document.line_of(("b", "c")) == 4
    assert document.duplicates == (Duplicate(("a",), 5, 3),)
    assert document.get(("b", "c")) == 2
    assert document.get(("x",)) is ABSENT
    assert MarkdownDocument.parse("x").get(()) == {}
    assert MarkdownDocument.parse("x").line_of(("a",)) == 1
    with pytest.raises(StaleEditError):
        document.apply([Edit(("b", "c"), 7, 8)])


@settings(max_examples=10)
@given(
    written(),
    st.sampled_from(["", "Body", "---\n", "a: b\n---\n\n", "\tx\x0c\u2028\r\n"]),
    KEYS,
    SCALARS,
)
def test_random_frontmatter_and_body(
    case: tuple[str, Any, list[str]], body: str, key: str, value: Any
) -> None:
    front, data, _ = case
    front = front.removeprefix("\ufeff").removeprefix("---\n")
    if not front.endswith("\n"):
        front += "\n"
    document = MarkdownDocument.parse(f"---\n{front}---\n{body}")
    assert same(document.value, data)
    edited = document.set((key,), value)
    assert edited.text.endswith(f"---\n{body}")
    assert same(edited.value, data | {key: value})
    assert same(load(edited.text), data | {key: value})


LOOSE = (
    "---\nname: reviewer\n"
    'description: Use it when: a review is due. Say "go": it goes\\n<example>\n'
    'tools: ["Read", "Grep"]\nmodel: sonnet\n# a note\n---\nBody: it stays\n'
)
"""As Claude Code's generator of agents writes it; strict YAML refuses the second line."""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_value_with_a_colon_and_no_quotes_is_read_as_claude_code_reads_it(newline: str) -> None:
    text = LOOSE.replace("\n", newline)
    document = MarkdownDocument.parse(text)
    assert document.text == text
    assert document.value["model"] == "sonnet"
    assert document.value["description"].startswith('Use it when: a review is due. Say "go": it')
    assert document.unquoted_keys == ("description",)
    assert document.line_of(("model",)) == 5


@pytest.mark.parametrize(("edit", "old", "new"), [
    (Edit(("model",), "sonnet", "opus"), "model: sonnet\n", "model: opus\n"),
    (Edit(("effort",), ABSENT, "high"), "model: sonnet\n", "model: sonnet\neffort: high\n"),
    (Edit(("model",), "sonnet", ABSENT), "model: sonnet\n", ""),
    (Edit(("name",), "reviewer", "critic"), "name: reviewer\n", "name: critic\n"),
])  # fmt: skip
def test_an_edit_of_such_a_file_touches_its_own_line_alone(edit: Edit, old: str, new: str) -> None:
    changed = MarkdownDocument.parse(LOOSE).apply([edit])
    assert changed.text == LOOSE.replace(old, new)
    assert MarkdownDocument.parse(changed.text).value == changed.value


def test_the_value_itself_is_written_with_the_quotes_that_it_needs() -> None:
    text = "---\nname: a\ndescription: now: then\n---\n"
    changed = MarkdownDocument.parse(text).set(("description",), "later: on")
    assert load(changed.text) == {"name": "a", "description": "later: on"}
    assert changed.unquoted_keys == ()


@pytest.mark.parametrize("text", [
    "---\nname: a\ndescription: x: y\n  z: w\n---\n",
    "---\n- a: b: c\n---\n",
    "---\nname: [\n---\n",
    "---\nwhat is this: a: b\n---\n",
])  # fmt: skip
def test_what_claude_code_cannot_read_either_is_refused(text: str) -> None:
    with pytest.raises(DocumentError):
        MarkdownDocument.parse(text)
