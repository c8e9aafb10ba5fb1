"""The prices that have been found out so far. No clock, no package of prices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rscrew_console.providers.prices import FROM_FILE, PriceQuote
from rscrew_console.roster.model import Provider, Roster

Subject = tuple[Provider, int]
"""A provider without its name, and the tokens that are sent to it: all that a price depends on."""


class PriceBook:
    """Mutable. What the file says itself is known at once, all else when it was looked up."""

    def __init__(self) -> None:
        self.loading = False
        """Whether prices are being looked up that strategies may depend on."""
        self.awaited = False
        """Whether prices are looked up at all, so that some may still come."""
        self._looked_up: dict[Subject, PriceQuote | None] = {}

    def quotes(self, roster: Roster) -> dict[str, PriceQuote]:
        """The prices that are known by now, by provider."""
        quotes = {one.name: self._of(one, roster) for one in roster.providers}
        return {name: quote for name, quote in quotes.items() if quote is not None}

    def unknown(self, roster: Roster) -> list[Provider]:
        """The providers whose price is still to be looked up."""
        return [
            one
            for one in roster.providers
            if one.price is None and _subject(one, roster) not in self._looked_up
        ]

    def take(self, roster: Roster, quotes: Mapping[str, PriceQuote]) -> None:
        """All providers of that crew were looked up; those without a quote have no known price."""
        for one in roster.providers:
            self._looked_up[_subject(one, roster)] = quotes.get(one.name)

    def _of(self, provider: Provider, roster: Roster) -> PriceQuote | None:
        if provider.price is not None:
            return PriceQuote(provider.price, FROM_FILE, None)
        return self._looked_up.get(_subject(provider, roster))


def _subject(provider: Provider, roster: Roster) -> Subject:
    return replace(provider, name="", description=""), roster.settings.costs.input_tokens
