"""The crew as a configuration of LiteLLM's proxy: every agent is a model name there.

An agent's model name leads to its first provider, and its further providers are the fallbacks.
See https://docs.litellm.ai/docs/proxy/config_settings for what the keys mean.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rscrew_console.export.deployment import Deployment, deployment_of, plain_number
from rscrew_console.export.router import (
    REDIS_URL,
    Chains,
    fallback_names,
    fallbacks,
    policy,
    redis_of,
)
from rscrew_console.records import dataclass
from rscrew_console.roster.effective import route
from rscrew_console.roster.model import Roster

MASTER_KEY = "LITELLM_MASTER_KEY"


@dataclass(frozen=True, slots=True)
class ProxyConfig:
    """What the proxy reads, and what people should know of it."""

    data: Mapping[str, Any]
    notes: tuple[str, ...]
    """What the proxy does otherwise than the file might let one think."""
    warnings: tuple[str, ...]
    """What the file says and the proxy cannot have."""
    left_out: tuple[str, ...]
    """Agents that nobody would serve."""
    variables: tuple[str, ...]
    """What has to be in the proxy's environment; `REDIS_URL` may be, too."""


def proxy_config(
    roster: Roster, env: Mapping[str, str], *, retries: int, fallback: bool
) -> ProxyConfig:
    """`retries` of passing faults, and whether the environment allows fallback at all.

    `env` is asked for one thing only: whether a variable holds more keys than one.
    """
    all_chains = {agent.name: _chain_of(roster, agent.name, fallback) for agent in roster.agents}
    used = dict.fromkeys(name for chain in all_chains.values() for name in chain)
    deployments_found = {
        provider.name: deployment_of(provider, env)
        for provider in roster.providers
        if provider.name in used
    }
    fit = {name: one for name, one in deployments_found.items() if isinstance(one, Deployment)}
    chains = {
        agent: kept_chain
        for agent, chain in all_chains.items()
        if "*" not in agent and (kept_chain := tuple(name for name in chain if name in fit))
    }
    left_out = tuple(agent for agent in all_chains if agent not in chains)
    redis, redis_warning = redis_of(roster.settings.calling.redis_url)
    limited = any("rpm" in fit[name].params for chain in chains.values() for name in chain)
    timeout = plain_number(roster.settings.calling.request_timeout)
    data = {
        "model_list": _model_list(roster, chains, fit),
        "router_settings": {
            **fallbacks(roster, chains),
            **policy(retries, limited=limited),
            "timeout": timeout,
            "redis_url": redis,
        },
        "litellm_settings": {
            "drop_params": True,
            "request_timeout": timeout,
            "telemetry": False,
        },
        "general_settings": {"master_key": f"os.environ/{MASTER_KEY}"},
    }
    needed = (variable for one in fit.values() for variable in one.variables)
    return ProxyConfig(
        data,
        tuple(_notes(roster, limited=limited, fallback=fallback)),
        (
            *(f"{name}: {why}; the proxy does without it" for name, why in deployments_found.items()
              if isinstance(why, str)),
            *(warning for one in fit.values() for warning in one.warnings),
            *redis_warning,
            *(_why_left_out(agent) for agent in left_out),
        ),
        left_out,
        tuple(dict.fromkeys((MASTER_KEY, *needed))),
    )  # fmt: skip


def _chain_of(roster: Roster, agent: str, fallback: bool) -> tuple[str, ...]:
    chain = tuple(dict.fromkeys(route(roster.agent_by_name[agent], roster.settings)))
    return chain if fallback else chain[:1]


def _model_list(
    roster: Roster, chains: Chains, fit: Mapping[str, Deployment]
) -> list[dict[str, Any]]:
    """An entry for every agent, then one for every provider that some agent falls back to."""
    names = fallback_names(roster, chains)
    entries = [(agent, chain[0]) for agent, chain in chains.items()]
    entries += [(name, provider) for provider, name in names.items()]
    return [
        {
            "model_name": name,
            "litellm_params": dict(fit[provider].params),
            # The same wherever the provider stands: its limit and its rest count once.
            "model_info": {"id": f"provider:{provider}"},
        }
        for name, provider in entries
    ]


def _notes(roster: Roster, *, limited: bool, fallback: bool) -> Iterator[str]:
    settings = roster.settings
    if settings.pin is not None:
        why = f" ({settings.pin_why})" if settings.pin_why else ""
        yield f"Every agent is pinned to {settings.pin}{why}: there are no fallbacks."
    elif not settings.fallback_enabled:
        yield "The file says fallback_enabled: false: there are no fallbacks."
    elif not fallback:
        yield "RSCREW_LLM_FALLBACK was off when this was made: there are no fallbacks."
    if settings.calling.redis_url is None:
        yield f"Proxies that share {REDIS_URL} share their limits and cooldowns."
    if limited:
        yield "Beyond a provider's rpm the proxy goes on to the next one; it does not wait."
    if settings.calling.min_interval:
        yield "The proxy makes no pause between calls: min_interval is not in here."


def _why_left_out(agent: str) -> str:
    if "*" in agent:
        return f"{agent}: LiteLLM takes a star in a name for a pattern; the proxy does not have it"
    return f"{agent}: none of its providers can be had; the proxy does not have it"
