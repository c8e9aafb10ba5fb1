"""Strategies, what-ifs, prices and the pin: what is said of them, and what the keys do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rscrew_console.plans.costs import outage_cost
from rscrew_console.plans.facts import PlanFacts
from rscrew_console.plans.preview import preview
from rscrew_console.providers.health import Health
from rscrew_console.providers.keys import Env
from rscrew_console.providers.prices import FROM_FILE, PriceQuote
from rscrew_console.roster.model import Price
from rscrew_console.roster.strategies.match import StrategyMatch
from rscrew_console.roster.what_if import blast_radius
from rscrew_console.roster.what_if import what_if as supposed
from rscrew_console.tui.opening import OpeningKeys
from rscrew_console.tui.state.console_state import ConsoleState
from rscrew_console.tui.view import agents, strategies, what_if
from rscrew_console.tui.view.header import header
from rscrew_console.tui.view.health import HealthByProvider, down
from rscrew_console.tui.view.shares import shares
from rscrew_console.tui.view.table import GridRow
from rscrew_console.tui.view.text import plain, width
from tests.rows import each_row
from tests.tui.console import NOON, SMALL, session
from tests.tui.plan_crew import PRICED, STRATEGY, state

"""Two of its three providers have a price, and the same two a key."""


def texts(row: GridRow) -> dict[str, str]:
    return {column: plain(cell) for column, cell in row.cells.items()}


@each_row(
    ("before", "after", "most", "expected"),
    [
        ({"a": 4, "bb": 0}, {"a": 2, "bb": 2}, 9, ["a   4 ████ → 2 ██", "bb  0      → 2 ██"]),
        ({"a": 0}, {"a": 0}, 9, ["a  0      → 0 "]),
        ({"a": 1, "b": 5}, {"a": 2, "b": 5}, 2, ["a  1 ▊    → 2 █▋", "b  5 ████ → 5 ████"]),
        ({"a": 1, "b": 5, "c": 2}, {"a": 1, "b": 5, "c": 2}, 2,
         ["b  5 ████ → 5 ████", "and 2 more"]),
        ({"a": 1, "b": 5}, {"a": 1, "b": 4}, 0, ["and 2 more"]),
    ],
)  # fmt: skip
def test_shares_are_bars_of_one_scale(
    before: dict[str, int], after: dict[str, int], most: int, expected: list[str]
) -> None:
    room = 17 + max(map(len, before))
    assert [plain(each) for each in shares(before, after, room, most)] == expected


def test_every_agent_is_shown_old_and_new_with_its_price() -> None:
    now = state()
    plan = preview(now.session.roster, "all-openai", now.plan_facts(), {"planner", "writer"})
    rows = {row.key: row for row in strategies.agent_rows(plan, now.view_state(), {"reader"})}
    assert texts(rows["planner"]) == {
        "name": "planner",
        "old": "claude",
        "primary": "openai",
        "secondary": "claude",
        "tertiary": "gemini ○",
        "cost": "7.50 → 0.85",
    }
    assert texts(rows["writer"])["primary"] == "the same"
    assert texts(rows["reader"]) == {
        "name": "reader",
        "old": "gemini ○",
        "primary": "left out",
        "secondary": "openai",
        "tertiary": "",
        "cost": "0.85",
    }
    assert [row.sign.text if row.sign else "" for row in rows.values()] == ["▌", "", "○"]


def test_agents_that_would_have_nothing_are_unmissable() -> None:
    now = state()
    plan = preview(now.session.roster, "gone", now.plan_facts())
    rows = [*strategies.agent_rows(plan, now.view_state(), ())]
    assert {row.sign for row in rows} == {agents.STRANDED}
    assert {texts(row)["primary"] for row in rows[:2]} == {"✗ gemini"}
    told = [plain(each) for each in strategies.summary(plan, "", 90, 9)]
    assert told[2] == "✗ 3 agents would have nothing to run on: planner, writer, reader"


@pytest.mark.parametrize(
    ("strategy", "only", "out", "expected"),
    [
        ("all-openai", None, 0, [
            "2 of 3 agents would change",
            "$27.60 → $7.65 (-72 %) a month as it runs, $25.05 → $7.65 (-69 %) as planned",
            "cannot serve, so last: gemini",
        ]),
        ("all-openai", {"reader"}, 2, [
            "1 of 3 agents would change, 2 left out",
            "$27.60 a month as it runs, $25.05 → $27.60 (+10 %) as planned",
            "cannot serve, so last: gemini",
        ]),
        ("all-openai", {"nobody"}, 3, [
            "changes nothing, 3 left out",
            "$27.60 a month as it runs, $25.05 as planned",
            "cannot serve, so last: gemini",
        ]),
    ],
)  # fmt: skip
def test_a_plan_in_a_few_words(
    strategy: str, only: set[str] | None, out: int, expected: list[str]
) -> None:
    now = state()
    plan = preview(now.session.roster, strategy, now.plan_facts(), only)
    assert [
        plain(each)
        for each in strategies.summary(plan, strategies.left_out_in_words(out, 0), 90, 9)
    ][:3] == expected


def test_the_followed_strategy_is_marked() -> None:
    now = state()
    known = now.session.roster.strategies
    rows = strategies.strategy_rows(known, StrategyMatch("gone", 1))
    assert [texts(row)["followed"] for row in rows] == ["", "1 would change"]
    assert [bool(row.sign) for row in rows] == [False, True]


def test_the_matrix_tells_of_every_provider_and_every_pair() -> None:
    now = state(SMALL)
    usable = {"claude", "openai", "gemini"}
    radius = blast_radius(now.session.roster, usable)
    rows = [
        [plain(cell) for cell in row.cells.values()] for row in what_if.matrix_rows(radius, usable)
    ]
    assert rows == [
        ["claude", "1", "1 ✗1", "2"],
        ["openai", "1 ✗1", "1", "1 ✗1"],
        ["gemini", "2", "1 ✗1", "1"],
    ]


def test_the_matrix_tells_of_whom_nothing_depends_already() -> None:
    radius = blast_radius(state(SMALL).session.roster, {"claude", "openai"})
    rows = what_if.matrix_rows(radius, {"claude", "openai"})
    assert [plain(row.cells["down"]) for row in rows] == ["claude", "openai", "gemini ✗"]


def test_a_provider_may_be_called_as_a_column_is() -> None:
    columns = what_if.matrix_columns(blast_radius(state(SMALL.replace("claude:", "down:").replace(
        ": claude", ": down")).session.roster, ()), 3)  # fmt: skip
    assert len({column.key for column in columns}) == 4
    assert what_if.provider_of(columns[1].key) == "down"


def test_an_outage_in_full() -> None:
    now = state()
    roster, plan_facts = now.session.roster, now.plan_facts()
    found = supposed(roster, ("openai",), plan_facts.usable)
    rows = [(row.key, texts(row)["after"]) for row in what_if.moves(found)]
    assert rows == [("reader", "✗ nothing"), ("writer", "↪ claude"), ("planner", "  the same")]
    assert what_if.title(found) == "What if openai was down?"
    cost = outage_cost(roster, found, plan_facts)
    told = [plain(each) for each in what_if.summary(found, cost, 80, 9)]
    assert told[:3] == [
        "1 of 3 agents move, 1 stays",
        "✗ 1 agent left with nothing: reader",
        "$27.60 → $45.00 (+63 %) a month as it runs, $25.05 as planned",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PRICED, "a month: at least $25.05 as planned, $27.60 as it runs"),
        (SMALL, ""),
        (PRICED.replace("15}", "0.1}"), "a month: at least $11.64 as planned, $14.19 as it runs"),
    ],
)
def test_the_header_tells_the_month_where_it_is_known(text: str, expected: str) -> None:
    shown = plain(header(state(text).view_state(), 120))
    assert expected in shown
    assert ("$" in shown) == bool(expected)


@pytest.mark.parametrize("room", [40, 80, 140])
def test_a_pin_stays_in_the_header_at_any_width(room: int) -> None:
    shown = header(state(SMALL + "global_settings: {pin: openai}\n").view_state(), room)
    assert "pinned: all run on openai" in plain(shown)
    assert width(shown) <= room
    assert [span.tone for span in shown if "pinned" in span.text] == ["bad"]


def test_the_cost_has_a_column_where_a_price_is_known() -> None:
    priced, bare = state().view_state(), state(SMALL).view_state()
    assert "cost" in [column.key for column in agents.columns(priced)]
    assert "cost" not in [column.key for column in agents.columns(bare)]
    assert [texts(row)["cost"] for row in agents.rows(priced)] == ["7.50", "0.85", "0.85"]
    assert [texts(row)["planned"] for row in agents.rows(priced)] == ["", "", "—"]


def test_those_that_fail_for_want_of_a_key_are_not_down() -> None:
    past = {
        "a": (Health("a", "no_key"),),
        "b": (Health("b", "timeout"),),
        "c": (Health("c", "ok"),),
    }
    assert down(HealthByProvider(past=past)) == {"b"}


def test_a_price_that_was_looked_up_outlives_a_rename_and_not_a_new_model() -> None:
    now = state(SMALL)
    roster, quote = now.session.roster, PriceQuote(Price(1, 2), "genai-prices", None)
    assert [one.name for one in now.prices.unknown(roster)] == ["claude", "openai", "gemini"]
    now.prices.take(roster, {"claude": quote})
    assert now.prices.unknown(roster) == []
    assert now.prices.quotes(roster) == {"claude": quote}
    claude, *others = roster.providers
    renamed = replace(roster, providers=(replace(claude, name="c"), *others))
    assert now.prices.quotes(renamed) == {"c": quote}
    edited = replace(roster, providers=(replace(claude, model="other"), *others))
    assert [one.name for one in now.prices.unknown(edited)] == ["claude"]
    own = replace(roster, providers=(replace(claude, price=Price(3, 4)), *others))
    assert now.prices.quotes(own)["claude"].source == FROM_FILE


def test_what_is_known_to_be_down_comes_last() -> None:
    now = state()
    openai = now.session.roster.provider_by_name["openai"]
    now.health.take(openai, Health("openai", "timeout"))
    now.set_time(NOON)
    plan_facts: PlanFacts = now.plan_facts()
    assert plan_facts.down == {"openai"}
    plan = preview(now.session.roster, "all-openai", plan_facts)
    assert plan.chains["planner"][0] == "claude"
    assert now.apply_preview(plan)
    assert now.last_command == ""


def test_a_cost_that_is_partly_unknown_says_which_part() -> None:
    text = PRICED.replace("    price: {input: 0.25, output: 2}\n", "") + STRATEGY
    now = ConsoleState(session(text), OpeningKeys(Env({"OPENAI_API_KEY": "sk-0123456789"})))
    roster, facts = now.session.roster, now.plan_facts()
    outage = supposed(roster, ("claude",), facts.usable)
    told = [
        plain(each) for each in what_if.summary(outage, outage_cost(roster, outage, facts), 90, 9)
    ]
    assert "cost unknown as it runs, $22.50 a month as planned" in told
    plan = preview(roster, "all-openai", facts)
    told = [plain(each) for each in strategies.summary(plan, "", 90, 9)]
    assert told[1].startswith("cost unknown as it runs, $22.50 → unknown a month as planned")
