"""The configuration of LiteLLM's proxy: what callers ask for by name, and its fallbacks.

An agent is a `model_name`. Its chain is what its own deployments run on, then its `fallbacks`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rscrew_console.dialects.base import MAYBE, NO, SURE, Dialect, OperationError, ParseResult
from rscrew_console.dialects.capabilities import Capabilities
from rscrew_console.dialects.chains import known_agent, known_provider
from rscrew_console.dialects.context import NO_CONTEXT, ReadContext
from rscrew_console.dialects.findings import Findings
from rscrew_console.dialects.formats import FORMATS
from rscrew_console.dialects.litellm.reading import (
    PARAMS,
    SECTIONS,
    ProxyFile,
    providers_of,
    read_proxy,
)
from rscrew_console.dialects.litellm.renaming import name_edits
from rscrew_console.dialects.litellm.writing import chain_edits, fallback_edits
from rscrew_console.dialects.names import new_name
from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.roster.capability import derive
from rscrew_console.roster.chain import Chain, FallbackRule, Link, SlotScheme
from rscrew_console.roster.model import Agent, Roster, Settings
from rscrew_console.roster.problem import Path

DEFAULT = "default_fallbacks"
"""What a slot says that is filled by the fallbacks for all names without their own."""


class LiteLLMProxy(Dialect):
    """See `Dialect`, which says what each method does."""

    name = "litellm"
    title = "LiteLLM's proxy configuration"
    recognised_by = "model_list with model_name and litellm_params"
    file_places = FORMATS["litellm"].places
    scheme = SlotScheme()
    capabilities = Capabilities(
        declared_providers=True,
        implied_providers=True,
        needs_primary=True,
        add_agents=True,
        remove_agents=True,
        rename_agents=True,
    )
    provider_fields = ("model",)
    secret_keys = ("api_key", "master_key", "aws_secret_access_key", "vertex_credentials")

    def recognises(self, value: Any, file_name: str = "") -> int:
        entries = value.get("model_list") if isinstance(value, Mapping) else None
        if not isinstance(entries, list):
            return NO
        if any(isinstance(one, Mapping) and PARAMS in one for one in entries):
            return SURE
        return MAYBE

    def read(self, document: Document, context: ReadContext = NO_CONTEXT) -> ParseResult:
        findings = Findings(document)
        value = findings.mapping((), document.value)
        proxy = read_proxy(findings, value)
        findings.duplicates("warning")
        agents = [_agent(proxy, name) for name in proxy.groups]
        roster = Roster(
            dialect=self.name,
            scheme=self.scheme,
            providers=providers_of(proxy),
            agents=tuple(agents),
            settings=Settings(_rule(value)),
        )
        return ParseResult(roster, findings.problems)

    def write_chain(
        self, document: Document, roster: Roster, agent: Agent, links: Sequence[Link]
    ) -> list[Edit]:
        return self.write_chains(document, roster, {agent.name: links})

    def write_chains(
        self, document: Document, roster: Roster, chains: Mapping[str, Sequence[Link]]
    ) -> list[Edit]:
        return chain_edits(document, read_proxy(Findings(document), document.value), roster, chains)

    def check_provider(self, roster: Roster, name: str) -> None:
        """A provider, a name of `model_list`, or a model's id with its vendor."""
        names = (*roster.provider_by_name, *roster.agent_by_name)
        if name in names:
            return
        if "/" not in name:
            raise OperationError.unknown("provider", name, names)
        super().check_provider(roster, name)

    def set_provider(
        self, document: Document, roster: Roster, provider: str, field: str, value: Any
    ) -> list[Edit]:
        entry = known_provider(roster, provider)
        if field != "model":
            raise self.refusal(f"the {field} of a provider that is set here")
        path = (*entry.path, PARAMS, "model")
        text = str(value or "").strip()
        if not text:
            raise OperationError(f'"{provider}" needs a model')
        old = document.get(path)
        return [] if old == text else [Edit(path, old, text)]

    def add_agent(
        self, document: Document, roster: Roster, name: str, slots: Mapping[str, str | None],
        reasoning: str = "", capability: str = "",
    ) -> list[Edit]:  # fmt: skip
        first, *fallbacks = self.scheme.in_order(slots)
        provider = roster.provider_by_name.get(first)
        params = (
            {"model": first} if provider is None else dict(document.get((*provider.path, PARAMS)))
        )
        entry = {"model_name": name, PARAMS: params}
        edits = [_append(document, ("model_list",), entry)]
        if fallbacks:
            proxy = read_proxy(Findings(document), document.value)
            names = [self._name_of(proxy, one) for one in fallbacks]
            edits += fallback_edits(document, proxy, {name: names})
        return edits

    def _name_of(self, proxy: ProxyFile, provider: str) -> str:
        """The name in `model_list` of a provider. Raises OperationError where there is none."""
        for name, group in proxy.groups.items():
            if provider in (name, proxy.provider_names[group[0].identity]):
                return name
        raise OperationError.unknown("model_name", provider, proxy.groups)

    def add_provider(
        self, document: Document, roster: Roster, name: str, fields: Mapping[str, Any]
    ) -> list[Edit]:
        name = new_name("provider", name, (*roster.provider_by_name, *roster.agent_by_name))
        params = {"model": fields.get("model") or ""}
        if variable := fields.get("api_key_env"):
            params["api_key"] = f"os.environ/{variable}"
        if address := fields.get("base_url"):
            params["api_base"] = address
        return [_append(document, ("model_list",), {"model_name": name, PARAMS: params})]

    def remove_provider(self, document: Document, roster: Roster, name: str) -> list[Edit]:
        return self.remove_agent(document, roster, name)

    def remove_agent(self, document: Document, roster: Roster, name: str) -> list[Edit]:
        known_agent(roster, name)
        proxy = read_proxy(Findings(document), document.value)
        users = [one for one, item in proxy.fallbacks.items() if name in item.names]
        users += [alias for alias, (target, _) in proxy.aliases.items() if target == name]
        if name in proxy.defaults:
            users.append("default_fallbacks")
        if users:
            raise OperationError(f'"{name}" is used by {", ".join(users)}')
        paths = sorted((one.path for one in proxy.groups[name]), reverse=True)
        edits = [Edit(path, document.get(path), ABSENT) for path in paths]
        if name in proxy.fallbacks:
            edits += fallback_edits(document, proxy, {name: ()})
        return edits

    def rename_agent(self, document: Document, roster: Roster, old: str, new: str) -> list[Edit]:
        known_agent(roster, old)
        if old == new.strip():
            return []
        new = new_name("agent", new, roster.agent_by_name)
        return name_edits(document, read_proxy(Findings(document), document.value), old, new)

    def rename_provider(self, document: Document, roster: Roster, old: str, new: str) -> list[Edit]:
        known_provider(roster, old)
        return self.rename_agent(document, roster, old.partition(" [")[0], new)


def _agent(proxy: ProxyFile, name: str) -> Agent:
    names = proxy.provider_names
    links = [
        Link("", names[one.identity], path=(*one.path, PARAMS, "model"))
        for one in proxy.groups[name]
    ]
    item = proxy.fallbacks.get(name)
    if item is not None:
        links += [
            _fallback(proxy, target, None, (*item.path, index))
            for index, target in enumerate(item.names)
            if target != name
        ]
    else:
        links += [
            _fallback(proxy, target, DEFAULT, ()) for target in proxy.defaults if target != name
        ]
    options = tuple(
        (kind, " → ".join(chains[name].names))
        for kind, chains in proxy.other_chains.items()
        if name in chains
    )
    aliases = [alias for alias, (target, _) in proxy.aliases.items() if target == name]
    if aliases:
        options = (*options, ("aliases", ", ".join(aliases)))
    first = proxy.groups[name][0]
    return Agent(
        name,
        Chain.of_links(LiteLLMProxy.scheme, links),
        capability=derive(name),
        options=options,
        path=first.path,
    )


def _fallback(proxy: ProxyFile, target: str, says: str | None, path: Path) -> Link:
    """A fallback's provider is that of its first deployment; "" for a name that is not there."""
    alias = proxy.aliases.get(target)
    deployments = proxy.groups.get(alias[0] if alias else target)
    if not deployments:
        return Link("", "", says=target, path=path)
    provider = proxy.provider_names[deployments[0].identity]
    if says is None and provider != target:
        says = target
    return Link("", provider, says=says, path=path)


def _rule(value: Mapping[Any, Any]) -> FallbackRule:
    for section in SECTIONS:
        settings = value.get(section)
        if isinstance(settings, Mapping) and settings.get("disable_fallbacks") is True:
            return FallbackRule("off", (), f"{section}.disable_fallbacks is true")
    return FallbackRule("on", ("any error, after num_retries",))


def _append(document: Document, path: Path, entry: Any) -> Edit:
    present = document.get(path)
    if isinstance(present, list):
        return Edit((*path, len(present)), ABSENT, entry)
    return Edit(path, present, [entry])
