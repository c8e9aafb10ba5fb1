"""The four strategies that ship with the program, on several crews."""

from datetime import date

import pytest

from rscrew_console.dialects.findings import Findings
from rscrew_console.dialects.rscrew.fields import SCHEME
from rscrew_console.dialects.strategies import STRATEGIES as SECTION
from rscrew_console.dialects.strategies import RuleSubjects, as_data, read_strategies
from rscrew_console.document import Document
from rscrew_console.plans.facts import PlanFacts
from rscrew_console.plans.preview import Preview, preview
from rscrew_console.plans.shipped import SHIPPED_NAME, shipped, strategies_of
from rscrew_console.providers.prices import quotes_of
from rscrew_console.roster.chain import Chain
from rscrew_console.roster.model import Agent, Roster
from rscrew_console.roster.strategies.keeping import keeping_slots
from rscrew_console.starter import config_folder, starter_text
from tests.plans.crews import (
    CREWS,
    GUIDE,
    SMALL,
    STRATEGIES,
    around,
    by_primary,
    large_file,
    roster_of,
    rscrew_file,
)
from tests.rows import each_row


def applied(name: str, text: str) -> Preview:
    roster = roster_of(text)
    return preview(roster, name, around(roster))


def chains(plan: Preview) -> dict[str, tuple[str, ...]]:
    return {agent.name: agent.new for agent in plan.agents}


def per_1k(plan: Preview) -> float:
    cost = plan.after.cost.running
    assert cost.usd_per_1k_calls is not None
    assert cost.unpriced == ()
    return cost.usd_per_1k_calls


def test_the_shipped_file_reads_without_a_word_and_says_what_it_holds() -> None:
    doc = Document.parse((config_folder() / SHIPPED_NAME).read_text(encoding="utf-8"))
    found = Findings(doc)
    read = read_strategies(found, doc.value[SECTION], RuleSubjects(providers=(), agents=None))
    assert found.problems == ()
    assert read == shipped()
    assert [strategy.name for strategy in read] == [*STRATEGIES]
    for strategy in read:
        assert strategy.description
        data = {"number": strategy.number, **as_data(strategy)}
        again = read_strategies(Findings(doc), {strategy.name: data}, RuleSubjects())
        assert again == (strategy,)


def test_the_numbers_are_rscrews() -> None:
    menu = {one.number: one.name for one in strategies_of(roster_of(SMALL))}
    assert menu == {
        1: "cost-optimised", 2: "performance-optimised", 3: "balanced", 4: "task-optimised",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [rscrew_file(), rscrew_file(priced=False), starter_text()],
    ids=["rscrew", "no prices", "starter"],
)
def test_task_optimised_is_the_guides_table(text: str) -> None:
    assert by_primary(chains(applied("task-optimised", text))) == {
        provider: set(agents) for provider, agents in GUIDE.items()
    }


def test_task_optimised_falls_back_as_the_guide_shows_it() -> None:
    found = chains(applied("task-optimised", starter_text()))
    assert found["code_implementer"] == ("deepseek", "claude", "openai", "gemini")
    assert found["project_orchestrator"] == ("claude", "openai", "gemini", "deepseek")


CHEAPEST = {"coding": "deepseek", "analysis": "gemini", "communication": "gemini",
            "reasoning": "openai"}  # fmt: skip


def test_cost_optimised_takes_the_cheapest_that_does_for_the_work() -> None:
    plan = applied("cost-optimised", rscrew_file())
    for agent in plan.agents:
        assert agent.new[0] == CHEAPEST[agent.capability], agent.name
        rising = [name for name in ("deepseek", "gemini", "openai", "claude")
                  if name != agent.new[0]]  # fmt: skip
        assert list(agent.new[1:]) == rising, agent.name


def test_performance_optimised_is_premium_everywhere_by_strength() -> None:
    plan = applied("performance-optimised", rscrew_file())
    for agent in plan.agents:
        first, second = ("openai", "claude")
        if agent.capability != "communication":
            first, second = second, first
        assert agent.new == (first, second, "gemini", "deepseek"), agent.name


def test_balanced_is_another_one_and_no_provider_has_more_than_its_share() -> None:
    plan = applied("balanced", rscrew_file())
    assert plan.limit == 5
    assert plan.after.distribution == {"claude": 4, "gemini": 5, "openai": 3, "deepseek": 1}
    others = [chains(applied(name, rscrew_file())) for name in STRATEGIES if name != "balanced"]
    assert chains(plan) not in others


@pytest.mark.parametrize(
    "text",
    [rscrew_file(), large_file(100, 4), large_file(), large_file(50, 3), large_file(13, 3)],
    ids=["rscrew", "four providers", "large", "three providers", "three providers, few agents"],
)
def test_what_they_cost_in_relation(text: str) -> None:
    cost, balanced, performance = (
        per_1k(applied(name, text))
        for name in ("cost-optimised", "balanced", "performance-optimised")
    )
    assert cost <= 0.6 * performance
    assert cost < balanced < performance


def test_they_do_so_with_the_prices_of_rscrews_own_models() -> None:
    roster = roster_of(rscrew_file(priced=False))
    plain = around(roster)
    priced = PlanFacts(plain.facts, quotes_of(roster, date(2026, 11, 20)))
    cost, performance = (
        per_1k(preview(roster, name, priced))
        for name in ("cost-optimised", "performance-optimised")
    )
    assert cost <= 0.6 * performance


@pytest.mark.parametrize(("name", "chains_of"), [
    ("task-optimised", {"planner": "strong cheap", "writer": "cheap strong",
                        "coder": "cheap strong"}),
    ("cost-optimised", {"planner": "strong cheap", "writer": "cheap strong",
                        "coder": "cheap strong"}),
    ("performance-optimised", {"planner": "strong cheap", "writer": "strong cheap",
                               "coder": "strong cheap"}),
    ("balanced", {"planner": "strong cheap", "writer": "strong cheap", "coder": "cheap strong"}),
])  # fmt: skip
def test_three_agents_with_two_providers(name: str, chains_of: dict[str, str]) -> None:
    plan = applied(name, SMALL)
    assert {agent: " ".join(chain) for agent, chain in chains(plan).items()} == chains_of
    assert plan.limit is None


@each_row("name", STRATEGIES)
@each_row("crew", CREWS)
def test_every_agent_gets_a_whole_chain(crew: str, name: str) -> None:
    plan = applied(name, CREWS[crew])
    providers = len(plan.after.distribution)
    for agent in plan.agents:
        assert agent.covered
        assert len(agent.new) == len(set(agent.new)) == min(4, providers)
    assert plan.after.stranded == ()


def test_the_large_crew_keeps_the_spread_and_the_tiers() -> None:
    plan = applied("balanced", large_file())
    assert plan.limit == 200
    assert max(plan.after.distribution.values()) <= 200
    premium = {f"p{number}" for number in range(0, 12, 3)}
    found = applied("performance-optimised", large_file())
    assert {agent.new[0] for agent in found.agents} <= premium
    assert all(set(agent.new) == premium for agent in found.agents)


@pytest.mark.parametrize(("keys", "last", "primaries"), [
    ((), (), {"claude", "openai", "gemini", "deepseek"}),
    (("ANTHROPIC_API_KEY",), ("gemini", "openai", "deepseek"), {"claude"}),
    (("GEMINI_API_KEY", "DEEPSEEK_API_KEY"), ("claude", "openai"), {"gemini", "deepseek"}),
])  # fmt: skip
def test_who_has_no_key_comes_last_unless_nobody_has(
    keys: tuple[str, ...], last: tuple[str, ...], primaries: set[str]
) -> None:
    roster = roster_of(rscrew_file())
    plan = preview(roster, "task-optimised", around(roster, keys))
    assert plan.last == last
    assert set(by_primary(chains(plan))) == primaries
    for agent in plan.agents:
        assert set(agent.new[len(agent.new) - len(last) :]) == set(last)


def test_who_is_down_comes_last() -> None:
    roster = roster_of(rscrew_file())
    plan = preview(roster, "task-optimised", around(roster, down=["claude"]))
    assert plan.last == ("claude",)
    assert {agent.new[-1] for agent in plan.agents} == {"claude"}


def test_two_that_serve_of_four_set_no_spread() -> None:
    roster: Roster = roster_of(rscrew_file())
    plan = preview(roster, "balanced", around(roster, ("ANTHROPIC_API_KEY", "DEEPSEEK_API_KEY")))
    assert plan.limit is None
    assert set(by_primary(chains(plan))) == {"claude", "deepseek"}


@each_row(
    ("slots", "chain"),
    [
        (("primary",), ("claude", "deepseek", "gemini")),
        (("secondary",), ("deepseek", "openai", "claude", "gemini")),
        (("tertiary",), ("deepseek", "claude")),
        (("primary", "secondary", "tertiary", "fallback"), ("claude", "openai")),
        ((), ("deepseek", "claude", "gemini")),
    ],
)
def test_slots_that_are_left_out_stay_as_they_are(
    slots: tuple[str, ...], chain: tuple[str, ...]
) -> None:
    agent = Agent("writer", Chain.of(SCHEME, ("claude", "openai")), "", "coding")
    assert keeping_slots(agent, ("deepseek", "claude", "gemini"), slots) == chain
