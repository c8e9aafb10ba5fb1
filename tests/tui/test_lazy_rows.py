"""A table draws the rows that are in sight; what it needs of all rows is told without drawing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rscrew_console.dialects.operations import Assign, Operation, Rename
from rscrew_console.providers.keys import Env
from rscrew_console.session import Session
from rscrew_console.tui.opening import OpeningKeys
from rscrew_console.tui.state.console_state import ConsoleState
from rscrew_console.tui.view.agent_rows import RowCache
from rscrew_console.tui.view.agents import columns, rows
from rscrew_console.tui.view.table import SortOrder, TableState, arrange, natural_widths
from rscrew_console.tui.view.view_state import ViewState
from tests.rows import each_row
from tests.tui.console import KEYS, NOON, SMALL, console, main, session
from tests.tui.samples import opened_sample
from tests.tui.test_samples import HEADERS

AGENTS = 200
MANY = SMALL.replace("load_balancing:", "".join(
    f"  agent_{number}:\n    primary: openai\n    secondary: claude\n" for number in range(AGENTS)
) + "\nload_balancing:")  # fmt: skip
PRICED = SMALL.replace("cost_tier: premium", "price: {input: 3, output: 15}")
WIDE = SMALL.replace("Thinks ahead", "Denkt voraus, 先を読む\u200f")


def view_of(opened: Session, keys: dict[str, str], operations: Sequence[Operation]) -> ViewState:
    state = ConsoleState(opened, OpeningKeys(Env(keys)))
    state.set_time(NOON)
    state.apply(operations)
    return state.view_state()


@pytest.mark.parametrize("keys", [KEYS, {}], ids=["keys", "no-keys"])
@pytest.mark.parametrize("text", [SMALL, PRICED, WIDE], ids=["small", "priced", "wide"])
@pytest.mark.parametrize("operations", [
    [],
    [Assign("writer", {"primary": "gemini", "tertiary": None})],
    [Rename("agent", "writer", "author")],
    [Rename("provider", "gemini", "a_much_longer_name")],
], ids=["as-saved", "edited", "renamed", "provider-renamed"])  # fmt: skip
def test_widths_are_those_of_the_drawn_rows(
    text: str, keys: dict[str, str], operations: Sequence[Operation]
) -> None:
    view_state = view_of(session(text), keys, operations)
    cache = RowCache()
    every = columns(view_state)
    assert natural_widths(every, cache.rows(view_state), None) == natural_widths(
        every, rows(view_state), None
    )
    assert cache.drawn == 0


@each_row("sample", HEADERS)
def test_widths_are_those_of_the_drawn_rows_in_every_format(sample: str) -> None:
    view_state = view_of(opened_sample(sample), KEYS, [])
    every = columns(view_state)
    lazy, drawn = RowCache().rows(view_state), rows(view_state)
    assert natural_widths(every, lazy, None) == natural_widths(every, drawn, None)


@each_row("table", [
    TableState(filter="claude"),
    TableState(filter="GEMINI rit"),
    TableState(filter="nobody"),
    TableState(order=SortOrder("name", descending=True)),
    TableState(order=SortOrder("tertiary")),
    TableState(filter="openai", order=SortOrder("now")),
])  # fmt: skip
def test_a_filter_and_an_order_draw_nothing_and_give_the_same(table: TableState) -> None:
    view_state = view_of(session(), KEYS, [])
    cache = RowCache()
    lazy = arrange(cache.rows(view_state), table)
    assert cache.drawn == 0
    assert [*lazy] == [*arrange(rows(view_state), table)]


def test_costs_and_routes_are_worked_out_once_and_then_of_the_changed_agent_alone() -> None:
    state = ConsoleState(session(PRICED), OpeningKeys(Env(KEYS)))
    state.set_time(NOON)
    for minute in range(3):  # ages of checks change, and with them the view
        state.set_time(NOON.replace(minute=minute))
        assert state.view_state().priced
        assert [*RowCache().rows(state.view_state())]
    assert (state.derived.costs_computed, state.derived.routes_computed) == (3, 3)
    state.apply([Assign("writer", {"primary": "gemini"})])
    assert state.view_state().priced
    assert [*RowCache().rows(state.view_state())]
    assert (state.derived.costs_computed, state.derived.routes_computed) == (4, 4)


def test_without_any_price_no_cost_is_worked_out() -> None:
    state = ConsoleState(session(MANY), OpeningKeys(Env(KEYS)))
    assert not state.view_state().priced
    assert [*RowCache().rows(state.view_state())]
    assert state.derived.costs_computed == 0


async def test_the_console_draws_no_more_rows_than_it_has_lines() -> None:
    app = console(session(MANY))
    height = 40
    async with app.run_test(size=(120, height)) as pilot:
        await pilot.pause()
        assert 0 < main(app)._agent_rows.drawn <= height
        await pilot.press("G")
        assert main(app).grid.row_key == f"agent_{AGENTS - 1}"
        assert main(app)._agent_rows.drawn <= 2 * height
