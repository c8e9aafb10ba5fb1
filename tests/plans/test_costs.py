"""What a crew costs as planned and as it runs: one figure with one meaning everywhere."""

from dataclasses import replace

import pytest

from rscrew_console.plans.costs import change_of_cost, crew_cost, outage_cost, planned_and_running
from rscrew_console.plans.facts import PlanFacts
from rscrew_console.plans.preview import preview
from rscrew_console.roster.what_if import what_if
from tests.plans.crews import around, roster_of, rscrew_file
from tests.rows import each_row

KEYS = ("ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GEMINI_API_KEY", "DEEPSEEK_API_KEY")
ROSTER = roster_of(rscrew_file())


def known(*down: str) -> PlanFacts:
    return around(ROSTER, KEYS, down)


@each_row(("planned", "running", "words"), [
    (16, 16, "$16.00"),
    (16, 11.5, "$16.00 as planned, $11.50 as it runs"),
    (16, 0, "$16.00 as planned, $0.00 as it runs"),
    (None, 11.5, "unknown as planned, $11.50 as it runs"),
    (None, None, "unknown"),
    (16.001, 16.002, "$16.00"),
])  # fmt: skip
def test_both_figures_are_told_where_they_differ(
    planned: float | None, running: float | None, words: str
) -> None:
    assert planned_and_running(planned, running) == words


def test_with_all_up_a_crew_runs_as_planned() -> None:
    cost = crew_cost(ROSTER, known().prices, known().usable)
    assert cost.planned == cost.running
    assert not cost.differs


def test_with_one_down_its_agents_cost_what_their_fallbacks_cost() -> None:
    facts = known("claude")
    cost = crew_cost(ROSTER, facts.prices, facts.usable)
    assert cost.differs
    assert cost.planned == crew_cost(ROSTER, facts.prices, known().usable).planned
    runs = {agent.name: agent.provider for agent in cost.running.agents}
    assert runs["project_orchestrator"] == "openai"
    assert "claude" not in runs.values()


def test_with_all_down_nothing_runs_and_nothing_is_spent() -> None:
    facts = known(*ROSTER.provider_by_name)
    cost = crew_cost(ROSTER, facts.prices, facts.usable)
    assert (cost.running.usd_per_month, cost.running.unpriced) == (0, ())
    assert len(cost.running.idle) == 13


@pytest.mark.parametrize("down", [(), ("claude",), ("claude", "openai")])
def test_preview_what_if_and_cost_have_the_same_figure_for_the_crew_as_it_is(
    down: tuple[str, ...],
) -> None:
    facts = known(*down)
    cost = crew_cost(ROSTER, facts.prices, facts.usable)
    assert preview(ROSTER, "balanced", facts).before.cost == cost
    told = outage_cost(ROSTER, what_if(ROSTER, (), facts.usable), facts)
    assert told.startswith(f"${cost.running.usd_per_month:.2f}")
    assert ("as planned" in told) == cost.differs


def test_the_saving_of_a_strategy_is_the_one_that_is_got() -> None:
    facts = known("claude")
    plan = preview(ROSTER, "cost-optimised", facts)
    before, after = plan.before.cost, plan.after.cost
    assert change_of_cost(before, after).startswith(
        f"${before.running.usd_per_month:.2f} → ${after.running.usd_per_month:.2f} ("
    )
    for agent in plan.agents:
        if agent.old_usd != agent.old_planned_usd:
            assert agent.old[0] == "claude"


def test_calls_that_failed_count_for_what_runs_but_not_for_the_chains() -> None:
    facts = replace(known(), failing=frozenset({"claude"}))
    plan, calm = (
        preview(ROSTER, "task-optimised", facts),
        preview(ROSTER, "task-optimised", known()),
    )
    assert plan.chains == calm.chains
    assert plan.before.cost.planned == calm.before.cost.planned
    assert plan.before.cost.running != calm.before.cost.running
