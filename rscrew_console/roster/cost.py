"""What a crew costs, from prices and assumed tokens. An unknown price stays unknown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

from rscrew_console.records import dataclass
from rscrew_console.roster.effective import route
from rscrew_console.roster.model import Agent, AgentUsage, CostAssumptions, Price, Roster, Settings

DAYS_A_MONTH = 30

Prices = Mapping[str, Price | None]
"""By provider; None, or no entry, where the price is not known."""


def call_usd(price: Price, usage: CostAssumptions) -> float:
    """US dollars for one call."""
    return (price.input * usage.input_tokens + price.output * usage.output_tokens) / 1_000_000


@dataclass(frozen=True, slots=True)
class AgentCost:
    """One agent on one provider; None where there is no provider or no price."""

    name: str
    provider: str | None
    model: str
    usd_per_1k_calls: float | None
    usd_per_month: float | None


@dataclass(frozen=True, slots=True)
class Estimate:
    """A whole crew, each agent with its own calls a day."""

    agents: tuple[AgentCost, ...]
    usd_per_1k_calls: float | None
    """A thousand calls of every agent whose price is known; None where none is."""
    usd_per_month: float | None
    unpriced: tuple[str, ...]
    """Agents on a provider whose price is not known; they are in neither sum."""
    idle: tuple[str, ...] = ()
    """Agents without a provider to run on; they cost nothing."""


@dataclass(frozen=True, slots=True)
class Averages:
    """What an agent's calls have really taken, by the ledger."""

    calls: int
    """Answered ones."""
    input_tokens: float | None
    output_tokens: float | None
    """A call; None where no vendor has told."""
    calls_per_day: float | None


def estimate(
    roster: Roster, prices: Prices, runs: Mapping[str, str | None] | None = None
) -> Estimate:
    """What the crew costs on the providers that its agents run on: agent → provider, or None.

    By default each runs on the one that is meant (see `intended`), whether that has a key at the
    moment or not.
    """
    if runs is None:
        runs = {agent.name: intended(agent, roster.settings) for agent in roster.agents}
    # Most agents have no usage of their own, and so cost the same on the same provider.
    known: dict[tuple[str | None, AgentUsage], tuple[str, float | None, float | None]] = {}
    costs: list[AgentCost] = []
    for agent in roster.agents:
        name = runs.get(agent.name)
        if (name, agent.usage) not in known:
            known[name, agent.usage] = _cost(agent.usage, name, roster, prices)
        costs.append(AgentCost(agent.name, name, *known[name, agent.usage]))
    return _summed_up(tuple(costs))


def with_changed(known: Estimate, changed: Mapping[int, AgentCost]) -> Estimate:
    """The estimate with other costs of the agents at these places (from 0)."""
    agents = [*known.agents]
    for place, cost in changed.items():
        agents[place] = cost
    return _summed_up(tuple(agents))


def agent_cost(agent: Agent, name: str | None, roster: Roster, prices: Prices) -> AgentCost:
    """What the agent costs on the provider of that name; on None it costs nothing."""
    return AgentCost(agent.name, name, *_cost(agent.usage, name, roster, prices))


def _summed_up(agents: tuple[AgentCost, ...]) -> Estimate:
    idle = tuple(agent.name for agent in agents if agent.provider is None)
    unpriced = tuple(
        agent.name for agent in agents if agent.provider and agent.usd_per_1k_calls is None
    )
    # A crew that runs on nothing costs nothing; one whose prices are unknown costs nobody knows.
    nothing = 0.0 if idle and not unpriced else None
    return Estimate(
        agents,
        _sum((agent.usd_per_1k_calls for agent in agents), nothing),
        _sum((agent.usd_per_month for agent in agents), nothing),
        unpriced,
        idle,
    )


def intended(agent: Agent, settings: Settings) -> str | None:
    """The provider that the agent runs on while nothing fails: the pinned one, or its primary."""
    return next(iter(route(agent, settings)), None)


def with_calls(roster: Roster, calls_per_day: float | None) -> Roster:
    """The crew with another assumption of calls a day; agents that say their own keep it."""
    if calls_per_day is None:
        return roster
    costs = replace(roster.settings.costs, calls_per_day=calls_per_day)
    return replace(roster, settings=replace(roster.settings, costs=costs))


MEASURED_FROM = 5
"""Answered calls of an agent from which on its averages count for more than assumptions."""
MEASURED_DAYS = 30
"""Over which averages are taken."""


def with_averages(roster: Roster, averages: Mapping[str, Averages]) -> Roster:
    """The crew with what the ledger has measured in place of assumptions.

    What an agent's own `usage` says stays. Use it wherever a cost is shown to people, so that the
    figures agree; plans of strategies go by the file alone.
    """
    if not averages:
        return roster
    agents = tuple(measured(agent, averages.get(agent.name)) for agent in roster.agents)
    return replace(roster, agents=agents)


def measured_calls(agent: Agent, averages: Mapping[str, Averages]) -> int:
    """The answered calls that the agent's figures are taken from; 0: none is.

    `agent` is as the file has it.
    """
    average = averages.get(agent.name)
    return average.calls if average and measured(agent, average) != agent else 0


def measured(agent: Agent, averages: Averages | None) -> Agent:
    """The agent with what its calls have really taken in place of assumptions."""
    if averages is None or averages.calls < MEASURED_FROM:
        return agent
    own = agent.usage
    usage = AgentUsage(
        own.input_tokens
        if own.input_tokens is not None
        else _as_whole_number(averages.input_tokens),
        own.output_tokens
        if own.output_tokens is not None
        else _as_whole_number(averages.output_tokens),
        own.calls_per_day if own.calls_per_day is not None else averages.calls_per_day,
    )
    return replace(agent, usage=usage)


def _as_whole_number(tokens: float | None) -> int | None:
    return None if tokens is None else round(tokens)


def _cost(
    own: AgentUsage, name: str | None, roster: Roster, prices: Prices
) -> tuple[str, float | None, float | None]:
    """The model of the provider; what 1,000 calls of an agent with this usage cost, and a month."""
    provider = roster.provider_by_name.get(name or "")
    price = prices.get(name or "")
    model = provider.model if provider else ""
    if price is None:
        return model, None, None
    usage = roster.settings.costs.of(own)
    usd = call_usd(price, usage)
    return model, usd * 1000, usd * usage.calls_per_day * DAYS_A_MONTH


def _sum(figures: Iterable[float | None], without_any: float | None) -> float | None:
    figures_known = [figure for figure in figures if figure is not None]
    return math.fsum(figures_known) if figures_known else without_any
