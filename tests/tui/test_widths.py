"""A crew of 500 with long names at several widths: nothing is cut that tells rows apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest

from rscrew_console.plans.preview import preview
from rscrew_console.roster.what_if import blast_radius
from rscrew_console.roster.what_if import what_if as supposed
from rscrew_console.runtime.ledger import UsageRow
from rscrew_console.tui.state.console_state import ConsoleState
from rscrew_console.tui.view import agents, limits, providers, strategies, usage, what_if
from rscrew_console.tui.view.column_fit import fit
from rscrew_console.tui.view.table import Column, GridRow, natural_widths, row_cells
from rscrew_console.tui.view.text import ELLIPSIS, plain, width
from tests.tui.plan_crew import state
from tests.tui.test_usage_views import ROW, report, standing

WIDTHS = (52, 72, 112, 132)
"""Cells of a table in terminals of 60, 80, 120 and 140 columns, within two borders."""
PROVIDERS = {
    "anthropic_claude_opus_for_planning": 15, "anthropic_claude_opus_for_review": 16,
    "openai_gpt_latest": 120, "deepseek_for_bulk_work": 0.25,
}  # fmt: skip


@cache
def large_crew() -> ConsoleState:
    """500 agents whose names begin alike, on four providers with prices."""
    lines = ["providers:"]
    for name, price in PROVIDERS.items():
        lines += [f"  {name}:", "    model: openai/m", "    api_key_env: OPENAI_API_KEY",
                  f"    price: {{input: {price}, output: {price}}}"]  # fmt: skip
    lines.append("agent_assignments:")
    names = [*PROVIDERS]
    for number in range(500):
        chain = names[number % 4 :] + names[: number % 4]
        lines.append(f"  security_architecture_specialist_{number:03}:")
        slots = ("primary", "secondary", "tertiary", "fallback")
        lines += [f"    {slot}: {name}" for slot, name in zip(slots, chain, strict=True)]
        lines.append("    reasoning: " + "Weighs what is hard to take back. " * 4)
    lines += ["strategies:", "  cheap:", "    description: x",
              "    rules: [{prefer: [deepseek_for_bulk_work]}]"]  # fmt: skip
    return state("\n".join(lines) + "\n")


@pytest.fixture(name="crew")
def a_large_crew() -> ConsoleState:
    return large_crew()


def shown(
    columns: Sequence[Column], rows: Sequence[GridRow], available: int
) -> list[dict[str, str]]:
    """The cells of each row as they are drawn, by column."""
    found = fit(columns, natural_widths(columns, rows, None), available)
    assert found.total <= available
    keys = [column.key for column in columns if column.key in found.widths]
    return [
        dict(zip(keys, map(plain, row_cells(columns, found, row)), strict=True)) for row in rows
    ]


def whole_numbers(columns: Sequence[Column], rows: list[dict[str, str]]) -> bool:
    """Whether no figure is cut; names of providers above a matrix are none."""
    figures = [column.key for column in columns if column.right]
    return not any(ELLIPSIS in row.get(key, "") for row in rows for key in figures)


@pytest.mark.parametrize("available", WIDTHS)
def test_each_agent_is_listed_once_and_told_from_the_others(
    crew: ConsoleState, available: int
) -> None:
    view_state = crew.view_state()
    columns = agents.columns(view_state)
    rows = shown(columns, agents.rows(view_state), available)
    assert len({row["name"] for row in rows}) == len(rows) == 500
    assert {len({row["primary"] for row in rows})} == {len(PROVIDERS)}
    assert whole_numbers(columns, rows)


@pytest.mark.parametrize("available", WIDTHS)
def test_each_provider_is_told_from_the_others(crew: ConsoleState, available: int) -> None:
    view_state = crew.view_state()
    columns = providers.columns(view_state)
    rows = shown(columns, providers.rows(view_state), available)
    assert len({row["name"] for row in rows}) == len(PROVIDERS)
    assert whole_numbers(columns, rows)


@pytest.mark.parametrize("available", WIDTHS)
def test_what_a_strategy_would_change(crew: ConsoleState, available: int) -> None:
    plan = preview(crew.session.roster, "cheap", crew.plan_facts())
    columns = strategies.agent_columns(plan, crew.view_state())
    rows = shown(columns, strategies.agent_rows(plan, crew.view_state(), ()), available)
    assert len({row["name"] for row in rows}) == 500
    assert len({row["old"] for row in rows}) == len(PROVIDERS)
    assert whole_numbers(columns, rows)
    assert "cost" in rows[0]


@pytest.mark.parametrize("available", WIDTHS)
def test_what_an_outage_would_move(crew: ConsoleState, available: int) -> None:
    facts = crew.plan_facts()
    roster = crew.session.roster
    outage = supposed(roster, ("openai_gpt_latest",), facts.usable)
    rows = shown(what_if.move_columns(outage), what_if.moves(outage), available)
    assert len({row["name"] for row in rows}) == 500
    matrix = blast_radius(roster, facts.usable)
    columns = what_if.matrix_columns(matrix, len(roster.agents))
    legend = plain(what_if.legend(matrix, 2))
    assert legend.endswith("; 2 more columns →")
    cells = shown(columns, what_if.matrix_rows(matrix, facts.usable), available)
    assert len({row[what_if.LABEL] for row in cells}) == len(PROVIDERS)
    assert whole_numbers(columns, cells)


@pytest.mark.parametrize("available", [26, 34, *WIDTHS])
def test_a_summary_says_its_figures_whole(crew: ConsoleState, available: int) -> None:
    plan = preview(crew.session.roster, "cheap", crew.plan_facts())
    told = strategies.summary(plan, "", available, 9)
    assert len(told) <= 9
    assert all(width(each) <= available for each in told)
    words = " ".join(plain(each) for each in told)
    assert "375 of 500 agents would change" in words
    assert "$73,734 → $487.50 (-99 %) a month" in words


@pytest.mark.parametrize("available", WIDTHS)
def test_shares_of_limits_stand_below_each_other(available: int) -> None:
    far_over = standing("over", 51_538.5)
    told = limits.lines([far_over, standing("near", 4.5), standing()], available, 3)
    assert len({plain(each).index(" %") for each in told}) == 1
    assert "1,030,770 %" in plain(told[0])


@pytest.mark.parametrize("available", WIDTHS)
def test_the_cost_of_each_agent_is_whole(available: int) -> None:
    names = [f"security_architecture_specialist_{number:03}" for number in range(500)]
    entries: list[UsageRow] = [
        replace(ROW, name=name, cost_usd=12345.5, calls=123456, attempts=1234567) for name in names
    ]
    columns = usage.columns("agent")
    rows = shown(columns, usage.rows(report(*entries), "agent"), available)
    assert len({row["name"] for row in rows}) == 500
    assert whole_numbers(columns, rows)
