"""What a strategy has to know beside the crew itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field
from types import MappingProxyType
from typing import TYPE_CHECKING

from rscrew_console.records import dataclass
from rscrew_console.roster.facts import Facts
from rscrew_console.roster.model import CostAssumptions, Provider

if TYPE_CHECKING:
    from rscrew_console.roster.cost import Prices

STRENGTHS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "anthropic": ("reasoning",),
        "openai": ("communication",),
        "gemini": ("analysis",),
        "deepseek": ("coding",),
    }
)
"""What each kind of provider is strong in, where the file does not say for the provider itself."""


@dataclass(frozen=True, slots=True)
class ProviderView:
    """The providers as they are to be judged."""

    kinds: Mapping[str, str | None] = field(default_factory=dict)
    """By provider; see `providers.kinds`."""
    prices: Prices = field(default_factory=dict)
    unusable: frozenset[str] = frozenset()
    """Providers that come last; see `cannot_serve`."""

    def is_strong(self, provider: Provider, capability: str) -> bool:
        strengths = provider.strengths or STRENGTHS.get(self.kinds.get(provider.name) or "", ())
        return capability in strengths

    def usd(self, provider: Provider, usage: CostAssumptions) -> float | None:
        """US dollars for one call; None where the price is not known."""
        price = self.prices.get(provider.name)
        if price is None:
            return None
        from rscrew_console.roster.cost import call_usd

        return call_usd(price, usage)


def cannot_serve(facts: Mapping[str, Facts], down: Collection[str] = ()) -> frozenset[str]:
    """The providers without a key, and those that are `down` as far as is known.

    Where not one of them can serve, keys do not count: the crew is being prepared for another
    machine.
    """
    keyless = {name for name, fact in facts.items() if not fact.usable} if any_serves(facts) else ()
    return frozenset(down) | frozenset(keyless)


def assumed_usable(facts: Mapping[str, Facts], down: Collection[str] = ()) -> frozenset[str]:
    """The other providers."""
    return frozenset(facts) - cannot_serve(facts, down)


def any_serves(facts: Mapping[str, Facts]) -> bool:
    """Whether any provider has a key here, or needs none."""
    return any(fact.usable for fact in facts.values())
