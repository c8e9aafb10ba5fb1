"""Which strategy a crew follows: the one that would change the chains of the fewest agents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from rscrew_console.records import dataclass
from rscrew_console.roster.model import Roster
from rscrew_console.roster.strategies.apply import apply, changed, limit_of, most_providers
from rscrew_console.roster.strategies.model import Strategy
from rscrew_console.roster.strategies.ruling import RuleResolver
from rscrew_console.roster.strategies.view import ProviderView

if TYPE_CHECKING:
    from rscrew_console.roster.cost import Prices

FEW = 4
"""Fewer agents than this, or a single provider, follow everything and nothing."""
MOST_APART = 3
"""A strategy that would change more agents than this, or every fourth one, is not followed."""


@dataclass(frozen=True, slots=True)
class StrategyMatch:
    """The nearest strategy, and how many agents would get another chain if it was applied."""

    strategy: str
    changing: int

    def __str__(self) -> str:
        """`balanced`, or `balanced, 1 would change`."""
        return f"{self.strategy}, {self.remark}" if self.remark else self.strategy

    @property
    def remark(self) -> str:
        """`1 would change`; empty where none would."""
        return f"{self.changing} would change" if self.changing else ""


def match(
    roster: Roster,
    strategies: Iterable[Strategy],
    view: ProviderView,
    prices: Callable[[], Prices] | None,
) -> StrategyMatch | None:
    """The strategy that the crew follows: the one that would change the fewest agents, if few.

    A chain matches when it is the one that the strategy would write now, given the providers that
    `view` says can serve; see `apply`. A strategy without a rule for some agents is followed only
    where these are few. `prices` is called only if prices can make a difference, since loading
    them takes a while. Where it is None and they could, the answer is None rather than wrong.
    """
    if len(roster.agents) < FEW or len(roster.providers) < 2:
        return None
    most = min(MOST_APART, len(roster.agents) // 4)
    nearest: StrategyMatch | None = None
    loaded = unsure = False
    for strategy in strategies:
        limit = most if nearest is None else nearest.changing - 1
        if _changes_more_than(limit, strategy, roster, view):
            continue
        if not loaded and _needs_prices(strategy, roster, view):
            if prices is None:
                unsure = True
                continue
            view, loaded = replace(view, prices=prices()), True
        plan = apply(strategy, roster, view)
        changing = len(changed(roster, plan))
        without_rule = len(roster.agents) - len(plan.chains)
        if changing <= limit and changing + without_rule <= most:
            nearest = StrategyMatch(strategy.name, changing)
    return None if unsure and (nearest is None or nearest.changing) else nearest


def _needs_prices(strategy: Strategy, roster: Roster, view: ProviderView) -> bool:
    """Whether prices may decide any part of a chain that the strategy would write.

    With a limit on primaries a provider from far behind may come first, so that the whole order
    matters, not only the part that fits into the slots.
    """
    ruling = RuleResolver(strategy, roster, view)
    limited = limit_of(strategy, roster, view) is not None
    orders = (ruling.order(rule, agent) for rule, agent in ruling.covered())
    return any(
        order.decided < len(order.ranked if limited else order.ranked[: most_providers(roster)])
        for order in orders
    )


def _changes_more_than(most: int, strategy: Strategy, roster: Roster, view: ProviderView) -> bool:
    """Whether the strategy would surely change more agents than that, whatever the prices are."""
    ruling = RuleResolver(strategy, roster, view)
    limit = limit_of(strategy, roster, view)
    surely, primaries = 0, Counter[str | None]()
    longest = most_providers(roster)
    for rule, agent in ruling.covered():
        order, chain = ruling.order(rule, agent), agent.chain.providers
        if not order.ranked:
            continue
        written = order.ranked[:longest]
        if len(chain) != len(written):
            surely += 1
        elif limit is not None:
            primaries[agent.chain.primary] += 1
            surely += primaries[agent.chain.primary] > limit
        else:
            decided = written[: order.decided]
            surely += chain[0] not in order.options or chain[: len(decided)] != decided
        if surely > most:
            return True
    return False
