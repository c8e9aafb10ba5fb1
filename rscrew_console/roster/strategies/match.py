"""Which strategy a crew follows, judged by the primaries of its agents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from rscrew_console.roster.cost import Prices
from rscrew_console.roster.model import Roster
from rscrew_console.roster.strategies.apply import apply, limit_of
from rscrew_console.roster.strategies.model import Strategy
from rscrew_console.roster.strategies.ruling import RuleResolver
from rscrew_console.roster.strategies.view import ProviderView

FEW = 4
"""Fewer agents than this, or a single provider, follow everything and nothing."""
FAR = 3
"""A crew more agents apart than this, or than every fourth agent, does not follow the strategy."""


@dataclass(frozen=True, slots=True)
class StrategyMatch:
    """The nearest strategy, and how many agents have another primary than it would give them."""

    strategy: str
    apart: int

    def __str__(self) -> str:
        return f"{self.strategy}, {self.apart} apart" if self.apart else self.strategy


def match(
    roster: Roster,
    strategies: Iterable[Strategy],
    view: ProviderView,
    prices: Callable[[], Prices] | None,
) -> StrategyMatch | None:
    """The strategy that the fewest agents are apart from; of equals the first. None: none is near.

    Both count as following it: with the providers that `view` says can serve, and as if all could.
    `prices` is called only if they can make a difference, since loading them takes a while. Where
    it is None and they could, nothing is said rather than something wrong.
    """
    if len(roster.agents) < FEW or len(roster.providers) < 2:
        return None
    nearest = min(FAR, len(roster.agents) // 4)
    views = [view, replace(view, unusable=frozenset())]
    found: StrategyMatch | None = None
    loaded = unsure = False
    for strategy in strategies:
        for index in range(len(views)):
            if _least_apart(strategy, roster, views[index]) > nearest:
                continue
            if not loaded and _by_price(strategy, roster, views[index]):
                if prices is None:
                    unsure = True
                    continue
                views, loaded = _priced(views, prices()), True
            apart = _apart(strategy, roster, views[index])
            if apart <= nearest:
                found, nearest = StrategyMatch(strategy.name, apart), apart - 1
    return None if unsure and (found is None or found.apart) else found


def _priced(views: list[ProviderView], prices: Prices) -> list[ProviderView]:
    return [replace(view, prices=prices) for view in views]


def _by_price(strategy: Strategy, roster: Roster, view: ProviderView) -> bool:
    """Whether prices may decide who serves an agent first.

    They may not where everybody, served one after the other, gets a provider from those places of
    the order that no price can change.
    """
    ruling = RuleResolver(strategy, roster, view)
    chains = apply(strategy, roster, view).chains
    orders = (
        (ruling.order(rule, agent), chains.get(agent.name)) for rule, agent in ruling.covered()
    )
    return any(chain and chain[0] not in order.able[: order.sure] for order, chain in orders)


def _apart(strategy: Strategy, roster: Roster, view: ProviderView) -> int:
    """Agents that no rule covers are apart, too."""
    chains = apply(strategy, roster, view).chains
    return sum(
        agent.name not in chains or agent.chain.primary != chains[agent.name][0]
        for agent in roster.agents
    )


def _least_apart(strategy: Strategy, roster: Roster, view: ProviderView) -> int:
    """How many agents are apart from the strategy whatever the prices are."""
    ruling = RuleResolver(strategy, roster, view)
    covered = list(ruling.covered())
    apart = len(roster.agents) - len(covered)
    limit = limit_of(strategy, roster, view)
    if limit is not None:
        counts = Counter(agent.chain.primary for _, agent in covered)
        return apart + sum(max(0, count - limit) for count in counts.values())
    return apart + sum(
        agent.chain.primary not in ruling.order(rule, agent).options for rule, agent in covered
    )
