"""Everything unwise in an open file, by what is known of its providers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from rscrew_console.providers.facts import KIND_NAMES
from rscrew_console.roster.changed_agents import changed_agents
from rscrew_console.roster.lint import Linted, lint
from rscrew_console.roster.problem import owner_of

if TYPE_CHECKING:
    from rscrew_console.dialects import Dialect
    from rscrew_console.document import Document
    from rscrew_console.roster.facts import Facts
    from rscrew_console.roster.model import Roster
    from rscrew_console.roster.problem import Problem


class CrewState(NamedTuple):
    """A crew at one moment, and what is known of its providers."""

    document: Document
    roster: Roster
    facts: Mapping[str, Facts]


def warnings_of(
    dialect: Dialect, document: Document, roster: Roster, facts: Mapping[str, Facts],
    unlike: Linted | None = None,
) -> tuple[Problem, ...]:  # fmt: skip
    """The warnings about a crew, without line numbers, which take longer to find.

    `unlike` is another state of it, see `lint`.
    """
    data = dialect.data_without_keys(document.value)
    places = dialect.places(roster)
    return tuple(lint(roster, facts, places, KIND_NAMES, data, dialect.secret_keys, unlike))


def new_warnings(dialect: Dialect, before: CrewState, after: CrewState) -> tuple[Problem, ...]:
    """The warnings of the later state that the one before it did not have, without lines.

    Only what is not the very same in both is looked at, unless providers or settings changed.
    """
    earlier = later = None
    if _only_agents_differ(before, after):
        earlier, later = _linted(dialect, before), _linted(dialect, after)
    now = warnings_of(dialect, *after, unlike=earlier)
    if not now:
        return ()
    told = {(one.code, one.path) for one in warnings_of(dialect, *before, unlike=later)}
    return tuple(one for one in now if (one.code, one.path) not in told)


def _only_agents_differ(before: CrewState, after: CrewState) -> bool:
    """Whether providers, what is known of them, and settings are the same in both."""
    former, roster = before.roster, after.roster
    return (
        before.facts == after.facts
        and former.settings == roster.settings
        and former.providers == roster.providers
    )


def _linted(dialect: Dialect, state: CrewState) -> Linted:
    return Linted(state.roster, dialect.data_without_keys(state.document.value))


OF_CHAINS = ("provider-twice", "single-vendor-chain", "agent-without-key")
"""Codes of warnings that depend on one agent alone, besides providers and settings."""


def warnings_after(
    dialect: Dialect, before: CrewState, known: tuple[Problem, ...], after: CrewState
) -> tuple[Problem, ...]:
    """As `warnings_of` the later state, in any order, where those of an earlier one are `known`.

    Warnings about chains of agents that are the very same objects in both are taken over, and data
    that is the same is not searched for keys again, unless providers or settings changed.
    """
    roster = after.roster
    changed = changed_agents(before.roster, roster)
    told_together = any(agent.in_force for agent in roster.agents)
    stray = any(problem.code == "api-key-in-file" for problem in known)
    if changed is None or told_together or stray or not _only_agents_differ(before, after):
        return warnings_of(dialect, *after)
    anew = warnings_of(dialect, *after, unlike=_linted(dialect, before))
    paths = {agent.path: place for place, agent in enumerate(roster.agents)}
    others = {*changed}

    def is_kept(problem: Problem) -> bool:
        place = owner_of(problem.path, paths)
        return place is not None and place not in others

    return (*anew, *(one for one in known if one.code in OF_CHAINS and is_kept(one)))
