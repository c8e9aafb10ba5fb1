"""Which agents are other objects than before: what is worked out of the rest still holds."""

from __future__ import annotations

from itertools import compress
from operator import is_not
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rscrew_console.roster.model import Roster


def changed_agents(before: Roster, now: Roster) -> list[int] | None:
    """The places (from 0) of the agents that are not the very same; None where other names are
    there, or the same in another order, so that places tell nothing."""
    old, new = before.agents, now.agents
    if len(old) != len(new):
        return None
    places = [*compress(range(len(new)), map(is_not, old, new))]
    return places if all(old[place].name == new[place].name for place in places) else None
