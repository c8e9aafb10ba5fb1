"""Providers without an entry: each model id that a chain names is one, under that very id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from rscrew_console.dialects.base import Dialect, OperationError
from rscrew_console.dialects.chains import known_provider
from rscrew_console.document import Document, Edit
from rscrew_console.records import dataclass
from rscrew_console.roster.chain import FallbackRule
from rscrew_console.roster.model import Agent, Provider, Roster, Settings


@dataclass(frozen=True, slots=True)
class Service:
    """What a file says of a server whose models have its name in front: `mine/gpt-6-luna`."""

    kind: str | None = None
    """None where its name tells: `openai`."""
    base_url: str | None = None
    api_key_env: str | None = None
    renames: bool = False
    """Whether the server itself knows its models without the name in front."""


Services = Mapping[str, Service]
"""By the name in front."""
_NO_SERVICES: Services = MappingProxyType({})


def implied_providers(
    agents: Iterable[Agent], declared: Sequence[Provider] = (), login: str = "",
    services: Services = _NO_SERVICES,
) -> tuple[Provider, ...]:  # fmt: skip
    """The declared providers, then one for each other id that the agents use, in file order.

    `login` is the program, where it logs in to its vendors by itself.
    """
    providers = {provider.name: provider for provider in declared}
    for agent in agents:
        for link in agent.chain.links:
            if link.provider and link.provider not in providers:
                providers[link.provider] = _implied(link.provider, login, agent, services)
        in_force = agent.model_in_force
        if in_force and in_force not in providers:
            providers[in_force] = _implied(in_force, login, agent, services)
    return tuple(providers.values())


def _implied(model: str, login: str, agent: Agent, services: Services) -> Provider:
    plain = Provider(model, model, declared=False, login=login, path=agent.path)
    name, slash, own = model.partition("/")
    service = services.get(name) if slash else None
    if service is None:
        return plain
    return replace(
        plain, model=own if service.renames else model, kind=service.kind,
        base_url=service.base_url, api_key_env=service.api_key_env,
    )  # fmt: skip


def roster_without_fallbacks(
    dialect: Dialect, agents: tuple[Agent, ...], why: str, login: str = "",
    services: Services = _NO_SERVICES,
) -> Roster:  # fmt: skip
    """The roster of a file that declares no providers, for a program that has no fallbacks.

    `why` says so to users; `login` and `services` are as for `implied_providers`.
    """
    return Roster(
        dialect=dialect.name,
        scheme=dialect.scheme,
        providers=implied_providers(agents, login=login, services=services),
        agents=agents,
        settings=Settings(FallbackRule("never", why=why)),
        spelling=dialect.spelling,
    )


def replace_model(
    dialect: Dialect, document: Document, roster: Roster, old: str, new: str
) -> list[Edit]:
    """The edits after which whatever names `old` names `new` in its place.

    Raises OperationError where `old` is used nowhere, or an agent would have `new` twice.
    """
    known_provider(roster, old)
    new = new.strip()
    if old == new:
        return []
    dialect.check_provider(roster, new)
    edits = dialect.replace_elsewhere(document, old, new)
    for agent in roster.users_of(old):
        if new in agent.chain.providers:
            raise OperationError(
                f'"{agent.name}" has "{new}" already; take one of the two out first'
            )
        links = [
            replace(link, provider=new, says=None)
            if link.provider == old and link.says in (None, dialect.built_in_word)
            else link
            for link in agent.chain.links
        ]
        if tuple(links) != agent.chain.links:
            edits += dialect.write_chain(document, roster, agent, links)
    return edits
