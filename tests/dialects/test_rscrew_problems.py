"""Everything that is wrong with RSCrew's file, at once, each with its line."""

import pytest

from rscrew_console.dialects import detect, located
from rscrew_console.document import Document
from rscrew_console.roster.problem import Problem
from tests.dialects.crews import CREW, chain_of, crew
from tests.rows import each_row

CLAUDE = "providers: {claude: {model: m}}\n"
A = CLAUDE + "agent_assignments: {a: {primary: claude}}\n"


@each_row(("text", "line", "code", "message"), [
    (A + "health: often", 3, "not-a-mapping", "health is a text"),
    (A + "health:\n  interval: 0", 4, "wrong-type", "health.interval is zero"),
    (A + "health:\n  timeout: 10s", 4, "wrong-type", "health.timeout is a text"),
    ("providers: {p: {model: m, allow_insecure: 1}}\nagent_assignments:", 1, "wrong-type",
     "allow_insecure is a number where true or false belongs"),
    ("", 1, "not-a-crew", "the file is empty"),
    ("# only a comment\n", 1, "not-a-crew", "the file is empty"),
    ("[1, 2]", 1, "not-a-mapping", "the file is a list"),
    ("just words", 1, "not-a-mapping", "the file is a text"),
    ("42", 1, "not-a-mapping", "the file is a number"),
    ("a: 1\nb: 2\n", 1, "not-a-crew", "not a crew in any known format; known are RSCrew"),
    ("provider: {}\nagent_assignments: {}", 1, "missing-section",
     'providers is missing; did you mean "provider"?'),
    ("providers: {}\n", 1, "missing-section", "agent_assignments is missing"),
    ("providers: [a]\nagent_assignments: {}", 1, "not-a-mapping",
     "providers is a list where a mapping (name: value) belongs"),
    ("providers: {}\nagent_assignments:\n- a\n", 2, "not-a-mapping", "agent_assignments is a list"),
    ("providers: text\nagent_assignments: {}", 1, "not-a-mapping", "providers is a text"),
    ("providers:\n  p: [a]\nagent_assignments: {}", 2, "not-a-mapping", "providers.p is a list"),
    ("providers:\n  p: m\nagent_assignments: {}", 2, "not-a-mapping", "providers.p is a text"),
    ("providers:\n  p:\nagent_assignments: {}", 2, "no-model", "providers.p has no model"),
    ("providers:\n  p: {api_key_env: K}\nagent_assignments: {}", 2, "no-model", "has no model"),
    ("providers:\n  p: {model: ''}\nagent_assignments: {}", 2, "no-model", "has no model"),
    ("providers:\n  p:\n    model: [m]\nagent_assignments: {}", 3, "wrong-type",
     "providers.p.model is a list where a text belongs"),
    ("providers:\n  p:\n    model: 4.1\nagent_assignments: {}", 3, "wrong-type",
     "is a number where a text belongs; put it in quotes"),
    ("providers:\n  p:\n    model: 2026-01-01\nagent_assignments: {}", 3, "wrong-type", "a date"),
    ("providers:\n  1: {model: m}\nagent_assignments: {}", 2, "bad-name",
     "the name of a provider as a number, not as a text; put it in quotes"),
    ("providers:\n  2026-01-01: {model: m}\nagent_assignments: {}", 2, "bad-name", "as a date"),
    ("providers:\n  '': {model: m}\nagent_assignments: {}", 2, "bad-name", "is empty"),
    (CLAUDE + "agent_assignments:\n  on: {primary: claude}\n", 3, "bad-name",
     "the name of an agent as a yes or no"),
    (CLAUDE + "agent_assignments:\n  ~: {primary: claude}\n", 3, "bad-name", "as empty"),
    (CLAUDE + "agent_assignments:\n  a: [claude]\n", 3, "not-a-mapping",
     "agent_assignments.a is a list"),
    (CLAUDE + "agent_assignments:\n  a: claude\n", 3, "not-a-mapping", "is a text"),
    ("providers: []\nagent_assignments:\n  a: {primary: x}\n", 1, "not-a-mapping",
     "providers is a list"),
    (CLAUDE + "agent_assignments:\n  a:\n    primary: cluade\n", 4, "unknown-provider",
     'a.primary: there is no provider "cluade"; did you mean "claude"?'),
    (CLAUDE + "agent_assignments:\n  a:\n    primary: claude\n    tertiary: x\n", 5,
     "unknown-provider", 'a.tertiary: there is no provider "x"'),
    (CLAUDE + "agent_assignments:\n  a:\n    primary: 4\n", 4, "wrong-type",
     "a.primary is a number where the name of a provider belongs"),
    (CLAUDE + "agent_assignments:\n  a:\n    primary: [claude]\n", 4, "wrong-type", "is a list"),
    (CLAUDE + "agent_assignments:\n  a:\n    primary: claude\n    reasoning: 7\n", 5,
     "wrong-type", "agent_assignments.a.reasoning is a number where a text belongs"),
    (A + "agent_assignments: {a: {primary: claude}}\n", 3, "duplicate-key",
     '"agent_assignments" is defined twice (first on line 2)'),
    (CLAUDE + "agent_assignments:\n  a:\n    primary: claude\n    primary: claude\n", 5,
     "duplicate-key", '"agent_assignments.a.primary" is defined twice (first on line 4)'),
    (A + "x:\n  y: 1\n  y: 1\n", 5, "duplicate-key", '"x.y" is defined twice'),
    (A + "global_settings: [1]\n", 3, "not-a-mapping", "global_settings is a list"),
    (A + "global_settings:\n  fallback_enabled: 'yes'\n", 4, "wrong-type",
     "global_settings.fallback_enabled is a text where true or false belongs"),
    (A + "load_balancing: 4\n", 3, "not-a-mapping", "load_balancing is a number"),
    (A + "load_balancing:\n  distribution: [4]\n", 4, "not-a-mapping", "is a list"),
    (A + "load_balancing:\n  distribution:\n    claude: '4'\n", 5, "wrong-type", "is a text"),
    (A + "load_balancing:\n  distribution:\n    claude: 1.5\n", 5, "wrong-type", "is a fraction"),
])  # fmt: skip
def test_one_thing_wrong(text: str, line: int, code: str, message: str) -> None:
    doc = Document.parse(text)
    (problem,) = detect(doc).read(doc).problems
    assert (problem.severity, problem.line, problem.code) == ("error", line, code)
    assert message in problem.message


@each_row(("text", "line", "says"), [
    (CLAUDE + "agent_assignments:\n  a: {primary: claude, secondry: claude}\n", 3,
     'agent_assignments.a.secondry is not read by anything; did you mean "secondary"?'),
    (CLAUDE + "agent_assignments:\n  a:\n    primary: claude\n    falback: claude\n", 5,
     'agent_assignments.a.falback is not read by anything; did you mean "fallback"?'),
    ("providers:\n  a: {model: m, api_key: K}\nagent_assignments: {}\n", 2,
     'providers.a.api_key is not read by anything; did you mean "api_key_env"?'),
    (A + "global_setings: {fallback_enabled: true}\n", 3,
     'global_setings is not read by anything; did you mean "global_settings"?'),
    (A + "global_settings: {fallback_enable: true}\n", 3,
     'global_settings.fallback_enable is not read by anything; did you mean "fallback_enabled"?'),
])  # fmt: skip
def test_a_slip_in_a_key(text: str, line: int, says: str) -> None:
    doc = Document.parse(text)
    (problem,) = detect(doc).read(doc).problems
    assert (problem.severity, problem.line, problem.code) == ("warning", line, "misspelt-key")
    assert problem.message == says


@each_row("key", ["notes", "owner", "team", "x-primary-contact", "tags", "1"])
def test_keys_of_ones_own_are_kept_without_a_word(key: str) -> None:
    doc = Document.parse(CLAUDE + f"agent_assignments: {{a: {{primary: claude, {key}: 1}}}}\n")
    assert detect(doc).read(doc).problems == ()


@pytest.mark.parametrize(("agent", "says"), [
    ("", "agent_assignments.a has no primary: it cannot run"),
    ("{secondary: claude}", "agent_assignments.a has no primary: it starts with its secondary"),
])  # fmt: skip
def test_an_agent_without_a_primary_is_unwise_and_can_be_mended(agent: str, says: str) -> None:
    doc = Document.parse(f"{CLAUDE}agent_assignments:\n  a: {agent}\n")
    (problem,) = detect(doc).read(doc).problems
    assert (problem.severity, problem.line, problem.code) == ("warning", 3, "no-primary")
    assert problem.message == says


@each_row(("field", "value", "says"), [
    ("temperature", "hot", "is a text where a number belongs"),
    ("temperature", "true", "is a yes or no"),
    ("temperature", ".nan", "is not a finite number"),
    ("temperature", ".inf", "is not a finite number"),
    ("temperature", "-1", "is less than zero"),
    ("top_p", "[1]", "is a list"),
    ("top_p", "9" * 400, "far too large"),
    ("max_tokens", "1.5", "is a fraction"),
    ("max_tokens", "1e400", "is a text"),
    ("timeout", "0", "is zero"),
    ("rate_limit", "2026-01-01", "is a date"),
    ("price", "3", "is a number where a mapping"),
    ("price", "{input: 1}", "price lacks output"),
    ("price", "{input: a, output: 1}", "price.input is a text"),
    ("price", "{input: 1, output: -1}", "price.output is less than zero"),
    ("price", "{input: 1, output: 1, cached_input: -1}", "price.cached_input is less than zero"),
    ("price", "{input: 1, output: 1, cache_write: x}", "price.cache_write is a text"),
    ("strengths", "coding", "is a text where a list belongs"),
    ("strengths", "[coding, 7]", "strengths.1 is a number"),
    ("api_key_env", "{a: b}", "is a mapping where a text belongs"),
    ("api_key_env", "123456789", "api_key_env is a number where a text belongs"),
    ("base_url", "[x]", "is a list"),
    ("description", "2026-01-01 10:00:00", "is a date"),
    ("kind", "!!set {a}", "is a set"),
    ("cost_tier", "!!binary aGk=", "is something else"),
])  # fmt: skip
def test_a_field_of_the_wrong_type(field: str, value: str, says: str) -> None:
    text = f"providers:\n  p:\n    model: m\n    {field}: {value}\nagent_assignments: {{}}\n"
    doc = Document.parse(text)
    (problem,) = detect(doc).read(doc).problems
    assert (problem.severity, problem.code, problem.line) == ("error", "wrong-type", 4)
    assert says in problem.message
    assert "123456789" not in problem.message


def test_everything_wrong_is_said_at_once_and_the_rest_is_read() -> None:
    doc = Document.parse("""\
providers:
  good: {model: m}
  bad: [m]
  empty: {}
  3: {model: m}
agent_assignments:
  a: {primary: goood, secondary: good, reasoning: [x]}
  b: [good]
  c: {primary: bad, secondary: empty, capability: codign}
global_settings: 7
""")
    reading = detect(doc).read(doc)
    assert [(problem.line, problem.code) for problem in reading.problems] == [
        (3, "not-a-mapping"),
        (4, "no-model"),
        (5, "bad-name"),
        (7, "unknown-provider"),
        (7, "wrong-type"),
        (8, "not-a-mapping"),
        (9, "unknown-capability"),
        (10, "not-a-mapping"),
    ]
    assert reading.roster is not None
    assert [provider.name for provider in reading.roster.providers] == ["good", "bad", "empty"]
    assert chain_of(reading.roster, "a") == {"secondary": "good"}
    assert chain_of(reading.roster, "b") == {}
    assert chain_of(reading.roster, "c") == {"primary": "bad", "secondary": "empty"}


def test_a_broken_section_of_providers_does_not_blame_every_slot() -> None:
    doc = Document.parse("providers: [x]\nagent_assignments: {a: {primary: claude}}\n")
    assert [problem.code for problem in detect(doc).read(doc).problems] == ["not-a-mapping"]


@pytest.mark.parametrize(("text", "message"), [
    (CLAUDE + "agent_assignments: {a: {primary: claude, capability: codign}}",
     'there is no capability "codign"; did you mean "coding"?'),
    (CLAUDE + "agent_assignments: {a: {primary: claude, capability: zzz}}",
     "it is one of coding, reasoning, analysis, communication"),
    ("providers: {p: {model: m, strengths: [coding, reasonin]}}\nagent_assignments:\n",
     'there is no capability "reasonin"; did you mean "reasoning"?'),
])  # fmt: skip
def test_an_unknown_capability_is_a_warning(text: str, message: str) -> None:
    doc = Document.parse(text)
    reading = detect(doc).read(doc)
    (problem,) = reading.problems
    assert (problem.severity, problem.code) == ("warning", "unknown-capability")
    assert message in problem.message
    assert reading.errors == ()


def test_anchors_and_merges_are_read_as_what_they_mean() -> None:
    _, roster = crew("""\
base: &base {primary: claude, reasoning: shared}
providers: {claude: &m {model: m}, other: *m}
agent_assignments:
  a: {<<: *base, secondary: other}
  b: *base
""")
    assert chain_of(roster, "a") == {"primary": "claude", "secondary": "other"}
    assert chain_of(roster, "b") == {"primary": "claude"}


def test_problems_get_the_line_of_what_is_there() -> None:
    doc = Document.parse(CREW)
    problems = (
        Problem("warning", "b", "", ("agent_assignments", "writer", "tertiary")),
        Problem("warning", "a", "", ("providers", "claude", "model")),
        Problem("error", "c", "", (), 1),
    )
    assert [(problem.code, problem.line) for problem in located(doc, problems)] == [
        ("c", 1), ("a", 4), ("b", 17),
    ]  # fmt: skip
