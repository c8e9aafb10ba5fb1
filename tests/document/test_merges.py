"""Merge keys that YAML readers understand differently are told of, whichever is installed."""

from __future__ import annotations

from rscrew_console.dialects.findings import Findings
from rscrew_console.document import Document
from rscrew_console.document.markdown_document import MarkdownDocument
from rscrew_console.document.merges import MergeConflict
from tests.rows import each_row

BASES = "aa: &a {kk: 1, ll: 1}\nbb: &b {kk: 2, mm: 2}\n"


@each_row(
    ("text", "conflicts"),
    [
        (BASES + "c:\n  <<: [*a, *b]\n", [(("c", "kk"), 4)]),
        (BASES + "c: {x: 1, <<: [*a, *b]}\n", [(("c", "kk"), 3)]),
        (BASES + "c:\n- <<: [*b, *a]\n", [(("c", 0, "kk"), 4)]),
        # What the mapping says itself counts, and what only one of them has.
        (BASES + "c:\n  <<: [*a, *b]\n  kk: 3\n", []),
        (BASES + "c: {<<: *a}\nd: {<<: *b}\n", []),
        ("a: &a {kk: 1}\nb: &b {kk: 1}\nc: {<<: [*a, *b]}\n", []),
        ("a: &a {kk: 1}\nb: &b {kk: true}\nc: {<<: [*a, *b]}\n", [(("c", "kk"), 3)]),
        # One that merges the other already: then all readers agree, but for the other order.
        ("b: &b {kk: 2}\na: &a {<<: *b, kk: 1}\nc: {<<: [*a, *b]}\n", []),
        ("b: &b {kk: 2}\na: &a {<<: *b, kk: 1}\nc: {<<: [*b, *a]}\n", [(("c", "kk"), 3)]),
        # Deeper ones, and where others take such a mapping over.
        (
            BASES + "c: &c\n  <<: [*a, *b]\nd: {<<: *c}\n",
            [(("c", "kk"), 4), (("d", "kk"), 5)],
        ),
        (BASES, []),
        ("a: '<<'\n", []),
        ("", []),
    ],
)
def test_what_depends_on_the_reader_is_told_of(
    text: str, conflicts: list[tuple[tuple[str | int, ...], int]]
) -> None:
    found = Document.parse(text).merge_conflicts
    assert found == tuple(MergeConflict(path, line) for path, line in conflicts)


def test_the_value_is_that_of_yaml() -> None:
    assert Document.parse(BASES + "c: {<<: [*a, *b]}\n").get(("c", "kk")) == 1


def test_frontmatter_is_yaml() -> None:
    document = MarkdownDocument.parse(f"---\n{BASES}c:\n  <<: [*a, *b]\n---\nbody\n")
    assert document.merge_conflicts == (MergeConflict(("c", "kk"), 5),)


def test_many_merges_of_merges_take_no_time() -> None:
    lines = ["n0: &n0 {" + ", ".join(f"key{index}: 0" for index in range(8)) + "}"]
    lines += [
        f"n{level}: &n{level} {{<<: [{', '.join([f'*n{level - 1}'] * 4)}]}}"
        for level in range(1, 8)
    ]
    assert Document.parse("\n".join(lines) + "\n").merge_conflicts == ()


def test_it_is_a_warning_with_its_line() -> None:
    findings = Findings(Document.parse(BASES + "c:\n  x: 1\n  <<: [*a, *b]\n"))
    findings.duplicates()
    (problem,) = findings.problems
    assert (problem.severity, problem.code, problem.line) == ("warning", "merge-order", 5)
    assert '"c.kk"' in problem.message
    assert "6.0.4 takes the last" in problem.message
