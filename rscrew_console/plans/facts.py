"""What is known of a crew's providers beside its file: keys, prices, outages, measured calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from rscrew_console.providers.prices import PriceQuote, prices_of
from rscrew_console.records import dataclass
from rscrew_console.roster.cost import Averages, Prices
from rscrew_console.roster.facts import Facts
from rscrew_console.roster.strategies.view import ProviderView, assumed_usable, cannot_serve


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What is known of the providers beside the file."""

    facts: Mapping[str, Facts]
    """By provider, of every provider; see `providers.facts`."""
    quotes: Mapping[str, PriceQuote] = field(default_factory=dict)
    """By provider, of those whose price is known; see `providers.prices`."""
    down: frozenset[str] = frozenset()
    """Providers that do not answer, as far as is known."""
    averages: Mapping[str, Averages] = field(default_factory=dict)
    """By agent: what its calls have really taken. Costs are told by it; plans go by the file."""
    failing: frozenset[str] = frozenset()
    """Providers on which the calls of the last minutes have failed for good. They count for what
    runs now; the chains that a strategy writes do not depend on them."""

    @property
    def prices(self) -> Prices:
        return prices_of(self.quotes)

    @property
    def usable(self) -> frozenset[str]:
        """The providers that can serve; where nobody has a key, keys do not count."""
        return assumed_usable(self.facts, self.down) - self.failing

    @property
    def view(self) -> ProviderView:
        kinds = {name: fact.kind for name, fact in self.facts.items()}
        return ProviderView(kinds, self.prices, cannot_serve(self.facts, self.down))
