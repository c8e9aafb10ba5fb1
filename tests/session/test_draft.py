"""Changes, undo and redo, and what is said to be unsaved."""

import pytest

from rscrew_console.dialects.operations import Remove, Rename
from rscrew_console.document import ABSENT, Edit
from rscrew_console.session import CannotChange, WouldBreak
from tests.session.place import CREW, Place, assign

PLANNER = ("agent_assignments", "planner")
COUNTS = ("load_balancing", "distribution")


def test_undo_and_redo_walk_the_same_bytes_both_ways(place: Place) -> None:
    session = place.open()
    texts = [session.document.text]
    assign(session, "planner", primary="gemini")
    texts.append(session.document.text)
    session.apply(Remove("agent", "writer"), label="remove writer")
    texts.append(session.document.text)
    session.apply(Rename("provider", "openai", "gpt"), label="openai is gpt")
    texts.append(session.document.text)
    assert len(set(texts)) == 4
    for text in texts[-2::-1]:
        assert session.undo() is not None
        assert session.document.text == text
    assert session.undo() is None
    for text in texts[1:]:
        assert session.redo() is not None
        assert session.document.text == text
    assert session.redo() is None


def test_the_roster_follows(place: Place) -> None:
    session = place.open()
    assign(session, "planner", primary="gemini")
    assert session.roster.agent_by_name["planner"].chain.primary == "gemini"
    session.undo()
    assert session.roster.agent_by_name["planner"].chain.primary == "claude"


def test_a_new_change_ends_redoing(place: Place) -> None:
    session = place.open()
    assign(session, "planner", primary="gemini")
    session.undo()
    assign(session, "planner", primary="openai")
    assert session.redo() is None


def test_what_is_unsaved(place: Place) -> None:
    session = place.open()
    assert (session.unsaved, session.changes, session.changed_paths) == (0, (), frozenset())
    assign(session, "planner", tertiary="gemini")
    assert (session.unsaved, session.is_dirty) == (1, True)
    assert session.changed_paths == {(*PLANNER, "tertiary")}
    assign(session, "planner", primary="openai")
    assert [change.label for change in session.changes] == [
        "planner tertiary → gemini",
        "planner primary → openai",
    ]
    assert session.unsaved == 3, "the counts that follow from the change are not the user's"
    assert session.changed_paths == {
        *((*PLANNER, slot) for slot in ("primary", "secondary", "tertiary")),
        (*COUNTS, "claude"),
        (*COUNTS, "openai"),
    }
    assign(session, "planner", primary="claude")
    assign(session, "planner", tertiary=None)
    assert (session.unsaved, session.is_dirty, session.diff()) == (0, False, "")


def test_a_removed_agent_counts_once_and_marks_all_its_cells(place: Place) -> None:
    session = place.open()
    session.apply(Remove("agent", "writer"), label="remove writer")
    assert session.unsaved == 1
    assert ("agent_assignments", "writer", "fallback") in session.changed_paths


def test_only_a_comment_counts_one(place: Place) -> None:
    session = place.open()
    assert session.change_text(CREW.replace("# plans", "# PLANS"), "comment")
    assert (session.unsaved, session.changed_paths) == (1, frozenset())
    assert session.save().lines_changed == 1
    assert "# PLANS" in place.text


def test_no_edits_are_no_change(place: Place) -> None:
    session = place.open()
    assert not session.change([], "nothing")
    assert not assign(session, "planner", primary="claude")
    assert session.undo() is None


def test_undoing_past_a_save_is_unsaved_again(place: Place) -> None:
    session = place.open()
    assign(session, "planner", primary="gemini")
    session.save()
    assert (session.unsaved, session.changes) == (0, ())
    session.undo()
    assert session.document.text == CREW
    assert [change.label for change in session.changes] == ["undo: planner primary → gemini"]
    assign(session, "reader", secondary="claude")
    assert session.unsaved == 2
    assert len(session.changes) == 1, "the way is lost: one change stands for all"
    session.save()
    assert place.text == CREW.replace(
        "gemini\n    secondary: openai", "gemini\n    secondary: claude"
    )


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        (
            [Edit((*PLANNER, "primary"), "openai", "gemini")],
            "does not hold what the change expects",
        ),
        ([Edit(("nowhere", "x", "y"), ABSENT, 1)], "nowhere"),
    ],
)
def test_what_the_text_forbids_is_not_done(place: Place, edits: list[Edit], said: str) -> None:
    session = place.open()
    with pytest.raises(CannotChange, match=said) as caught:
        session.change(edits, "this")
    assert caught.value.message.startswith(f"{place.path}:")
    assert (session.document.text, session.undo()) == (CREW, None)


def test_a_change_that_breaks_the_file_is_refused(place: Place) -> None:
    session = place.open()
    with pytest.raises(WouldBreak, match="nobody") as caught:
        session.change([Edit((*PLANNER, "primary"), "claude", "nobody")], "planner → nobody")
    assert any(problem.severity == "error" for problem in caught.value.problems)
    assert (session.document.text, session.unsaved) == (CREW, 0)


def test_the_diff_is_what_a_save_changes(place: Place) -> None:
    session = place.open()
    assign(session, "planner", secondary="gemini")
    removed = [line for line in session.diff().splitlines() if line.startswith("-  ")]
    added = [line for line in session.diff().splitlines() if line.startswith("+  ")]
    assert (removed, added) == (["-    secondary: openai"], ["+    secondary: gemini"])
