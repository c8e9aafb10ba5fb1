"""A crew in another format: the text of a new file, and what that format has no place for.

The new file is made by the target dialect's own operations, and read back by its own reader.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field

from rscrew_console.dialects import Dialect, OperationError
from rscrew_console.dialects.operations import (
    AddAgent,
    AddProvider,
    Assign,
    Operation,
    SetAgent,
    SetProvider,
)
from rscrew_console.document import Document, DocumentSet
from rscrew_console.export.convert_experiment import experiment_of
from rscrew_console.export.convert_losses import (
    SHARED_EFFORTS,
    Losses,
    lost_of_agent,
    lost_of_crew,
    lost_of_provider,
)
from rscrew_console.export.convert_models import ModelNames, carried_fields
from rscrew_console.export.skeletons import can_switch_fallbacks_off, skeleton
from rscrew_console.records import dataclass
from rscrew_console.roster.model import Agent, Provider, Roster

_NOT_IN_NAMES = {"dotenv": re.compile(r"\W", re.ASCII), "openclaw": re.compile(r"[^A-Za-z0-9_-]")}
_NOT_IN_FILE_NAMES = re.compile(r"[/\\]|^\.")
_TO_WRITE = "To be written"


@dataclass(frozen=True, slots=True)
class Conversion:
    """A crew in another format."""

    document: Document | DocumentSet
    """The new file, or a `DocumentSet` for a folder."""
    roster: Roster
    """What the target's own reader finds in it."""
    names: Mapping[str, str]
    """Agent → its name in the new file, for those that are in it."""
    lost: tuple[str, ...]
    """What the new file does not have, a line each, without a full stop."""
    left_out: tuple[str, ...]
    """The agents that are not in the new file."""

    @property
    def texts(self) -> Mapping[str, str]:
        """File name → text; the one name is "" where the format has a single file."""
        if isinstance(self.document, DocumentSet):
            return self.document.texts
        return {"": self.document.text}


def convert(roster: Roster, target: Dialect) -> Conversion:
    """Raises OperationError where the format cannot hold any agent of the crew."""
    if roster.dialect == target.name:
        raise OperationError(f"the file is in that format already ({target.title})")
    if target.name == "experiment":
        return _as_experiment(roster, target)
    return _as_crew(roster, target)


def _as_crew(roster: Roster, target: Dialect) -> Conversion:
    enabled = roster.fallback.fires != "off"
    new_file = _NewFile(target, skeleton(target, fallback_enabled=enabled))
    losses = Losses(target)
    written = [agent for agent in roster.agents if agent.path]
    models = ModelNames(roster, target)
    chains = _chains(written, models, losses)
    left_out = [agent.name for agent in written if agent.name not in chains]
    if not target.capabilities.add_agents:
        rows = [agent.name for agent in new_file.roster.agents]
        chosen = next((name for name in chains if name in rows), next(iter(chains), ""))
        for name in [name for name in chains if name != chosen]:
            losses.add(f"agents but {chosen}, since {target.title} has one", name)
            del chains[name]
            left_out.append(name)
    if not chains:
        raise OperationError(f"{target.title} can hold no agent of this file: {losses.first}")
    providers = _add_providers(new_file, models, chains)
    names: dict[str, str] = {}
    for agent in written:
        if agent.name not in chains:
            continue
        chain = [providers.get(one, models.spelt[one]) for one in chains[agent.name]]
        try:
            names[agent.name] = _add_agent(new_file, agent, chain, set(names.values()))
        except OperationError as error:
            losses.add(f"an agent that cannot be written there ({error})", agent.name)
            left_out.append(agent.name)
            del chains[agent.name]
            continue
        lost_of_agent(losses, agent, new_file.roster.agent_by_name[names[agent.name]])
    if not chains or not any(text.strip() for text in _texts(new_file.document)):
        raise OperationError(f"{target.title} can hold no agent of this file: {losses.first}")
    wanted_chains = {
        names[agent]: list(dict.fromkeys(models.spelt[one] for one in chain))
        for agent, chain in chains.items()
    }
    _prove(new_file, wanted_chains)
    used = dict.fromkeys(one for chain in chains.values() for one in chain)
    for provider in used:
        name = providers.get(provider, models.spelt[provider])
        after = new_file.roster.provider_by_name.get(name)
        lost_of_provider(losses, roster.provider_by_name[provider], after)
    lost_of_crew(losses, roster)
    if not enabled and target.scheme.max_chain != 1 and not can_switch_fallbacks_off(target):
        losses.add("that fallbacks are off: they fire there")
    if _TO_WRITE in new_file.document.text:
        losses.add(f'descriptions and prompts: fill in what says "{_TO_WRITE}"')
    else:
        losses.add("whatever else the file says, such as prompts and tools")
    return Conversion(new_file.document, new_file.roster, names, losses.lines, tuple(left_out))


def _as_experiment(roster: Roster, target: Dialect) -> Conversion:
    losses = Losses(target)
    written = [agent for agent in roster.agents if agent.path]
    document, after, names, left_out = experiment_of(roster, target, written, losses)
    lost_of_crew(losses, roster)
    losses.add("whatever else the file says, such as prompts and tools")
    return Conversion(document, after, names, losses.lines, tuple(left_out))


def _texts(document: Document | DocumentSet) -> list[str]:
    return list(document.texts.values()) if isinstance(document, DocumentSet) else [document.text]


@dataclass
class _NewFile:
    """The file as far as it has come, and the target's reading of it."""

    target: Dialect
    document: Document
    roster: Roster = field(init=False)

    def __post_init__(self) -> None:
        self._read()

    def do(self, operation: Operation) -> None:
        """Raises OperationError, and the file is as it was."""
        edits = operation.edits(self.target, self.document, self.roster)
        self.document = self.document.apply(edits)
        self._read()

    def _read(self) -> None:
        result = self.target.read(self.document)
        if result.roster is None or result.errors:
            reason = result.errors[0].message if result.errors else "it cannot be read"
            raise OperationError(
                f"{self.target.title} would be wrong, and is not written: {reason}"
            )
        self.roster = result.roster


def _chains(
    agents: Sequence[Agent], models: ModelNames, losses: Losses
) -> dict[str, tuple[str, ...]]:
    """Agent → the providers that it has in the new file; () leaves the model to the program."""
    target, chains = losses.target, dict[str, tuple[str, ...]]()
    for agent in agents:
        links = agent.chain.links
        is_left = not links or not links[0].provider
        if is_left and (target.capabilities.needs_primary or target.built_in_word):
            losses.add("agents that name no model, which they must there", agent.name)
            continue
        if is_left and links[1:]:
            losses.add("fallbacks, which need a model in front of them", agent.name)
        providers = () if is_left else agent.chain.providers
        named = [one for one in providers if models.spelt[one]]
        for one in providers:
            if not models.spelt[one]:
                losses.add(f"{models.id_of(one)}, which cannot be named there", agent.name)
        if providers and not named:
            continue
        unique = list({models.identity(one): one for one in reversed(named)}.values())[::-1]
        most = target.scheme.max_chain
        if most is not None and len(unique) > most:
            words = "1 model" if most == 1 else f"{most} models"
            losses.add(f"fallbacks: an agent has {words} there", agent.name)
        chains[agent.name] = tuple(unique[:most])
    return chains


def _add_providers(
    new_file: _NewFile, models: ModelNames, chains: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """Add the entries that the chains need; provider → the name of its entry."""
    target = new_file.target
    if not target.capabilities.declared_providers:
        return {}
    behind = {one for chain in chains.values() for one in chain[1:]}
    taken_names, entries = set(chains), dict[tuple[str, ...], str]()
    named: dict[str, str] = {}
    for one in dict.fromkeys(one for chain in chains.values() for one in chain):
        provider = models.roster.provider_by_name[one]
        bare = "/" not in models.spelt[one]
        needs_name = target.name == "litellm" and (one in behind or bare)
        if target.capabilities.implied_providers and not provider.declared and not needs_name:
            continue
        identity = models.identity(one)
        if identity not in entries:
            name = models.entry_name(provider, taken_names)
            taken_names.add(name)
            _add_provider(new_file, name, provider, models.spelt[one])
            entries[identity] = name
        named[one] = entries[identity]
    return named


def _add_provider(new_file: _NewFile, name: str, provider: Provider, model: str) -> None:
    fields = carried_fields(provider)
    reach = [key for key in ("api_key_env", "base_url") if key in fields]
    entry = {"model": model} | {key: fields[key] for key in reach}
    new_file.do(AddProvider(name, entry))
    for key, value in fields.items():
        after = new_file.roster.provider_by_name.get(name)
        if after and key in new_file.target.provider_fields and getattr(after, key) != value:
            new_file.do(SetProvider(name, key, value))


def _add_agent(
    new_file: _NewFile, agent: Agent, chain: Sequence[str], taken_names: set[str]
) -> str:
    """Add the agent and return its name in the new file. Raises OperationError if it cannot."""
    target, rows = new_file.target, new_file.roster.agent_by_name
    slots = dict(zip(target.scheme.names(len(chain)), chain, strict=False))
    name = _name_there(target, agent.name)
    if not target.capabilities.add_agents:
        name = next(iter(rows))
    if name in rows and name not in taken_names and name not in target.cell_words:
        if slots:
            new_file.do(Assign(name, slots))
        return name
    before = set(rows)
    new_file.do(AddAgent(name, slots))
    name = next((one for one in new_file.roster.agent_by_name if one not in before), name)
    effort = dict(agent.options).get("effort")
    if effort in SHARED_EFFORTS and "effort" in target.capabilities.agent_fields:
        new_file.do(SetAgent(name, "effort", str(effort)))
    return name


def _name_there(target: Dialect, name: str) -> str:
    if target.file_places.crew_files:
        return _NOT_IN_FILE_NAMES.sub("-", name)
    pattern = _NOT_IN_NAMES.get(target.name)
    return name if pattern is None else pattern.sub("-" if target.name == "openclaw" else "_", name)


def _prove(new_file: _NewFile, wanted_chains: Mapping[str, Sequence[str]]) -> None:
    """Raises OperationError where the target's reader finds another chain than was meant."""
    roster = new_file.roster
    provider_by_name = roster.provider_by_name
    for name, models in wanted_chains.items():
        agent = roster.agent_by_name.get(name)
        names = agent.chain.providers if agent else ()
        read_models = [
            provider_by_name[one].model if one in provider_by_name else one for one in names
        ]
        if agent is None or list(dict.fromkeys(read_models)) != list(models):
            read_chain = " → ".join(read_models) or "nothing"
            raise OperationError(
                f'the chain of "{name}" would be read as {read_chain} in place'
                f" of {' → '.join(models) or 'nothing'}; nothing was written"
            )
