"""What a crew costs: known, unknown, with usages of its own, and how amounts are written."""

import pytest

from rscrew_console.roster.chain import Chain, FallbackRule, Link, SlotScheme
from rscrew_console.roster.cost import (
    Averages,
    Estimate,
    call_usd,
    estimate,
    measured_calls,
    with_averages,
    with_calls,
)
from rscrew_console.roster.model import (
    Agent,
    AgentUsage,
    CostAssumptions,
    Price,
    Provider,
    Roster,
    Settings,
)
from rscrew_console.roster.money import from_to, usd
from tests.rows import each_row

PRICES = {"a": Price(2, 10), "b": Price(0.5, 1), "free": Price(0, 0), "c": None}
PROVIDERS = tuple(Provider(name, f"model-{name}") for name in (*PRICES, "d"))

NORMAL, NO_USAGE = Settings(), AgentUsage()


def agent(name: str, primary: str, usage: AgentUsage = NO_USAGE, slot: str = "primary") -> Agent:
    slots = ("primary", "secondary")
    links = (Link(slot, primary),) if primary else ()
    return Agent(name, Chain(SlotScheme(slots), links), usage=usage)


def crew(*agents: Agent, settings: Settings = NORMAL) -> Roster:
    return Roster("rscrew", SlotScheme(("primary", "secondary")), PROVIDERS, agents, settings)


@each_row(("price", "usage", "dollars"), [
    (Price(2, 10), CostAssumptions(), 0.005),
    (Price(2, 10), CostAssumptions(0, 0), 0),
    (Price(0, 0), CostAssumptions(), 0),
    (Price(3, 15), CostAssumptions(1_000_000, 0), 3),
    (Price(3, 15), CostAssumptions(0, 1_000_000), 15),
])  # fmt: skip
def test_a_call(price: Price, usage: CostAssumptions, dollars: float) -> None:
    assert call_usd(price, usage) == pytest.approx(dollars)


def figures(found: Estimate) -> list[tuple[float | None, float | None]]:
    return [(one.usd_per_1k_calls, one.usd_per_month) for one in found.agents]


@each_row(("agents", "each", "total"), [
    ([agent("x", "a")], [(5, 15)], (5, 15, ())),
    ([agent("x", "a"), agent("y", "b")], [(5, 15), (0.8, 2.4)], (5.8, 17.4, ())),
    ([agent("x", "free")], [(0, 0)], (0, 0, ())),
    ([agent("x", "c")], [(None, None)], (None, None, ("x",))),
    ([agent("x", "d"), agent("y", "a")], [(None, None), (5, 15)], (5, 15, ("x",))),
    ([agent("x", "")], [(None, None)], (0, 0, ())),
    ([agent("x", "a", AgentUsage(output_tokens=0))], [(2, 6)], (2, 6, ())),
    ([agent("x", "a", AgentUsage(calls_per_day=1))], [(5, 0.15)], (5, 0.15, ())),
    ([agent("x", "a", AgentUsage(2000, 600, 0))], [(10, 0)], (10, 0, ())),
    ([agent("x", "a", slot="secondary")], [(5, 15)], (5, 15, ())),
    ([], [], (None, None, ())),
])  # fmt: skip
def test_estimate(
    agents: list[Agent],
    each: list[tuple[float | None, float | None]],
    total: tuple[float | None, float | None, tuple[str, ...]],
) -> None:
    found = estimate(crew(*agents), PRICES)
    assert figures(found) == [pytest.approx(one) if one[0] is not None else one for one in each]
    assert found.unpriced == total[2]
    for is_, expected in zip((found.usd_per_1k_calls, found.usd_per_month), total, strict=False):
        assert is_ == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(("settings", "provider"), [
    (Settings(), "a"), (Settings(fallback=FallbackRule("off")), "a"), (Settings(pin="b"), "b"),
    (Settings(pin="c"), "c"),
])  # fmt: skip
def test_an_agent_costs_what_it_is_meant_to_run_on(settings: Settings, provider: str) -> None:
    (found,) = estimate(crew(agent("x", "a"), settings=settings), PRICES).agents
    assert (found.provider, found.model) == (provider, f"model-{provider}")


def test_without_fallback_a_chain_that_lacks_its_primary_costs_nothing_that_is_known() -> None:
    roster = crew(
        agent("x", "a", slot="secondary"), settings=Settings(fallback=FallbackRule("off"))
    )
    (found,) = estimate(roster, PRICES).agents
    assert (found.provider, found.usd_per_1k_calls) == (None, None)


def test_it_can_be_asked_for_other_providers_than_those_meant() -> None:
    roster = crew(agent("x", "a"), agent("y", "a"))
    found = estimate(roster, PRICES, {"x": "b", "y": None})
    assert [one.provider for one in found.agents] == ["b", None]
    assert found.usd_per_1k_calls == pytest.approx(0.8)


def test_other_calls_a_day_leave_those_alone_who_say_their_own() -> None:
    roster = crew(agent("x", "a"), agent("y", "a", AgentUsage(calls_per_day=1)))
    found = estimate(with_calls(roster, 200), PRICES)
    assert [one.usd_per_month for one in found.agents] == pytest.approx([30, 0.15])
    assert with_calls(roster, None) is roster


@each_row(("amount", "told"), [
    (None, "unknown"), (0, "$0.00"), (0.00001, "<$0.0001"), (0.0012, "$0.0012"), (0.01, "$0.01"),
    (0.333, "$0.33"), (41.625, "$41.62"), (999.99, "$999.99"), (1000, "$1,000"),
    (1234567.8, "$1,234,568"),
])  # fmt: skip
def test_usd(amount: float | None, told: str) -> None:
    assert usd(amount) == told


@each_row(("before", "after", "told"), [
    (1, 1, "$1.00"), (2, 1, "$2.00 → $1.00 (-50 %)"), (1, 3, "$1.00 → $3.00 (+200 %)"),
    (0, 1, "$0.00 → $1.00"), (None, 1, "unknown → $1.00"), (1, None, "$1.00 → unknown"),
    (None, None, "unknown"), (3, 0, "$3.00 → $0.00 (-100 %)"),
])  # fmt: skip
def test_from_to(before: float | None, after: float | None, told: str) -> None:
    assert from_to(before, after) == told


LEDGER = {
    "x": Averages(5, 2000.4, 599.6, 10.0),
    "few": Averages(4, 9, 9, 9.0),
    "silent": Averages(9, None, None, 2.0),
    "gone": Averages(99, 1, 1, 1.0),
}


@each_row(("name", "usage", "expected", "calls"), [
    ("x", NO_USAGE, AgentUsage(2000, 600, 10), 5),
    ("x", AgentUsage(output_tokens=7), AgentUsage(2000, 7, 10), 5),
    ("x", AgentUsage(1, 2, 3), AgentUsage(1, 2, 3), 0),
    ("few", NO_USAGE, NO_USAGE, 0),
    ("silent", NO_USAGE, AgentUsage(calls_per_day=2), 9),
    ("unknown", NO_USAGE, NO_USAGE, 0),
])  # fmt: skip
def test_averages_come_before_assumptions_and_after_an_agent_s_own(
    name: str, usage: AgentUsage, expected: AgentUsage, calls: int
) -> None:
    one = agent(name, "a", usage)
    assert with_averages(crew(one), LEDGER).agents[0].usage == expected
    assert measured_calls(one, LEDGER) == calls


def test_what_was_measured_is_what_it_costs() -> None:
    found = estimate(with_averages(crew(agent("x", "a"), agent("y", "a")), LEDGER), PRICES)
    assert figures(found) == [pytest.approx((10, 3)), pytest.approx((5, 15))]
