"""Anchors, aliases and merge keys: only the path asked for changes, for nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from rscrew_console.document import Document, DocumentError
from tests.document.table import at, text_after_delete, text_after_set
from tests.rows import each_row

BASE = """\
base: &base
  primary: claude      # first
  secondary: openai
"""


@each_row(
    ("before", "dotted", "value", "after"),
    [
        # An alias gives way to the value.
        ("a: &x 1\nb: *x\n", "b", 2, "a: &x 1\nb: 2\n"),
        ("a: &x 1\nb: *x     # c\n", "b", 22, "a: &x 1\nb: 22     # c\n"),
        ("a: &x 1\nb: [*x, *x]\n", "b.0", 2, "a: &x 1\nb: [2, *x]\n"),
        # The anchor's own value: its aliases are written out.
        ("a: &x 1\nb: *x\n", "a", 2, "a: &x 2\nb: 1\n"),
        ("a: &x 1\nb: *x   # c\nc: *x\n", "a", 2, "a: &x 2\nb: 1    # c\nc: 1\n"),
        ("a: &x 'text'\nb: *x\n", "a", "new", "a: &x 'new'\nb: 'text'\n"),
        # A value within what an alias stands for: what can still come from it does.
        (
            BASE + "agent: *base\n",
            "agent.primary",
            "gemini",
            BASE + "agent: {<<: *base, primary: gemini}\n",
        ),
        (
            BASE + "agent: *base     # c\n",
            "agent.tertiary",
            "gemini",
            BASE + "agent: {<<: *base, tertiary: gemini} # c\n",
        ),
        ("a: &x [1, 2]\nb: *x\n", "b.0", 3, "a: &x [1, 2]\nb: [3, 2]\n"),
        # A value that a merge brings in: it is written out, over the merge.
        (
            BASE + "agent:\n  <<: *base\n  reasoning: r\n",
            "agent.primary",
            "gemini",
            BASE + "agent:\n  <<: *base\n  reasoning: r\n  primary: gemini\n",
        ),
        (
            BASE + "agent: {<<: *base}\n",
            "agent.primary",
            "x",
            BASE + "agent: {<<: *base, primary: x}\n",
        ),
        # One that the mapping has itself.
        (
            BASE + "agent:\n  <<: *base\n  primary: gemini   # own\n",
            "agent.primary",
            "local",
            BASE + "agent:\n  <<: *base\n  primary: local    # own\n",
        ),
        # In what others merge: they keep what they had.
        (
            BASE + "agent:\n  <<: *base\n",
            "base.primary",
            "gemini",
            BASE.replace("claude ", "gemini ") + "agent:\n  <<: *base\n  primary: claude\n",
        ),
        (
            BASE + "agent: *base\n",
            "base.primary",
            "gemini",
            BASE.replace("claude ", "gemini ") + "agent: {<<: *base, primary: claude}\n",
        ),
        # Anchors within anchors.
        (
            "a: &a\n  x: &x 1\nb:\n  <<: *a\nc: *x\n",
            "a.x",
            2,
            "a: &a\n  x: &x 2\nb:\n  <<: *a\n  x: 1\nc: 1\n",
        ),
    ],
)
def test_a_shared_value_changes_for_one(before: str, dotted: str, value: Any, after: str) -> None:
    assert text_after_set(before, dotted, value) == after


@each_row(
    ("before", "dotted", "after"),
    [
        ("a: &x 1\nb: *x\n", "b", "a: &x 1\n"),
        # Who lost the anchor has the value now, and the anchor for the others.
        ("a: &x 1\nb: *x\nc: *x\n", "a", "b: &x 1\nc: *x\n"),
        ("z: 1\na:\n  x: &x [1, 2]\nb: *x   # c\n", "a", "z: 1\nb: &x [1, 2]   # c\n"),
        ("&k a: 1\nb: *k\n", "a", "b: &k a\n"),
        (
            BASE + "agent:\n  <<: *base\n",
            "base",
            "agent:\n  <<: &base {primary: claude, secondary: openai}\n",
        ),
        # One that a merge brings in.
        (
            BASE + "agent:\n  <<: *base\n  reasoning: r\n",
            "agent.primary",
            BASE + "agent:\n  <<: {secondary: openai}\n  reasoning: r\n",
        ),
        (
            BASE + "agent:\n  primary: gemini   # own\n  <<: *base\n",
            "agent.primary",
            BASE + "agent:\n  <<: {secondary: openai}\n",
        ),
        (
            BASE + "agent:\n  <<: [*base, {primary: x, fallback: z}]\n",
            "agent.primary",
            BASE + "agent:\n  <<: {fallback: z, secondary: openai}\n",
        ),
        # In what others merge.
        (
            BASE + "agent:\n  <<: *base\n",
            "base.secondary",
            BASE.replace("  secondary: openai\n", "")
            + "agent:\n  <<: *base\n  secondary: openai\n",
        ),
    ],
)
def test_a_shared_value_is_removed_for_one(before: str, dotted: str, after: str) -> None:
    assert text_after_delete(before, dotted) == after


@pytest.mark.parametrize(
    ("before", "dotted", "new", "after"),
    [
        (
            BASE + "agent:\n  <<: *base\n",
            "base",
            "basis",
            BASE.replace("base:", "basis:") + "agent:\n  <<: *base\n",
        ),
        (
            BASE + "agent:\n  <<: *base\n  primary: x\n",
            "agent.primary",
            "first",
            BASE + "agent:\n  <<: {secondary: openai}\n  first: x\n",
        ),
        ("a: &x k\n*x : 1\n", "k", "new", "a: &x k\nnew : 1\n"),
    ],
)
def test_a_key_is_renamed_for_one(before: str, dotted: str, new: str, after: str) -> None:
    assert Document.parse(before).rename(at(dotted), new).text == after


def test_what_others_merge_stays_a_mapping() -> None:
    with pytest.raises(DocumentError, match="merges mappings") as caught:
        text_after_set("# c\n" + BASE + "agent:\n  <<: *base\n", "base", 5)
    assert caught.value.line == 2


def test_a_quoted_merge_key_is_a_key_like_others() -> None:
    before = BASE + "agent:\n  <<: *base\n"
    assert text_after_set(before, "agent.<<", 5) == before + '  "<<": 5\n'


def test_many_edits_around_one_anchor_are_made_together() -> None:
    before = BASE + "one: *base\ntwo:\n  <<: *base\n"
    document = Document.parse(before)
    for path, value in [("base.primary", "a"), ("one.primary", "b"), ("two.primary", "c")]:
        document = document.set(at(path), value)
    assert document.value == {
        "base": {"primary": "a", "secondary": "openai"},
        "one": {"primary": "b", "secondary": "openai"},
        "two": {"primary": "c", "secondary": "openai"},
    }
