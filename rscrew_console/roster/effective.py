"""What an agent would really run on now."""

from __future__ import annotations

from collections.abc import Collection

from rscrew_console.roster.chain import Chain
from rscrew_console.roster.model import Agent, Settings


def route(agent: Agent, settings: Settings) -> tuple[str, ...]:
    """The providers that a call of the agent may reach, in order.

    A pinned provider is the only one. What is in force takes the place of the file's primary.
    """
    if settings.pin is not None:
        return (settings.pin,)
    route = tried(agent.chain, fallback_enabled=settings.fallback_enabled)
    if first := agent.model_in_force:
        others = route[1:] if agent.chain.primary else route
        return (first, *(name for name in others if name != first))
    return route


def runs_on(agent: Agent, settings: Settings, usable: Collection[str]) -> str | None:
    """The first provider of the agent's route that is usable, or None: it cannot run."""
    return next((provider for provider in route(agent, settings) if provider in usable), None)


def lacks_provider(agent: Agent, settings: Settings, usable: Collection[str]) -> bool:
    """Whether the agent cannot run. One whose model the reading program chooses can."""
    return is_stranded(agent, settings, runs_on(agent, settings, usable))


def is_stranded(agent: Agent, settings: Settings, running: str | None) -> bool:
    """The same, of an agent of which it is known already what it runs on."""
    return running is None and (settings.pin is not None or not agent.is_left_to_program)


def tried(chain: Chain, *, fallback_enabled: bool) -> tuple[str, ...]:
    """The providers that a call may reach: the primary alone where fallback is switched off."""
    if fallback_enabled:
        return chain.providers
    return () if chain.primary is None else (chain.primary,)
