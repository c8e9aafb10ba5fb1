"""What a file states about itself, and how to make it true again. Pure."""

from __future__ import annotations

from rscrew_console.dialects import Dialect
from rscrew_console.document import Document, Edit
from rscrew_console.document import Path as DataPath
from rscrew_console.session.chain import ChainPlaces
from rscrew_console.session.merge import DerivedCounts


def upkeep_of(dialect: Dialect) -> DerivedCounts:
    """The dialect's count of primaries per provider, and its agents' chains."""
    path = dialect.distribution_path()

    def recount(document: Document) -> list[Edit]:
        roster = dialect.read(document).roster
        stated = document.get(path)
        if roster is None or not isinstance(stated, dict):
            return []
        order = tuple(roster.primaries)
        return [
            Edit((*path, name), document.get((*path, name)), agents, order=order)
            for name, agents in roster.primaries.items()
            if stated.get(name) != agents and (name in stated or agents)
        ]

    def chain_of(place: DataPath) -> ChainPlaces | None:
        agent = dialect.agent_of(place)
        if agent is None:
            return None
        parts = tuple(dialect.agent_path(agent, slot) for slot in dialect.slots)
        whole = (*dialect.agent_path(agent), "chain")
        return ChainPlaces(whole, parts) if place in parts else None

    return DerivedCounts(path, recount, chain_of)
