"""Which strategy a crew follows, and that prices are loaded only where they matter."""

from collections.abc import Mapping
from dataclasses import replace

from rscrew_console.plans.facts import PlanFacts
from rscrew_console.plans.following import following
from rscrew_console.plans.preview import preview
from rscrew_console.plans.shipped import shipped
from rscrew_console.providers.prices import PriceQuote
from rscrew_console.roster.chain import Chain, SlotScheme
from rscrew_console.roster.cost import Prices
from rscrew_console.roster.facts import Facts, KeyState
from rscrew_console.roster.model import Agent, Price, Provider, Roster
from rscrew_console.roster.strategies.apply import apply, planned
from rscrew_console.roster.strategies.model import Strategy, StrategyRule
from rscrew_console.roster.strategies.view import ProviderView
from tests.rows import each_row

SLOTS = ("primary", "secondary", "tertiary", "fallback")
SCHEME = SlotScheme(SLOTS)
PROVIDERS = (
    Provider("c", "m", cost_tier="premium"),
    Provider("o", "m", cost_tier="premium"),
    Provider("g", "m", cost_tier="standard"),
    Provider("d", "m", cost_tier="budget"),
)
KINDS = {"c": "anthropic", "o": "openai", "g": "gemini", "d": "deepseek"}
PRICES: Prices = {"c": Price(3, 15), "o": Price(2, 10), "g": Price(1, 4), "d": Price(0.1, 1)}
WORK = {"r": "reasoning", "t": "communication", "a": "analysis", "k": "coding"}
LETTERS = "rrrrtttaaakkk"


def crew(primaries: str, work: str = LETTERS, own: tuple[Strategy, ...] = ()) -> Roster:
    """One agent per letter of `work`, on the provider of the letter below it; - for none."""
    agents = tuple(
        Agent(f"agent_{number}", Chain.of(SCHEME, [] if one == "-" else [one]),
              capability=WORK[letter])
        for number, (one, letter) in enumerate(zip(primaries, work, strict=True))
    )  # fmt: skip
    return Roster("rscrew", SCHEME, PROVIDERS, agents, strategies=own)


def facts(keys: Mapping[str, KeyState] = {}) -> dict[str, Facts]:
    return {name: Facts(kind, keys.get(name, "set")) for name, kind in KINDS.items()}


def told(roster: Roster, keys: Mapping[str, KeyState] = {}) -> str:
    return str(following(roster, facts(keys), lambda: PRICES) or "")


MINE = Strategy("mine", (StrategyRule(("d",)),))
ONLY_ONE = Strategy("mine", (StrategyRule(("d",), ("agent_1",)),))


def following_crew(
    name: str, changes: Mapping[int, str] = {}, keys: Mapping[str, KeyState] = {},
    own: tuple[Strategy, ...] = (),
) -> Roster:  # fmt: skip
    """A crew with the chains that a strategy writes; `changes` are agent → other providers."""
    roster = crew("d" * 13, own=own)
    strategy = next(one for one in (*own, *shipped()) if one.name == name)
    after = planned(roster, apply(strategy, roster, ProviderView(KINDS, PRICES, frozenset(keys))))
    agents = [
        replace(agent, chain=Chain.of(SCHEME, [*changes[number]])) if number in changes else agent
        for number, agent in enumerate(after.agents)
    ]
    return replace(after, agents=tuple(agents))


@each_row(("roster", "strategy"), [
    (following_crew("task-optimised"), "task-optimised"),
    (following_crew("cost-optimised"), "cost-optimised"),
    (following_crew("performance-optimised"), "performance-optimised"),
    (following_crew("balanced"), "balanced"),
    # Another fallback is another chain, just as another primary is.
    (following_crew("task-optimised", {0: "cogd"}), "task-optimised"),
    (following_crew("task-optimised", {0: "codg"}), "task-optimised, 1 would change"),
    (following_crew("task-optimised", {0: "c"}), "task-optimised, 1 would change"),
    (following_crew("task-optimised", {12: ""}), "task-optimised, 1 would change"),
    (following_crew("task-optimised", {0: "d", 1: "d", 12: ""}), "task-optimised, 3 would change"),
    (following_crew("task-optimised", dict.fromkeys(range(4), "d")), ""),
    (crew("ccccooogggddd"), ""),
    (following_crew("mine", own=(MINE,)), "mine"),
    (following_crew("mine", {3: "cogd"}, own=(MINE,)), "mine, 1 would change"),
    # A strategy that speaks of one agent alone is not what the crew follows.
    (following_crew("mine", own=(ONLY_ONE,)), ""),
    (crew("cco", "rrt"), ""),
    (crew("", ""), ""),
])  # fmt: skip
def test_following(roster: Roster, strategy: str) -> None:
    assert told(roster) == strategy


@each_row("keys", [{}, {"c": "missing"}, {"d": "placeholder"}])
@each_row("changes", [{}, {0: "d"}, {5: "god", 7: ""}])
@each_row("name", [strategy.name for strategy in shipped()])
def test_the_number_is_that_of_the_agents_that_the_preview_would_change(
    name: str, changes: Mapping[int, str], keys: dict[str, KeyState]
) -> None:
    roster = following_crew(name, changes, keys)
    quotes = {name: PriceQuote(price, "file", None) for name, price in PRICES.items() if price}
    plan = preview(roster, name, PlanFacts(facts(keys), quotes))
    match = following(roster, facts(keys), lambda: PRICES)
    assert match is not None
    assert (match.strategy, match.changing) == (name, len(plan.chains))


def test_a_provider_that_goes_down_changes_what_the_strategy_would_write() -> None:
    roster = following_crew("task-optimised")
    assert str(following(roster, facts(), lambda: PRICES)) == "task-optimised"
    assert following(roster, facts(), lambda: PRICES, down={"c"}) is None


def test_a_crew_with_one_provider_follows_everything_and_nothing() -> None:
    roster = crew("cccc", "rrrr")
    alone = Roster("rscrew", SCHEME, PROVIDERS[:1], roster.agents)
    assert told(alone) == ""


@each_row("name", [strategy.name for strategy in shipped()])
@each_row("keys", [{}, {"c": "missing"}, {"d": "placeholder"}])
def test_what_was_applied_is_what_is_followed(name: str, keys: dict[str, KeyState]) -> None:
    roster = crew("d" * 13)
    strategy = next(one for one in shipped() if one.name == name)
    view = ProviderView(KINDS, PRICES, frozenset(keys))
    after = planned(roster, apply(strategy, roster, view))
    assert told(after, keys) == name


@each_row(("roster", "known", "loads"), [
    (crew("ccccooogggddd"), "", False),
    (crew("dcdcdcdcdcdcd"), "", False),
    (crew("d" * 13), "", False),
    (following_crew("task-optimised"), "task-optimised", False),
    (following_crew("cost-optimised"), "", True),
    (following_crew("performance-optimised"), "", True),
    (crew("cdo", "rrt"), "", False),
])  # fmt: skip
def test_prices_are_asked_for_only_where_they_can_decide(
    roster: Roster, known: str, loads: bool
) -> None:
    loaded: list[bool] = []

    def prices() -> Prices:
        loaded.append(True)
        return PRICES

    following(roster, facts(), prices)
    assert bool(loaded) == loads
    assert len(loaded) <= 1
    assert str(following(roster, facts(), None) or "") == known
