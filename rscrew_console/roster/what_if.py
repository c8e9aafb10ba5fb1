"""What would happen if providers were down: who moves where, and who is left with nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import field
from itertools import combinations
from types import MappingProxyType

from rscrew_console.records import dataclass
from rscrew_console.roster.effective import lacks_provider, route, runs_on
from rscrew_console.roster.model import Roster


@dataclass(frozen=True, slots=True)
class AgentMove:
    """One agent, and the providers that it runs on before and after; None: on nothing."""

    name: str
    before: str | None
    after: str | None
    left_to_program: bool = False
    """Whether only the program that reads the file knows what it runs on; see `Agent`."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A crew with some providers `down`."""

    down: tuple[str, ...]
    agents: tuple[AgentMove, ...]
    """Every agent, in file order, whether anything changes for it or not."""
    distribution: Mapping[str, int]
    """Provider → agents that run on it then, for every provider in file order."""

    @property
    def moved(self) -> tuple[AgentMove, ...]:
        """The agents that run on another provider then."""
        return tuple(one for one in self.agents if one.after not in (None, one.before))

    @property
    def stranded(self) -> tuple[str, ...]:
        """The agents that run on nothing then, also those that did not run before."""
        return tuple(
            one.name for one in self.agents if one.after is None and not one.left_to_program
        )

    @property
    def runs_before(self) -> Mapping[str, str | None]:
        """Agent → the provider that it runs on while nothing is down."""
        return {one.name: one.before for one in self.agents}

    @property
    def runs_after(self) -> Mapping[str, str | None]:
        """Agent → the provider that it runs on then."""
        return {one.name: one.after for one in self.agents}


def what_if(roster: Roster, down: Collection[str], usable: Collection[str]) -> WhatIf:
    """`usable` are the providers that can serve while nothing is down; see `assumed_usable`."""
    serving = frozenset(usable) - frozenset(down)
    agents = tuple(
        AgentMove(
            agent.name,
            runs_on(agent, roster.settings, usable),
            runs_on(agent, roster.settings, serving),
            roster.settings.pin is None and agent.is_left_to_program,
        )
        for agent in roster.agents
    )
    counts = Counter(move.after for move in agents)
    return WhatIf(
        tuple(provider.name for provider in roster.providers if provider.name in down),
        agents,
        {provider.name: counts[provider.name] for provider in roster.providers},
    )


@dataclass(frozen=True, slots=True)
class OutageImpact:
    """How many agents would move to another provider, and how many would run on nothing."""

    moved: int = 0
    stranded: int = 0


@dataclass(frozen=True, slots=True)
class OutageMatrix:
    """Every provider, and every pair of them, down at once."""

    providers: tuple[str, ...]
    singles: Mapping[str, OutageImpact]
    pairs: Mapping[frozenset[str], OutageImpact] = field(default_factory=dict)
    idle: int = 0
    """Agents that run on nothing already; they are in none of the figures."""

    def at(self, one: str, second: str) -> OutageImpact:
        """Return the case of these two providers down; the same name twice means one provider."""
        return self.singles[one] if one == second else self.pairs[frozenset((one, second))]

    @property
    def weakest(self) -> str | None:
        """The provider whose outage would strand most agents, if it would strand any."""
        worst = max(self.providers, key=lambda name: self.singles[name].stranded, default=None)
        return worst if worst is not None and self.singles[worst].stranded else None


def blast_radius(roster: Roster, usable: Collection[str]) -> OutageMatrix:
    """As `what_if` for each provider and each pair, but only the numbers."""
    routes = [
        tuple(dict.fromkeys(name for name in route(agent, roster.settings) if name in usable))
        for agent in roster.agents
    ]
    runs = Counter(names[0] for names in routes if names)
    # An agent is stranded by the outage of all that it can reach, so at most two matter here.
    lost = Counter(frozenset(names) for names in routes if 0 < len(names) < 3)
    names = tuple(provider.name for provider in roster.providers)
    singles = {name: _blast(runs, lost, (name,)) for name in names}
    pairs = {frozenset(pair): _blast(runs, lost, pair) for pair in combinations(names, 2)}
    idle = sum(lacks_provider(agent, roster.settings, usable) for agent in roster.agents)
    return OutageMatrix(names, MappingProxyType(singles), MappingProxyType(pairs), idle)


def _blast(
    runs: Counter[str], lost: Counter[frozenset[str]], down: tuple[str, ...]
) -> OutageImpact:
    stranded = sum(lost[frozenset((name,))] for name in down)
    stranded += lost[frozenset(down)] if len(down) > 1 else 0
    return OutageImpact(sum(runs[name] for name in down) - stranded, stranded)
