"""Which strategy a crew follows, judged by the primaries of its agents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from rscrew_console.roster.cost import Prices
from rscrew_console.roster.model import Roster
from rscrew_console.roster.strategies.apply import apply, limit_of
from rscrew_console.roster.strategies.model import Strategy
from rscrew_console.roster.strategies.ruling import Ruling
from rscrew_console.roster.strategies.view import View

FEW = 4
"""Fewer agents than this, or a single provider, follow everything and nothing."""
FAR = 3
"""A crew more agents apart than this, or than every fourth agent, does not follow the strategy."""


@dataclass(frozen=True, slots=True)
class Match:
    """The nearest strategy, and how many agents have another primary than it would give them."""

    strategy: str
    apart: int

    def __str__(self) -> str:
        return f"{self.strategy}, {self.apart} apart" if self.apart else self.strategy


def match(
    roster: Roster,
    strategies: Iterable[Strategy],
    view: View,
    prices: Callable[[], Prices] | None,
) -> Match | None:
    """The strategy that the fewest agents are apart from; of equals the first. None: none is near.

    Both count as following it: with the providers that `view` says can serve, and as if all could.
    `prices` is called only if they can make a difference, since loading them takes a while. Where
    it is None and they could, nothing is said rather than something wrong.
    """
    if len(roster.agents) < FEW or len(roster.providers) < 2:
        return None
    nearest = min(FAR, len(roster.agents) // 4)
    views = [view, replace(view, unusable=frozenset())]
    found: Match | None = None
    loaded = unsure = False
    for strategy in strategies:
        for index in range(len(views)):
            if _least_apart(strategy, roster, views[index]) > nearest:
                continue
            if _by_price(strategy, roster, views[index]):
                if prices is None:
                    unsure = True
                    continue
                views = views if loaded else _priced(views, prices)
                loaded = True
            apart = _apart(strategy, roster, views[index])
            if apart <= nearest:
                found, nearest = Match(strategy.name, apart), apart - 1
    return None if unsure and (found is None or found.apart) else found


def _priced(views: list[View], prices: Callable[[], Prices]) -> list[View]:
    known = prices()
    return [replace(view, prices=known) for view in views]


def _by_price(strategy: Strategy, roster: Roster, view: View) -> bool:
    """Whether prices may decide who serves an agent first."""
    items = [*strategy.then, *(item for rule in strategy.rules for item in rule.prefer)]
    if not any(word in item for item in items for word in ("cheapest", "dearest")):
        return False
    if limit_of(strategy, roster, view) is not None:
        return True
    ruling = Ruling(strategy, roster, view)
    return any(len(ruling.order(rule, agent).options) > 1 for rule, agent in ruling.covered())


def _apart(strategy: Strategy, roster: Roster, view: View) -> int:
    """Agents that no rule covers are apart, too."""
    chains = apply(strategy, roster, view).chains
    return sum(
        agent.name not in chains or agent.chain.primary != chains[agent.name][0]
        for agent in roster.agents
    )


def _least_apart(strategy: Strategy, roster: Roster, view: View) -> int:
    """How many agents are apart from the strategy whatever the prices are."""
    ruling = Ruling(strategy, roster, view)
    covered = list(ruling.covered())
    apart = len(roster.agents) - len(covered)
    limit = limit_of(strategy, roster, view)
    if limit is not None:
        counts = Counter(agent.chain.primary for _, agent in covered)
        return apart + sum(max(0, count - limit) for count in counts.values())
    return apart + sum(
        agent.chain.primary not in ruling.order(rule, agent).options for rule, agent in covered
    )
