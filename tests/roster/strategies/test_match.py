"""Which strategy a crew follows, and that prices are loaded only where they matter."""

from collections.abc import Mapping

import pytest

from rscrew_console.plans import following, shipped
from rscrew_console.roster.cost import Prices
from rscrew_console.roster.facts import Facts, KeyState
from rscrew_console.roster.model import Agent, Price, Provider, Roster
from rscrew_console.roster.strategies.apply import apply, chain_of, planned
from rscrew_console.roster.strategies.model import Strategy, StrategyRule
from rscrew_console.roster.strategies.view import ProviderView

SLOTS = ("primary", "secondary", "tertiary", "fallback")
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
        Agent(f"agent_{number}", chain_of(SLOTS, [] if one == "-" else [one]),
              capability=WORK[letter])
        for number, (one, letter) in enumerate(zip(primaries, work, strict=True))
    )  # fmt: skip
    return Roster("rscrew", SLOTS, PROVIDERS, agents, strategies=own)


def facts(keys: Mapping[str, KeyState] = {}) -> dict[str, Facts]:
    return {name: Facts(kind, keys.get(name, "set")) for name, kind in KINDS.items()}


def told(roster: Roster, keys: Mapping[str, KeyState] = {}) -> str:
    return str(following(roster, facts(keys), lambda: PRICES) or "")


MINE = Strategy("mine", (StrategyRule(("d",)),))


@pytest.mark.parametrize(("roster", "strategy"), [
    (crew("ccccooogggddd"), "task-optimised"),
    (crew("ccccooogggddo"), "task-optimised, 1 apart"),
    (crew("ccccooogggdd-"), "task-optimised, 1 apart"),
    (crew("ccccooogggooo"), "task-optimised, 3 apart"),
    (crew("dcccoodgggooo"), ""),
    (crew("ooooggggggddd"), "cost-optimised"),
    (crew("ccccooocccccc"), "performance-optimised"),
    (crew("ccccooogggggd"), "balanced"),
    (crew("ccccoooggggdd"), "task-optimised, 1 apart"),
    (crew("d" * 13, own=(MINE,)), "mine"),
    (crew("d" * 12 + "c", own=(MINE,)), "mine, 1 apart"),
    (crew("ccccooogggddd", own=(Strategy("mine", (StrategyRule(("d",), ("agent_1",)),)),)),
     "task-optimised"),
    (crew("ccco", "rrrt"), "task-optimised"),
    (crew("ccoo", "rrrt"), "task-optimised, 1 apart"),
    (crew("cooo", "rrrt"), ""),
    (crew("cco", "rrt"), ""),
    (crew("", ""), ""),
])  # fmt: skip
def test_following(roster: Roster, strategy: str) -> None:
    assert told(roster) == strategy


def test_a_crew_with_one_provider_follows_everything_and_nothing() -> None:
    roster = crew("cccc", "rrrr")
    alone = Roster("rscrew", SLOTS, PROVIDERS[:1], roster.agents)
    assert told(alone) == ""


@pytest.mark.parametrize("name", [strategy.name for strategy in shipped()])
@pytest.mark.parametrize("keys", [{}, {"c": "missing"}, {"d": "placeholder"}])
def test_what_was_applied_is_what_is_followed(name: str, keys: dict[str, KeyState]) -> None:
    roster = crew("d" * 13)
    strategy = next(one for one in shipped() if one.name == name)
    view = ProviderView(KINDS, PRICES, frozenset(keys))
    after = planned(roster, apply(strategy, roster, view))
    assert told(after, keys) == name


@pytest.mark.parametrize(("roster", "known", "loads"), [
    (crew("ccccooogggddd"), "task-optimised", False),
    (crew("dcccoooggggdd"), "task-optimised, 2 apart", False),
    (crew("dcdcdcdcdcdcd"), "", False),
    (crew("d" * 13), "", False),
    (crew("ooooggggggddd"), "", True),
    (crew("ccccooocccccc"), "", True),
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
