"""What becomes known after the first paint, a price, a check, a call, moves no column of any table.

Widths are compared before and after, in terminals of 60, 80, 120 and 140 columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from rscrew_console.plans.preview import preview
from rscrew_console.providers.health import STATUSES, Health
from rscrew_console.providers.keys import Env
from rscrew_console.providers.prices import PriceQuote
from rscrew_console.roster.model import Price
from rscrew_console.roster.what_if import blast_radius
from rscrew_console.roster.what_if import what_if as supposed
from rscrew_console.tui.opening import OpeningKeys
from rscrew_console.tui.state.console_state import ConsoleState
from rscrew_console.tui.view import agents, providers, scenarios, strategies, usage, what_if
from rscrew_console.tui.view.column_fit import fit
from rscrew_console.tui.view.table import Column, GridRow, natural_widths
from tests.rows import each_row
from tests.tui.console import KEYS, NOON, SMALL, session
from tests.tui.plan_crew import STRATEGY
from tests.tui.test_scenarios import EXAMPLE
from tests.tui.test_usage_views import ROW, report

WIDTHS = (52, 72, 112, 132)
Table = tuple[Sequence[Column], Sequence[GridRow]]


def widths(table: Table) -> list[dict[str, int]]:
    """The width of each column that is shown, by the width of the table."""
    columns, rows = table
    natural = natural_widths(columns, rows, None)
    return [dict(fit(columns, natural, available).widths) for available in WIDTHS]


def state_of(text: str = SMALL + STRATEGY) -> ConsoleState:
    """As at the first paint: prices are still to come, and so are checks."""
    state = ConsoleState(session(text), OpeningKeys(Env(KEYS)))
    state.prices.awaited = state.checks = True
    state.set_time(NOON)
    return state


def with_prices(state: ConsoleState, usd: float) -> ConsoleState:
    roster = state.session.roster
    quote = PriceQuote(Price(usd, usd), "vendor", None)
    state.prices.take(roster, {one.name: quote for one in roster.providers})
    state.refresh()
    return state


def with_checks(state: ConsoleState, round_: int) -> ConsoleState:
    for number, one in enumerate(state.session.roster.providers):
        status = STATUSES[(number + round_) % len(STATUSES)]
        state.health.take(one, Health(one.name, status, "why", "do", 12_345.0, 200, NOON))
    return state


def later(state: ConsoleState) -> list[ConsoleState]:
    """The same crew as more and more becomes known, and then changes."""
    states = [with_prices(state, usd) for usd in (0.0001, 3, 4000)]
    return states + [with_checks(state, round_) for round_ in range(len(STATUSES))]


def plan_table(state: ConsoleState) -> Table:
    plan = preview(state.session.roster, "all-openai", state.plan_facts())
    view_state = state.view_state()
    return strategies.agent_columns(plan, view_state), strategies.agent_rows(plan, view_state, ())


def matrix_table(state: ConsoleState) -> Table:
    usable, roster = state.plan_facts().usable, state.session.roster
    radius = blast_radius(roster, usable)
    without_key = state.view_state().without_key
    return (
        what_if.matrix_columns(radius, len(roster.agents)),
        what_if.matrix_rows(radius, usable, without_key),
    )


def outage_table(state: ConsoleState) -> Table:
    outage = supposed(state.session.roster, ("openai",), state.plan_facts().usable)
    return what_if.move_columns(outage), what_if.moves(outage)


TABLES = {
    "agents": lambda state: (
        agents.columns(state.view_state()), agents.rows(state.view_state())
    ),
    "providers": lambda state: (
        providers.columns(state.view_state()), providers.rows(state.view_state())
    ),
    "what a strategy would change": plan_table,
    "outages": matrix_table,
    "agents in an outage": outage_table,
}  # fmt: skip


@each_row("name", TABLES)
def test_prices_and_checks_move_no_column(name: str) -> None:
    state = state_of()
    first = widths(TABLES[name](state))
    for number, then in enumerate(later(state)):
        assert widths(TABLES[name](then)) == first, number


def test_costs_have_no_column_where_no_price_will_come() -> None:
    state = state_of()
    state.prices.awaited = False
    state.refresh()
    assert "cost" not in {column.key for column in agents.columns(state.view_state())}


def test_checks_move_no_column_of_scenarios() -> None:
    state = state_of(EXAMPLE)
    table = state.session.roster.scenarios
    assert table is not None
    first = None
    for then in later(state):
        view_state = then.view_state()
        columns = scenarios.columns(view_state, table, table.models[0])
        found = widths((columns, scenarios.rows(view_state, table)))
        first = first or found
        assert found == first


@pytest.mark.parametrize("by", ["agent", "provider", "model"])
def test_more_calls_move_no_column(by: str) -> None:
    first = replace(ROW, cost_usd=0.01, calls=1, attempts=1, failures=0, fallbacks=0)
    busy = replace(
        ROW, cost_usd=12345.5, calls=123456, attempts=1234567, failures=9999, fallbacks=99999,
        unpriced=3,
    )  # fmt: skip
    columns = usage.columns(by)
    found = [widths((columns, usage.rows(report(one), by))) for one in (first, busy)]
    assert found[0] == found[1]
