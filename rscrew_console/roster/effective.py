"""What an agent would really run on now."""

from __future__ import annotations

from collections.abc import Collection

from rscrew_console.roster.model import Chain


def tried(chain: Chain, *, fallback_enabled: bool) -> tuple[str, ...]:
    """The providers that a call may reach: the primary alone where fallback is switched off."""
    if fallback_enabled:
        return chain.providers
    return () if chain.primary is None else (chain.primary,)


def effective(chain: Chain, usable: Collection[str], *, fallback_enabled: bool) -> str | None:
    """The first provider of the chain that is usable, or None: the agent cannot run."""
    reachable = tried(chain, fallback_enabled=fallback_enabled)
    return next((provider for provider in reachable if provider in usable), None)
