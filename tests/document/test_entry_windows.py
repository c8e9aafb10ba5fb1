"""A text that is read again in its changed entries alone is what a reading of the whole gives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.document import ABSENT, Document, DocumentError, Edit, entry_windows, tree
from rscrew_console.document.data import same

CORPUS = sorted((Path(__file__).parents[1] / "corpus").glob("*.y*ml"))
VALUES = (
    "claude",
    "a: b # c",
    "x\ny\n",
    7,
    None,
    True,
    {"k": "v", "l": [1]},
    ["one", "two"],
    ABSENT,
)
CREW = "# top\n\nproviders:\n  claude: {model: a}\n\nagents:  # all\n" + "".join(
    f"  # the {number}th\n  agent_{number}:\n    primary: claude  # first\n    reasoning: >-\n"
    f"      why\n      not\n\n    'on': [1, 2]\n" for number in range(6)
) + "last:\n  entry: 1\n"  # fmt: skip


@pytest.fixture
def windowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry_windows, "LEAST", 0)


def whole(document: Document, edits: list[Edit]) -> Document | None:
    """The same edits, with every text read as a whole."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(entry_windows, "LEAST", 1 << 40)
        return changed(Document.parse(document.text), edits)


def changed(document: Document, edits: list[Edit]) -> Document | None:
    try:
        return document.apply(edits)
    except DocumentError:
        return None


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if len(path) < 4 and isinstance(value, dict):
        for key, below in [*value.items()][:4]:
            yield from places(below, (*path, key))


def assert_alike(document: Document | None, other: Document | None) -> None:
    assert (document is None) == (other is None)
    if document is None or other is None:
        return
    assert document.text == other.text
    assert same(document.value, other.value)
    assert [*map(repr, places(document.value))] == [*map(repr, places(other.value))]
    assert document.duplicates == other.duplicates
    for path in places(other.value):
        assert document.line_of(path) == other.line_of(path)


@pytest.mark.usefixtures("windowed")
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_every_shape_reads_the_same_after_edits_one_on_the_other(path: Path) -> None:
    try:
        document = Document.parse(path.read_bytes().decode())
    except DocumentError:
        return  # refused as it is
    number = 0
    for place in [*places(document.value)][1:30]:
        for new in (VALUES[number % len(VALUES)], VALUES[(number + 4) % len(VALUES)]):
            number += 1
            edits = [Edit(place, document.get(place), new)]
            after = changed(document, edits)
            assert_alike(after, whole(document, edits))
            document = after or document


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The length of each text that was parsed."""
    lengths: list[int] = []
    original = tree.compose

    def compose(text: str) -> object:
        lengths.append(len(text))
        return original(text)

    monkeypatch.setattr(tree, "compose", compose)
    return lengths


WITHIN = [
    Edit(("agents", "agent_2", "primary"), "claude", "openai"),
    Edit(("agents", "agent_5", "primary"), "claude", None),
    Edit(("agents", "agent_0", "reasoning"), "why not", "because\n\nso\n"),
    Edit(("agents", "agent_0", "reasoning"), "why not", ABSENT),
    Edit(("agents", "agent_3", "new"), ABSENT, {"a": 1}),
    Edit(("agents", "agent_3", "primary"), "primary", "second", on="key"),
    Edit(("providers", "claude", "model"), "a", "b, c"),
    Edit(("last", "entry"), 1, [1, 2]),
]


@pytest.mark.usefixtures("windowed")
@pytest.mark.parametrize("edit", WITHIN, ids=lambda edit: f"{edit.path[-1]}-{edit.new}")
def test_an_edit_within_an_entry_reads_that_entry_alone(edit: Edit, parsed: list[int]) -> None:
    document = Document.parse(CREW)
    expected = whole(document, [edit])
    parsed.clear()
    after = document.apply([edit])
    assert len(parsed) == 1
    assert parsed[0] < len(CREW) // 2
    assert_alike(after, expected)
    assert after.apply([edit.inverse]).value == document.value


@pytest.mark.usefixtures("windowed")
def test_edits_of_several_entries_read_each_of_them(parsed: list[int]) -> None:
    document = Document.parse(CREW)
    edits = [WITHIN[0], WITHIN[2], WITHIN[6]]
    expected = whole(document, edits)
    parsed.clear()
    after = document.apply(edits)
    assert len(parsed) == len(edits)
    assert_alike(after, expected)


OPEN_ENDS = [
    '"never closed', "'never closed", "[1, 2", "{a: 1", "|\n  text\n stray: 1", "x\n---\ny: 1",
    "1\n  other: 2", "x\n z: 1", "&a x", "*a",
]  # fmt: skip


@pytest.mark.parametrize("text", OPEN_ENDS)
def test_an_entry_that_reaches_beyond_its_lines_is_never_taken_for_read(text: str) -> None:
    document = Document.parse(CREW)
    window = entry_windows._window_of(document._tree, ("agents", "agent_2"))
    assert window is not None
    lines = f"  agent_2:\n    primary: {text}\n"
    try:
        read = entry_windows._read(window, lines)
    except DocumentError:
        return  # as a reading of the whole does
    assert read is None


@pytest.mark.usefixtures("windowed")
@pytest.mark.parametrize("text", [
    CREW.replace("agent_4:", "agent_3:"),
    CREW.replace("  entry: 1", "  entry: &e 1\n  again: *e"),
    CREW.replace("\n", "\r\n"),
    "%YAML 1.1\n---\n" + CREW,
    CREW.rstrip("\n"),
    CREW.replace("  agent_3:\n", "  ? agent_3\n  :\n"),
], ids=["key-twice", "alias", "crlf", "directive", "no-last-break", "explicit-key"])  # fmt: skip
def test_what_reaches_further_is_read_as_a_whole_where_it_matters(text: str) -> None:
    document = Document.parse(text)
    edits = [Edit(("last", "entry"), 1, 2)]
    assert_alike(changed(document, edits), whole(document, edits))
    edits = [Edit(("agents", "agent_2", "primary"), "claude", "openai")]
    assert_alike(changed(document, edits), whole(document, edits))
