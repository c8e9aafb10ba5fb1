"""The section `strategies:`, and the other things that strategies and costs read from a file."""

import pytest

from rscrew_console.dialects import detect
from rscrew_console.dialects.strategies import as_data
from rscrew_console.document import Document
from rscrew_console.roster.model import AgentUsage, CostAssumptions
from rscrew_console.roster.problem import Problem
from rscrew_console.roster.strategies.model import Strategy, StrategyRule
from tests.dialects.crews import crew
from tests.rows import each_row

BASE = """\
providers: {claude: {model: m}, my model: {model: n}}
agent_assignments:
  writer: {primary: claude}
  coder: {primary: claude}
"""


def strategies(text: str) -> tuple[Strategy, ...]:
    _, roster = crew(f"{BASE}strategies:\n{text}")
    return roster.strategies


def problems(text: str) -> tuple[Problem, ...]:
    doc = Document.parse(text)
    return detect(doc).read(doc).problems


FULL = """\
  mine:
    description: What I like
    spread: 0.5
    then: [tier:premium, cheapest]
    reasoning_template: by {strategy}
    rules:
    - agents: writer
      prefer: claude
    - agents: ["*er", coder]
      capability: coding
      prefer: [my model, {tier: premium}, strength tier:budget]
    - prefer: []
"""


def test_a_whole_strategy() -> None:
    (read,) = strategies(FULL)
    assert read == Strategy(
        "mine",
        (
            StrategyRule(("claude",), ("writer",)),
            StrategyRule(
                ("my model", "tier:premium", "strength tier:budget"), ("*er", "coder"), "coding"
            ),
            StrategyRule(()),
        ),
        description="What I like",
        then=("tier:premium", "cheapest"),
        spread=0.5,
        reasoning_template="by {strategy}",
    )
    assert problems(f"{BASE}strategies:\n{FULL}") == ()


@each_row(("then", "order", "fill"), [
    ("cheapest", ("cheapest",), True), ("none", (), False), ("[]", (), True), ("~", (), True),
    ("[none]", (), False),
])  # fmt: skip
def test_then(then: str, order: tuple[str, ...], fill: bool) -> None:
    (read,) = strategies(f"  s: {{rules: [{{prefer: claude}}], then: {then}}}\n")
    assert (read.then, read.fill) == (order, fill)


@pytest.mark.parametrize("section", ["strategies:\n", "strategies: {}\n", ""])
def test_no_strategies(section: str) -> None:
    _, roster = crew(BASE + section)
    assert roster.strategies == ()
    assert problems(BASE + section) == ()


@each_row(("text", "line", "severity", "code", "says"), [
    ("strategies: [x]", 5, "error", "not-a-mapping", "strategies is a list where a mapping"),
    ("strategies:\n  1: {}", 6, "error", "bad-name", "reads the name of a strategy as a number"),
    ("strategies:\n  s: cheap", 6, "error", "not-a-mapping", "strategies.s is a text where"),
    ("strategies:\n  s:\n    rules: {}", 7, "error", "wrong-type",
     "strategies.s.rules is a mapping where a list belongs"),
    ("strategies:\n  s:\n    rules:\n    - prefer: [claude]\n    - 4", 9, "error", "not-a-mapping",
     "strategies.s.rules.1 is a number"),
    ("strategies:\n  s:\n    rules:\n    - prefer:\n      - claude\n      - 4", 10, "error",
     "wrong-type", "strategies.s.rules.0.prefer.1 is a number where a text belongs"),
    ("strategies:\n  s:\n    spread: 40\n    rules: [{prefer: claude}]", 7, "error", "wrong-type",
     "strategies.s.spread is not a share above 0 and up to 1, such as 0.4"),
    ("strategies:\n  s:\n    spread: 0\n    rules: [{prefer: claude}]", 7, "error", "wrong-type",
     "is not a share"),
    ("strategies:\n  s:\n    description: 4\n    rules: [{prefer: claude}]", 7, "error",
     "wrong-type", "strategies.s.description is a number"),
    ("strategies:\n  s: {description: d}", 6, "warning", "no-rules",
     "strategies.s has no rules: it changes nothing"),
    ("strategies:\n  s:\n    rules:\n    - agents: writer", 8, "warning", "no-preference",
     "strategies.s.rules.0 prefers no provider"),
    ("strategies:\n  s:\n    rules:\n    - prefer:\n      - claude\n      - clade", 10, "warning",
     "unknown-preference", '"clade" is no provider and none of our words; did you mean "claude"?'),
    ("strategies:\n  s:\n    rules:\n    - prefer: cheepest", 8, "warning",
     "unknown-preference", 'did you mean "cheapest"?'),
    ("strategies:\n  s:\n    rules: [{prefer: claude}]\n    then: [xyz]", 8, "warning",
     "unknown-preference", 'strategies.s.then: "xyz" is no provider'),
    ("strategies:\n  s:\n    rules:\n    - agents: [writer, codr]\n      prefer: claude", 8,
     "warning", "unknown-agent", 'there is no agent "codr"; did you mean "coder"?'),
    ("strategies:\n  s:\n    rules:\n    - {agents: 'x*', prefer: claude}", 8, "warning",
     "unknown-agent", 'there is no agent "x*"'),
    ("strategies:\n  s:\n    rules:\n    - {capability: codin, prefer: claude}", 8, "warning",
     "unknown-capability", 'there is no capability "codin"; did you mean "coding"?'),
    ("strategies:\n  s:\n    rules:\n    - {agent: writer, prefer: claude}", 8, "warning",
     "nothing-reads", 'strategies.s.rules.0.agent: nothing reads this; did you mean "agents"?'),
    ("strategies:\n  s: {rules: [{prefer: claude}], sprad: 1}", 6, "warning", "nothing-reads",
     'did you mean "spread"?'),
    ("global_settings:\n  pin: clade", 6, "error", "unknown-provider",
     'global_settings.pin: there is no provider "clade"; did you mean "claude"?'),
    ("global_settings:\n  pin: [claude]", 6, "error", "wrong-type",
     "global_settings.pin is a list where the name of a provider belongs"),
    ("global_settings:\n  pin_why: 4", 6, "error", "wrong-type", "pin_why is a number"),
    ("cost_assumptions: 4", 5, "error", "not-a-mapping", "cost_assumptions is a number"),
    ("cost_assumptions:\n  input_tokens: -1", 6, "error", "wrong-type",
     "cost_assumptions.input_tokens is less than zero"),
    ("cost_assumptions:\n  output_tokens: 1.5", 6, "error", "wrong-type", "is a fraction"),
    ("cost_optimization:\n  prefer_budget_models: true", 6, "warning", "nothing-reads",
     "cost_optimization.prefer_budget_models: nothing reads this"),
    ("cost_optimization:\n  enabled: true\n  fallback_to_budget: true", 7, "warning",
     "nothing-reads", "what happens past max_premium_calls_per_hour, and there is none"),
    ("cost_optimization:\n  prefer_budget: true", 6, "warning", "nothing-reads",
     'did you mean "prefer_budget_models"?'),
    ("cost_optimization: 4", 5, "error", "not-a-mapping", "cost_optimization is a number"),
    ("load_balancing:\n  strategy: round_robin", 6, "warning", "nothing-reads",
     "chains are always tried in their order"),
    ("load_balancing:\n  weights: {a: 1}", 6, "warning", "nothing-reads",
     "load_balancing.weights: nothing reads this"),
])  # fmt: skip
def test_one_thing_wrong(text: str, line: int, severity: str, code: str, says: str) -> None:
    (problem,) = problems(BASE + text + "\n")
    assert (problem.line, problem.severity, problem.code) == (line, severity, code)
    assert says in problem.message


@each_row("text", [
    "cost_optimization: {enabled: false, prefer_budget_models: true, anything: 1}",
    "cost_optimization: {enabled: true, prefer_budget_models: false, fallback_to_budget: false}",
    "cost_optimization: {enabled: true, max_premium_calls_per_hour: ~}",
    "cost_optimization:",
    "load_balancing: {strategy: priority_based, distribution: {claude: 2}}",
    "load_balancing:",
    "global_settings: {pin: my model, pin_why: quota}",
    "global_settings: {pin: ~}",
    "global_settings: {pin: ''}",
    "cost_assumptions: {input_tokens: 0, output_tokens: 2.0, calls_per_day: 0.5}",
])  # fmt: skip
def test_nothing_wrong(text: str) -> None:
    assert problems(f"{BASE}{text}\n") == ()


def test_a_rule_with_an_unknown_capability_covers_nobody_rather_than_everybody() -> None:
    (read,) = strategies("  s: {rules: [{capability: cooking, prefer: claude}]}\n")
    assert read.rules == ()


@pytest.mark.parametrize(("text", "pin", "why"), [
    ("", None, ""), ("global_settings: {pin: claude}", "claude", ""),
    ("global_settings: {pin: my model, pin_why: quota}", "my model", "quota"),
])  # fmt: skip
def test_the_pin(text: str, pin: str | None, why: str) -> None:
    _, roster = crew(f"{BASE}{text}\n")
    assert (roster.settings.pin, roster.settings.pin_why) == (pin, why)


def test_costs_and_usage() -> None:
    _, roster = crew(
        "providers: {claude: {model: m}}\n"
        "agent_assignments:\n"
        "  writer: {primary: claude, usage: {output_tokens: 900, calls_per_day: 3}}\n"
        "  coder: {primary: claude}\n"
        "cost_assumptions: {input_tokens: 50}\n"
    )
    assert roster.settings.costs == CostAssumptions(50, 300, 100)
    assert roster.agent_by_name["writer"].usage == AgentUsage(None, 900, 3)
    assert roster.agent_by_name["coder"].usage == AgentUsage()
    assert roster.settings.costs.of(roster.agent_by_name["writer"].usage) == CostAssumptions(
        50, 900, 3
    )


@pytest.mark.parametrize("strategy", [
    Strategy("s", (StrategyRule(("claude",), ("writer",)),)),
    Strategy("s", (StrategyRule(("claude", "cheapest"), ("a", "b"), "coding"), StrategyRule(()))),
    Strategy("s", (StrategyRule(("claude",)),), "What for", fill=False, spread=0.25),
    Strategy("s", (StrategyRule(("claude",)),), then=("dearest",), reasoning_template="{agent}"),
])  # fmt: skip
def test_what_is_written_reads_as_what_it_was(strategy: Strategy) -> None:
    doc = Document.parse(BASE).set(("strategies",), {"s": as_data(strategy)})
    roster = detect(doc).read(doc).roster
    assert roster is not None
    assert roster.strategies == (strategy,)
