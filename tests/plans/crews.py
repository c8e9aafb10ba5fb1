"""Crews of several sizes and shapes, as files and as rosters, for everything about strategies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from rscrew_console.plans.facts import PlanFacts
from rscrew_console.plans.shipped import shipped
from rscrew_console.providers.facts import facts_of
from rscrew_console.providers.prices import FROM_FILE, PriceQuote
from rscrew_console.roster.model import Roster
from rscrew_console.roster.strategies.model import Strategy
from rscrew_console.session.parsing import crew_of, parse_text

SLOTS = ("primary", "secondary", "tertiary", "fallback")

GUIDE = {
    "claude": (
        "project_orchestrator", "solution_architect", "security_architecture_specialist",
        "plan_update_coordinator",
    ),
    "openai": ("quality_assurance", "technical_writer", "frontend_architecture_specialist"),
    "gemini": ("operator_intent_interpreter", "research_analyst", "feature_analyst"),
    "deepseek": (
        "code_implementer", "database_architecture_specialist", "infrastructure_specialist",
    ),
}  # fmt: skip
"""The guide's own table: provider → the agents that it serves first."""

# RSCrew's file as it is in use: the same providers and chains, in our own words.
_RSCREW_PROVIDERS = {
    "claude": ("claude-3-5-sonnet-20241022", "premium", "ANTHROPIC_API_KEY", (3, 15)),
    "gemini": ("gemini-1.5-pro", "standard", "GEMINI_API_KEY", (1.25, 5)),
    "openai": ("gpt-4o", "premium", "OPENAI_API_KEY", (2.5, 10)),
    "deepseek": ("deepseek-chat", "budget", "DEEPSEEK_API_KEY", (0.27, 1.1)),
}
_RSCREW_CHAINS = {
    "project_orchestrator": "claude openai gemini deepseek",
    "solution_architect": "claude openai deepseek gemini",
    "code_implementer": "openai claude openai gemini",
    "quality_assurance": "openai claude deepseek gemini",
    "plan_update_coordinator": "claude openai gemini deepseek",
    "operator_intent_interpreter": "gemini openai claude deepseek",
    "research_analyst": "gemini openai deepseek claude",
    "technical_writer": "openai gemini claude deepseek",
    "security_architecture_specialist": "claude openai deepseek gemini",
    "database_architecture_specialist": "deepseek claude openai gemini",
    "frontend_architecture_specialist": "openai deepseek gemini claude",
    "infrastructure_specialist": "deepseek openai claude gemini",
    "feature_analyst": "gemini openai deepseek claude",
}


def rscrew_file(*, priced: bool = True) -> str:
    """RSCrew's file; with `priced` it says the prices of its models itself."""
    lines = ["global_settings:", "  fallback_enabled: true", "providers:"]
    for name, (model, tier, key, (dollars_in, dollars_out)) in _RSCREW_PROVIDERS.items():
        lines += [f"  {name}:", f"    model: {model}", f"    api_key_env: {key}",
                  f"    cost_tier: {tier}"]  # fmt: skip
        if priced:
            lines.append(f"    price: {{input: {dollars_in}, output: {dollars_out}}}")
    lines.append("agent_assignments:")
    for agent, chain in _RSCREW_CHAINS.items():
        lines += [f"  {agent}:   # as it was"]
        lines += [f"    {slot}: {one}" for slot, one in zip(SLOTS, chain.split(), strict=True)]
        lines.append(f"    reasoning: What {agent} is good at")
    lines += ["load_balancing:", "  distribution:",
              "    claude: 4", "    openai: 4", "    gemini: 3", "    deepseek: 2"]  # fmt: skip
    return "\n".join(lines) + "\n"


SMALL = """\
providers:
  strong: {model: claude-sonnet-5, cost_tier: premium, price: {input: 3, output: 15}}
  cheap: {model: gpt-5-nano, cost_tier: budget, price: {input: 0.05, output: 0.4}}
agent_assignments:
  planner: {primary: cheap, capability: reasoning}
  writer: {primary: strong, secondary: cheap, capability: communication}
  coder: {primary: strong, capability: coding}
"""


def large_file(agents: int = 500, providers: int = 12) -> str:
    """Providers of all kinds and tiers, and as many agents of every capability."""
    models = ("claude-{}", "gpt-{}", "gemini/gemini-{}", "deepseek/deepseek-{}")
    tiers = {"premium": 8.0, "standard": 2.0, "budget": 0.2}
    capabilities = ("reasoning", "communication", "analysis", "coding", "coding")
    lines = ["providers:"]
    for number in range(providers):
        tier = list(tiers)[number % 3]
        price = round(tiers[tier] * (1 + number / 100), 4)
        model = models[number % 4].format(number)
        lines.append(
            f"  p{number}: {{model: {model}, cost_tier: {tier},"
            f" price: {{input: {price}, output: {4 * price:.4f}}}}}"
        )
    lines.append("agent_assignments:")
    for number in range(agents):
        lines += [
            f"  agent_{number}:",
            f"    primary: p{number % providers}",
            f"    secondary: p{(number + 5) % providers}",
            f"    capability: {capabilities[number % 5]}",
        ]
    return "\n".join(lines) + "\n"


CREWS = {
    "rscrew": rscrew_file(),
    "small": SMALL,
    "large": large_file(),
}
STRATEGIES = ("task-optimised", "cost-optimised", "performance-optimised", "balanced")


def roster_of(text: str) -> Roster:
    """The crew of a file without errors."""
    crew = crew_of(parse_text(text))
    assert crew is not None
    return crew.roster


def around(roster: Roster, keys: Iterable[str] = (), down: Iterable[str] = ()) -> PlanFacts:
    """With these key variables set, and with no other prices than the file's own."""
    env = dict.fromkeys(keys, "sk-9f3c1b7a5d2e8064")
    quotes = {
        one.name: PriceQuote(one.price, FROM_FILE, None) for one in roster.providers if one.price
    }
    return PlanFacts(facts_of(roster, env), quotes, frozenset(down))


@cache
def strategy(name: str) -> Strategy:
    """A shipped one."""
    return next(one for one in shipped() if one.name == name)


def by_primary(chains: Mapping[str, tuple[str, ...]]) -> dict[str, set[str]]:
    """Provider → the agents that it serves first."""
    found: dict[str, set[str]] = {}
    for agent, chain in chains.items():
        found.setdefault(chain[0], set()).add(agent)
    return found
