"""What LiteLLM's router is told: who is asked next, how often, and who is left alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from rscrew_console.roster.calling import FALLBACK_ON
from rscrew_console.roster.model import Roster

REDIS_URL = "RSCREW_REDIS_URL"
COOLDOWN = 60
"""Seconds for which a provider that has failed is left alone."""
_ANY_NUMBER = 10_000
_PASSWORD = re.compile(r"//[^/?#]*@|[?&](password|username)=", re.IGNORECASE)

Chains = Mapping[str, tuple[str, ...]]
"""Agent → the providers that the proxy would ask, in order; at least one."""


def fallback_names(roster: Roster, chains: Chains) -> dict[str, str]:
    """Provider → its model name, for those that some agent falls back to: its own, if it is free.

    LiteLLM would take a star in it for a pattern.
    """
    fallbacks = {provider for chain in chains.values() for provider in chain[1:]}
    agent_names = {agent.name for agent in roster.agents}
    names: dict[str, str] = {}
    for provider in roster.providers:
        if provider.name in fallbacks:
            name = provider.name.replace("*", "_")
            while name in agent_names:
                name += "-provider"
            names[provider.name] = name
            agent_names.add(name)
    return names


def fallbacks(roster: Roster, chains: Chains) -> dict[str, Any]:
    """Who is asked next, after most faults and after those that are the caller's own."""
    names = fallback_names(roster, chains)
    further = {
        agent: [names[name] for name in chain[1:]] for agent, chain in chains.items() if chain[1:]
    }
    if not further:
        return {}
    # An empty list stands for none; an agent that has no list at all would take its fallbacks.
    allowed = {
        fault: [{agent: list(to) if fault in _fallback_on(roster, agent) else []}
                for agent, to in further.items()]
        for fault in FALLBACK_ON
    }  # fmt: skip
    return {
        "fallbacks": [{agent: to} for agent, to in further.items()],
        **{f"{fault}_fallbacks": entries for fault, entries in allowed.items()},
    }


def _fallback_on(roster: Roster, agent: str) -> Collection[str]:
    own = roster.agent_by_name[agent].fallback_on
    return roster.settings.calling.fallback_on if own is None else own


def policy(retries: int, *, limited: bool) -> dict[str, Any]:
    """What a failure leads to, as far as LiteLLM can be told: retries of what may pass, none of
    what does not, and a rest for who has failed so often. `limited`: some provider has an rpm."""
    passing = ("Timeout", "InternalServer", "ServiceUnavailable")
    lasting = ("Authentication", "NotFound", "RateLimit")
    refused = ("BadRequest", "ContentPolicyViolation")
    allowed = dict.fromkeys(lasting, 0) | dict.fromkeys((*passing, "BadGateway"), retries)
    if limited:
        # LiteLLM 1.106 at times blames the provider that it goes on to for the limit of the one
        # before: that must not make the innocent rest.
        allowed["RateLimit"] = _ANY_NUMBER
    checks = {"optional_pre_call_checks": ["enforce_model_rate_limits"]} if limited else {}
    return {
        "num_retries": retries,
        "retry_policy": {
            **{f"{fault}ErrorRetries": 0 for fault in (*lasting, *refused)},
            **{f"{fault}ErrorRetries": retries for fault in passing},
        },
        "allowed_fails_policy": {
            f"{fault}ErrorAllowedFails": number for fault, number in allowed.items()
        },
        "cooldown_time": COOLDOWN,
        **checks,
    }


def redis_of(url: str | None) -> tuple[str, tuple[str, ...]]:
    """`redis_url`, and warnings."""
    if url is None or not url.strip():
        return f"os.environ/{REDIS_URL}", ()
    if _PASSWORD.search(url):
        warning = (
            f"redis_url holds a password and is not written out: set {REDIS_URL} to it where the"
            " proxy runs"
        )
        return f"os.environ/{REDIS_URL}", (warning,)
    return url.strip(), ()
