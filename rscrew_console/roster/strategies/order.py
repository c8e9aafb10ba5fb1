"""The order in which an agent would like its providers, by a rule and the strategy's `then`."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cached_property

from rscrew_console.roster.model import CostAssumptions, Provider
from rscrew_console.roster.strategies.view import ProviderView
from rscrew_console.roster.strategies.words import TIERS, PreferenceItem

Key = tuple[float, ...]


class ProviderRanking:
    """Ranks providers for one kind of work at one usage. Ties stay in the order of the file."""

    def __init__(
        self, providers: Sequence[Provider], prefer: Sequence[PreferenceItem],
        then: Sequence[PreferenceItem], *,
        fill: bool, capability: str, usage: CostAssumptions, view: ProviderView,
    ) -> None:  # fmt: skip
        self._able = [one for one in providers if one.name not in view.unusable]
        self._unable = [one for one in providers if one.name in view.unusable]
        self._prefer = prefer
        self._then = then
        self._fill = fill
        self._capability = capability
        self._usage = usage
        self._view = view

    @cached_property
    def ranked(self) -> tuple[str, ...]:
        """The preferred ones, then the others; those that cannot serve behind all that can."""
        return (*self._ranked(self._able), *self._ranked(self._unable))

    @cached_property
    def able(self) -> tuple[str, ...]:
        """The providers of `ranked` that can serve, or all of them if none can."""
        return tuple(self._ranked(self._able)) or self.ranked

    @cached_property
    def options(self) -> frozenset[str]:
        """The providers that may come first, whatever the prices are."""
        for providers in (self._able, self._unable):
            for item in self._prefer:
                if fitting := [one for one in providers if self._fits(item, one)]:
                    return frozenset(one.name for one in fitting)
            if self._fill and providers:
                return frozenset(one.name for one in providers)
        return frozenset()

    @cached_property
    def sure(self) -> int:
        """How many places of `able` are the same whatever the prices are, from the first on."""
        remaining, placed = self._able, 0
        for index, item in enumerate(self._prefer):
            fitting = [one for one in remaining if self._fits(item, one)]
            behind = (*self._prefer[index + 1 :], *self._then)
            if self._price_decides((item,) if item.pick else behind, fitting):
                return placed
            remaining = [one for one in remaining if one not in fitting]
            placed += len(fitting)
        if self._fill and self._price_decides(self._then, remaining):
            return placed
        return len(self._able)

    @cached_property
    def decided(self) -> int:
        """How many places of `ranked` are the same whatever the prices are, from the first on."""
        if self.sure < len(self._able):
            return self.sure
        return len(self._able) + (len(self._unable) if len(self._unable) == 1 else 0)

    def _price_decides(
        self, items: Sequence[PreferenceItem], providers: Sequence[Provider]
    ) -> bool:
        """Whether some of the providers are alike until an item compares their prices."""
        alike = [providers]
        for item in items:
            fitting = [[one for one in group if self._fits(item, one)] for group in alike]
            if item.pick and any(len(group) > 1 for group in fitting):
                return True
            others = [[one for one in group if not self._fits(item, one)] for group in alike]
            alike = [group for group in (*fitting, *others) if group]
        return False

    def _ranked(self, providers: Sequence[Provider]) -> list[str]:
        remaining = list(providers)
        ranked: list[str] = []
        for index, item in enumerate(self._prefer):
            ties = self._by((*self._prefer[index + 1 :], *self._then))
            chosen = sorted((one for one in remaining if self._fits(item, one)), key=ties)
            if item.pick:
                chosen = sorted(chosen, key=self._by((item,)))[:1]
            ranked += [one.name for one in chosen]
            remaining = [one for one in remaining if one.name not in ranked]
        if self._fill:
            ranked += [one.name for one in sorted(remaining, key=self._by(self._then))]
        return ranked

    def _fits(self, item: PreferenceItem, provider: Provider) -> bool:
        """Whether the item speaks of the provider, its `cheapest` or `dearest` apart."""
        if item.name and item.name != provider.name:
            return False
        if item.tiers and _tier(provider) not in item.tiers:
            return False
        return not item.strong or self._view.is_strong(provider, self._capability)

    def _by(self, items: Sequence[PreferenceItem]) -> Callable[[Provider], Key]:
        def key(provider: Provider) -> Key:
            return tuple(part for item in items for part in self._key(item, provider))

        return key

    def _key(self, item: PreferenceItem, provider: Provider) -> Key:
        if not self._fits(item, provider):
            return (1, 0, 0)
        return (0, *self._price(item, provider)) if item.pick else (0, 0, 0)

    def _price(self, item: PreferenceItem, provider: Provider) -> Key:
        """Known prices first; of the unknown ones, the tier is the best that there is to go by."""
        sign = 1 if item.pick == "cheapest" else -1
        usd = self._view.usd(provider, self._usage)
        if usd is not None:
            return (sign * usd, 0)
        tier = _tier(provider)
        # A tier that is none of ours is taken to be in the middle.
        dearness = len(TIERS) - TIERS.index(tier) if tier in TIERS else len(TIERS) / 2
        return (math.inf, sign * dearness)


def _tier(provider: Provider) -> str:
    return provider.cost_tier.strip().casefold()
