"""`MAIN_MODEL` and `SUB_MODEL`: the two places of the file that name a model by its id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rscrew_console.dialects.experiment.fields import (
    DEFAULT_MAIN_MODEL,
    MAIN_MODEL,
    SUB_MODEL,
    TOP_KEYS,
)
from rscrew_console.document import Document, Edit
from rscrew_console.roster.chain import PRIMARY, Chain, Link, SlotScheme
from rscrew_console.roster.model import Agent, Provider, Roster

DEFAULT = "default"
"""What the cell of `MAIN_MODEL` says where the file does not have it."""
_REASONS = {
    MAIN_MODEL: "what all agents run on where scenarios are off",
    SUB_MODEL: "nothing in the experiment program reads it",
}


def read_roles(
    value: Any, scheme: SlotScheme, declared: Sequence[Provider]
) -> tuple[tuple[Agent, ...], tuple[Provider, ...]]:
    """The roles, and the models that they name and that have no entry of their own.

    A role names a model by its id, so that it runs on the entry that asks this model.
    """
    by_model = {one.model: one.name for one in reversed(declared)}
    agents, implied = [], {}
    for role, model, said in _named(value):
        name = by_model.get(model, model)
        if model not in by_model:
            implied[model] = Provider(
                model, model, kind="openrouter", declared=False, path=(role,) if said else ()
            )
        link = Link(PRIMARY, name, None if said else DEFAULT, path=(role,))
        agents.append(Agent(role, Chain(scheme, (link,)), reasoning=_REASONS[role], path=(role,)))
    return tuple(agents), tuple(implied.values())


def _named(value: Any) -> Iterator[tuple[str, str, bool]]:
    """Role, model, and whether the file says it."""
    for role, default in ((MAIN_MODEL, DEFAULT_MAIN_MODEL), (SUB_MODEL, "")):
        model = value.get(role)
        if isinstance(model, str) and model.strip():
            yield role, model.strip(), True
        elif default:
            yield role, default, False


def write_role(document: Document, roster: Roster, agent: Agent, name: str) -> list[Edit]:
    """The edit after which the role names the provider's model."""
    provider = roster.provider_by_name.get(name)
    model = provider.model if provider else name
    old = document.get(agent.path)
    return [] if old == model else [Edit(agent.path, old, model, order=TOP_KEYS)]
