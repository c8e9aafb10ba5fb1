"""What is said of calls, costs and limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rscrew_console.providers.keys import Env
from rscrew_console.roster.cost import Averages
from rscrew_console.roster.problem import Problem
from rscrew_console.roster.standings import BudgetStatus, Level
from rscrew_console.runtime.ledger import UsageRow, UsageTotals
from rscrew_console.tui.opening import OpeningKeys
from rscrew_console.tui.state.console_state import ConsoleState
from rscrew_console.tui.view import agents, detail, limits, usage
from rscrew_console.tui.view.header import header
from rscrew_console.tui.view.text import plain, width
from rscrew_console.tui.view.usage_report import UsageReport, UsageSummary
from tests.rows import each_row
from tests.tui.console import KEYS, session
from tests.tui.test_plans import PRICED

DAY = date(2026, 11, 20)
ROW = UsageRow(100, 4, 5, 90_000, 12_345, 4.2, 0, 800.0, 2400.0, attempts=120, name="claude")
OTHER = replace(
    ROW, name="openai", cost_usd=0.0, unpriced=96, failures=50, fallbacks=0, calls=96, attempts=96
)
SOME = replace(ROW, name="gemini", unpriced=3, cost_usd=1.4)


def report(*rows: UsageRow, days: int = 7, ever: bool = True) -> UsageReport:
    sums = {
        field: sum(getattr(row, field) for row in rows)
        for field in (
            "calls",
            "attempts",
            "failures",
            "fallbacks",
            "input_tokens",
            "output_tokens",
            "unpriced",
        )
    }
    cost = sum(row.cost_usd for row in rows)
    whole = UsageTotals(**sums, cost_usd=cost, p50_ms=800.0, p95_ms=2400.0, rows=rows)
    by_day = replace(whole, rows=(replace(whole_day(whole), name=DAY.isoformat()),))
    by = {"agent": whole, "provider": whole, "model": whole}
    return UsageReport(DAY, days, by_day, by, ever)  # type: ignore[arg-type]  # a dict of three words


def whole_day(whole: UsageTotals) -> UsageRow:
    return UsageRow(whole.calls, cost_usd=whole.cost_usd)


def standing(level: Level = "ok", used: float | None = 1.0, **said: object) -> BudgetStatus:
    usual = BudgetStatus("daily budget", "cost today", used, 5.0, level)
    return replace(usual, **said)  # type: ignore[arg-type]  # whatever a test is about


def state() -> ConsoleState:
    return ConsoleState(session(PRICED), OpeningKeys(Env(KEYS)))


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        (ROW, ["claude", "$4.20", "████████", "100", "120", "3.3 %", "5", "102k", "2.4 s"]),
        (OTHER, ["openai", "unknown", "", "96", "96", "52 %", "—", "102k", "2.4 s"]),
        (SOME, ["gemini", "≥$1.40", "██", "100", "120", "3.3 %", "5", "102k", "2.4 s"]),
    ],
)
def test_a_row_of_the_table(row: UsageRow, cells: list[str]) -> None:
    rows = {one.key: one for one in usage.rows(report(ROW, OTHER, SOME), "provider")}
    shown = [plain(rows[row.name].cells[column.key]) for column in usage.columns("provider")]
    assert shown == cells


@pytest.mark.parametrize(
    ("rows", "room", "told"),
    [
        ((ROW,), 90, [
            "$4.20   100 calls   120 attempts   3.3 % failed   5 fallbacks   p95 2.4 s",
            "90k tokens in, 12.3k out   median 800 ms   $4.20 a day, over 1 day with calls",
        ]),
        ((ROW, SOME), 90, [
            "$5.60   200 calls   240 attempts   3.3 % failed   10 fallbacks   p95 2.4 s",
            "! 3 answers of unknown price   180k tokens in, 24.7k out   median 800 ms",
        ]),
        ((OTHER,), 40, ["96 calls   96 attempts   52 % failed", "! 96 answers of unknown price"]),
    ],
)  # fmt: skip
def test_the_totals(rows: tuple[UsageRow, ...], room: int, told: list[str]) -> None:
    lines = usage.totals(report(*rows), room)
    assert [plain(each) for each in lines] == told
    assert all(width(each) <= room for each in lines)


def test_without_any_cost_the_bars_are_calls() -> None:
    assert usage.chart_title(report(ROW)) == "Cost a day"
    assert usage.chart_title(report(OTHER)) == "Calls a day: no cost is known"
    ticks = usage.bars(report(OTHER), 40, 6, 5.0).heights
    assert [tick.label.strip() for tick in ticks] == ["0", "50", "100"]
    ticks = usage.bars(report(replace(OTHER, calls=1)), 40, 6, None).heights
    assert [tick.label.strip() for tick in ticks] == ["0", "", "1"]


@pytest.mark.parametrize(
    ("ever", "agent", "told"),
    [
        (True, "planner", "No calls in the last 7 days."),
        (False, "planner", 'get_llm_for_agent("planner")'),
        (False, 'a "b" \x1b', r'get_llm_for_agent("a \"b\" ␛")'),
    ],
)
def test_nothing_is_explained(ever: bool, agent: str, told: str) -> None:
    lines = usage.nothing(report(ever=ever), agent)
    assert told in "\n".join(map(plain, lines))


@each_row(
    ("rate", "told"),
    [(0.0, "0 %"), (0.0004, "<0.1 %"), (0.004, "0.4 %"), (0.05, "5 %"), (0.051, "5.1 %"),
     (0.51234, "51 %"), (1.0, "100 %")],
)  # fmt: skip
def test_percents(rate: float, told: str) -> None:
    assert usage.percent(rate) == told


@each_row(
    ("number", "told"),
    [(0, "0"), (950, "950"), (999, "999"), (1000, "1k"), (12_345, "12.3k"), (999_499, "999k"),
     (999_600, "1M"), (2_356_147, "2.36M"), (31_000_000_000, "31G")],
)  # fmt: skip
def test_tokens(number: int, told: str) -> None:
    assert usage.tokens(number) == told


@each_row(
    ("milliseconds", "told"),
    [(None, "—"), (0.4, "0 ms"), (850.0, "850 ms"), (999.7, "1.0 s"), (2449.0, "2.4 s"),
     (75_000.0, "75 s")],
)  # fmt: skip
def test_seconds(milliseconds: float | None, told: str) -> None:
    assert usage.seconds(milliseconds) == told


NEAR = standing("near", 4.2)
OVER = standing("over", 5.2, name="weekly cost", unpriced=2)
UNKNOWN = standing(used=None, name="p95", unit="ms", limit=1800.0)


@each_row(
    ("standings", "room", "told"),
    [
        ((), 80, ""),
        ((standing(),), 80, ""),
        ((standing(), NEAR), 80, "! daily budget: $4.20 of $5.00"),
        ((NEAR, OVER), 42, "✗ weekly cost over: $5.20 of $5.00, 1 more"),
        ((NEAR, OVER), 41, "✗ weekly cost over: $5.20 of $5.00"),
        ((NEAR, OVER), 33, "✗ weekly cost over"),
        ((NEAR,), 20, "! daily budget near"),
        ((NEAR, OVER), 17, "✗ limit over"),
        ((NEAR, OVER), 1, "✗ limit over"),
    ],
)
def test_the_worst_limit_is_a_headline(
    standings: tuple[BudgetStatus, ...], room: int, told: str
) -> None:
    assert plain(limits.headline(standings, room)) == told


@each_row(
    ("standings", "room", "most", "told"),
    [
        ((), 60, 3, ["no budgets or alerts: b sets a budget, a an alert"]),
        ((standing(), NEAR, OVER), 71, 3, [
            "✗ weekly cost   ████████████████████████  ≥$5.20 of $5.00   104 %  over",
            "! daily budget  ████████████████████░░░░   $4.20 of $5.00    84 %  near",
            "● daily budget  █████░░░░░░░░░░░░░░░░░░░   $1.00 of $5.00    20 %  ok",
        ]),
        ((standing(), NEAR, OVER), 36, 2, [
            "✗ weekly cost   ≥$5.20 of $5.00  over",
            "and 2 more, the first of them near",
        ]),
        ((NEAR, standing()), 50, 5, [
            "! daily budget        $4.20 of $5.00    84 %  near",
            f"  {40 * '█'}{8 * '░'}",
            "● daily budget        $1.00 of $5.00    20 %  ok  ",
            f"  {10 * '█'}{38 * '░'}",
        ]),
        ((NEAR, standing(), standing()), 44, 2, [
            "! daily budget  $4.20 of $5.00    84 %  near", "and 2 more, all ok",
        ]),
        ((OVER,), 50, 3, [
            "✗ weekly cost        ≥$5.20 of $5.00   104 %  over",
            f"  {48 * '█'}",
            "  cost today; not in it: 2 answers of unknown price",
        ]),
        ((UNKNOWN,), 40, 1, ["● p95           unknown of 1,800 ms  ok"]),
    ],
)  # fmt: skip
def test_limits_in_a_line_each(
    standings: tuple[BudgetStatus, ...], room: int, most: int, told: list[str]
) -> None:
    assert [plain(each) for each in limits.lines(standings, room, most)] == told


@each_row(
    ("spent", "limit", "full"),
    [(0.0, 5.0, 0), (0.001, 5.0, 1), (2.5, 5.0, 9), (99.0, 5.0, 18), (0.0, 0.0, 0), (1.0, 0.0, 18)],
)
def test_a_bar_is_full_at_the_limit(spent: float, limit: float, full: int) -> None:
    one = standing(used=spent, limit=limit)
    (_, bar, _) = limits.lines([one], 20, 3)
    assert plain(bar).strip().count("█") == full


@each_row(
    ("level", "room", "told"),
    [
        ("near", 70, "   ! daily budget: $4.20 of $5.00   ! 1 warning"),
        ("over", 70, "   ✗ daily budget over: $4.20 of $5.00   ! 1 warning"),
        ("over", 55, "   ✗ daily budget over: $4.20 of $5.00"),
        ("ok", 50, "   ! 1 warning"),
        ("over", 36, "   ✗ daily budget over"),
        ("over", 30, "   ✗ limit over"),
        ("over", 20, ""),
    ],
)
def test_the_header_tells_of_a_limit_before_warnings(level: Level, room: int, told: str) -> None:
    warning = Problem("warning", "odd", "it is odd", (), 1)
    limit = standing(level, 4.2)
    plainest = replace(state().view_state(), path="f.yaml", strategy="", quotes={})
    view_state = replace(plainest, standings=(limit,), problems=(warning,))
    assert plain(header(view_state, room)) == f"f.yaml   saved{told}"


@pytest.mark.parametrize(
    ("calls", "cost", "known"),
    [(0, "7.50", "by assumed tokens"), (4, "7.50", "by assumed tokens"),
     (5, "18.00", "measured over 5 calls")],
)  # fmt: skip
def test_costs_go_by_what_calls_have_taken_where_there_are_enough(
    calls: int, cost: str, known: str
) -> None:
    now = state()
    now.usage = UsageSummary({"planner": Averages(calls, 1000, 1000, 10)})
    view_state = now.view_state()
    planner = agents.rows(view_state)[0]
    assert plain(planner.cells["cost"]) == cost
    told = [plain(each) for each in detail.agent_lines(view_state, view_state.roster.agents[0])]
    assert f"${cost} for 1,000 calls, {known}" in told
