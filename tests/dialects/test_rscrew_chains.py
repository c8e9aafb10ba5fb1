"""Operations on chains: assigning with the swap rule, moving, and the distribution kept true."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rscrew_console.dialects import OperationError, detect
from rscrew_console.dialects.operations import Assign, Move
from rscrew_console.document import ABSENT, Edit
from rscrew_console.roster.model import Roster
from tests.dialects.crews import CREW, chain_of, crew
from tests.rows import each_row

SLOTS = ("primary", "secondary", "tertiary", "fallback")


def after(doc_edits: list[Edit], text: str = CREW) -> Roster:
    doc, _ = crew(text)
    return crew(doc.apply(doc_edits).text)[1]


def assigned(agent: str, **slots: str | None) -> list[Edit]:
    doc, roster = crew()
    return Assign(agent, slots).edits(detect(doc), doc, roster)


def letters(roster: Roster, agent: str) -> str:
    """The chain as one letter per slot: `co-g`."""
    chain = chain_of(roster, agent)
    return "".join(chain.get(slot, "-")[0] for slot in SLOTS)


@each_row(("agent", "slots", "chain"), [
    # planner is cog-, writer o--c, twice is ocog
    ("planner", {"primary": "spare"}, "sog-"),
    ("planner", {"primary": "claude"}, "cog-"),
    ("planner", {"primary": "openai"}, "ocg-"),
    ("planner", {"primary": "gemini"}, "goc-"),
    ("planner", {"secondary": "gemini"}, "cgo-"),
    ("planner", {"fallback": "spare"}, "cogs"),
    ("planner", {"fallback": "openai"}, "c-go"),
    ("planner", {"secondary": None}, "c-g-"),
    ("planner", {"fallback": None}, "cog-"),
    ("planner", {"tertiary": None, "secondary": None}, "c---"),
    ("planner", {"primary": "openai", "secondary": "claude"}, "ocg-"),
    ("planner", {"primary": "gemini", "secondary": "claude"}, "gco-"),
    ("planner", {"primary": "gemini", "secondary": "openai", "tertiary": "claude"}, "goc-"),
    ("planner", {"primary": "spare", "secondary": "claude"}, "scg-"),
    ("planner", {"primary": "openai", "secondary": None}, "o-g-"),
    ("planner", {"primary": "spare", "fallback": "claude"}, "sogc"),
    ("writer", {"primary": "claude"}, "c--o"),
    ("writer", {"secondary": "claude"}, "oc--"),
    ("writer", {"primary": "gemini", "secondary": "openai"}, "go-c"),
    ("twice", {"primary": "spare"}, "scog"),
    ("twice", {"tertiary": "gemini"}, "ocgo"),
    ("twice", {"tertiary": None}, "oc-g"),
])  # fmt: skip
def test_assign(agent: str, slots: dict[str, str | None], chain: str) -> None:
    assert letters(after(assigned(agent, **slots)), agent) == chain


@each_row(("agent", "slots", "reason", "nearest"), [
    ("plannr", {"primary": "claude"}, 'there is no agent "plannr"', "planner"),
    ("planner", {"primary": "cluade"}, 'there is no provider "cluade"', "claude"),
    ("planner", {"primray": "claude"}, 'there is no slot "primray"', "primary"),
    ("planner", {"secondary": "zzz"}, 'there is no provider "zzz"', None),
    ("planner", {"primary": None}, '"planner" needs a primary', None),
    ("planner", {"fallback": "claude"}, "nothing would take its place", None),
    ("planner", {"primary": "claude", "fallback": "claude"}, "both primary and fallback", None),
])  # fmt: skip
def test_assign_refuses(
    agent: str, slots: dict[str, str | None], reason: str, nearest: str | None
) -> None:
    with pytest.raises(OperationError) as caught:
        assigned(agent, **slots)
    assert reason in str(caught.value)
    assert caught.value.nearest == nearest
    assert (f'did you mean "{nearest}"?' in str(caught.value)) == (nearest is not None)


@pytest.mark.parametrize("slots", [{}, {"primary": "claude"}, {"fallback": None}])
def test_what_is_so_already_needs_no_edits(slots: dict[str, str | None]) -> None:
    assert assigned("planner", **slots) == []


def test_a_swap_is_told_slot_by_slot_in_order() -> None:
    order = (*SLOTS, "reasoning", "capability")
    assert assigned("writer", secondary="openai", primary="claude") == [
        Edit(("agent_assignments", "writer", "primary"), "openai", "claude", order=order),
        Edit(("agent_assignments", "writer", "secondary"), ABSENT, "openai", order=order),
        Edit(("agent_assignments", "writer", "fallback"), "claude", ABSENT, order=order),
        Edit(("load_balancing", "distribution", "claude"), 1, 2, order=PROVIDERS),
        Edit(("load_balancing", "distribution", "openai"), 2, 1, order=PROVIDERS),
    ]


PROVIDERS = ("claude", "openai", "gemini", "spare")


def test_a_missing_slot_goes_in_in_slot_order() -> None:
    doc, roster = crew()
    text = doc.apply(Assign("writer", {"tertiary": "gemini"}).edits(detect(doc), doc, roster)).text
    assert "    primary: openai\n    tertiary: gemini\n    fallback: claude\n" in text


@pytest.mark.parametrize("blank", ["", " ~", " ''"])
def test_a_blank_slot_is_filled_where_it_stands(blank: str) -> None:
    text = CREW.replace("    fallback: claude\n", f"    secondary:{blank}\n    fallback: claude\n")
    doc, roster = crew(text)
    edits = Assign("writer", {"secondary": "gemini"}).edits(detect(doc), doc, roster)
    assert letters(after(edits, text), "writer") == "og-c"


@each_row(("agent", "slot", "step", "chain"), [
    ("planner", "primary", 1, "ocg-"),
    ("planner", "secondary", -1, "ocg-"),
    ("planner", "secondary", 1, "cgo-"),
    ("planner", "primary", -1, "cog-"),
    ("planner", "tertiary", 1, "cog-"),
    ("writer", "primary", 1, "c--o"),
    ("twice", "tertiary", 1, "ocgo"),
    ("twice", "primary", 1, "coog"),
])  # fmt: skip
def test_move(agent: str, slot: str, step: int, chain: str) -> None:
    doc, roster = crew()
    edits = Move(agent, slot, step).edits(detect(doc), doc, roster)
    assert letters(after(edits), agent) == chain


@pytest.mark.parametrize(("agent", "slot"), [("plannr", "primary"), ("planner", "fallback")])
def test_move_refuses(agent: str, slot: str) -> None:
    doc, roster = crew()
    with pytest.raises(OperationError):
        Move(agent, slot, 1).edits(detect(doc), doc, roster)


@pytest.mark.parametrize(("agent", "primary", "distribution"), [
    ("planner", "openai", {"claude": 0, "openai": 3, "gemini": 0}),
    ("planner", "spare", {"claude": 0, "openai": 2, "gemini": 0, "spare": 1}),
    ("writer", "gemini", {"claude": 1, "openai": 1, "gemini": 1}),
])  # fmt: skip
def test_the_distribution_is_kept_true(
    agent: str, primary: str, distribution: dict[str, int]
) -> None:
    roster = after(assigned(agent, primary=primary))
    assert dict(roster.distribution or ()) == distribution


def test_a_wrong_distribution_is_put_right_with_the_first_change_of_a_primary() -> None:
    text = CREW.replace("claude: 1\n", "claude: 9\n    stranger: 5\n")
    doc, roster = crew(text)
    dialect = detect(doc)
    assert [
        edit.path[0] for edit in Assign("writer", {"fallback": None}).edits(dialect, doc, roster)
    ] == ["agent_assignments"]
    edits = Assign("writer", {"primary": "gemini"}).edits(dialect, doc, roster)
    assert dict(after(edits, text).distribution or ()) == {
        "claude": 1, "stranger": 5, "openai": 1, "gemini": 1,
    }  # fmt: skip


def test_without_a_distribution_none_is_made() -> None:
    text = CREW.split("load_balancing")[0]
    doc, roster = crew(text)
    edits = Assign("writer", {"primary": "gemini"}).edits(detect(doc), doc, roster)
    assert [edit.path for edit in edits] == [("agent_assignments", "writer", "primary")]


SLOTS_WANTED = st.dictionaries(
    st.sampled_from(SLOTS), st.sampled_from([None, "claude", "openai", "gemini", "spare"])
)


@given(agent=st.sampled_from(["planner", "writer", "twice"]), slots=SLOTS_WANTED)
def test_whatever_is_assigned_the_slots_named_hold_it_and_nothing_is_doubled(
    agent: str, slots: dict[str, str | None]
) -> None:
    doc, before = crew()
    try:
        edits = Assign(agent, slots).edits(detect(doc), doc, before)
    except OperationError:
        return
    roster = crew(doc.apply(edits).text)[1] if edits else before
    chain = chain_of(roster, agent)
    assert {slot: chain.get(slot) for slot in slots} == slots
    providers = sorted(chain.values())
    doubled = {name for name in providers if providers.count(name) > 1}
    assert doubled <= ({"openai"} if agent == "twice" else set())
    real = {name: count for name, count in roster.primaries.items() if count}
    stated = {name: count for name, count in roster.distribution or () if count}
    assert stated == real
