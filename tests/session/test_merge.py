"""Unsaved changes and a file that changed outside: what goes in, what is asked, what stays."""

import pytest

from rscrew_console.dialects.operations import Remove, Rename, SetAgent
from rscrew_console.document import ABSENT
from rscrew_console.session import CannotChange, ChangedOnDisk, Choice, Collision
from tests.session.place import CREW, Place, assign

PLANNER = ("agent_assignments", "planner")
COUNTS = ("load_balancing", "distribution")


def outside(place: Place, *changes: tuple[str, str]) -> str:
    """Somebody else edits the file by hand."""
    text = place.text
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    place.text = text
    return text


def test_changes_in_other_places_go_in_with_a_notice(place: Place) -> None:
    session = place.open()
    assign(session, "planner", primary="gemini")
    theirs = outside(place, ("# reads", "# reads a lot"), ("fallback: claude", "fallback: gemini"))
    refreshed = session.refresh()
    assert (refreshed.kind, refreshed.notice) == (
        "merged",
        "the file changed on disk; your changes in 1 place went on top of it",
    )
    assert session.saved.text == theirs
    assert session.document.text == theirs.replace(
        "primary: claude     #", "primary: gemini     #"
    ).replace("    claude: 1\n", "    claude: 0\n").replace("    gemini: 1\n", "    gemini: 2\n")
    assert session.undo() is not None
    assert session.document.text == theirs
    assert session.redo() is not None
    assert session.save().lines_changed == 3


def test_saving_merges_by_itself(place: Place) -> None:
    session = place.open()
    assign(session, "planner", secondary="gemini")
    theirs = outside(place, ("# reads", "# reads a lot"))
    saved = session.save()
    assert saved.merged
    assert place.text == theirs.replace(
        "secondary: openai\n    reas", "secondary: gemini\n    reas"
    )


def test_without_unsaved_changes_the_file_is_read_again(place: Place) -> None:
    session = place.open()
    assert session.refresh().kind == "same"
    theirs = outside(place, ("Thinks", "Dreams"))
    assert session.refresh().kind == "reloaded"
    assert session.document.text == theirs
    assert session.roster.agent_by_name["planner"].reasoning == "Dreams ahead"


def test_counts_are_counted_again_not_merged(place: Place) -> None:
    """Both sides move an agent to gemini: it has two more, not the one that both wrote."""
    ours, theirs = place.open(), place.open()
    assign(ours, "planner", primary="gemini")
    assign(theirs, "writer", primary="gemini")
    theirs.save()
    assert ours.save().merged
    assert place.open().document.get(("load_balancing", "distribution")) == {
        "claude": 0,
        "openai": 0,
        "gemini": 3,
    }


def test_the_same_change_on_both_sides_is_no_collision(place: Place) -> None:
    session = place.open()
    assign(session, "planner", secondary="gemini")
    outside(place, ("secondary: openai\n    reas", "secondary: gemini\n    reas"))
    assert session.refresh().kind == "merged"
    assert not session.is_dirty


COLLISIONS = [
    pytest.param(
        {"secondary": "gemini"}, ("secondary: openai\n    reas", "secondary:\n    reas"),
        Collision((*PLANNER, "secondary"), "openai", None, "gemini"), id="a value of each",
    ),
    pytest.param(
        {"secondary": "gemini"}, ("    secondary: openai\n    reas", "    reas"),
        Collision((*PLANNER, "secondary"), "openai", ABSENT, "gemini"), id="removed there",
    ),
    pytest.param(
        {"tertiary": "gemini"}, ("    reasoning: \"", "    tertiary: openai\n    reasoning: \""),
        Collision((*PLANNER, "tertiary"), ABSENT, "openai", "gemini"), id="added by both",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("slots", "change", "collision"), COLLISIONS)
@pytest.mark.parametrize("choice", ["theirs", "yours"])
@pytest.mark.parametrize("every", [True, False])
def test_collisions_are_asked_and_settled(
    place: Place, slots: dict[str, str], change: tuple[str, str], collision: Collision,
    choice: Choice, every: bool,
) -> None:  # fmt: skip
    session = place.open()
    assign(session, "planner", **slots)
    assign(session, "reader", tertiary="claude")
    ours = session.document.text
    theirs = outside(place, change, ("# reads", "# reads a lot"))
    refreshed = session.refresh()
    assert (refreshed.kind, refreshed.collisions) == ("collided", (collision,))
    assert session.document.text == ours, "nothing is taken before the user has chosen"
    with pytest.raises(ChangedOnDisk) as caught:
        session.save()
    assert (caught.value.collisions, caught.value.exit_code) == ((collision,), 3)
    assert place.text == theirs
    settled = session.resolve(choice if every else {collision.path: choice})
    assert settled.kind == "merged"
    wanted = collision.theirs if choice == "theirs" else collision.yours
    assert session.document.get(collision.path) == wanted
    assert session.document.get(("agent_assignments", "reader", "tertiary")) == "claude"
    assert "# reads a lot" in session.document.text
    session.save()
    assert place.open().document.get(collision.path) == wanted


def test_an_agent_that_was_removed_there_collides_as_a_whole(place: Place) -> None:
    session = place.open()
    assign(session, "writer", secondary="gemini")
    outside(
        place,
        ("  writer:\n    primary: openai\n    fallback: claude\n", ""),
        ("openai: 1", "openai: 0"),
    )
    (collision,) = session.refresh().collisions
    assert collision.path == ("agent_assignments", "writer")
    assert collision.theirs is ABSENT
    assert collision.yours == {"primary": "openai", "secondary": "gemini", "fallback": "claude"}
    session.resolve("yours")
    assert session.document.get(collision.path) == collision.yours


def test_an_agent_that_was_changed_there_is_not_removed_unasked(place: Place) -> None:
    session = place.open()
    session.apply(Remove("agent", "writer"), label="remove writer")
    outside(place, ("fallback: claude", "fallback: gemini"))
    (collision,) = session.refresh().collisions
    assert collision.path == ("agent_assignments", "writer")
    assert collision.yours is ABSENT
    session.resolve("theirs")
    assert session.roster.agent_by_name["writer"].chain.provider_in("fallback") == "gemini"


def test_a_rename_goes_in_with_their_changes_beneath(place: Place) -> None:
    session = place.open()
    session.apply(Rename("provider", "claude", "opus"), label="claude is opus")
    theirs = outside(place, ("claude-sonnet-5 ", "claude-opus-5 "))
    assert session.refresh().kind == "merged"
    assert session.document.get(("providers", "opus", "model")) == "claude-opus-5"
    assert "# the careful one" in session.document.text
    session.undo()
    assert session.document.text == theirs


def test_changed_back_and_forth_collides_with_nothing(place: Place) -> None:
    session = place.open()
    assign(session, "planner", secondary="gemini")
    assign(session, "planner", secondary="openai")
    assign(session, "reader", tertiary="claude")
    outside(place, ("secondary: openai\n    reas", "secondary:\n    reas"))
    assert session.refresh().kind == "merged"
    assert session.document.get((*PLANNER, "secondary")) is None
    assert session.unsaved == 1


def test_steps_that_cancel_each_other_can_still_be_undone(place: Place) -> None:
    session = place.open()
    assign(session, "planner", secondary="gemini")
    assign(session, "planner", secondary="openai")
    theirs = outside(place, ("# reads", "# reads a lot"))
    assert session.refresh().kind == "reloaded"
    session.undo()
    assert session.document.get((*PLANNER, "secondary")) == "gemini"
    session.undo()
    assert session.document.text == theirs


def test_what_they_did_too_is_not_undone_for_them_by_a_later_step(place: Place) -> None:
    """Both sides set gemini; we then emptied the slot, of which they know nothing."""
    session = place.open()
    assign(session, "writer", fallback="gemini")
    assign(session, "writer", fallback=None)
    outside(place, ("fallback: claude", "fallback: gemini"))
    (collision,) = session.refresh().collisions
    assert (collision.base, collision.theirs, collision.yours) == ("claude", "gemini", ABSENT)


def test_several_steps_on_one_place_are_one_collision(place: Place) -> None:
    session = place.open()
    session.apply(SetAgent("planner", "reasoning", "one"), label="one")
    session.apply(SetAgent("planner", "reasoning", "two"), label="two")
    outside(place, ("Thinks", "Dreams"))
    (collision,) = session.refresh().collisions
    assert (collision.base, collision.theirs, collision.yours) == (
        "Thinks ahead", "Dreams ahead", "two",
    )  # fmt: skip
    session.resolve("yours")
    reached = []
    while session.undo():
        reached.append(session.roster.agent_by_name["planner"].reasoning)
    assert reached == ["one", "Dreams ahead"]


def test_undo_before_the_merge_still_works_where_it_can(place: Place) -> None:
    session = place.open()
    assign(session, "planner", tertiary="gemini")
    assign(session, "reader", tertiary="claude")
    session.save()
    outside(place, ("# reads", "# reads a lot"), ("tertiary: claude", "tertiary:"))
    session.refresh()
    with pytest.raises(CannotChange, match=r"changed outside since: agent_assignments\.reader"):
        session.undo()
    assert session.saved.text == place.text == session.document.text


def test_undoing_a_saved_removal_brings_its_comments_back_beside_their_changes(
    place: Place,
) -> None:
    session = place.open()
    session.apply(Remove("agent", "reader"), label="remove reader")
    session.save()
    assert "# reads" not in place.text
    outside(place, ("Thinks", "Dreams"))
    session.refresh()
    session.undo()
    assert session.document.text == CREW.replace("Thinks", "Dreams")


@pytest.mark.parametrize(
    "broken", ["", "a: [\n", CREW.replace("primary: openai", "primary: nobody")]
)
def test_a_file_that_is_broken_outside_is_not_taken(place: Place, broken: str) -> None:
    session = place.open()
    assign(session, "planner", secondary="gemini")
    ours = session.document.text
    place.text = broken
    assert session.refresh().kind == "unusable"
    with pytest.raises(ChangedOnDisk):
        session.save()
    assert (session.document.text, place.text) == (ours, broken)
    place.text = CREW
    assert session.refresh().kind == "same"
    session.save()
    assert place.text == ours


def test_changes_that_fit_the_text_but_not_the_crew_are_not_taken(place: Place) -> None:
    session = place.open()
    assign(session, "planner", tertiary="gemini")
    theirs = CREW.replace(
        "  gemini:\n    model: gemini/gemini-3-flash\n    cost_tier: standard\n", ""
    )
    theirs = theirs.replace("primary: gemini", "primary: claude").replace("    gemini: 1\n", "")
    place.text = theirs.replace("claude: 1", "claude: 2")
    refreshed = session.refresh()
    assert refreshed.kind == "unusable"
    assert "gemini" in refreshed.notice
    assert session.saved.text == CREW


def test_a_file_that_is_gone_keeps_the_changes(place: Place) -> None:
    session = place.open()
    assign(session, "planner", tertiary="gemini")
    place.path.unlink()
    assert session.refresh().kind == "unusable"
    with pytest.raises(ChangedOnDisk, match="there is no such file") as caught:
        session.save()
    assert caught.value.exit_code == 3
    assert session.unsaved == 1
    place.text = CREW
    assert session.save().lines_changed == 1
