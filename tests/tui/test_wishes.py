"""What a key press asks for: the label, the command line, and the edits."""

import pytest

from rscrew_console.providers.keys import Env
from rscrew_console.tui import wishes
from rscrew_console.tui.desk import ConsoleState
from rscrew_console.tui.opening import OpeningKeys
from rscrew_console.tui.wishes import Operation
from tests.tui.console import KEYS, session


@pytest.fixture
def desk() -> ConsoleState:
    return ConsoleState(session(), OpeningKeys(Env(KEYS)))


def test_a_wish_has_its_words_and_its_command_line(desk: ConsoleState) -> None:
    roster = desk.session.roster
    told = [
        (wish.label, wish.command)
        for wish in (
            wishes.assign(roster, "writer", "primary", "claude"),
            wishes.assign(roster, "writer", "fallback", "gemini"),
            wishes.assign(roster, "writer", "tertiary", None),
            wishes.move(roster, "writer", "primary", +1),
            wishes.set_agent("writer", "reasoning", "it's for people"),
            wishes.set_agent("writer", "reasoning", ""),
            wishes.set_provider("claude", "model", "claude-opus"),
            wishes.add_agent("a b", {"primary": "claude"}),
            wishes.add_provider("groq", {"model": "groq/llama"}),
            wishes.remove("agent", "writer"),
            wishes.rename("provider", "claude", "anthropic"),
        )
    ]
    assert told == [
        ("writer primary openai → claude", "rsc assign writer claude"),
        ("writer fallback empty → gemini", "rsc assign writer --fallback gemini"),
        ("writer tertiary gemini → empty", ""),
        ("writer openai down to secondary", "rsc assign writer --secondary openai"),
        (
            "writer reasoning “it's for people”",
            "rsc assign writer --reasoning 'it'\"'\"'s for people'",
        ),
        ("writer reasoning removed", "rsc assign writer --reasoning ''"),
        ("claude model “claude-opus”", ""),
        ("add agent a b", "rsc add-agent 'a b' claude"),
        ("add provider groq", "rsc add-provider groq groq/llama"),
        ("remove agent writer", "rsc remove-agent writer"),
        ("rename provider claude → anthropic", "rsc rename claude anthropic"),
    ]


def test_several_wishes_are_one_change(desk: ConsoleState) -> None:
    roster = desk.session.roster
    granted = desk.grant(
        [wishes.assign(roster, name, "primary", "claude") for name in ("writer", "reader")]
    )
    assert granted
    assert [change.label for change in desk.session.changes] == [
        "writer primary openai → claude and 1 more"
    ]
    assert desk.last_command == "rsc assign writer claude && rsc assign reader claude"
    assert dict(desk.session.roster.primaries) == {"claude": 3, "openai": 0, "gemini": 0}
    assert desk.session.document.get(("load_balancing", "distribution", "claude")) == 3
    desk.session.undo()
    assert not desk.session.is_dirty


def test_only_what_changes_is_counted_and_named(desk: ConsoleState) -> None:
    roster = desk.session.roster
    everyone = [wishes.assign(roster, each, "primary", "claude") for each in roster.agent_by_name]
    assert desk.grant(everyone[:2]) == 1  # one of the two has it already
    assert [change.label for change in desk.session.changes] == ["writer primary openai → claude"]
    assert desk.last_command == "rsc assign writer claude"
    assert desk.grant(everyone[:2]) == 0


@pytest.mark.parametrize(
    "wanted",
    [
        pytest.param([("assign", ("writer", {"primary": "gemini"}))], id="one"),
        pytest.param(
            [("assign", (name, {"primary": "claude"})) for name in ("planner", "writer", "reader")],
            id="apart",
        ),
        pytest.param(
            [("assign", ("writer", {"primary": one})) for one in ("claude", "gemini")],
            id="meeting",
        ),
        pytest.param(
            [("remove_agent", ("planner",)), ("remove_agent", ("reader",))], id="removals"
        ),
        pytest.param(
            [
                ("remove_agent", ("reader",)),
                ("assign", ("writer", {"tertiary": None})),
                ("remove_provider", ("gemini",)),
            ],
            id="in turn",
        ),
    ],
)
def test_together_they_do_what_they_do_one_after_another(
    desk: ConsoleState, wanted: list[tuple[str, tuple[object, ...]]]
) -> None:
    asked = [Operation(method, arguments, "") for method, arguments in wanted]
    one_by_one = ConsoleState(session(), OpeningKeys(Env(KEYS)))
    for wish in asked:
        one_by_one.grant([wish])
    desk.grant(asked)
    assert desk.session.document.value == one_by_one.session.document.value


def test_marks_decide_whom_an_edit_goes_to(desk: ConsoleState) -> None:
    everyone = ["planner", "writer", "reader"]
    assert desk.targets("agent", "writer", everyone) == ["writer"]
    desk.set_table("agent", desk.tables["agent"].toggled("reader").toggled("planner"))
    assert desk.targets("agent", "writer", everyone) == ["planner", "reader"]
    assert desk.targets("agent", "writer", ["writer", "reader"]) == ["reader"]
    assert desk.targets("agent", "writer", ["writer"]) == ["writer"]
    desk.grant([wishes.remove("agent", "reader")])
    assert desk.targets("agent", "writer", everyone) == ["planner"]


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
    desk: ConsoleState, kind: str, name: str, field: str, line: int
) -> None:
    assert desk.line_of(kind, name, field) == line
