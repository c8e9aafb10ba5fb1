"""What a file states about itself, and how to make it true again. Pure."""

from __future__ import annotations

from rscrew_console.dialects import Dialect
from rscrew_console.document import Document, Edit
from rscrew_console.document import Path as DataPath
from rscrew_console.session.chain import ChainPlaces
from rscrew_console.session.merge import DerivedCounts


def upkeep_of(dialect: Dialect) -> DerivedCounts:
    """The dialect's count of primaries per provider, and its agents' chains."""
    path = dialect.distribution

    def recount(document: Document) -> list[Edit]:
        roster = dialect.read(document).roster
        stated = document.get(path)
        if not path or roster is None or not isinstance(stated, dict):
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
