"""Which strategy a crew follows, for headers and summaries."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from rscrew_console.plans.shipped import shipped
from rscrew_console.roster.strategies.match import StrategyMatch, match
from rscrew_console.roster.strategies.names import merged
from rscrew_console.roster.strategies.view import ProviderView, cannot_serve

if TYPE_CHECKING:
    from rscrew_console.roster.cost import Prices
    from rscrew_console.roster.facts import Facts
    from rscrew_console.roster.model import Roster


def following(
    roster: Roster,
    facts: Mapping[str, Facts],
    prices: Callable[[], Prices] | None,
    down: Collection[str] = (),
) -> StrategyMatch | None:
    """The nearest strategy, as text `balanced` or `balanced, 1 would change`; None: none is near.

    `prices` is called only where they make a difference; None where they are not loaded yet.
    """
    kinds = {name: fact.kind for name, fact in facts.items()}
    strategies = merged(shipped(), roster.strategies)
    # Of equally near ones the user's own is meant.
    own = {strategy.name for strategy in roster.strategies}
    nearest_first = sorted(strategies, key=lambda one: one.name not in own)
    view = ProviderView(kinds, unusable=cannot_serve(facts, down))
    return match(roster, nearest_first, view, prices)
