"""From one model for everything to several: a new file of RSCrew's format, with the reasons in it.

What is there is read by its own dialect; the new file begins with every agent on the model that it
has now, and a strategy gives it its chain. Nothing here touches a disk.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from rscrew_console.dialects import Dialect, OperationError
from rscrew_console.dialects.registry import dialect_named
from rscrew_console.document import Document
from rscrew_console.plans.migration_text import file_text
from rscrew_console.providers.kinds import kind_of
from rscrew_console.providers.spellings import spelled
from rscrew_console.records import dataclass
from rscrew_console.roster.chain import Chain
from rscrew_console.roster.model import Agent, Provider, Roster

MODEL_AGENTS: Mapping[str, str] = {
    "planner": "reasoning", "coder": "coding", "analyst": "analysis", "writer": "communication",
}  # fmt: skip
"""The agents of a program that names one model and no agent: one for each kind of work."""


@dataclass(frozen=True, slots=True)
class MigrationStart:
    """What there is, as a crew in RSCrew's format in which nothing has been decided yet."""

    told: str
    """What was found, for people: `one model for 3 agents`."""
    roster: Roster
    """Its agents and their present models, and the models that it may have."""
    added: tuple[str, ...]
    """The providers that the present file does not have."""

    @property
    def document(self) -> Document:
        """The new file as it would be with every agent on the model that it has now."""
        return Document.parse(file_text(self.roster, self.told, self.added))


def start_of(
    roster: Roster,
    offered: Sequence[Provider],
    names: Collection[str] = (),
    usable: Collection[str] = (),
) -> MigrationStart:
    """`offered` are the providers to choose from beside those in use, of which those that are
    `usable` are taken, or all where none is: keys can be set later. `names` are the agents of a
    program that names one model and no agent.

    Raises OperationError where the crew runs on several models already, or there is no model at
    all to begin with.
    """
    used = {name for agent in roster.agents for name in agent.chain.providers}
    present = [one for one in roster.providers if one.name in used]
    tiers = {_kind_name(one): one.cost_tier for one in offered}
    providers = _distinct([_declared(one, tiers) for one in present])
    if len(providers) > 2:
        raise OperationError(
            f"the file runs on {len(providers)} models already; rsc bulk gives its agents others"
        )
    kinds = {one.kind for one in providers}
    others = [one for one in offered if _kind_name(one) not in kinds]
    keyed = [one for one in others if one.name in usable]
    added = [_called(one, providers) for one in keyed or others]
    everyone = (*providers, *added)
    if not everyone:
        raise OperationError("there is no model to begin with; rsc init writes a starter")
    by_model = {one.model: one.name for one in providers}
    agents = _agents(roster, names, by_model)
    dialect = _rscrew()
    crew = Roster(dialect.name, dialect.scheme, everyone, agents)
    return MigrationStart(_told(roster, providers), crew, tuple(one.name for one in added))


def _agents(
    roster: Roster, names: Collection[str], by_model: Mapping[str, str]
) -> tuple[Agent, ...]:
    """The agents of the present file; where it has one model and no agent, those that are named."""
    scheme = _rscrew().scheme

    def chain(old: Agent) -> Chain:
        models = [_spelled(roster.provider_by_name[name].model) for name in old.chain.providers]
        return Chain.of(scheme, [by_model[model] for model in models])

    rows = [agent for agent in roster.agents if agent.path]
    is_one_setting = roster.dialect == "dotenv" and len(rows) == 1
    if names or is_one_setting or not rows:
        first = chain(rows[0]) if rows else Chain.of(scheme, list(by_model.values())[:1])
        work = dict.fromkeys(names, "") if names else MODEL_AGENTS
        return tuple(
            Agent(name, first, capability=kind, capability_given=bool(kind), path=(name,))
            for name, kind in work.items()
        )
    return tuple(
        replace(agent, name=_agent_name(agent.name), chain=chain(agent), options=(), file="")
        for agent in rows
    )


def _agent_name(name: str) -> str:
    """`PLANNING_MODEL` is the variable; the agent is `planning`."""
    if not name.isupper():
        return name
    bare = name.removesuffix("_MODEL").removesuffix("_LLM").removeprefix("MODEL_")
    return (bare or name).lower()


def _declared(provider: Provider, tiers: Mapping[str | None, str]) -> Provider:
    """With a model as CrewAI and LiteLLM spell it, its kind, its key's variable and a tier, which
    is that of the vendor's offered model where the file says none."""
    kind = kind_of(provider)
    variables = kind.key_variables if kind else ()
    return replace(
        provider,
        name=_short_name(provider),
        model=_spelled(provider.model),
        kind=kind.name if kind else None,
        api_key_env=provider.api_key_env or next(iter(variables), None),
        cost_tier=provider.cost_tier or tiers.get(kind.name if kind else None, ""),
        declared=True,
        path=(),
    )


def _short_name(provider: Provider) -> str:
    """The provider's name in the file, or else a short name of its vendor."""
    if provider.declared:
        return provider.name
    kind = kind_of(provider)
    words = {"anthropic": "claude"}
    return words.get(kind.name, kind.name) if kind else "model"


def _distinct(providers: Sequence[Provider]) -> list[Provider]:
    """One for each model; two of one vendor are told apart by a number."""
    found: dict[str, Provider] = {}
    for provider in providers:
        if provider.model not in found:
            found[provider.model] = _called(provider, list(found.values()))
    return list(found.values())


def _called(provider: Provider, others: Sequence[Provider]) -> Provider:
    taken = {one.name for one in others}
    names = (provider.name, *(f"{provider.name}_{number}" for number in range(2, 100)))
    return replace(provider, name=next(name for name in names if name not in taken))


def _spelled(model: str) -> str:
    return spelled(model, "rscrew") or model


def _kind_name(provider: Provider) -> str | None:
    kind = kind_of(provider)
    return kind.name if kind else None


def _told(roster: Roster, providers: Sequence[Provider]) -> str:
    agents = len([agent for agent in roster.agents if agent.path])
    count = "1 agent" if agents == 1 else f"{agents} agents"
    models = {0: "no model", 1: f"one model, {providers[0].model}," if providers else ""}
    what = models.get(len(providers), "two models")
    return f"{what} for {count}".replace(", for", " for")


def _rscrew() -> Dialect:
    dialect = dialect_named("rscrew")
    if dialect is None:
        raise OperationError("RSCrew's format is not among the dialects")
    return dialect
