"""Strategies that are kept in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rscrew_console.dialects.base import OperationError
from rscrew_console.dialects.names import new_name
from rscrew_console.dialects.rscrew.entries import added
from rscrew_console.dialects.sections.names import STRATEGIES
from rscrew_console.dialects.strategies import as_data
from rscrew_console.document import Document, Edit
from rscrew_console.document import Path as DataPath
from rscrew_console.roster.model import Roster
from rscrew_console.roster.strategies.model import Strategy
from rscrew_console.roster.strategies.names import canonical


def add_strategy(
    doc: Document, roster: Roster, strategy: Strategy, *, replace: bool = False
) -> list[Edit]:
    same_name = [
        one.name for one in roster.strategies if canonical(one.name) == canonical(strategy.name)
    ]
    if not same_name:
        return [added(doc, STRATEGIES, new_name("strategy", strategy.name, ()), as_data(strategy))]
    if not replace:
        raise OperationError(
            f'the file has a strategy "{same_name[0]}" already; it can be replaced'
        )
    path = (STRATEGIES, same_name[0])
    old, new = doc.get(path), as_data(strategy)
    return [] if old == new else [Edit(path, old, new)]


def rename_in_strategies(doc: Document, what: str, old: str, new: str) -> Iterator[Edit]:
    """Follows the new name of a provider or an agent through all rules that speak of it."""
    fields = ("prefer", "then") if what == "provider" else ("agents",)
    strategies = doc.get((STRATEGIES,))
    for path, value in _texts(strategies, (STRATEGIES,)):
        field = next((part for part in reversed(path) if isinstance(part, str)), "")
        if value == old and field in fields:
            yield Edit(path, old, new)


def _texts(value: Any, path: DataPath) -> Iterator[tuple[DataPath, str]]:
    """Every text in the data, with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, child in value.items():
            if isinstance(key, str):
                yield from _texts(child, (*path, key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _texts(child, (*path, index))
