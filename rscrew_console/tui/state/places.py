"""Which row of the tables a place of the file belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rscrew_console.roster.problem import Path, Problem
from rscrew_console.tui.view.view_state import Kind

if TYPE_CHECKING:
    from rscrew_console.session import Session

Places = dict[Path, tuple[Kind, str]]
"""By path of an entry: its table and its name."""


def places_of(session: Session) -> Places:
    """Where the agents and the declared providers stand in the document."""
    paths, roster = session.places, session.roster
    places: Places = {paths.agent_path(a.name): ("agent", a.name) for a in roster.agents}
    for provider in roster.providers:
        if provider.declared:
            places[paths.provider_path(provider.name)] = ("provider", provider.name)
    return places


def owner_at(places: Places, path: Path) -> tuple[Kind, str] | None:
    """Whose entry the path leads into."""
    parents = (path[:length] for length in range(len(path), 0, -1))
    return next((places[parent] for parent in parents if parent in places), None)


def concerns_of(
    places: Places, problems: Sequence[Problem]
) -> dict[tuple[Kind, str], tuple[Problem, ...]]:
    """The problems of each agent and provider that has any."""
    concerns: dict[tuple[Kind, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        if (owner := owner_at(places, problem.path)) is not None:
            concerns[owner].append(problem)
    return {owner: tuple(each) for owner, each in concerns.items()}
