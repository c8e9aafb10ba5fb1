"""What a key press asks for: the operations, their labels and command lines, and the edits."""

import pytest

from rscrew_console.dialects.operations import (
    AddAgent,
    AddProvider,
    Assign,
    Move,
    Operation,
    Pin,
    Remove,
    Rename,
    SetAgent,
    SetChains,
    SetProvider,
)
from rscrew_console.providers.keys import Env
from rscrew_console.tui.opening import OpeningKeys
from rscrew_console.tui.state.console_state import ConsoleState
from tests.tui.console import KEYS, session


@pytest.fixture
def state() -> ConsoleState:
    return ConsoleState(session(), OpeningKeys(Env(KEYS)))


def test_an_operation_has_its_label_and_its_command_line(state: ConsoleState) -> None:
    roster = state.session.roster
    operations: tuple[Operation, ...] = (
        Assign("writer", {"primary": "claude"}),
        Assign("writer", {"fallback": "gemini"}),
        Assign("writer", {"tertiary": None}),
        Assign("writer", {"primary": None}),
        Assign("writer", {"primary": "claude", "secondary": "gemini"}),
        Move("writer", "primary", +1),
        SetAgent("writer", "reasoning", "it's for people"),
        SetAgent("writer", "reasoning", ""),
        SetAgent("writer", "capability", "coding"),
        SetProvider("claude", "model", "claude-opus"),
        AddAgent("a b", {"primary": "claude", "fallback": "gemini", "tertiary": None}),
        AddProvider("groq", {"model": "groq/llama"}),
        Remove("agent", "writer"),
        Rename("provider", "claude", "anthropic"),
        SetChains({"writer": ("claude",)}, strategy="cost-optimised", only=("writer", "reader")),
        SetChains({"writer": ("claude",), "reader": ("claude",)}),
        Pin("claude", "rate limits"),
        Pin(None),
    )
    told = [(each.label(roster), each.command_line(roster)) for each in operations]
    assert told == [
        ("writer primary openai → claude", "rsc assign writer claude"),
        ("writer fallback empty → gemini", "rsc assign writer --fallback gemini"),
        ("writer tertiary gemini → empty", "rsc assign writer --tertiary -"),
        ("writer primary openai → empty", "rsc assign writer -"),
        (
            "writer primary openai → claude, secondary claude → gemini",
            "rsc assign writer claude --secondary gemini",
        ),
        ("writer openai down to secondary", "rsc assign writer --secondary openai"),
        (
            "writer reasoning “it's for people”",
            "rsc assign writer --reasoning 'it'\"'\"'s for people'",
        ),
        ("writer reasoning removed", "rsc assign writer --reasoning ''"),
        ("writer capability “coding”", "rsc set-agent writer capability coding"),
        ("claude model “claude-opus”", "rsc set-provider claude model claude-opus"),
        ("add agent a b", "rsc add-agent 'a b' claude --fallback gemini"),
        ("add provider groq", "rsc add-provider groq groq/llama --api-key-env ''"),
        ("remove agent writer", "rsc remove-agent writer"),
        ("rename provider claude → anthropic", "rsc rename claude anthropic"),
        ("cost-optimised: 1 agent", "rsc bulk cost-optimised --agents writer,reader --yes"),
        ("chains: 2 agents", ""),
        ("pin claude (rate limits)", "rsc pin claude --why 'rate limits'"),
        ("unpin", "rsc unpin"),
    ]


def test_several_operations_are_one_change(state: ConsoleState) -> None:
    assert state.apply([Assign(name, {"primary": "claude"}) for name in ("writer", "reader")]) == 2
    assert [change.label for change in state.session.changes] == [
        "writer primary openai → claude and 1 more"
    ]
    assert state.last_command == "rsc assign writer claude && rsc assign reader claude"
    assert dict(state.session.roster.primaries) == {"claude": 3, "openai": 0, "gemini": 0}
    assert state.session.document.get(("load_balancing", "distribution", "claude")) == 3
    state.session.undo()
    assert not state.session.is_dirty


def test_only_what_changes_is_counted_and_named(state: ConsoleState) -> None:
    everyone = [Assign(each, {"primary": "claude"}) for each in state.session.roster.agent_by_name]
    assert state.apply(everyone[:2]) == 1  # one of the two has it already
    assert [change.label for change in state.session.changes] == ["writer primary openai → claude"]
    assert state.last_command == "rsc assign writer claude"
    assert state.apply(everyone[:2]) == 0


@pytest.mark.parametrize(
    "operations",
    [
        pytest.param([Assign("writer", {"primary": "gemini"})], id="one"),
        pytest.param(
            [Assign(name, {"primary": "claude"}) for name in ("planner", "writer", "reader")],
            id="apart",
        ),
        pytest.param(
            [Assign("writer", {"primary": one}) for one in ("claude", "gemini")], id="meeting"
        ),
        pytest.param([Remove("agent", "planner"), Remove("agent", "reader")], id="removals"),
        pytest.param(
            [
                Remove("agent", "reader"),
                Assign("writer", {"tertiary": None}),
                Remove("provider", "gemini"),
            ],
            id="in turn",
        ),
    ],
)
def test_together_they_do_what_they_do_one_after_another(
    state: ConsoleState, operations: list[Operation]
) -> None:
    one_by_one = ConsoleState(session(), OpeningKeys(Env(KEYS)))
    for operation in operations:
        one_by_one.apply([operation])
    state.apply(operations)
    assert state.session.document.value == one_by_one.session.document.value


def test_marks_decide_whom_an_edit_goes_to(state: ConsoleState) -> None:
    everyone = ["planner", "writer", "reader"]
    assert state.targets("agent", "writer", everyone) == ["writer"]
    state.set_table("agent", state.tables["agent"].toggled("reader").toggled("planner"))
    assert state.targets("agent", "writer", everyone) == ["planner", "reader"]
    assert state.targets("agent", "writer", ["writer", "reader"]) == ["reader"]
    assert state.targets("agent", "writer", ["writer"]) == ["writer"]
    state.apply([Remove("agent", "reader")])
    assert state.targets("agent", "writer", everyone) == ["planner"]


@pytest.mark.parametrize(
    ("kind", "name", "field", "line"),
    [
        ("agent", "writer", "secondary", 21),
        ("agent", "writer", "fallback", 19),
        ("agent", "writer", "now", 19),
        ("provider", "openai", "model", 8),
        ("provider", "openai", "agents", 7),
    ],
)
def test_the_editor_opens_where_the_cell_comes_from(
    state: ConsoleState, kind: str, name: str, field: str, line: int
) -> None:
    assert state.line_of(kind, name, field) == line


def test_a_rename_is_one_change_and_stars_only_the_name(state: ConsoleState) -> None:
    assert state.apply([Rename("provider", "claude", "anthropic")]) == 1
    view_state = state.view_state()
    assert view_state.unsaved == 1
    assert view_state.is_edited("provider", "anthropic", "name")
    assert not view_state.is_edited("provider", "anthropic", "model")
    assert not any(
        view_state.is_edited("agent", agent.name, slot)
        for agent in view_state.roster.agents
        for slot in view_state.roster.slots
    )
    state.apply([Rename("provider", "anthropic", "opus"), Rename("agent", "writer", "author")])
    state.apply([Assign("author", {"primary": "gemini"})])
    view_state = state.view_state()
    assert view_state.unsaved == 3
    assert view_state.is_edited("agent", "author", "primary")
    assert not view_state.is_edited("agent", "planner", "primary")
    state.apply([Rename("provider", "opus", "claude")])
    assert state.view_state().unsaved == 2
    for _ in range(4):
        state.session.undo()
    assert state.view_state().unsaved == 0


def test_names_that_were_swapped_are_counted_place_by_place(state: ConsoleState) -> None:
    for old, new in (("claude", "x"), ("openai", "claude"), ("x", "openai")):
        state.apply([Rename("provider", old, new)])
    assert state.view_state().unsaved > 0
    assert not state.view_state().renamed


def test_the_command_to_copy_is_that_of_the_last_change_that_stands(state: ConsoleState) -> None:
    state.apply([Assign("writer", {"primary": "claude"})])
    state.apply([Assign("reader", {"primary": "claude"})])
    commands = [state.last_command]
    for step in (state.session.undo, state.session.undo, state.session.redo, state.session.redo):
        step()
        commands.append(state.last_command)
    writer, reader = "rsc assign writer claude", "rsc assign reader claude"
    assert commands == [reader, writer, "", writer, reader]
