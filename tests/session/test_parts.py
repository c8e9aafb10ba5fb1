"""Changes that a save leaves out: what is written then, and what stays unsaved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rscrew_console.dialects.operations import Rename
from rscrew_console.document import DocumentSet
from rscrew_console.session import ChangedOnDisk, WouldBreak
from rscrew_console.session.parts import parts_of, text_without
from rscrew_console.session.text_merge import bytes_changed
from tests.rows import each_row
from tests.session.place import CREW, Place, assign

lines = st.lists(st.sampled_from(["a\n", "b\n", "c\r\n", "d"]), max_size=8).map("".join)
files = st.dictionaries(st.sampled_from(["x.yaml", "y.yaml"]), st.just("a: 1\n"), max_size=2)


@given(old=lines, new=lines, chosen=st.sets(st.integers(0, 7)))
def test_any_changes_can_be_left_out(old: str, new: str, chosen: set[int]) -> None:
    parts = parts_of(old, new)
    assert text_without(old, new, ()) == new
    assert text_without(old, new, parts) == old
    left_out = [part for index, part in enumerate(parts) if index in chosen]
    rest = [part for part in parts if part not in left_out]
    one_way = text_without(old, new, left_out)
    assert one_way.count("a") - old.count("a") == sum(
        "".join(part.hunk.lines).count("a") - "".join(part.old).count("a") for part in rest
    )


@given(old=files, new=files)
def test_a_file_comes_or_goes_as_a_whole(old: dict[str, str], new: dict[str, str]) -> None:
    before, after = DocumentSet.of(old).text, DocumentSet.of(new).text
    parts = parts_of(before, after)
    assert {part.file for part in parts} == old.keys() ^ new.keys()
    assert text_without(before, after, parts) == before
    for part in parts:
        assert text_without(before, after, [part]) == DocumentSet.of(
            {**{name: text for name, text in new.items() if name != part.file},
             **({part.file: old[part.file]} if part.file in old else {})}
        ).text  # fmt: skip


def test_what_is_left_out_is_unsaved_afterwards(place: Place) -> None:
    session = place.open(journal=True)
    assign(session, "planner", secondary="gemini")
    assign(session, "writer", fallback=None)
    whole, (_, writer) = session.document.text, session.parts
    assert writer.old == ("    fallback: claude\n",)
    saved = session.save("test", left_out=[writer])
    assert place.text == CREW.replace("secondary: openai\n    reas", "secondary: gemini\n    reas")
    assert (saved.lines_changed, saved.bytes_changed, len(saved.changed)) == (1, 5, 1)
    assert saved.summary == "planner: secondary openai → gemini"
    assert session.document.text == whole
    assert [part.old for part in session.parts] == [writer.old]
    assert [change.label for change in session.changes] == ["writer: fallback claude → —"]
    session.undo()
    session.undo()
    assert session.document.text == CREW
    session.redo()
    session.redo()
    session.save("test")
    assert place.text == whole
    assert not session.is_dirty


def test_what_is_left_out_outlives_the_session(place: Place) -> None:
    session = place.open(journal=True)
    assign(session, "planner", secondary="gemini")
    assign(session, "writer", fallback=None)
    session.save("test", left_out=session.parts[1:])
    session.set_aside()
    again = place.open(journal=True)
    (work,) = again.pending()
    again.restore(work)
    assert again.document.text == session.document.text
    assert again.saved.text == place.text


def test_the_files_own_counts_follow(place: Place) -> None:
    session = place.open()
    assign(session, "planner", primary="gemini")
    (primary, *counts) = session.parts
    assert len(counts) == 2
    assert session.crew_without([primary]).document.text == CREW
    assert session.crew_without(counts).document.text == session.document.text


def test_what_would_break_the_file_is_refused(place: Place) -> None:
    session = place.open()
    session.apply(Rename("provider", "openai", "gpt"))
    before = session.document.text
    entry = next(part for part in session.parts if "gpt-5-mini" in "".join(part.old))
    with pytest.raises(WouldBreak, match="gpt"):
        session.save("test", left_out=[entry])
    assert (place.text, session.document.text) == (CREW, before)


def test_what_was_chosen_holds_only_for_the_file_that_was_looked_at(place: Place) -> None:
    session = place.open()
    assign(session, "planner", secondary="gemini")
    assign(session, "writer", fallback=None)
    left_out = session.parts[:1]
    place.text = "# mine\n" + CREW
    with pytest.raises(ChangedOnDisk, match="once more"):
        session.save("test", left_out=left_out)
    assert place.text == "# mine\n" + CREW
    session.save("test", left_out=session.parts[:1])
    assert "    fallback: claude\n" not in place.text


@each_row(
    ("old", "new", "size"),
    [
        ("", "", 0),
        ("a: claude # x\n", "a: openai # x\n", 6),
        ("a: b\n", "a: bé\n", 2),
        ("a: b\nc: d\n", "a: b\n", 5),
        ("a: b\n", "a: b\nlonger: 1\n", 10),
        ("a: 1\nb: 2\n", "a: 3\nb: 4\n", 2),
    ],
)
def test_bytes_that_differ_are_counted(old: str, new: str, size: int) -> None:
    assert bytes_changed(old, new) == size
