"""The starter configuration is the guide's crew on models that are alive."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from genai_prices import Usage, calc_price

from rscrew_console.dialects import located
from rscrew_console.dialects.operations import Assign
from rscrew_console.document import Document
from rscrew_console.plans.facts import PlanFacts
from rscrew_console.plans.preview import preview
from rscrew_console.providers.facts import KIND_NAMES, facts_of
from rscrew_console.roster.lint import lint
from rscrew_console.session.parsing import crew_of, parse_text
from rscrew_console.session.text_merge import lines_changed
from rscrew_console.starter import config_folder, starter_text

SLOTS = ("primary", "secondary", "tertiary", "fallback")

# The guide's task-optimised distribution.
GUIDE = {
    "claude": {
        "project_orchestrator",
        "solution_architect",
        "security_architecture_specialist",
        "plan_update_coordinator",
    },
    "openai": {
        "quality_assurance",
        "technical_writer",
        "frontend_architecture_specialist",
    },
    "gemini": {
        "operator_intent_interpreter",
        "research_analyst",
        "feature_analyst",
    },
    "deepseek": {
        "code_implementer",
        "database_architecture_specialist",
        "infrastructure_specialist",
    },
}

# provider → its name in the price data, the prefix that LiteLLM needs, key variable, tier
PROVIDERS = {
    "claude": ("anthropic", "", "ANTHROPIC_API_KEY", "premium"),
    "openai": ("openai", "", "OPENAI_API_KEY", "premium"),
    "gemini": ("google", "gemini/", "GEMINI_API_KEY", "standard"),
    "deepseek": ("deepseek", "deepseek/", "DEEPSEEK_API_KEY", "budget"),
}


@pytest.fixture(scope="module")
def starter() -> dict[str, Any]:
    loaded = yaml.safe_load(starter_text())
    assert isinstance(loaded, dict)
    return loaded


def test_the_starter_is_the_file_at_the_top() -> None:
    shipped = Path(str(config_folder())) / "model_config.yaml"
    top = Path(__file__).parents[2] / "config" / "model_config.yaml"
    assert shipped.read_bytes() == top.read_bytes()


def test_agents_are_the_guides_in_its_distribution(starter: dict[str, Any]) -> None:
    by_primary: dict[str, set[str]] = {}
    for name, agent in starter["agent_assignments"].items():
        by_primary.setdefault(agent["primary"], set()).add(name)
    assert by_primary == GUIDE


def test_every_chain_is_full_and_reasoned(starter: dict[str, Any]) -> None:
    for name, agent in starter["agent_assignments"].items():
        assert list(agent) == [*SLOTS, "reasoning"], name
        assert {agent[slot] for slot in SLOTS} == set(PROVIDERS), name
        assert agent["reasoning"].strip(), name


def test_an_assignment_changes_the_two_slots_that_swap_and_no_count_besides(
    starter: dict[str, Any],
) -> None:
    before = Document.parse(starter_text())
    crew = crew_of(parse_text(starter_text()))
    assert crew is not None
    for agent in starter["agent_assignments"]:
        edits = Assign(agent, {"primary": "openai"}).edits(crew.dialect, before, crew.roster)
        after = before.apply(edits)
        assert lines_changed(before.text, after.text) == len(edits) <= 2


def test_there_are_no_providers_but_the_four(starter: dict[str, Any]) -> None:
    assert list(starter["providers"]) == list(PROVIDERS)


@pytest.mark.parametrize(("name", "vendor", "prefix", "key", "tier"), [
    (name, *facts) for name, facts in PROVIDERS.items()
])  # fmt: skip
def test_a_provider_is_complete_and_its_model_alive_and_priced(
    starter: dict[str, Any], name: str, vendor: str, prefix: str, key: str, tier: str
) -> None:
    provider = starter["providers"][name]
    assert provider["api_key_env"] == key
    assert provider["cost_tier"] == tier
    assert provider["description"]
    assert provider["model"].startswith(prefix)

    model = provider["model"].removeprefix(prefix)
    assert "/" not in model
    priced = calc_price(Usage(input_tokens=1_000_000), model_ref=model, provider_id=vendor)
    assert priced.model.id == model
    assert not priced.model.deprecated
    assert priced.total_price > 0


def test_with_its_four_keys_there_is_nothing_to_say_against_it() -> None:
    crew = crew_of(parse_text(starter_text()))
    assert crew
    keys = {key: "sk-9f3c1b7a5d2e8064" for _, _, key, _ in PROVIDERS.values()}
    warnings = lint(
        crew.roster, facts_of(crew.roster, keys), crew.dialect.places(crew.roster), KIND_NAMES
    )
    assert [*crew.problems, *located(crew.document, warnings)] == []


def test_it_is_the_guides_strategy() -> None:
    crew = crew_of(parse_text(starter_text()))
    assert crew
    plan = preview(crew.roster, "task-optimised", PlanFacts(facts_of(crew.roster, {})))
    assert [agent.new[0] for agent in plan.agents] == [agent.old[0] for agent in plan.agents]


@pytest.mark.parametrize("key", [key for _, _, key, _ in PROVIDERS.values()])
def test_with_any_one_of_its_keys_every_agent_runs(key: str) -> None:
    crew = crew_of(parse_text(starter_text()))
    assert crew
    facts = facts_of(crew.roster, {key: "sk-9f3c1b7a5d2e8064"})
    codes = {
        problem.code
        for problem in lint(crew.roster, facts, crew.dialect.places(crew.roster), KIND_NAMES)
    }
    assert "agent-without-key" not in codes


def test_the_starter_reads_well_on_a_narrow_screen() -> None:
    assert max(len(line) for line in starter_text().splitlines()) <= 84
