"""RSCrew's file into a roster, and everything wrong with it at once."""

import pytest

from rscrew_console.dialects import detect
from rscrew_console.document import Document
from rscrew_console.roster.model import HealthSettings, Price, Provider
from tests.dialects.crews import chain_of, crew
from tests.rows import each_row

CLAUDE = "providers: {claude: {model: m}}\n"
A = CLAUDE + "agent_assignments: {a: {primary: claude}}\n"


def test_a_crew() -> None:
    _, roster = crew()
    assert [provider.name for provider in roster.providers] == [
        "claude", "openai", "gemini", "spare",
    ]  # fmt: skip
    assert roster.provider_by_name["claude"] == Provider(
        "claude", "claude-sonnet-5", "ANTHROPIC_API_KEY"
    )
    assert [agent.name for agent in roster.agents] == ["planner", "writer", "twice"]
    assert chain_of(roster, "writer") == {"primary": "openai", "fallback": "claude"}
    assert roster.agent_by_name["writer"].reasoning == "Clear prose"
    assert roster.agent_by_name["writer"].capability == "communication"
    assert roster.distribution == (("claude", 1), ("openai", 2), ("gemini", 0))
    assert dict(roster.primaries) == {"claude": 1, "openai": 2, "gemini": 0, "spare": 0}
    assert roster.settings.fallback_enabled


def test_every_field_of_a_provider() -> None:
    _, roster = crew("""\
providers:
  p:
    model: m
    api_key_env: KEY
    description: what it is for
    cost_tier: budget
    kind: openai
    base_url: https://example.com/v1
    temperature: 0.5
    top_p: 1
    max_tokens: 4096
    rate_limit: 30
    timeout: 12.5
    price: {input: 1, output: 2.5}
    strengths: [coding, analysis]
    allow_insecure: true
    something_else: {kept: [and, ignored]}
agent_assignments: {}
""")
    assert roster.providers == (
        Provider(
            "p", "m", "KEY", "what it is for", "budget", "openai", "https://example.com/v1",
            0.5, 1, 4096, 30, 12.5, Price(1, 2.5), ("coding", "analysis"), allow_insecure=True,
            path=("providers", "p"),
        ),
    )  # fmt: skip


@pytest.mark.parametrize(("entry", "capability", "given"), [
    ("{primary: claude, capability: analysis}", "analysis", True),
    ("{primary: claude, capability: }", "coding", False),
    ("{primary: claude}", "coding", False),
])  # fmt: skip
def test_the_capability_is_given_or_derived(entry: str, capability: str, given: bool) -> None:
    _, roster = crew(f"{CLAUDE}agent_assignments: {{coder: {entry}}}\n")
    agent = roster.agent_by_name["coder"]
    assert (agent.capability, agent.capability_given) == (capability, given)


@each_row("text", [
    "providers:\nagent_assignments:\n",
    "providers: {}\nagent_assignments: {}\nload_balancing:\nglobal_settings:\n",
    A + "load_balancing: {distribution: }\nunknown: [1, 2]\n1: x\n",
    CLAUDE + "agent_assignments: {a: {primary: claude, secondary: , tertiary: '', fallback: ~}}",
    CLAUDE + "agent_assignments: {a: {primary: claude, secondary: null, other: 2026-01-01}}",
    A + "global_settings: {fallback_enabled: false, rate_limiting: false}\n",
    "providers: {p: {model: m, price: , strengths: , timeout: ~}}\nagent_assignments:\n",
])  # fmt: skip
def test_nothing_wrong(text: str) -> None:
    doc = Document.parse(text)
    reading = detect(doc).read(doc)
    assert reading.problems == ()
    assert reading.roster is not None


@each_row(("setting", "enabled"), [
    ("", True),
    ("global_settings: {fallback_enabled: false}", False),
    ("global_settings: {fallback_enabled: no}", False),
    ("global_settings: {fallback_enabled: on}", True),
    ("global_settings: {fallback_enabled: }", True),
])  # fmt: skip
def test_fallback_can_be_switched_off(setting: str, enabled: bool) -> None:
    assert crew(A + setting)[1].settings.fallback_enabled is enabled


@pytest.mark.parametrize(("setting", "health"), [
    ("", HealthSettings(60, 10, 2000)),
    ("health:", HealthSettings()),
    ("health: {timeout: 2.5}", HealthSettings(timeout=2.5)),
    ("health: {interval: 30, timeout: 5, degraded_ms: 800, more: 1}", HealthSettings(30, 5, 800)),
])  # fmt: skip
def test_how_providers_are_checked(setting: str, health: HealthSettings) -> None:
    assert crew(A + setting)[1].settings.health == health
