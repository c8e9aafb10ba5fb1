"""What a file states about itself, and how to make it true again. Pure."""

from __future__ import annotations

from rscrew_console.dialects import Dialect
from rscrew_console.document import Document, Edit
from rscrew_console.session.merge import Upkeep


def upkeep_of(dialect: Dialect) -> Upkeep:
    """The dialect's count of primaries per provider."""
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

    return Upkeep(path, recount)
