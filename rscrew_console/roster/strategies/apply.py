"""What becomes of a crew under a strategy."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import field, replace
from types import MappingProxyType

from rscrew_console.records import dataclass
from rscrew_console.roster.chain import Chain
from rscrew_console.roster.model import Roster
from rscrew_console.roster.strategies.keeping import keeping_slots
from rscrew_console.roster.strategies.model import Strategy
from rscrew_console.roster.strategies.ruling import RuleResolver
from rscrew_console.roster.strategies.view import ProviderView

KeptSlots = Mapping[str, Collection[str]]
"""Agent → the slots that a strategy leaves as they are."""
_NEARLY = 1e-9
"""0.29 of 100 are 29, whatever binary fractions say."""


@dataclass(frozen=True, slots=True)
class StrategyPlan:
    """The chain of every agent that the strategy speaks of, changed or not, in file order."""

    strategy: Strategy
    chains: Mapping[str, tuple[str, ...]]
    limit: int | None = None
    """The number of primaries at which a provider is full; None without a `spread`."""
    moved: Mapping[str, str] = field(default_factory=dict)
    """Agents whose first choice was full → that choice."""


def apply(
    strategy: Strategy, roster: Roster, view: ProviderView,
    agents: Collection[str] | None = None, kept: KeptSlots = MappingProxyType({}),
) -> StrategyPlan:  # fmt: skip
    """The plan for the whole crew, or for `agents` alone; the slots that are `kept` stay.

    The primaries of agents that stay as they are count for the `spread`, too. A crew without
    providers has no plan.
    """
    ruling = RuleResolver(strategy, roster, view)
    covered = [pair for pair in ruling.covered() if agents is None or pair[1].name in agents]
    staying = {agent.name for agent in roster.agents} - {agent.name for _, agent in covered}
    limit = limit_of(strategy, roster, view)
    most = most_providers(roster)
    full = Counter(roster.agent_by_name[name].chain.primary for name in staying)
    chains: dict[str, tuple[str, ...]] = {}
    moved: dict[str, str] = {}
    for rule, agent in covered:
        order = ruling.order(rule, agent)
        if not order.ranked:
            continue
        if slots := kept.get(agent.name, ()):
            chains[agent.name] = keeping_slots(agent, order.ranked[:most], slots)[:most]
            full[next(iter(chains[agent.name]), "")] += 1
            continue
        first = next((name for name in order.able if limit is None or full[name] < limit), "")
        first = first or order.ranked[0]
        full[first] += 1
        if first != order.ranked[0]:
            moved[agent.name] = order.ranked[0]
        others = [name for name in order.ranked if name != first]
        chains[agent.name] = (first, *others)[:most]
    in_order = {agent.name: chains[agent.name] for agent in roster.agents if agent.name in chains}
    return StrategyPlan(strategy, in_order, limit, moved)


def most_providers(roster: Roster) -> int:
    """How many providers a strategy gives to an agent at most."""
    scheme = roster.scheme
    return scheme.max_chain or max(scheme.usual, roster.longest_chain)


def limit_of(strategy: Strategy, roster: Roster, view: ProviderView) -> int | None:
    """The most primaries that one provider may have; None where the strategy sets no limit.

    A share that cannot be kept even if all providers are used alike is no limit: 0.4 is one from
    three providers on. Few agents round it up: of two agents each provider may have one.
    """
    able = sum(provider.name not in view.unusable for provider in roster.providers)
    able = able or len(roster.providers)
    agents = len(roster.agents)
    if strategy.spread is None or strategy.spread * able < 1 - _NEARLY:
        return None
    return max(math.floor(strategy.spread * agents + _NEARLY), math.ceil(agents / able))


def changed(roster: Roster, plan: StrategyPlan) -> tuple[str, ...]:
    """The agents that get another chain. Gaps between slots are no difference."""
    return tuple(
        name
        for name, chain in plan.chains.items()
        if roster.agent_by_name[name].chain.providers != chain
    )


def planned(roster: Roster, plan: StrategyPlan) -> Roster:
    """The crew after the plan, but for what the file states about itself."""
    new = {name: plan.chains[name] for name in changed(roster, plan)}
    chains = {providers: Chain.of(roster.scheme, providers) for providers in {*new.values()}}
    agents = tuple(
        replace(agent, chain=chains[new[agent.name]]) if agent.name in new else agent
        for agent in roster.agents
    )
    return replace(roster, agents=agents, distribution=None)
