"""A set of files as one document."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rscrew_console.document import (
    ABSENT,
    DocumentError,
    DocumentSet,
    Edit,
    StaleEditError,
    is_archive,
    split_archive,
)
from rscrew_console.document.archive import join_archive
from tests.rows import each_row

WRITER = "---\nname: writer\nmodel: sonnet # careful\n---\nYou write.\n"
READER = "---\r\nname: reader\r\nmodel: haiku\r\n---\r\nYou read."
FILES = {"writer.md": WRITER, "sub/reader.md": READER, "x.json": '{"a": 1}'}


def test_a_set_holds_its_files_to_the_byte_and_their_values_by_name() -> None:
    files = DocumentSet.of(FILES)
    assert files.texts == FILES
    assert DocumentSet.parse(files.text).texts == FILES
    assert files.value == {
        "sub/reader.md": {"name": "reader", "model": "haiku"},
        "writer.md": {"name": "writer", "model": "sonnet"},
        "x.json": {"a": 1},
    }
    assert files.get(("writer.md", "model")) == "sonnet"
    assert files.get(("nobody.md", "model"), None) is None
    assert files.line_of(("writer.md", "model")) == 3


@each_row(
    ("edits", "expected"),
    [
        (
            [Edit(("writer.md", "model"), "sonnet", "opus")],
            FILES | {"writer.md": WRITER.replace("sonnet", "opus")},
        ),
        (
            [
                Edit(("writer.md", "model"), "sonnet", "opus"),
                Edit(("sub/reader.md", "model"), "haiku", ABSENT),
            ],
            FILES
            | {
                "writer.md": WRITER.replace("sonnet", "opus"),
                "sub/reader.md": READER.replace("model: haiku\r\n", ""),
            },
        ),
        ([Edit(("x.json",), {"a": 1}, ABSENT)], {k: v for k, v in FILES.items() if k != "x.json"}),
        (
            [Edit(("new.md",), ABSENT, {"name": "new", "model": "opus"})],
            FILES | {"new.md": "---\nname: new\nmodel: opus\n---\n"},
        ),
        ([Edit(("new.json",), ABSENT, {"b": "c"})], FILES | {"new.json": '{\n  "b": "c"\n}\n'}),
        ([Edit(("new.yaml",), ABSENT, {"b": "c"})], FILES | {"new.yaml": "b: c\n"}),
        ([Edit(("new.md",), ABSENT, WRITER)], FILES | {"new.md": WRITER}),
        (
            [
                Edit(("writer.md",), "writer.md", "author.md", on="key"),
                Edit(("author.md", "name"), "writer", "author"),
            ],
            {k: v for k, v in FILES.items() if k != "writer.md"}
            | {"author.md": WRITER.replace("name: writer", "name: author")},
        ),
        (
            [Edit(("writer.md",), {"name": "writer", "model": "sonnet"}, {"name": "w"})],
            FILES
            | {"writer.md": WRITER.replace("model: sonnet # careful\n", "").replace("writer", "w")},
        ),
    ],
)
def test_edits_change_their_file_alone(edits: list[Edit], expected: dict[str, str]) -> None:
    assert DocumentSet.of(FILES).apply(edits).texts == expected


@each_row(
    ("edit", "kind", "reason", "file"),
    [
        (Edit(("writer.md", "model"), "x", "y"), StaleEditError, "does not hold", "writer.md"),
        (Edit(("no.md", "model"), "x", "y"), DocumentError, "there is no file no.md", "no.md"),
        (Edit(("x.json",), ABSENT, {}), StaleEditError, "is there already", "x.json"),
        (Edit(("x.json",), {"a": 2}, ABSENT), StaleEditError, "does not hold", "x.json"),
        (Edit(("x.json",), "x.json", "writer.md", on="key"), DocumentError, "already", "writer.md"),
        (Edit(("no.md",), "no.md", "y.md", on="key"), StaleEditError, "no file no.md", "no.md"),
        (Edit(("../x.md",), ABSENT, {"a": 1}), DocumentError, "cannot be the name", ""),
        (Edit(("/x.md",), ABSENT, "text"), DocumentError, "cannot be the name", ""),
        (Edit(("y.md",), ABSENT, 5), DocumentError, "must hold a mapping", "y.md"),
        (Edit(("y.json",), ABSENT, "{"), DocumentError, "is expected here", "y.json"),
        (Edit((), {}, {}), DocumentError, "file by file", ""),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_file(
    edit: Edit, kind: type[DocumentError], reason: str, file: str
) -> None:
    files = DocumentSet.of(FILES)
    with pytest.raises(kind, match=reason) as refused:
        files.apply([Edit(("writer.md", "model"), "sonnet", "opus"), edit][1:])
    assert refused.value.file == file
    assert files.texts == FILES


def test_no_edit_gives_the_same_set() -> None:
    files = DocumentSet.of(FILES)
    assert files.apply([]) is files
    assert files.apply([Edit(("x.json", "a"), 1, 1)]) is files


def test_a_key_that_stands_twice_is_told_with_its_file() -> None:
    (duplicate,) = DocumentSet.of({"a.yaml": "b: 1\nb: 2\n"}).duplicates
    assert (duplicate.path, duplicate.line) == (("a.yaml", "b"), 2)


names = st.text(st.sampled_from("abc./ \u00e9\x1c"), min_size=1, max_size=6)
texts = st.text(st.sampled_from("ab\x1c=\n\r\ufeff"), max_size=12)


@given(st.dictionaries(names, texts, max_size=4))
def test_any_texts_come_back_from_the_archive(files: dict[str, str]) -> None:
    try:
        archive = join_archive(files)
    except DocumentError:
        assert any(bad in name for name in files for bad in ("\x1c", "/", "."))
        return
    assert is_archive(archive)
    assert split_archive(archive) == files


@each_row("text", ["", "a: b\n", "\x1cfiles 1", "\x1cfiles 1\nx", "\x1cfiles 1\n\x1c=a"])
def test_no_other_text_is_a_set(text: Any) -> None:
    with pytest.raises(DocumentError):
        DocumentSet.parse(text)
