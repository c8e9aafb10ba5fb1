"""What rules make of a crew, a case a line."""

from dataclasses import replace

import pytest

from rscrew_console.roster.chain import Chain, SlotScheme
from rscrew_console.roster.facts import Facts
from rscrew_console.roster.model import Agent, AgentUsage, Price, Provider, Roster
from rscrew_console.roster.strategies.apply import apply, limit_of
from rscrew_console.roster.strategies.model import Strategy, StrategyRule
from rscrew_console.roster.strategies.notes import notes
from rscrew_console.roster.strategies.view import (
    ProviderView,
    any_serves,
    assumed_usable,
    cannot_serve,
)
from tests.rows import each_row

SLOTS = ("primary", "secondary", "tertiary", "fallback")
SCHEME = SlotScheme(SLOTS)
PROVIDERS = (
    Provider("big", "m", cost_tier="premium"),
    Provider("mid", "m", cost_tier="Standard "),
    Provider("low", "m", cost_tier="budget"),
    Provider("own", "m", cost_tier="house", strengths=("coding",)),
    Provider("tiny", "m", cost_tier="budget"),
)
PRICES = {"big": Price(10, 40), "mid": Price(3, 9), "low": Price(1, 2), "tiny": Price(0.5, 6)}
KINDS = {"big": "anthropic", "mid": "gemini", "low": "openai", "own": "openai", "tiny": "deepseek"}
VIEW = ProviderView(KINDS, PRICES)
CODER = Agent("a_coder", Chain.of(SCHEME, ["big"]), "Codes", "coding")


def roster(*agents: Agent, providers: tuple[Provider, ...] = PROVIDERS) -> Roster:
    return Roster("rscrew", SCHEME, providers, agents or (CODER,))


def chain(prefer: tuple[str, ...], then: tuple[str, ...] = (), fill: bool = True) -> str:
    strategy = Strategy("x", (StrategyRule(prefer),), then=then, fill=fill)
    return " ".join(apply(strategy, roster(), VIEW).chains.get("a_coder", ()))


@each_row(("prefer", "then", "expected"), [
    ((), (), "big mid low own"),
    (("low",), (), "low big mid own"),
    (("tiny", "own"), (), "tiny own big mid"),
    (("gone", "mid"), (), "mid big low own"),
    (("tier:budget",), (), "low tiny big mid"),
    (("tier:house",), (), "own big mid low"),
    (("tier:standard",), (), "mid big low own"),
    (("tier:budget", "cheapest"), (), "low tiny mid big"),
    (("tier:budget",), ("dearest",), "tiny low big mid"),
    (("cheapest tier:budget",), ("dearest",), "low big mid tiny"),
    (("cheapest",), (), "low big mid own"),
    (("dearest",), ("cheapest",), "big low tiny mid"),
    (("cheapest", "cheapest"), (), "low tiny big mid"),
    (("low", "cheapest"), (), "low tiny big mid"),
    (("strength",), (), "own tiny big mid"),
    (("strength tier:budget",), (), "tiny big mid low"),
    (("strength", "tier:budget"), (), "tiny own low big"),
    (("tier:premium", "tier:standard", "tier:budget"), ("cheapest",), "big mid low tiny"),
    (("tier:premium tier:house",), (), "big own mid low"),
    ((), ("cheapest",), "low tiny mid big"),
    ((), ("dearest",), "big mid tiny low"),
    ((), ("tier:budget", "dearest"), "tiny low big mid"),
    ((), ("mid", "low"), "mid low big own"),
])  # fmt: skip
def test_the_preferred_come_first_and_the_others_as_then_says(
    prefer: tuple[str, ...], then: tuple[str, ...], expected: str
) -> None:
    assert chain(prefer, then) == expected


@pytest.mark.parametrize(("prefer", "expected"), [
    (("mid", "low"), "mid low"), (("gone",), ""), (("cheapest",), "low"),
])  # fmt: skip
def test_none_others_may_follow(prefer: tuple[str, ...], expected: str) -> None:
    assert chain(prefer, fill=False) == expected


def test_what_is_cheapest_depends_on_what_the_agent_uses() -> None:
    reader = replace(CODER, usage=AgentUsage(input_tokens=50_000))
    strategy = Strategy("x", (StrategyRule(("cheapest",)),))
    assert apply(strategy, roster(CODER), VIEW).chains["a_coder"][0] == "low"
    assert apply(strategy, roster(reader), VIEW).chains["a_coder"][0] == "tiny"


def test_without_any_price_the_tier_has_to_do() -> None:
    strategy = Strategy("x", (StrategyRule(()),), then=("cheapest",))
    dearest = Strategy("x", (StrategyRule(()),), then=("dearest",))
    assert apply(strategy, roster(), ProviderView()).chains["a_coder"] == (
        "low",
        "tiny",
        "own",
        "mid",
    )
    assert apply(dearest, roster(), ProviderView()).chains["a_coder"] == (
        "big",
        "mid",
        "own",
        "low",
    )


WRITER = Agent("the_writer", Chain.of(SCHEME, ["mid", "low"]), "", "communication")
LEAD = Agent("lead[1]", Chain.of(SCHEME, []), "", "reasoning")


@each_row(("rules", "firsts"), [
    ((StrategyRule(("low",)),), "low low low"),
    ((StrategyRule(("low",), ("a_coder",)),), "low - -"),
    ((StrategyRule(("low",), ("*_coder", "lead[1]")), StrategyRule(("mid",))), "low mid low"),
    ((StrategyRule(("low",), ("*e*",)), StrategyRule(("mid",), ("a_coder",))), "low low low"),
    ((StrategyRule(("low",), ("*",), "coding"), StrategyRule(("mid",), (), "reasoning")),
     "low - mid"),
    ((StrategyRule(("low",), ("*_writer",), "coding"),), "- - -"),
    ((), "- - -"),
])  # fmt: skip
def test_the_first_rule_that_covers_an_agent_decides(
    rules: tuple[StrategyRule, ...], firsts: str
) -> None:
    plan = apply(Strategy("x", rules), roster(CODER, WRITER, LEAD), VIEW)
    names = ("a_coder", "the_writer", "lead[1]")
    assert (
        " ".join(plan.chains[name][0] if name in plan.chains else "-" for name in names) == firsts
    )


def test_a_crew_without_providers_has_no_plan() -> None:
    plan = apply(Strategy("x", (StrategyRule(("low",)),), spread=0.5), roster(providers=()), VIEW)
    assert dict(plan.chains) == {}


def crew_of(primaries: str) -> Roster:
    return roster(*(
        Agent(f"a{number}", Chain.of(SCHEME, [] if name == "-" else [name]), "", "coding")
        for number, name in enumerate(primaries.split())
    ))  # fmt: skip


@each_row(("agents", "spread", "unusable", "limit"), [
    (10, None, (), None),
    (10, 0.4, (), 4),
    (13, 0.4, (), 5),
    (100, 0.29, (), 29),
    (1, 0.4, (), 1),
    (3, 0.2, (), 1),
    (6, 0.2, (), 2),
    (10, 0.1, (), None),
    (10, 0.4, ("big", "mid"), 4),
    (10, 0.4, ("big", "mid", "low"), None),
    (10, 0.4, ("big", "mid", "low", "own", "tiny"), 4),
    (10, 1.0, (), 10),
])  # fmt: skip
def test_limits(
    agents: int, spread: float | None, unusable: tuple[str, ...], limit: int | None
) -> None:
    view = ProviderView(unusable=frozenset(unusable))
    found = limit_of(Strategy("x", (), spread=spread), crew_of("big " * agents), view)
    assert found == limit


@each_row(("now", "only", "then"), [
    ("big big big big big", None, "low low mid mid big"),
    ("low big big big big", {"a4"}, "low big big big low"),
    ("low low big big big", {"a4"}, "low low big big mid"),
    ("low low mid mid mid", {"a4"}, "low low mid mid big"),
    ("- - - - -", None, "low low mid mid big"),
])  # fmt: skip
def test_past_the_spread_the_next_one_serves(now: str, only: set[str] | None, then: str) -> None:
    strategy = Strategy("x", (StrategyRule(("low", "mid")),), spread=0.4)
    before = crew_of(now)
    plan = apply(strategy, before, VIEW, only)
    assert plan.limit == 2
    firsts = {agent.name: agent.chain.primary for agent in before.agents}
    firsts |= {name: chain[0] for name, chain in plan.chains.items()}
    assert " ".join(str(name) for name in firsts.values()) == then


def test_the_one_that_was_full_is_next_in_the_chain_and_told() -> None:
    strategy = Strategy("x", (StrategyRule(("low", "mid")),), spread=0.4)
    plan = apply(strategy, crew_of("big big big big big"), VIEW)
    assert plan.chains["a2"] == ("mid", "low", "big", "own")
    assert dict(plan.moved) == {"a2": "low", "a3": "low", "a4": "low"}


def test_rules_are_served_in_their_order() -> None:
    strategy = Strategy("x", (StrategyRule(("low",), ("a4",)), StrategyRule(("low",))), spread=0.2)
    plan = apply(strategy, crew_of("big big big big big"), VIEW)
    assert plan.chains["a4"][0] == "low"
    assert plan.chains["a0"][0] == "big"


@each_row(("template", "note"), [
    ("", None),
    ("  ", None),
    ("by {strategy}", "by x"),
    ("{agent}: {capability} → {primary}", "a_coder: coding → low"),
    ("{who} {} { {{strategy}} {agent.name}", "{who} {} { {x} {agent.name}"),
])  # fmt: skip
def test_notes(template: str, note: str | None) -> None:
    strategy = Strategy("x", (StrategyRule(("low",)),), reasoning_template=template)
    plan = apply(strategy, roster(), VIEW)
    assert notes(plan, roster(), ["a_coder"]).get("a_coder") == note


@each_row(("keys", "down", "unable"), [
    ("set set", (), ""),
    ("set missing", (), "b"),
    ("set placeholder", ("a",), "a b"),
    ("missing missing", (), ""),
    ("missing placeholder", ("b",), "b"),
    ("not_needed missing", (), "b"),
    ("not_needed set", (), ""),
])  # fmt: skip
def test_keys_count_as_soon_as_anybody_can_serve(
    keys: str, down: tuple[str, ...], unable: str
) -> None:
    facts = {
        name: Facts("k", state)  # type: ignore[arg-type] # a word of the table
        for name, state in zip("ab", keys.split(), strict=True)
    }
    assert cannot_serve(facts, down) == set(unable.split())
    assert assumed_usable(facts, down) == {"a", "b"} - set(unable.split())
    assert any_serves(facts) == ("set" in keys or "not_needed" in keys)
