"""A strategy's rules on one crew: whom each covers, and how it ranks the providers for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from rscrew_console.roster.model import Agent, AgentUsage, Roster
from rscrew_console.roster.strategies.model import Strategy, StrategyRule
from rscrew_console.roster.strategies.order import ProviderRanking
from rscrew_console.roster.strategies.view import ProviderView
from rscrew_console.roster.strategies.words import PreferenceItem, parse


class RuleResolver:
    """Agents that are alike are ranked once, so that large crews take no longer than small ones."""

    def __init__(self, strategy: Strategy, roster: Roster, view: ProviderView) -> None:
        self._strategy = strategy
        self._roster = roster
        self._view = view
        self._then = self._items(strategy.then)
        self._prefer = {rule: self._items(rule.prefer) for rule in strategy.rules}
        self._orders: dict[tuple[int, str, AgentUsage], ProviderRanking] = {}

    def covered(self) -> Iterator[tuple[StrategyRule, Agent]]:
        """Every agent that a rule covers, with the first that does: rule by rule, in file order."""
        remaining = list(self._roster.agents)
        for rule in self._strategy.rules:
            others = []
            for agent in remaining:
                if covers(rule, agent):
                    yield rule, agent
                else:
                    others.append(agent)
            remaining = others

    def order(self, rule: StrategyRule, agent: Agent) -> ProviderRanking:
        key = (id(rule), agent.capability, agent.usage)
        if key not in self._orders:
            usage = self._roster.settings.costs.of(agent.usage)
            self._orders[key] = ProviderRanking(
                self._roster.providers, self._prefer[rule], self._then,
                fill=self._strategy.fill, capability=agent.capability, usage=usage,
                view=self._view,
            )  # fmt: skip
        return self._orders[key]

    def _items(self, texts: Sequence[str]) -> tuple[PreferenceItem, ...]:
        """Providers that are gone are passed over; the file's reading has said so."""
        names = self._roster.provider_by_name
        return tuple(item for text in texts if (item := parse(text, names)) is not None)


def covers(rule: StrategyRule, agent: Agent) -> bool:
    """Whether the rule speaks of the agent. A name with glob signs in it is first of all a name."""
    if rule.capability and rule.capability != agent.capability:
        return False
    return not rule.agents or any(
        name == agent.name or fnmatchcase(agent.name, name) for name in rule.agents
    )
