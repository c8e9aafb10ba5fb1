"""The domain: who runs on what. Immutable, and free of files, clocks and networks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from rscrew_console.records import dataclass
from rscrew_console.roster.budgets import Budgets, PremiumLimit
from rscrew_console.roster.calling import Calling
from rscrew_console.roster.chain import Chain, FallbackRule, InForce, Options, SlotScheme
from rscrew_console.roster.problem import Path

if TYPE_CHECKING:
    from rscrew_console.roster.alerts import Alert
    from rscrew_console.roster.experiment import ScenarioTable
    from rscrew_console.roster.strategies.model import Strategy

CAPABILITIES = ("coding", "reasoning", "analysis", "communication")
BUDGET_TIER, PREMIUM_TIER = "budget", "premium"


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars per million tokens."""

    input: float
    output: float
    cached_input: float | None = None
    """For the part of a prompt that was read from the vendor's cache; None: not known."""
    cache_write: float | None = None
    """For the part of a prompt that was written to the vendor's cache; None: not known."""
    reasoning: float | None = None
    """For the part of an answer that the model has reasoned; None: as the rest of the answer."""


@dataclass(frozen=True, slots=True)
class AgentUsage:
    """What an agent uses, as far as its own entry says; the crew's assumptions fill in."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    calls_per_day: float | None = None


@dataclass(frozen=True, slots=True)
class CostAssumptions:
    """What every agent is taken to use: tokens a call, and calls a day."""

    input_tokens: int = 1000
    output_tokens: int = 300
    calls_per_day: float = 100

    def of(self, usage: AgentUsage) -> CostAssumptions:
        """Return these assumptions with an agent's own figures in place of the crew's."""
        own = {
            name: value for name in self.__slots__ if (value := getattr(usage, name)) is not None
        }
        return replace(self, **own) if own else self


@dataclass(frozen=True, slots=True)
class Provider:
    """One model under a name of the user's own, and how to reach it."""

    name: str
    model: str
    api_key_env: str | None = None
    description: str = ""
    cost_tier: str = ""
    kind: str | None = None
    base_url: str | None = None
    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    rate_limit: float | None = None
    """Requests a minute."""
    timeout: float | None = None
    """Seconds."""
    price: Price | None = None
    strengths: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    """What else its entry says for calls, each as `name=value`."""
    allow_insecure: bool = False
    """Whether a key may go over plain http:// to another machine."""
    declared: bool = True
    """Whether the file has an entry for it. If not, its name is the model's id as the file spells
    it in agents' chains."""
    login: str = ""
    """The program that logs in by itself, so that a key is not needed here: `Claude Code`."""
    path: Path = field(default=(), compare=False)
    """Where in the data it is; of one that is not declared, where it is used first."""


def tier_of(provider: Provider) -> str:
    """The provider's cost tier, however it is written."""
    return provider.cost_tier.strip().casefold()


@dataclass(frozen=True, slots=True)
class Agent:
    """One agent: its chain, why, and what kind of work it does."""

    name: str
    chain: Chain
    reasoning: str = ""
    capability: str = ""
    """One of `CAPABILITIES`, given in the file or derived from the name."""
    capability_given: bool = False
    usage: AgentUsage = field(default_factory=AgentUsage)
    fallback_on: tuple[str, ...] | None = None
    """As of `Calling`; None where the agent says nothing of its own."""
    in_force: InForce | None = None
    """What the agent really gets, where something beside this file decides."""
    options: Options = ()
    """What is chosen for the agent as a whole beside its models."""
    file: str = ""
    """The file that holds it, in a crew of many files."""
    path: Path = field(default=(), compare=False)
    """Where in the data it is."""

    @property
    def is_left_to_program(self) -> bool:
        """Whether nobody but the program that reads the file knows the agent's model."""
        first = self.chain.links[0] if self.chain.links else None
        return first is not None and not first.provider and not self.model_in_force

    @property
    def model_in_force(self) -> str:
        """The provider that something beside the file gives to the agent, or ""."""
        return self.in_force.model if self.in_force else ""


@dataclass(frozen=True, slots=True)
class HealthSettings:
    """How providers are checked."""

    interval: float = 60.0
    """Seconds between two checks, where they repeat."""
    timeout: float = 10.0
    """Seconds after which a provider that has not answered is given up."""
    degraded_ms: float = 2000.0
    """Milliseconds above which an answer is slow."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the file says of the crew as a whole."""

    fallback: FallbackRule = field(default_factory=FallbackRule)
    health: HealthSettings = field(default_factory=HealthSettings)
    costs: CostAssumptions = field(default_factory=CostAssumptions)
    calling: Calling = field(default_factory=Calling)
    budgets: Budgets = field(default_factory=Budgets)
    alerts: tuple[Alert, ...] = ()
    premium: PremiumLimit = field(default_factory=PremiumLimit)
    pin: str | None = None
    """The provider that every agent runs on for the time being, whatever its chain."""
    pin_why: str = ""
    expected: tuple[tuple[str, str], ...] = ()
    """Agents, each with the provider (or model) that it is meant to run on."""
    aliases: tuple[tuple[str, str], ...] = ()
    """Names of the user's own, each with the model that it stands for in this file."""

    @property
    def fallback_enabled(self) -> bool:
        """Whether a call goes on to the next provider at all."""
        return self.fallback.enabled


@dataclass(frozen=True)
class Roster:
    """The whole file as the product understands it."""

    dialect: str
    scheme: SlotScheme
    providers: tuple[Provider, ...]
    agents: tuple[Agent, ...]
    settings: Settings = field(default_factory=Settings)
    distribution: tuple[tuple[str, int], ...] | None = None
    """Primaries per provider as the file states them, None where it does not; see `primaries`."""
    strategies: tuple[Strategy, ...] = ()
    """The file's own ones, in file order."""
    spelling: str = "litellm"
    """How the format spells models' ids; see `Dialect.spelling`."""
    scenarios: ScenarioTable | None = None
    """Of an experiment: which models its agents get in each scenario. Its `agents` are the roles
    that name a model of their own, such as `MAIN_MODEL`."""

    @property
    def fallback(self) -> FallbackRule:
        """Whether fallbacks can fire at all, and on what."""
        return self.settings.fallback

    @cached_property
    def slots(self) -> tuple[str, ...]:
        """The slots to be shown: all where they are fixed, else one more than the longest chain
        fills, if there can be one more."""
        return self.scheme.names(self.longest_chain + 1)

    @cached_property
    def longest_chain(self) -> int:
        """The number of providers in the longest chain."""
        return max([len(agent.chain.links) for agent in self.agents], default=0)

    @cached_property
    def provider_by_name(self) -> Mapping[str, Provider]:
        return MappingProxyType({provider.name: provider for provider in self.providers})

    @property
    def agent_count(self) -> int:
        """The number of agents; of an experiment, those that its scenarios deal models to."""
        return self.scenarios.number_of_agents if self.scenarios else len(self.agents)

    @cached_property
    def agent_by_name(self) -> Mapping[str, Agent]:
        return MappingProxyType({agent.name: agent for agent in self.agents})

    @cached_property
    def primaries(self) -> Mapping[str, int]:
        """Provider → number of agents whose primary it is, for every provider in file order."""
        counts = {provider.name: 0 for provider in self.providers}
        for agent in self.agents:
            if (primary := agent.chain.primary) is not None:
                counts[primary] = counts.get(primary, 0) + 1
        return MappingProxyType(counts)

    def is_used(self, provider: str) -> bool:
        """Whether any agent has the provider in its chain."""
        return any(provider in agent.chain.providers for agent in self.agents)

    def users_of(self, provider: str) -> tuple[Agent, ...]:
        """The agents that have the provider anywhere in their chain."""
        return self._users.get(provider, ())

    @cached_property
    def _users(self) -> Mapping[str, tuple[Agent, ...]]:
        """Provider → the agents that have it anywhere in their chain, in file order."""
        users: dict[str, list[Agent]] = {}
        for agent in self.agents:
            for provider in dict.fromkeys(agent.chain.providers):
                users.setdefault(provider, []).append(agent)
        return {provider: tuple(agents) for provider, agents in users.items()}
