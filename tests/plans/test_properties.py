"""What holds for every crew, whatever its providers, tiers, prices, keys and agents."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import assume, given
from hypothesis import strategies as st

from rscrew_console.plans.carry_out import carry_out, diff_of, strategy_from
from rscrew_console.plans.preview import preview
from rscrew_console.roster.chain import Chain, SlotScheme
from rscrew_console.roster.cost import estimate
from rscrew_console.roster.model import (
    CAPABILITIES,
    Agent,
    AgentUsage,
    CostAssumptions,
    Price,
    Provider,
    Roster,
    Settings,
)
from rscrew_console.roster.strategies.apply import apply, changed, limit_of, planned
from rscrew_console.roster.strategies.model import Strategy, StrategyRule
from rscrew_console.roster.strategies.ruling import RuleResolver
from rscrew_console.roster.strategies.view import ProviderView
from rscrew_console.session.draft import Draft
from rscrew_console.session.parsing import crew_of, parse_text
from tests.plans.crews import SLOTS, STRATEGIES, around, strategy
from tests.thorough import examples

KINDS = ("anthropic", "openai", "gemini", "deepseek", "mistral", None)
# Every premium price is above every standard one, and so on: tiers and prices agree.
DEARNESS = {"premium": (4.0, 60.0), "standard": (1.0, 4.0), "budget": (0.0, 1.0)}

some_tokens = st.integers(0, 5000)
usages = st.builds(AgentUsage, st.none() | some_tokens, st.none() | some_tokens)


@st.composite
def providers(draw: st.DrawFn) -> list[Provider]:
    found = []
    for number in range(draw(st.integers(1, 6))):
        tier = draw(st.sampled_from([*DEARNESS]))
        dollars = st.floats(*DEARNESS[tier])
        price = Price(draw(dollars), draw(dollars))
        strengths = draw(st.just(()) | st.tuples(st.sampled_from(CAPABILITIES)))
        found.append(Provider(f"p{number}", "m", cost_tier=tier, price=price, strengths=strengths))
    return found


@st.composite
def crews(draw: st.DrawFn, most: int = 15) -> tuple[Roster, ProviderView]:
    """A crew, and its providers with kinds and prices, some of which cannot serve."""
    known = draw(providers())
    names = [provider.name for provider in known]
    chains = st.lists(st.sampled_from(names), max_size=4)
    agents = tuple(
        Agent(f"agent_{number}", Chain.of(SlotScheme(SLOTS), draw(chains)),
              capability=draw(st.sampled_from(CAPABILITIES)), usage=draw(usages))
        for number in range(draw(st.integers(1, most)))
    )  # fmt: skip
    costs = CostAssumptions(draw(some_tokens), draw(some_tokens))
    view = ProviderView(
        {name: draw(st.sampled_from(KINDS)) for name in names},
        {provider.name: provider.price for provider in known},
        frozenset(draw(st.sets(st.sampled_from(names)))),
    )
    roster = Roster("rscrew", SlotScheme(SLOTS), tuple(known), agents, Settings(costs=costs))
    return roster, view


items = st.sampled_from(
    ("p0", "p1", "p5", "gone", "strength", "cheapest", "dearest", "tier:premium", "tier:budget",
     "cheapest tier:standard", "strength tier:premium", "dearest strength")
)  # fmt: skip
rules = st.builds(
    StrategyRule,
    st.lists(items, max_size=4).map(tuple),
    st.sampled_from(((), ("agent_1*",), ("agent_0", "agent_3"))),
    st.sampled_from(("", *CAPABILITIES)),
)
own_strategies = st.builds(
    Strategy,
    st.just("own"),
    st.lists(rules, max_size=4).map(tuple),
    then=st.lists(items, max_size=3).map(tuple),
    fill=st.booleans(),
    spread=st.none() | st.floats(0.01, 1),
)
any_strategy = st.sampled_from(STRATEGIES).map(strategy) | own_strategies


@examples(40)
@given(crews(), any_strategy)
def test_a_chain_is_known_providers_each_once_and_fits_the_slots(
    crew: tuple[Roster, ProviderView], chosen: Strategy
) -> None:
    roster, view = crew
    for chain in apply(chosen, roster, view).chains.values():
        assert 1 <= len(chain) <= len(SLOTS)
        assert len(set(chain)) == len(chain)
        assert set(chain) <= set(roster.provider_by_name)


@examples(40)
@given(
    crews(), any_strategy, st.none() | st.sets(st.sampled_from(["agent_0", "agent_1", "agent_7"]))
)
def test_applying_twice_changes_nothing(
    crew: tuple[Roster, ProviderView], chosen: Strategy, agents: set[str] | None
) -> None:
    roster, view = crew
    once = planned(roster, apply(chosen, roster, view, agents))
    assert changed(once, apply(chosen, once, view, agents)) == ()
    if agents is not None:
        untouched = [agent for agent in roster.agents if agent.name not in agents]
        assert [agent for agent in once.agents if agent.name not in agents] == untouched


@examples(40)
@given(crews(), any_strategy)
def test_whoever_cannot_serve_comes_last(
    crew: tuple[Roster, ProviderView], chosen: Strategy
) -> None:
    roster, view = crew
    for chain in apply(chosen, roster, view).chains.values():
        able = [name not in view.unusable for name in chain]
        assert able == sorted(able, reverse=True)


@examples(40)
@given(crews(), any_strategy)
def test_no_provider_is_given_more_primaries_than_the_spread_allows(
    crew: tuple[Roster, ProviderView], chosen: Strategy
) -> None:
    roster, view = crew
    assume(chosen.fill)
    limit = limit_of(chosen, roster, view)
    plan = apply(chosen, roster, view)
    if limit is not None and len(plan.chains) == len(roster.agents):
        assert max(Counter(chain[0] for chain in plan.chains.values()).values()) <= limit
        assert chosen.spread is not None
        able = len(roster.providers) - len(view.unusable) or len(roster.providers)
        # More than the share itself only where it cannot be kept.
        assert limit <= max(
            chosen.spread * len(roster.agents) + 1e-9, len(roster.agents) / able + 1
        )


@examples(40)
@given(crews())
def test_cost_optimised_never_costs_more_than_another(crew: tuple[Roster, ProviderView]) -> None:
    roster, view = crew

    def usd(name: str) -> dict[str, float]:
        after = estimate(planned(roster, apply(strategy(name), roster, view)), view.prices)
        return {agent.name: agent.usd_per_1k_calls or 0 for agent in after.agents}

    cheapest = usd("cost-optimised")
    for name in ("task-optimised", "performance-optimised"):
        other = usd(name)
        assert all(cheapest[agent] <= other[agent] for agent in other), name

    # `balanced` keeps its spread even where that takes an agent off the tier of its work; nothing
    # but that can make an agent cheaper.
    plan = apply(strategy("balanced"), roster, view)
    balanced, known = usd("balanced"), roster.provider_by_name
    for name in cheapest:
        first, given_ = plan.moved.get(name, plan.chains[name][0]), plan.chains[name][0]
        if _tier(known[given_]) >= _tier(known[first]):
            assert cheapest[name] <= balanced[name], name


def _tier(provider: Provider) -> int:
    return ("budget", "standard", "premium").index(provider.cost_tier)


@examples(40)
@given(crews(), any_strategy, st.lists(st.none() | st.floats(0, 50), min_size=6, max_size=6))
def test_no_price_changes_what_is_sure_without_them(
    crew: tuple[Roster, ProviderView], chosen: Strategy, dollars: list[float | None]
) -> None:
    roster, view = crew
    prices = {
        one.name: None if usd is None else Price(usd, usd)
        for one, usd in zip(roster.providers, dollars, strict=False)
    }
    plain, other = replace(view, prices={}), replace(view, prices=prices)
    ruling, ruled = RuleResolver(chosen, roster, plain), RuleResolver(chosen, roster, other)
    for rule, agent in ruling.covered():
        order, priced = ruling.order(rule, agent), ruled.order(rule, agent)
        assert order.able[: order.sure] == priced.able[: order.sure]
        assert priced.sure == order.sure
        if order.able:
            assert priced.able[0] in order.options


@examples(40)
@given(crews())
def test_the_present_chains_kept_as_a_strategy_change_nothing(
    crew: tuple[Roster, ProviderView],
) -> None:
    roster, view = crew
    assume(any(agent.chain.providers for agent in roster.agents))
    kept = strategy_from(roster, "mine")
    plan = apply(kept, roster, ProviderView(view.kinds, view.prices))
    clean = {
        agent.name: tuple(dict.fromkeys(agent.chain.providers))
        for agent in roster.agents
        if agent.chain.providers
    }
    assert dict(plan.chains) == clean


@st.composite
def files(draw: st.DrawFn) -> str:
    """The text of a crew, with comments, gaps in chains, and reasonings or none."""
    names = [f"p{number}" for number in range(draw(st.integers(1, 5)))]
    lines = ["# A crew", "providers:"]
    for name in names:
        tier = draw(st.sampled_from(["premium", "standard", "budget", "other"]))
        lines.append(f"  {name}: {{model: m, cost_tier: {tier}}}   # {tier}")
    lines += ["", "agent_assignments:"]
    for number in range(draw(st.integers(1, 5))):
        lines.append(f"  agent_{number}:  # the {number}th")
        lines += [
            f"    {slot}: {draw(st.sampled_from(names))}"
            for slot in SLOTS
            if slot == "primary" or draw(st.booleans())
        ]
        if draw(st.booleans()):
            lines.append("    reasoning: 'It''s good'   # why")
    if draw(st.booleans()):
        lines += ["load_balancing:", "  distribution:", f"    {names[0]}: 1 # counted"]
    if draw(st.booleans()):
        lines += ["strategies:", "  own:", "    rules: [{prefer: [p1, dearest]}]",
                  "    reasoning_template: by {strategy}"]  # fmt: skip
    return "\n".join(lines) + "\n"


@examples(60)
@given(files(), st.sampled_from((*STRATEGIES, "own")))
def test_it_does_what_it_shows_as_one_step_that_undo_takes_back_to_the_byte(
    text: str, name: str
) -> None:
    crew = crew_of(parse_text(text))
    assert crew is not None
    assume(name != "own" or crew.roster.strategies)
    draft = Draft(Path("crew.yaml"), crew, lambda: datetime(2026, 1, 1, tzinfo=UTC))
    plan = preview(draft.roster, name, around(draft.roster))
    shown = diff_of(draft, plan)

    assert carry_out(draft, plan) == bool(plan.chains)
    assert draft.diff() == shown
    assert len(draft.changes) == (1 if plan.chains else 0)
    assert {agent.name: agent.chain.providers for agent in draft.roster.agents} == {
        agent.name: agent.new for agent in plan.agents
    }
    for old, new in zip(crew.roster.agents, draft.roster.agents, strict=True):
        assert new.reasoning.startswith(old.reasoning)
        assert (new.reasoning != old.reasoning) == (name == "own" and old.name in plan.chains)
    if draft.roster.distribution is not None and plan.chains:
        moved = any(agent.old[0] != agent.new[0] for agent in plan.agents)
        assert (
            not moved or dict(draft.roster.distribution).items() <= draft.roster.primaries.items()
        )

    again = preview(draft.roster, name, around(draft.roster))
    assert again.chains == {}
    draft.undo()
    assert draft.document.text == text
