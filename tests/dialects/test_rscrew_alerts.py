"""`alerts`: what is measured, in our words and in those of tables; and names that change."""

import pytest

from rscrew_console.dialects import detect
from rscrew_console.document import Document
from rscrew_console.roster.alerts import Alert
from tests.dialects.crews import crew
from tests.dialects.test_rscrew_budgets import BASE
from tests.rows import each_row


@each_row(("entry", "expected"), [
    ("{metric: cost, threshold: 10}", Alert("cost (weekly)", "cost", 10)),
    ("{metric: cost, per: month, threshold: 10, name: Money}", Alert("Money", "cost", 10, "month")),
    ("{metric: calls, per: daily, provider: claude, threshold: 20}",
     Alert("calls of claude (daily)", "calls", 20, "day", provider="claude")),
    ("{metric: calls, model: '*opus*', threshold: 20, target: 8-12}",
     Alert("calls of *opus* (weekly)", "calls", 20, target=12, model="*opus*")),
    ("{metric: p95_latency_ms, agent: writer, threshold: 2000 ms}",
     Alert("p95 latency of writer (weekly)", "p95_latency_ms", 2000, agent="writer")),
    ("{metric: cost_per_user, per: monthly, threshold: '> $20', target: $5-10}",
     Alert("cost per user (monthly)", "cost_per_user", 20, "month", target=10)),
    # as the table of a document has them
    ("{metric: Total AI cost (weekly), target: $3-5, threshold: '> $10'}",
     Alert("Total AI cost (weekly)", "cost", 10, target=5)),
    ("{metric: Opus calls (weekly), target: 8-12, threshold: '> 20'}",
     Alert("Opus calls (weekly)", "calls", 20, target=12, model="*opus*")),
    ("{metric: GPT-5-mini calls (weekly), target: 50-100, threshold: '> 300'}",
     Alert("GPT-5-mini calls (weekly)", "calls", 300, target=100, model="*gpt-5-mini*")),
    ("{metric: OpenAI calls (monthly), target: 4-8, threshold: '> 15'}",
     Alert("OpenAI calls (monthly)", "calls", 15, "month", target=8, provider="openai")),
    ("{metric: Cost per user (monthly), target: $5-10, threshold: '> $20'}",
     Alert("Cost per user (monthly)", "cost_per_user", 20, "month", target=10)),
    ("{metric: p95 latency (daily), threshold: 2 s}",
     Alert("p95 latency (daily)", "p95_latency_ms", 2000, "day")),
    ("{metric: Writer cost, threshold: 1}", Alert("Writer cost", "cost", 1, agent="writer")),
    # lower bounds, and failures of a kind
    ("{metric: Opus calls (weekly), at_least: 20+}",
     Alert("Opus calls (weekly)", "calls", None, model="*opus*", at_least=20)),
    ("{metric: calls, at_least: 50, threshold: 300}",
     Alert("calls (weekly)", "calls", 300, at_least=50)),
    ("{metric: calls, at_least: '>= 50'}", Alert("calls (weekly)", "calls", None, at_least=50)),
    ("{metric: failures, failure: authentication, threshold: 0}",
     Alert("authentication failures (weekly)", "failures", 0, failure="authentication")),
    ("{metric: Authentication failures (weekly), threshold: 0}",
     Alert("Authentication failures (weekly)", "failures", 0, failure="authentication")),
    ("{metric: failures, failure: rate limit, per: day, threshold: 5 failures}",
     Alert("rate limit failures (daily)", "failures", 5, "day", failure="rate_limit")),
    ("{metric: failures, failure: timeout, threshold: 5}",
     Alert("timeout failures (weekly)", "failures", 5, failure="timeout")),
    ("{metric: OpenAI failures (daily), threshold: 5}",
     Alert("OpenAI failures (daily)", "failures", 5, "day", provider="openai")),
    ("{metric: Opus calls (weekly), per: month, threshold: 2}",
     Alert("Opus calls (weekly)", "calls", 2, "month", model="*opus*")),
])  # fmt: skip
def test_an_alert(entry: str, expected: Alert) -> None:
    doc = Document.parse(f"{BASE}alerts:\n- {entry}\n")
    reading = detect(doc).read(doc)
    assert reading.problems == ()
    assert reading.roster is not None
    assert reading.roster.settings.alerts == (expected,)


@each_row(("target", "start"), [
    ("8-12", 8), ("$3-5", 3), ("50 to 100", 50), ("12", None), ("'12'", None),
])  # fmt: skip
def test_the_span_of_a_target_is_kept(target: str, start: float | None) -> None:
    _, roster = crew(f"{BASE}alerts: [{{metric: cost, target: {target}, threshold: 200}}]\n")
    assert [alert.target_from for alert in roster.settings.alerts] == [start]


@each_row(("said", "figure"), [
    ("10", 10), ("0", 0), ("1.5", 1.5), ("'10'", 10), ("'$10'", 10), ("'> $10'", 10),
    ("'>10.50'", 10.5), ("'$1,250'", 1250), ("'10 USD'", 10), ("'$3-5'", 5), ("'$3–$5'", 5),
    ("'3 to 5'", 5), ("'< $5'", 5), ("up to $5", 5), ("'.5'", 0.5),
])  # fmt: skip
def test_a_figure_may_be_said_in_many_ways(said: str, figure: float) -> None:
    _, roster = crew(f"{BASE}alerts: [{{metric: cost, threshold: {said}}}]\n")
    assert [alert.threshold for alert in roster.settings.alerts] == [figure]


@each_row(("entry", "severity", "code", "says"), [
    ("{threshold: 5}", "error", "incomplete-alert", "alerts.0 has no metric"),
    ("{metric: cost}", "error", "incomplete-alert", "alerts.0 has no threshold and no at_least"),
    ("{metric: failures, failure: auth, threshold: 0}", "error", "wrong-type",
     'alerts.0.failure is "auth", which is not a kind of failure; '),
    ("{metric: calls, failure: credit, threshold: 0}", "error", "wrong-type",
     "alerts.0.failure is for the metric failures, not for calls"),
    ("5", "error", "not-a-mapping", "alerts.0 is a number"),
    ("{metric: cots, threshold: 5}", "error", "wrong-type",
     'alerts.0.metric is "cots", which nothing measures; did you mean "cost"?'),
    ("{metric: rain, threshold: 5}", "error", "wrong-type", "it is one of cost, calls, cost_per"),
    ("{metric: 5, threshold: 5}", "error", "wrong-type", "alerts.0.metric is a number"),
    ("{metric: cost, threshold: lots}", "error", "wrong-type", "which is not a figure such as 10"),
    ("{metric: cost, threshold: 5 ms}", "error", "wrong-type", "which is no measure of cost"),
    ("{metric: calls, threshold: $5}", "error", "wrong-type", "which is no measure of calls"),
    ("{metric: cost, threshold: -5}", "error", "wrong-type", "alerts.0.threshold is less than"),
    ("{metric: cost, threshold: [5]}", "error", "wrong-type", "alerts.0.threshold is a list"),
    ("{metric: cost, threshold: 5, per: dya}", "error", "wrong-type", 'did you mean "day"?'),
    ("{metric: cost, threshold: 5, taget: 2}", "warning", "nothing-reads", '"target"'),
    ("{metric: cost, threshold: 5, name: 2}", "error", "wrong-type", "alerts.0.name is a number"),
    ("{metric: cost, threshold: 5, provider: opnai}", "warning", "unknown-provider",
     'alerts.0.provider: there is no provider "opnai"; did you mean "openai"?'),
    ("{metric: cost, threshold: 5, agent: writr}", "warning", "unknown-agent", '"writer"'),
    ("{metric: cost, threshold: 5, model: '*sonnet*'}", "warning", "unknown-model",
     'alerts.0.model: there is no model "*sonnet*"'),
    ("{metric: Haiku calls (weekly), threshold: 5}", "warning", "unknown-model",
     'alerts.0.metric: there is no model "*haiku*"'),
])  # fmt: skip
def test_one_thing_wrong(entry: str, severity: str, code: str, says: str) -> None:
    doc = Document.parse(f"{BASE}alerts:\n- {entry}\n")
    (problem,) = detect(doc).read(doc).problems
    assert (problem.line, problem.severity, problem.code) == (7, severity, code)
    assert says in problem.message


@pytest.mark.parametrize("text", ["alerts: 5", "alerts: {metric: cost}", "alerts: cost"])
def test_alerts_are_a_list(text: str) -> None:
    doc = Document.parse(f"{BASE}{text}\n")
    (problem,) = detect(doc).read(doc).problems
    assert (problem.line, problem.code) == (6, "wrong-type")
    assert "where a list belongs" in problem.message


def test_what_is_wrong_in_one_leaves_the_others() -> None:
    doc = Document.parse(
        f"{BASE}alerts:\n- {{metric: x, threshold: 1}}\n- {{metric: cost, threshold: 2}}\n"
    )
    roster = detect(doc).read(doc).roster
    assert roster is not None
    assert [alert.threshold for alert in roster.settings.alerts] == [2]


SPOKEN_OF = """\
budgets:
  providers:
    openai: {daily_usd: 5}
alerts:
- {metric: cost, threshold: 5, provider: openai}
- {metric: cost, threshold: 5, agent: writer, model: openai}
"""


@pytest.mark.parametrize(("wish", "old", "new", "expected"), [
    ("rename_provider", "openai", "gpt",
     SPOKEN_OF.replace("    openai:", "    gpt:").replace("provider: openai", "provider: gpt")),
    ("rename_agent", "writer", "author", SPOKEN_OF.replace("writer", "author")),
    ("rename_provider", "claude", "opus", SPOKEN_OF),
])  # fmt: skip
def test_budgets_and_alerts_follow_a_new_name(wish: str, old: str, new: str, expected: str) -> None:
    doc, roster = crew(BASE + SPOKEN_OF)
    edits = getattr(detect(doc), wish)(doc, roster, old, new)
    assert doc.apply(edits).text.endswith(expected)
