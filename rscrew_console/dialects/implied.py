"""Providers without an entry: each model id that a chain names is one, under that very id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rscrew_console.dialects.base import Dialect, OperationError
from rscrew_console.document import Document, Edit
from rscrew_console.roster.model import Agent, Provider, Roster


def implied_providers(
    agents: Iterable[Agent], declared: Sequence[Provider] = (), login: str = ""
) -> tuple[Provider, ...]:
    """The declared providers, then one for each other id that the agents use, in file order.

    `login` is the program, where it logs in to its vendors by itself.
    """
    providers = {provider.name: provider for provider in declared}
    for agent in agents:
        for link in agent.chain.links:
            if link.provider and link.provider not in providers:
                providers[link.provider] = Provider(
                    link.provider, link.provider, declared=False, login=login, path=agent.path
                )
        in_force = agent.model_in_force
        if in_force and in_force not in providers:
            providers[in_force] = Provider(
                in_force, in_force, declared=False, login=login, path=agent.path
            )
    return tuple(providers.values())


def replace_model(
    dialect: Dialect, document: Document, roster: Roster, old: str, new: str
) -> list[Edit]:
    """The edits after which whatever names `old` names `new` in its place.

    Raises OperationError where `old` is used nowhere, or an agent would have `new` twice.
    """
    if old not in roster.provider_by_name:
        raise OperationError.unknown("provider", old, roster.provider_by_name)
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
