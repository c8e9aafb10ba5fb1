"""Which row of the tables a place of the file belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from operator import is_
from typing import TYPE_CHECKING

from rscrew_console.roster.changed_agents import changed_agents
from rscrew_console.roster.problem import Path, Problem, owner_of
from rscrew_console.tui.view.merged_warnings import merged_warnings
from rscrew_console.tui.view.view_state import Kind

if TYPE_CHECKING:
    from rscrew_console.roster.facts import Facts
    from rscrew_console.roster.model import Roster
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


class ShownProblems:
    """Where the rows are in the file, and which problems each has. Mutable: both hold as long as
    the same entries are in the same places, and the same problems were found."""

    def __init__(self) -> None:
        self._roster: Roster | None = None
        self._providers: object = None
        self._places: Places = {}
        self._found: tuple[object, object] = (None, None)
        self._inputs: tuple[object, ...] = ()
        self._merged: tuple[Problem, ...] = ()
        self._concerns: dict[tuple[Kind, str], tuple[Problem, ...]] = {}

    def places(self, session: Session) -> Places:
        """As `places_of` the session."""
        roster = session.roster
        former, self._roster = self._roster, roster
        if roster is former:
            return self._places
        changed = changed_agents(former, roster) if former else None
        stay = (
            former
            and changed is not None
            and all(former.agents[place].path == roster.agents[place].path for place in changed)
        )
        providers = [(one.name, one.path, one.declared) for one in roster.providers]
        if not stay or providers != self._providers:
            self._providers, self._places = providers, places_of(session)
        return self._places

    def of(
        self, problems: tuple[Problem, ...], session: Session, facts: Mapping[str, Facts]
    ) -> tuple[tuple[Problem, ...], dict[tuple[Kind, str], tuple[Problem, ...]]]:
        """The problems as they are listed, and those of each row that has any."""
        places = self.places(session)
        found, inputs = (problems, places), (dict(facts), session.roster.providers)
        if not all(map(is_, found, self._found)) or inputs != self._inputs:
            self._found, self._inputs = found, inputs
            self._merged = merged_warnings(problems, session.roster, facts)
            self._concerns = concerns_of(places, problems)
        return self._merged, self._concerns


def concerns_of(
    places: Places, problems: Sequence[Problem]
) -> dict[tuple[Kind, str], tuple[Problem, ...]]:
    """The problems of each agent and provider that has any."""
    concerns: dict[tuple[Kind, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        if (owner := owner_of(problem.path, places)) is not None:
            concerns[owner].append(problem)
    return {owner: tuple(each) for owner, each in concerns.items()}
