"""The text of a new file for several models, with comments that say what each part is for."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import yaml

from rscrew_console.roster.model import Provider, Roster

_HEAD = """\
# model_config.yaml: which model every agent runs on, and what it falls back to.
# Written by rsc migrate. Before, there was {told}.
#
#   rsc --config FILE status       which providers can serve
#   rsc --config FILE checklist    what is still missing, with the command that mends it
#   rsc --config FILE pin NAME     everyone on one model for the time being; unpin ends it

global_settings:
  fallback_enabled: true   # a model that cannot serve passes the call on to the next one

# One entry for each model. A key is never written here, only the name of its variable.
providers:
"""
_AGENTS = """
# Every agent has a chain: primary, secondary, tertiary, fallback. Change one with rsc assign.
agent_assignments:
"""
_LIMITS = """
# What may be spent, and what is told. Take the # away and put in your own figures.
# budgets: {daily_usd: 5, weekly_usd: 10, on_exceed: warn}
# alerts:
# - {metric: Total AI cost (weekly), target: $3-5, threshold: "> $10"}
# - {metric: p95 latency (weekly), threshold: 3 s}
# - {metric: Authentication failures (weekly), threshold: 0}
"""


def file_text(roster: Roster, told: str, added: Collection[str]) -> str:
    """The file of a crew in which every agent has the chain that the roster says.

    `told` is what there was before; `added` are the providers that were not there.
    """
    parts = [_HEAD.format(told=" ".join(told.split()))]
    for provider in roster.providers:
        parts += _provider(provider, is_new=provider.name in added)
    parts.append(_AGENTS)
    for agent in roster.agents:
        parts.append(f"  {_scalar(agent.name)}:\n")
        if not agent.chain.links:
            first = roster.providers[0].name
            parts.append(f"    primary: {_scalar(first)}\n")
        parts += (f"    {link.slot}: {_scalar(link.provider)}\n" for link in agent.chain.links)
        if agent.capability_given and agent.capability:
            parts.append(f"    capability: {agent.capability}\n")
        if agent.reasoning:
            parts.append(f"    reasoning: {_scalar(agent.reasoning)}\n")
    parts.append(_LIMITS)
    return "".join(parts)


def _provider(provider: Provider, *, is_new: bool) -> Iterator[str]:
    yield f"  {_scalar(provider.name)}:{'' if is_new else '   # in use before'}\n"
    fields = {
        "model": provider.model,
        "api_key_env": provider.api_key_env,
        "base_url": provider.base_url,
        "description": provider.description,
        "cost_tier": provider.cost_tier,
    }
    for name, value in fields.items():
        if value:
            yield f"    {name}: {_scalar(value)}\n"


def _scalar(text: str) -> str:
    """The text as one line of YAML, in quotes where it needs them."""
    dumped: str = yaml.safe_dump(text, allow_unicode=True, width=10**6)
    return dumped.removesuffix("\n").removesuffix("\n...").strip()
