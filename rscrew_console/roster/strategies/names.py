"""Which strategy a user means: by name in either spelling, by the start of it, or by number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rscrew_console.roster.strategies.model import Strategy

_AMERICAN = re.compile(r"(?<=[a-z])iz(?=e|ing|ation)")
_GAPS = re.compile(r"[\s_-]+")


def canonical(name: str) -> str:
    """The same for `cost-optimised`, `Cost Optimized` and `cost_optimised`."""
    return _AMERICAN.sub("is", _GAPS.sub("-", name.strip().casefold()))


def find(name: str, strategies: Sequence[Strategy]) -> Strategy | None:
    """The strategy of that name or number, else the only one whose name begins like that."""
    key = canonical(name)
    if not key:
        return None
    for strategy in strategies:
        if canonical(strategy.name) == key:
            return strategy
    if key.isdecimal():
        return next((one for one in strategies if str(one.number) == key), None)
    matches = [one for one in strategies if canonical(one.name).startswith(key)]
    return matches[0] if len(matches) == 1 else None


def merged(shipped: Iterable[Strategy], own: Iterable[Strategy]) -> tuple[Strategy, ...]:
    """The shipped ones in their order, each as the user's file overrides it, then the user's own.

    Those that have no number in RSCrew's menu are counted on behind it.
    """
    by_name = {canonical(strategy.name): strategy for strategy in shipped}
    numbers = {name: strategy.number for name, strategy in by_name.items()}
    by_name |= {canonical(strategy.name): strategy for strategy in own}
    following = max((number for number in numbers.values() if number), default=0)
    result = []
    for name, strategy in by_name.items():
        if (number := numbers.get(name)) is None:
            following += 1
            number = following
        result.append(replace(strategy, number=number))
    return tuple(result)
