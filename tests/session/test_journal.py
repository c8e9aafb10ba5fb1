"""Unsaved changes outlive their program."""

import gc
import os
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.dialects.operations import Remove, Rename
from rscrew_console.session import SaveFailed, Session
from rscrew_console.session.journal import unsealed_lines
from rscrew_console.session.journal_lines import read
from rscrew_console.session.sealing import Sealer
from tests.session.place import CREW, Place, assign, ticking


def crash(session: Session) -> None:
    """What the system does when a process is killed: it closes its files, and with them locks."""
    assert session._journal is not None
    assert session._journal._open is not None
    os.close(session._journal._open[1])


def journals(place: Place) -> list[Path]:
    return sorted(place.state.rglob("journal-*"))


@pytest.fixture
def crashed(place: Place) -> Session:
    """A session with three unsaved changes, one of them undone and made again, that died."""
    session = place.open(journal=True)
    assign(session, "planner", secondary="gemini")
    session.apply(Rename("provider", "claude", "opus"), label="claude is opus")
    session.apply(Remove("agent", "reader"), label="remove reader")
    session.undo()
    session.redo()
    crash(session)
    return session


def test_what_is_pending_is_said(place: Place, crashed: Session) -> None:
    (left,) = place.open(journal=True).pending()
    assert left.labels == ("planner secondary → gemini", "claude is opus", "remove reader")
    assert (left.count, left.since < left.last) == (3, True)
    assert left.diff("x.yaml") == crashed.diff().replace(str(place.path).lstrip("/"), "x.yaml")
    assert place.text == CREW


def test_restoring_gives_back_text_and_undo(place: Place, crashed: Session) -> None:
    session = place.open(journal=True)
    assert session.restore(session.pending()[0]).kind == "same"
    assert session.document.text == crashed.document.text
    assert session.changes == crashed.changes
    assert session.pending() == (), "it is this session's own now"
    assert len(journals(place)) == 1
    while session.undo():
        pass
    assert session.document.text == CREW
    assert journals(place) == []


def test_restored_changes_are_safe_again(place: Place, crashed: Session) -> None:
    second = place.open(journal=True)
    second.restore(second.pending()[0])
    assign(second, "writer", tertiary="gemini")
    crash(second)
    third = place.open(journal=True)
    (left,) = third.pending()
    assert left.count == 4
    third.restore(left)
    assert third.document.text == second.document.text


def test_restored_on_a_file_that_changed_since(place: Place, crashed: Session) -> None:
    place.text = CREW.replace("Thinks", "Dreams")
    session = place.open(journal=True)
    assert session.restore(session.pending()[0]).kind == "merged"
    assert session.document.text == crashed.document.text.replace("Thinks", "Dreams")
    session.save()
    assert journals(place) == []


def test_restored_on_a_file_that_changed_in_the_same_place(place: Place, crashed: Session) -> None:
    place.text = CREW.replace("secondary: openai\n    reas", "secondary:\n    reas")
    session = place.open(journal=True)
    refreshed = session.restore(session.pending()[0])
    assert refreshed.kind == "collided"
    (collision,) = refreshed.collisions
    assert (collision.base, collision.theirs, collision.yours) == ("openai", None, "gemini")
    assert session.resolve("yours").kind == "merged"
    assert session.unsaved == crashed.unsaved


def test_discarding(place: Place, crashed: Session) -> None:
    session = place.open(journal=True)
    session.discard(session.pending()[0])
    assert (session.pending(), journals(place)) == ((), [])


@pytest.mark.parametrize("end", ["save", "close", "undo"])
def test_nothing_unsaved_leaves_no_journal(place: Place, end: str) -> None:
    session = place.open(journal=True)
    assert journals(place) == []
    assign(session, "planner", secondary="gemini")
    assert len(journals(place)) == 1
    getattr(session, end)()
    assert journals(place) == []


def test_without_journal_there_is_none(place: Place) -> None:
    session = place.open()
    assign(session, "planner", secondary="gemini")
    assert journals(place) == []


def test_a_living_session_s_journal_is_its_own(place: Place) -> None:
    first, second = place.open(journal=True), place.open(journal=True)
    assign(first, "planner", secondary="gemini")
    assert second.pending() == ()
    assign(second, "writer", secondary="gemini")
    assert len(journals(place)) == 2
    crash(first)
    assert [left.labels for left in second.pending()] == [("planner secondary → gemini",)]


def test_only_one_session_restores(place: Place, crashed: Session) -> None:
    first, second = place.open(journal=True), place.open(journal=True)
    (left,) = first.pending()
    (same_left,) = second.pending()
    first.restore(left)
    with pytest.raises(SaveFailed, match="another session has restored"):
        second.restore(same_left)
    assert not second.is_dirty


def test_undone_past_a_save_is_unsaved_too(place: Place) -> None:
    session = place.open(journal=True)
    assign(session, "planner", secondary="gemini")
    session.save()
    session.undo()
    crash(session)
    again = place.open(journal=True)
    again.restore(again.pending()[0])
    assert (again.document.text, again.is_dirty) == (CREW, True)


def test_a_merge_is_journalled_on_its_new_ground(place: Place) -> None:
    session = place.open(journal=True)
    assign(session, "planner", secondary="gemini")
    place.text = CREW.replace("Thinks", "Dreams")
    session.refresh()
    crash(session)
    again = place.open(journal=True)
    assert again.restore(again.pending()[0]).kind == "same"
    assert again.document.text == session.document.text


def test_a_journal_torn_anywhere_gives_what_stands_before_the_tear(
    place: Place, crashed: Session
) -> None:
    (path,) = journals(place)
    whole = path.read_bytes()
    sealer = Sealer(path.parent)
    counts = []
    for length in range(len(whole) + 1):
        recovered = read(unsealed_lines(whole[:length], sealer))
        counts.append(-1 if recovered is None else len(recovered.steps))
        if recovered is not None:
            assert recovered.base == CREW.encode()
    assert [one for one, other in zip(counts, [None, *counts], strict=False) if one != other] == [
        -1, 0, 1, 2, 3, 2, 3,
    ]  # fmt: skip


@pytest.mark.parametrize("rubbish", [b"", b"\n", b"{}\n", b"\xff\n", b'{"journal": 2}\n', b"[]\n"])
def test_what_is_no_journal_is_passed_over(place: Place, crashed: Session, rubbish: bytes) -> None:
    (path,) = journals(place)
    path.with_name("journal-1-a.jsonl").write_bytes(rubbish)
    assert len(place.open(journal=True).pending()) == 1


def test_what_the_user_typed_is_for_the_user_alone(place: Place, crashed: Session) -> None:
    (path,) = journals(place)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_step_back_behind_a_failed_write_is_not_glued_to_it(
    place: Place, monkeypatch: Any
) -> None:
    session = place.open(journal=True)
    assign(session, "planner", secondary="gemini")
    assert session._journal is not None
    assert session._journal._open is not None
    os.ftruncate(session._journal._open[1], journals(place)[0].stat().st_size - 5)
    with monkeypatch.context() as patched:
        patched.setattr(session._disk, "write", lambda *_: (_ for _ in ()).throw(OSError("full")))
        assign(session, "writer", secondary="gemini")
    assert session.journal_trouble == "full"
    assign(session, "writer", tertiary="claude")
    assert session.journal_trouble == ""
    crash(session)
    assert place.open(journal=True).pending()[0].count == 3
    gc.collect()


def test_the_clock_is_only_asked(place: Place) -> None:
    session = place.open(journal=True, clock=ticking())
    assign(session, "planner", secondary="gemini")
    assert [change.when.minute for change in session.changes] == [2]
