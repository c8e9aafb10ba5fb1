"""Walking saved states: undo, redo, rollback, and what somebody else did meanwhile."""

import pytest

from rscrew_console.dialects.operations import Remove
from rscrew_console.session import (
    ChangedOnDisk,
    NothingToRevert,
    entries_of,
    entry_diff,
    text_without,
)
from tests.session.place import CREW, Place, assign

REMOVED = CREW.replace("  # reads\n  reader:\n    primary: gemini\n    secondary: openai\n", "")


@pytest.fixture
def texts(place: Place) -> list[str]:
    """The four states of a file that was saved three times."""
    found = [place.text]
    session = place.open()
    for agent, provider in (("planner", "gemini"), ("reader", "claude"), ("writer", "claude")):
        assign(session, agent, primary=provider)
        session.save("assign")
        found.append(place.text)
    return found


def test_three_undos_give_the_first_bytes_and_three_redos_the_last(
    place: Place, texts: list[str]
) -> None:
    for text in texts[2::-1]:
        trip = place.states().undo()
        assert place.text == text
        assert trip.saved is not None
        assert trip.diff
    with pytest.raises(NothingToRevert, match="no save to undo"):
        place.states().undo()
    for text in texts[1:]:
        place.states().redo()
        assert place.text == text
    with pytest.raises(NothingToRevert, match="no undone save"):
        place.states().redo()


def test_undo_redo_undo_walks_back_and_forth(place: Place, texts: list[str]) -> None:
    states = place.states()
    reached = []
    for step in ("undo", "undo", "redo", "undo", "undo", "redo", "redo", "redo"):
        getattr(states, step)()
        reached.append(texts.index(place.text))
    assert reached == [2, 1, 2, 1, 0, 1, 2, 3]


def test_a_new_save_ends_redoing(place: Place, texts: list[str]) -> None:
    place.states().undo()
    session = place.open()
    assign(session, "planner", tertiary="claude")
    session.save()
    with pytest.raises(NothingToRevert):
        place.states().redo()
    place.states().undo()
    assert place.text == texts[2]
    place.states().undo()
    assert place.text == texts[1]


def test_undoing_is_noted_like_any_save(place: Place, texts: list[str]) -> None:
    place.states(by="undo").undo()
    newest = place.states().entries()[0]
    assert newest.summary == "undo s3: writer primary → claude"
    assert (newest.id, newest.kind, newest.of, newest.by) == ("s4", "undo", "s3", "undo")
    assert newest.lines_changed == 4


@pytest.mark.parametrize(("to", "index"), [("1", 2), ("2", 1), ("3", 0), ("s3", 2), ("s1", 0)])
def test_rollback_goes_to_before_a_save(
    place: Place, texts: list[str], to: str, index: int
) -> None:
    place.states().rollback(to)
    assert place.text == texts[index]
    place.states().undo()
    assert place.text == texts[3], "a rollback is undone like any save"


@pytest.mark.parametrize("to", ["0", "4", "-1", "s4", "", "last", "١"])
def test_a_rollback_to_nowhere_is_refused(place: Place, texts: list[str], to: str) -> None:
    with pytest.raises(NothingToRevert, match="1 to 3") as caught:
        place.states().rollback(to)
    assert caught.value.exit_code == 2
    assert place.text == texts[3]


def test_without_history_there_is_nothing_to_go_back_to(place: Place) -> None:
    with pytest.raises(NothingToRevert, match="there is no save"):
        place.states().rollback("1")


def test_a_dry_run_shows_and_writes_nothing(place: Place, texts: list[str]) -> None:
    trip = place.states(dry_run=True).rollback("3")
    assert trip.saved is None
    assert "+    primary: claude     # must be careful" in trip.diff
    assert (place.text, len(place.states().entries())) == (texts[3], 3)


def test_what_was_changed_outside_since_stays(place: Place, texts: list[str]) -> None:
    place.text = texts[3].replace("# reads", "# reads a lot").replace("Thinks", "Dreams")
    place.states().rollback("3")
    assert place.text == texts[0].replace("# reads", "# reads a lot").replace("Thinks", "Dreams")


def test_what_was_changed_outside_between_saves_stays_too(place: Place) -> None:
    session = place.open()
    assign(session, "planner", tertiary="gemini")
    session.save()
    place.text = place.text.replace("Thinks", "Dreams")
    session.refresh()
    assign(session, "writer", tertiary="gemini")
    session.save()
    place.states().rollback("2")
    assert place.text == CREW.replace("Thinks", "Dreams")


def test_a_removed_agent_comes_back_with_its_comments_beside_outside_changes(place: Place) -> None:
    session = place.open()
    session.apply(Remove("agent", "reader"), label="remove reader")
    session.save()
    assert place.text == REMOVED.replace("    gemini: 1", "    gemini: 0")
    place.text = place.text.replace("Thinks", "Dreams")
    place.states().undo()
    assert place.text == CREW.replace("Thinks", "Dreams")


def test_the_same_place_changed_outside_is_not_overwritten(place: Place, texts: list[str]) -> None:
    place.text = theirs = texts[3].replace(
        "  writer:\n    primary: claude", "  writer:\n    primary: gemini"
    )
    with pytest.raises(ChangedOnDisk, match=r"same places: agent_assignments\.writer") as caught:
        place.states().undo()
    assert caught.value.exit_code == 3
    assert [found.theirs for found in caught.value.collisions] == ["gemini"]
    assert place.text == theirs


def test_what_was_undone_by_hand_is_passed(place: Place, texts: list[str]) -> None:
    """Nothing is left to take back of the third save: undo notes it, and the next undo goes on."""
    place.text = texts[2]
    trip = place.states().undo()
    assert (trip.diff, place.text) == ("", texts[2])
    place.states().undo()
    assert place.text == texts[1]


def test_a_lost_text_is_said(place: Place, texts: list[str]) -> None:
    session = place.open()
    entry = place.states().entries()[0]
    (session._state / "blobs" / entry.before).unlink()
    with pytest.raises(NothingToRevert, match=r"the kept text .* is gone"):
        place.states().undo()
    assert place.text == texts[3]


def test_the_console_goes_back_as_an_unsaved_change(place: Place, texts: list[str]) -> None:
    session = place.open()
    entries = entries_of(session)
    assert "-    primary: openai" in entry_diff(session, entries[0])
    assign(session, "planner", tertiary="claude")
    unsaved = session.document.text
    session.change_text(text_without(session, entries[:2]), "back to 14:02")
    assert (session.document.text, place.text) == (texts[1], texts[3])
    session.undo()
    assert session.document.text == unsaved
    session.redo()
    session.save("history")
    assert place.text == texts[1]
    place.states().undo()
    assert place.text == texts[3]
