"""`orchestration_config.yaml`: built-in rows, options, the environment, and what edits write."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from rscrew_console.dialects import OperationError, ParseResult, detect
from rscrew_console.dialects.context import ReadContext
from rscrew_console.dialects.operations import (
    AddAgent,
    Assign,
    Operation,
    Remove,
    Rename,
    SetAgent,
)
from rscrew_console.document import Document
from rscrew_console.roster.model import Agent, Roster
from tests.dialects.saved_bytes import saved_bytes
from tests.rows import each_row

TEXT = """\
openrouter_enabled: true
task_evaluation_grading:      # cheap
  preferred_models:
    - "a/one"   # first
    - b/two
task_translation:
  preferred_models: [c/three]
cost_limits:
  evaluation_grading: 0.02
"""
OPUS, SONNET = "anthropic/claude-3-opus-20240229", "anthropic/claude-3-sonnet-20240229"
GEMINI = "google/gemini-pro-1.5"
WRITTEN_OUT = f"""\
  evaluation_grading: 0.02
task_problem_generation:
  preferred_models: [d/four, {GEMINI}, {SONNET}]
"""


def parsed(text: str, environment: Mapping[str, str] | None = None) -> ParseResult:
    document = Document.parse(text)
    return detect(document, "x.yaml").read(document, ReadContext(environment=environment or {}))


def roster_of(text: str, environment: Mapping[str, str] | None = None) -> Roster:
    result = parsed(text, environment)
    assert result.roster is not None
    return result.roster


def row(text: str, name: str, environment: Mapping[str, str] | None = None) -> Agent:
    return roster_of(text, environment).agent_by_name[name]


def test_rows_are_the_six_kinds_and_own_ones() -> None:
    roster = roster_of(TEXT)
    assert [agent.name for agent in roster.agents] == [
        "problem_generation", "evaluation_grading", "content_variation", "research_documentation",
        "code_generation", "mathematical_reasoning", "translation",
    ]  # fmt: skip
    assert row(TEXT, "evaluation_grading").chain.providers == ("a/one", "b/two")
    assert row(TEXT, "translation").chain.providers == ("c/three",)
    built_in = row(TEXT, "problem_generation").chain
    assert built_in.providers == (OPUS, GEMINI, SONNET)
    assert built_in.shown_in("primary") == f"default → {OPUS}"


def test_options_are_those_of_the_file_over_those_built_in() -> None:
    text = TEXT.replace("# cheap", "# cheap\n  temperature_override: 0.1\n  quality_priority: true")
    assert dict(row(text, "evaluation_grading").options) == {
        "cost_tier": "budget", "temperature": 0.1, "max_tokens": 1000, "cost_limit": 0.02,
        "quality_priority": True, "cost_sensitive": True,
    }  # fmt: skip


@pytest.mark.parametrize(("operation", "old", "new"), [
    (Assign("evaluation_grading", {"fallback 1": "d/four"}), "- b/two", "- d/four"),
    (Assign("problem_generation", {"primary": "d/four"}), "  evaluation_grading: 0.02\n",
     WRITTEN_OUT),
    (SetAgent("evaluation_grading", "cost_tier", "premium"), "    - b/two\n",
     "    - b/two\n  cost_tier: \"premium\"\n"),
    (SetAgent("evaluation_grading", "cost_limit", "0.5"), "grading: 0.02", "grading: 0.5"),
    (SetAgent("evaluation_grading", "cost_limit", None),
     "cost_limits:\n  evaluation_grading: 0.02\n", ""),
    (Rename("agent", "translation", "summary"), "task_translation:", "task_summary:"),
    (Remove("agent", "translation"), "task_translation:\n  preferred_models: [c/three]\n", ""),
    (Assign("evaluation_grading", {"fallback 1": None}), "    - b/two\n", ""),
    (Rename("provider", "c/three", "d/four"), "[c/three]", "[d/four]"),
])  # fmt: skip
def test_a_change_touches_only_its_bytes(
    tmp_path: Path, operation: Operation, old: str, new: str
) -> None:
    after = saved_bytes(tmp_path / "orchestration_config.yaml", TEXT, operation)
    assert after.decode() == TEXT.replace(old, new, 1)


@each_row(("operation", "message"), [
    (Remove("agent", "code_generation"), "is built in and has no entry: set enabled to false"),
    (Rename("agent", "evaluation_grading", "grading"), "is built in and keeps its name"),
    (SetAgent("translation", "cost_tier", "premum"), 'no cost tier "premum"; did you mean'),
    (SetAgent("translation", "max_tokens", "1.5"), "max_tokens is a whole number above 0"),
    (SetAgent("translation", "enabled", "maybe"), "enabled is true or false"),
    (Assign("translation", {"primary": "gpt"}), "has no vendor in front: write vendor/model"),
    (AddAgent("translation", {"primary": "a/one"}), "translation"),
])  # fmt: skip
def test_what_cannot_be_is_refused(operation: Operation, message: str) -> None:
    document = Document.parse(TEXT)
    with pytest.raises(OperationError, match=message):
        operation.edits(detect(document, "x.yaml"), document, roster_of(TEXT))


@pytest.mark.parametrize(("environment", "text", "day", "alert"), [
    ({}, "", None, 0.8),
    ({"DAILY_BUDGET_USD": "20"}, "", 20.0, 0.8),
    ({"DAILY_BUDGET_USD": "20"}, "daily_budget_usd: 5\ncost_alert_threshold: 0.5\n", 5.0, 0.5),
    ({"DAILY_BUDGET_USD": "much"}, "", None, 0.8),
])  # fmt: skip
def test_the_daily_budget_binds_and_the_file_counts_before_the_variable(
    environment: Mapping[str, str], text: str, day: float | None, alert: float
) -> None:
    budgets = roster_of(TEXT + text, environment).settings.budgets
    assert (budgets.limits.day, budgets.alert_at) == (day, alert)
    assert budgets.on_exceed == "block"


def test_open_weight_models_are_in_force_where_they_are_preferred() -> None:
    code = row(TEXT, "code_generation", {"PREFER_OPENSOURCE": "true"})
    assert code.in_force is not None
    assert code.in_force.model == "deepseek/deepseek-coder-v2-instruct"
    assert code.in_force.source == "PREFER_OPENSOURCE"
    assert row(TEXT + "prefer_opensource: false\n", "code_generation",
               {"PREFER_OPENSOURCE": "true"}).in_force is None  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), [("true", "openrouter"), ("false", None)])
def test_models_are_reached_through_openrouter_unless_it_is_off(
    text: str, kind: str | None
) -> None:
    providers = roster_of(TEXT.replace("enabled: true", f"enabled: {text}")).provider_by_name
    assert providers["a/one"].kind == kind


def test_the_local_model_never_goes_through_openrouter() -> None:
    provider = roster_of(TEXT + "local_model_fallback: true\n").provider_by_name["ollama/llama3.1"]
    assert provider.kind is None


@each_row(("text", "code", "message"), [
    ("task_code_generaton: {}\n", "unknown-task", 'did you mean "code_generation"'),
    ("daily_budget_usd: none\n", "wrong-value", "daily_budget_usd is a number above 0"),
    ("quality_threshold: 7\n", "wrong-value", "is a share from 0 to 1"),
    ("log_levl: x\n", "nothing-reads", 'did you mean "log_level"'),
    ("task_code_generation: {max_tokens: many}\n", "wrong-value", "is a whole number above 0"),
    ("task_code_generation: {preferred_models: a/one}\n", "wrong-type", "a list of models"),
])  # fmt: skip
def test_what_is_wrong_is_told(text: str, code: str, message: str) -> None:
    problems = parsed(TEXT + text).problems
    assert [problem.code for problem in problems] == [code]
    assert message in problems[0].message
