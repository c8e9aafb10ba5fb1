"""What follows from other places of a file: its count of primaries, and whole chains. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from rscrew_console.dialects import Dialect
from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.document import Path as DataPath
from rscrew_console.document.data import same, value_at
from rscrew_console.records import dataclass


@dataclass(frozen=True, slots=True)
class ChainPlaces:
    """The slots of one agent's chain, whose values must differ, and a name for them all."""

    path: DataPath
    parts: tuple[DataPath, ...]

    def values(self, value: Any) -> dict[str, Any]:
        """What the slots hold in this data, by the last key of each; empty slots are left out."""
        slots = ((str(part[-1]), value_at(value, part)) for part in self.parts)
        return {key: item for key, item in slots if item is not ABSENT and item is not None}

    def has_duplicates(self, value: Any) -> bool:
        """Whether one value stands in two slots."""
        items = list(self.values(value).values())
        return any(item in items[:index] for index, item in enumerate(items))

    def edits(self, value: Any, target: Any) -> Iterator[Edit]:
        """The edits that give `value` the chain that `target` has."""
        order = tuple(str(part[-1]) for part in self.parts)
        for part in self.parts:
            old, new = value_at(value, part), value_at(target, part)
            if not same(old, new):
                yield Edit(part, old, new, order=order)


@dataclass(frozen=True, slots=True)
class DerivedCounts:
    """How a merge treats what is derived.

    The file's own counts (at `path`) are never merged, but counted again after each step; a chain
    is one thing to decide where a merge would put one provider into two slots.
    """

    path: DataPath = ()
    recount: Callable[[Document], list[Edit]] = lambda _: []
    chain_of: Callable[[DataPath], ChainPlaces | None] = lambda _: None

    def are_stated(self, document: Document) -> bool:
        """Whether the file has any counts at all."""
        return bool(self.path) and isinstance(document.get(self.path), dict)

    def owns(self, path: DataPath) -> bool:
        """Whether the path is one of the counts."""
        return bool(self.path) and path[: len(self.path)] == self.path


def derived_counts(dialect: Dialect) -> DerivedCounts:
    """The dialect's count of primaries per provider, and its agents' chains."""
    path = dialect.distribution

    def recount(document: Document) -> list[Edit]:
        stated = document.get(path)
        if not path or not isinstance(stated, dict):
            return []
        roster = dialect.read(document).roster
        if roster is None:
            return []
        order = tuple(roster.primaries)
        return [
            Edit((*path, name), document.get((*path, name)), agents, order=order)
            for name, agents in roster.primaries.items()
            if stated.get(name) != agents and (name in stated or agents)
        ]

    def chain_of(place: DataPath) -> ChainPlaces | None:
        paths = dialect.chain_paths(place)
        return None if paths is None else ChainPlaces(*paths)

    return DerivedCounts(path, recount, chain_of)
