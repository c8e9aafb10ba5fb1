"""What a crew costs, from prices and assumed tokens. An unknown price stays unknown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from rscrew_console.roster.effective import route
from rscrew_console.roster.model import Agent, CostAssumptions, Price, Roster, Settings

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
    """Agents whose cost is not known and in neither sum."""


def estimate(
    roster: Roster, prices: Prices, runs: Mapping[str, str | None] | None = None
) -> Estimate:
    """What the crew costs on the providers that its agents run on: agent → provider, or None.

    By default each runs on the one that is meant (see `intended`), whether that has a key at the
    moment or not.
    """
    if runs is None:
        runs = {agent.name: intended(agent, roster.settings) for agent in roster.agents}
    agents = tuple(_agent(agent, runs.get(agent.name), roster, prices) for agent in roster.agents)
    return Estimate(
        agents,
        _sum(agent.usd_per_1k_calls for agent in agents),
        _sum(agent.usd_per_month for agent in agents),
        tuple(agent.name for agent in agents if agent.usd_per_1k_calls is None),
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


def _agent(agent: Agent, name: str | None, roster: Roster, prices: Prices) -> AgentCost:
    provider = roster.provider_by_name.get(name or "")
    price = prices.get(name or "")
    model = provider.model if provider else ""
    if price is None:
        return AgentCost(agent.name, name, model, None, None)
    usage = roster.settings.costs.of(agent.usage)
    usd = call_usd(price, usage)
    return AgentCost(agent.name, name, model, usd * 1000, usd * usage.calls_per_day * DAYS_A_MONTH)


def _sum(figures: Iterable[float | None]) -> float | None:
    known = [figure for figure in figures if figure is not None]
    return math.fsum(known) if known else None
