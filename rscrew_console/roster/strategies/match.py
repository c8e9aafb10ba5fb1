"""Which strategy a crew follows, judged by the primaries of its agents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
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
    prices: Callable[[], Prices] | None = None,
) -> Match | None:
    """The strategy that the fewest agents are apart from; of equals the first. None: none is near.

    Both count as following it: with the providers that `view` says can serve, and as if all could.
    `prices` is called only if they could make a difference, since loading them takes a while;
    without it those of the view are all.
    """
    if len(roster.agents) < FEW or len(roster.providers) < 2:
        return None
    near = min(FAR, len(roster.agents) // 4)
    views = _Views([view, replace(view, unusable=frozenset())], prices)
    found: Match | None = None
    for strategy in strategies:
        nearest = near if found is None else found.apart - 1
        apart = min(views.apart(strategy, roster, nearest), default=nearest + 1)
        if apart <= nearest:
            found = Match(strategy.name, apart)
    return found


class _Views:
    """The views to judge by, with prices as soon as they are needed."""

    def __init__(self, views: Sequence[View], prices: Callable[[], Prices] | None) -> None:
        self._views = views
        self._prices = prices

    def apart(self, strategy: Strategy, roster: Roster, nearest: int) -> list[int]:
        """For each view that may be as near as `nearest` the number of agents apart."""
        found = []
        for index in range(len(self._views)):
            if (least := _least_apart(strategy, roster, self._views[index])) > nearest:
                continue
            exact = self._decided(strategy, roster, index)
            found.append(least if exact else _apart(strategy, roster, self._priced(index)))
        return found

    def _decided(self, strategy: Strategy, roster: Roster, index: int) -> bool:
        """Whether prices make no difference to anybody's primary."""
        view = self._views[index]
        ruling = Ruling(strategy, roster, view)
        return limit_of(strategy, roster, view) is None and all(
            len(ruling.order(rule, agent).options) == 1 for rule, agent in ruling.covered()
        )

    def _priced(self, index: int) -> View:
        if self._prices is not None:
            known = self._prices()
            self._views = [replace(view, prices=known) for view in self._views]
            self._prices = None
        return self._views[index]


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
