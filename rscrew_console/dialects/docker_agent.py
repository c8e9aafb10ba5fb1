"""docker-agent (before: cagent): named models, agents with a model and fallbacks.

An agent's model is a name under `models`, or `vendor/model` written out. Facts are of docker-agent
at 0d76412a, see docs/formats/docker-agent.md. The program refuses keys that it does not know.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rscrew_console.dialects.base import MAYBE, NO, SURE, Dialect, OperationError, ParseResult
from rscrew_console.dialects.capabilities import Capabilities
from rscrew_console.dialects.chains import known_agent, known_provider
from rscrew_console.dialects.context import NO_CONTEXT, ReadContext
from rscrew_console.dialects.findings import Findings, dotted
from rscrew_console.dialects.formats import FORMATS
from rscrew_console.dialects.implied import implied_providers
from rscrew_console.dialects.lists import list_edits
from rscrew_console.dialects.names import new_name
from rscrew_console.dialects.values import described
from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.roster.capability import derive
from rscrew_console.roster.chain import Chain, FallbackRule, Link, SlotScheme
from rscrew_console.roster.model import Agent, Provider, Roster, Settings
from rscrew_console.roster.nearest import did_you_mean
from rscrew_console.roster.problem import Path

MODELS, AGENTS, MODEL, FALLBACK = "models", "agents", "model", "fallback"
PROVIDERS = "providers"
"""Providers under names of the user's own, which a model may have as its `provider`."""
_ORDER = (MODEL, "description", "instruction", FALLBACK)
_KNOWN_KEYS = {
    AGENTS: {"*": {FALLBACK: {MODELS: None, "retries": None, "cooldown": None}, "*": None}},
    "*": None,
}
"""Where we write; all else is the program's own matter."""
_MODEL_FIELDS = ("provider", MODEL, "token_key", "temperature", "top_p", "max_tokens", "base_url")
_FIRES_ON = ("429", "other 4xx", "5xx and 408 after retries", "network errors after retries")


class DockerAgent(Dialect):
    """See `Dialect`, which says what each method does."""

    name = "docker-agent"
    title = "docker-agent's file"
    recognised_by = "agents with model and instruction, and models with provider"
    file_places = FORMATS["docker-agent"].places
    spelling = "models.dev"
    scheme = SlotScheme()
    capabilities = Capabilities(
        declared_providers=True,
        needs_primary=True,
        add_agents=True,
        remove_agents=True,
        rename_agents=True,
    )
    known_keys = _KNOWN_KEYS
    provider_fields = ("model", "api_key_env", "temperature", "top_p", "max_tokens", "base_url")

    def recognises(self, value: Any, file_name: str = "") -> int:
        agents = value.get(AGENTS) if isinstance(value, Mapping) else None
        if not isinstance(agents, Mapping):
            return NO
        entries = [one for one in agents.values() if isinstance(one, Mapping)]
        is_ours = any(isinstance(one.get(MODEL), str) and "instruction" in one for one in entries)
        if is_ours or any(isinstance(one.get(FALLBACK), Mapping) for one in entries):
            return SURE
        named = file_name.rpartition("/")[2].startswith(("docker-agent.", "cagent."))
        return MAYBE if named and entries else NO

    def read(self, document: Document, context: ReadContext = NO_CONTEXT) -> ParseResult:
        findings = Findings(document)
        value = findings.mapping((), document.value)
        models = findings.names(
            (MODELS,), findings.mapping((MODELS,), value.get(MODELS)), "a model"
        )
        custom = value.get(PROVIDERS)
        providers = tuple(
            _provider(findings, name, findings.mapping((MODELS, name), entry), custom)
            for name, entry in models.items()
        )
        names = tuple(provider.name for provider in providers)
        entries = findings.names(
            (AGENTS,), findings.mapping((AGENTS,), value.get(AGENTS)), "an agent"
        )
        agents = tuple(
            Agent(
                name, Chain(self.scheme, tuple(_links(findings, name, entry, names))),
                capability=derive(name), path=(AGENTS, name),
            )
            for name, entry in entries.items()
        )  # fmt: skip
        findings.duplicates("warning")
        roster = Roster(
            dialect=self.name,
            scheme=self.scheme,
            providers=implied_providers(agents, providers),
            agents=agents,
            settings=Settings(FallbackRule("on", _FIRES_ON)),
            spelling=self.spelling,
        )
        return ParseResult(roster, findings.problems)

    def check_provider(self, roster: Roster, name: str) -> None:
        if name not in roster.provider_by_name and "/" not in name:
            raise OperationError.unknown("provider", name, roster.provider_by_name)
        super().check_provider(roster, name)

    def write_chain(
        self, document: Document, roster: Roster, agent: Agent, links: Sequence[Link]
    ) -> list[Edit]:
        path = (*agent.path, MODEL)
        old, new = document.get(path), links[0].provider
        edits = [] if old == new else [Edit(path, old, new, order=_ORDER)]
        fallbacks = [link.provider for link in links[1:]]
        place = (*agent.path, FALLBACK)
        present = document.get(place)
        if not fallbacks and isinstance(present, Mapping) and set(present) == {MODELS}:
            return [*edits, Edit(place, present, ABSENT)]
        if fallbacks and not isinstance(present, Mapping):
            return [*edits, Edit(place, present, {MODELS: fallbacks}, order=_ORDER)]
        return edits + list_edits(document, (*place, MODELS), fallbacks)

    def set_provider(
        self, document: Document, roster: Roster, provider: str, field: str, value: Any
    ) -> list[Edit]:
        entry = known_provider(roster, provider)
        if not entry.declared:
            raise OperationError(f'"{provider}" has no entry under models; assign another model')
        if field not in self.provider_fields:
            raise self.refusal(f"the {field} of a provider")
        text = value.strip() if isinstance(value, str) else value
        if field == "model":
            vendor, slash, model = str(text or "").partition("/")
            if not slash:
                raise OperationError(f'"{text}" has no vendor: write vendor/model')
            pairs: dict[str, Any] = {"provider": vendor, MODEL: model}
        else:
            key = "token_key" if field == "api_key_env" else field
            pairs = {key: ABSENT if text in (None, "") else _number(field, text)}
        return [
            Edit((*entry.path, key), old, new, order=_MODEL_FIELDS)
            for key, new in pairs.items()
            if (old := document.get((*entry.path, key))) != new
        ]

    def add_agent(
        self, document: Document, roster: Roster, name: str, slots: Mapping[str, str | None],
        reasoning: str = "", capability: str = "",
    ) -> list[Edit]:  # fmt: skip
        models = self.scheme.in_order(slots)
        entry: dict[str, Any] = {MODEL: models[0], "description": "To be written"}
        entry["instruction"] = "To be written"
        if models[1:]:
            entry[FALLBACK] = {MODELS: models[1:]}
        return [Edit((AGENTS, name), ABSENT, entry)]

    def remove_agent(self, document: Document, roster: Roster, name: str) -> list[Edit]:
        path = known_agent(roster, name).path
        users = [one for one, _ in _mentions(document, name)]
        if users:
            raise OperationError(f'"{name}" is a sub-agent of {", ".join(dict.fromkeys(users))}')
        return [Edit(path, document.get(path), ABSENT)]

    def rename_agent(self, document: Document, roster: Roster, old: str, new: str) -> list[Edit]:
        path = known_agent(roster, old).path
        if old == new.strip():
            return []
        new = new_name("agent", new, roster.agent_by_name)
        mentions = [Edit(place, old, new) for _, place in _mentions(document, old)]
        return [*mentions, Edit(path, old, new, on="key")]

    def add_provider(
        self, document: Document, roster: Roster, name: str, fields: Mapping[str, Any]
    ) -> list[Edit]:
        name = new_name("provider", name, roster.provider_by_name)
        vendor, slash, model = str(fields.get("model") or "").partition("/")
        if not slash:
            raise OperationError(f'"{vendor}" has no vendor: write vendor/model')
        entry = {"provider": vendor, MODEL: model}
        if variable := fields.get("api_key_env"):
            entry["token_key"] = variable
        old = document.get((MODELS,))
        if not isinstance(old, Mapping):
            return [Edit((MODELS,), old, {name: entry}, order=(MODELS, AGENTS))]
        return [Edit((MODELS, name), ABSENT, entry)]

    def remove_provider(self, document: Document, roster: Roster, name: str) -> list[Edit]:
        provider = known_provider(roster, name)
        if users := roster.users_of(name):
            raise OperationError(f'"{name}" is used by {", ".join(one.name for one in users)}')
        return [Edit(provider.path, document.get(provider.path), ABSENT)]

    def rename_provider(self, document: Document, roster: Roster, old: str, new: str) -> list[Edit]:
        provider = roster.provider_by_name[old]
        if old == new.strip():
            return []
        new = new_name("provider", new, roster.provider_by_name)
        edits = [Edit(provider.path, old, new, on="key")]
        for agent in roster.users_of(old):
            edits += [
                Edit(link.path, old, new) for link in agent.chain.links if link.provider == old
            ]
        return edits


def _provider(findings: Findings, name: str, entry: Mapping[Any, Any], custom: Any) -> Provider:
    """The model's entry, and what the provider that it names says for it: `custom` is the section
    `providers`."""
    for field in ("provider", MODEL):
        if entry.get(field) is not None and not isinstance(entry[field], str):
            path = (MODELS, name, field)
            message = f"{dotted(path)} is {described(entry[field])} where a text belongs"
            findings.add("wrong-type", path, message)
    vendor, model, key = (entry.get(field) for field in ("provider", MODEL, "token_key"))
    section = custom.get(vendor) if isinstance(custom, Mapping) else None
    own: Mapping[Any, Any] = section if isinstance(section, Mapping) else {}
    key, base = key or own.get("token_key"), entry.get("base_url") or own.get("base_url")
    # Without a provider of its own it speaks like OpenAI's.
    like = own.get("provider") or "openai"
    numbers = {
        field: entry[field]
        for field in ("temperature", "top_p", "max_tokens")
        if isinstance(entry.get(field), int | float) and not isinstance(entry[field], bool)
    }
    return Provider(
        name=name,
        model="/".join(part for part in (vendor, model) if isinstance(part, str) and part),
        api_key_env=key if isinstance(key, str) else None,
        base_url=base if isinstance(base, str) else None,
        kind=_custom_kind(like, base) if own else None,
        path=(MODELS, name),
        **numbers,
    )


def _custom_kind(like: Any, base: Any) -> str | None:
    """The kind of a provider under a name of the user's own; None for one that we do not know."""
    if like == "openai":
        return "openai_compatible" if base else "openai"
    return (
        {"anthropic": "anthropic", "google": "gemini"}.get(like) if isinstance(like, str) else None
    )


def _links(findings: Findings, name: str, value: Any, model_names: Sequence[str]) -> Iterator[Link]:
    path: Path = (AGENTS, name)
    entry = findings.mapping(path, value)
    fallback = findings.mapping((*path, FALLBACK), entry.get(FALLBACK))
    models = fallback.get(MODELS)
    if models is not None and not isinstance(models, list):
        place = (*path, FALLBACK, MODELS)
        findings.add("wrong-type", place, f"{dotted(place)} is {described(models)} where a list"
                     " of models belongs")  # fmt: skip
        models = None
    places = [((*path, MODEL), entry.get(MODEL))]
    places += [((*path, FALLBACK, MODELS, index), one) for index, one in enumerate(models or ())]
    listed: set[str] = set()
    for place, model in places:
        if model is None:
            findings.add("no-model", path, f"{name} has no model", "warning")
            continue
        if not isinstance(model, str) or not model.strip():
            findings.add("wrong-type", place, f"{dotted(place)} is {described(model)}, not a model")
            continue
        if model not in model_names and "/" not in model:
            suggestion = did_you_mean(model, model_names)
            findings.add("unknown-model", place, f'{name}: there is no "{model}" under models, and'
                         f" it has no vendor in front{suggestion}")  # fmt: skip
        if model not in listed:
            yield Link(DockerAgent.scheme.name(len(listed)), model, path=place)
            listed.add(model)


def _mentions(document: Document, agent: str) -> Iterator[tuple[str, Path]]:
    """Who has the agent as a sub-agent or hands over to it, and where that stands."""
    agents = document.get((AGENTS,))
    for name, entry in agents.items() if isinstance(agents, Mapping) else ():
        for key in ("sub_agents", "handoffs"):
            names = entry.get(key) if isinstance(entry, Mapping) else None
            for index, one in enumerate(names if isinstance(names, list) else ()):
                if one == agent:
                    yield name, (AGENTS, name, key, index)


def _number(field: str, value: Any) -> Any:
    if field not in ("temperature", "top_p", "max_tokens"):
        return value
    try:
        return int(value) if field == "max_tokens" else float(value)
    except ValueError:
        raise OperationError(f'"{value}" is no number for {field}') from None
