"""Filter and order of a table."""

from rscrew_console.tui.view.table import GridRow, SortOrder, TableState, arrange
from tests.rows import each_row

ROWS = [
    GridRow("planner", {}, {"name": "planner", "primary": "claude", "agents": 10}),
    GridRow("Writer", {}, {"name": "Writer", "primary": "openai", "agents": 9}),
    GridRow("reader", {}, {"name": "reader", "primary": None, "agents": None}),
    GridRow("clerk", {}, {"name": "clerk", "primary": "openai", "agents": 9}),
]


@each_row(
    ("state", "keys"),
    [
        (TableState(), ["planner", "Writer", "reader", "clerk"]),
        (TableState(filter="open"), ["Writer", "clerk"]),
        (TableState(filter="  WRI  open "), ["Writer"]),
        (TableState(filter="nobody"), []),
        (TableState(order=SortOrder("name")), ["clerk", "planner", "reader", "Writer"]),
        (TableState(order=SortOrder("primary")), ["planner", "Writer", "clerk", "reader"]),
        (TableState(order=SortOrder("agents")), ["Writer", "clerk", "planner", "reader"]),
        (
            TableState(order=SortOrder("agents", descending=True)),
            ["planner", "Writer", "clerk", "reader"],
        ),
        (TableState(filter="e", order=SortOrder("name")), ["clerk", "planner", "reader", "Writer"]),
    ],
)
def test_rows_are_shown_as_asked_for(state: TableState, keys: list[str]) -> None:
    assert [row.key for row in arrange(ROWS, state)] == keys


def test_ordering_by_a_column_turns_round_and_then_ends() -> None:
    first = TableState().ordered_by("name")
    second = first.ordered_by("name")
    third = second.ordered_by("name")
    assert [state.order for state in (first, second, third)] == [
        SortOrder("name"),
        SortOrder("name", descending=True),
        None,
    ]
    assert second.ordered_by("primary").order == SortOrder("primary")


def test_a_mark_is_set_and_taken_away() -> None:
    marked = TableState().toggled("a").toggled("b")
    assert marked.marks == {"a", "b"}
    assert marked.toggled("a").marks == {"b"}
