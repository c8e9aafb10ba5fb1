"""Keeping `load_balancing.distribution` true: the file's own count of primaries per provider."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from rscrew_console.dialects.rscrew.fields import DISTRIBUTION
from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.roster.model import Roster


def count_edits(
    doc: Document, roster: Roster, primaries: Mapping[str, str | None], removed: Iterable[str] = ()
) -> list[Edit]:
    """The edits after which the counts are true, where the file has any and primaries change.

    `primaries` maps the agents that get another primary (or are new) to it, `gone` are the agents
    that are removed. An entry for something that is no provider is left to its owner.
    """
    if roster.distribution is None:
        return []
    before = {agent.name: agent.chain.primary for agent in roster.agents}
    after = {**before, **primaries}
    for agent in removed:
        after.pop(agent, None)
    if Counter(after.values()) == Counter(before.values()):
        return []
    stated = dict(roster.distribution)
    counts = Counter(after.values())
    order = tuple(provider.name for provider in roster.providers)
    return [
        Edit((*DISTRIBUTION, name), doc.get((*DISTRIBUTION, name)), counts[name], order=order)
        for name in order
        if (name in stated and stated[name] != counts[name])
        or (name not in stated and counts[name] > 0)
    ]


def drop(doc: Document, provider: str) -> list[Edit]:
    """The edit that removes a provider's entry, if it has one."""
    path = (*DISTRIBUTION, provider)
    stated = doc.get(path)
    return [] if stated is ABSENT else [Edit(path, stated, ABSENT)]


def rename(doc: Document, old: str, new: str) -> list[Edit]:
    """The edit that renames a provider's entry, if it has one."""
    path = (*DISTRIBUTION, old)
    return [] if doc.get(path) is ABSENT else [Edit(path, old, new, on="key")]
