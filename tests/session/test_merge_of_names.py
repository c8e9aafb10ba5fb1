"""Names and chains in a merge: what hangs together is counted again, or decided together."""

import pytest

from rscrew_console.dialects.operations import AddAgent, AddProvider, Remove, Rename
from rscrew_console.document import ABSENT
from rscrew_console.session import Choice, Collision
from tests.session.place import Place, assign
from tests.session.test_machine import CELLS, SessionMachine
from tests.session.test_merge import COUNTS, PLANNER, outside

LINE = '    reasoning: "Thinks'
TORN = [
    pytest.param(
        {"primary": "openai"},
        (("primary: claude     #", "primary: gemini     #"),
         (LINE, "    tertiary: claude\n" + LINE)),
        {"primary": "gemini", "secondary": "openai", "tertiary": "claude"},
        {"primary": "openai", "secondary": "claude"}, id="a swap here, an order there",
    ),
    pytest.param(
        {"tertiary": "gemini"}, ((LINE, "    fallback: gemini\n" + LINE),),
        {"primary": "claude", "secondary": "openai", "fallback": "gemini"},
        {"primary": "claude", "secondary": "openai", "tertiary": "gemini"}, id="added by both",
    ),
]  # fmt: skip


def test_counts_follow_names_that_come_go_and_change(place: Place) -> None:
    session = place.open()
    session.apply(Rename("provider", "claude", "opus"), label="claude is opus")
    session.apply(AddProvider("spare", {"model": "gpt-5"}), label="add spare")
    assign(session, "reader", primary="spare", secondary=None)
    session.apply(Remove("agent", "writer"), label="remove writer")
    assign(session, "planner", secondary="gemini")
    session.apply(Remove("provider", "openai"), label="remove openai")
    ours = session.document.get(COUNTS)
    theirs = place.open()
    theirs.apply(AddAgent("extra", {"primary": "claude", "secondary": "gemini"}), label="extra")
    assign(theirs, "extra", primary="gemini")
    theirs.save()
    refreshed = session.refresh()
    assert refreshed.kind == "unusable", "the agent that they added uses what we renamed"
    assert session.document.get(COUNTS) == ours
    assign(theirs, "extra", secondary=None)
    theirs.save()
    assert session.refresh().kind == "merged"
    assert ours == {"opus": 1, "gemini": 0, "spare": 1}
    assert session.document.get(COUNTS) == {**ours, "gemini": ours["gemini"] + 1}


@pytest.mark.parametrize(("slots", "changes", "theirs", "yours"), TORN)
@pytest.mark.parametrize("choice", ["theirs", "yours"])
@pytest.mark.parametrize("every", [True, False])
def test_a_chain_that_a_merge_would_tear_is_one_thing_to_decide(
    place: Place, slots: dict[str, str], changes: tuple[tuple[str, str], ...],
    theirs: dict[str, str], yours: dict[str, str], choice: Choice, every: bool,
) -> None:  # fmt: skip
    session = place.open()
    assign(session, "planner", **slots)
    outside(place, *changes, ("Thinks", "Dreams"))
    refreshed = session.refresh()
    base = {"primary": "claude", "secondary": "openai"}
    chain = Collision((*PLANNER, "chain"), base, theirs, yours)
    assert refreshed.collisions == (chain,)
    settled = session.resolve(choice if every else {chain.path: choice})
    assert settled.kind == "merged"
    entry = dict(session.document.get(PLANNER))
    assert entry.pop("reasoning") == "Dreams ahead"
    assert entry == (theirs if choice == "theirs" else yours)
    session.save()


def test_a_cell_of_theirs_and_one_of_ours_that_would_be_the_same_provider() -> None:
    """What Hypothesis 6.100 found: a collision that the model did not know of."""
    machine = SessionMachine()
    secondary, tertiary, _ = CELLS[:3]
    machine.edit(secondary, ABSENT)
    machine.save()
    machine.undo_command()
    machine.edit(tertiary, "openai")
    assert machine.merged("yours")[1] == {("agent_assignments", "planner", "chain")}
    machine.save()
    machine.session_and_file_are_what_the_model_says()
    machine.refresh("yours")
    machine.session_and_file_are_what_the_model_says()
    machine.teardown()
