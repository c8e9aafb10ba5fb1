"""Models that a provider says it offers, and which of them a name means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rscrew_console.roster.model import Price

if TYPE_CHECKING:
    from rscrew_console.providers.kind import Kind


@dataclass(frozen=True, slots=True)
class OfferedModel:
    """One model, as far as the provider's list tells."""

    id: str
    aliases: tuple[str, ...] = ()
    context: int | None = None
    """Tokens that fit into its context window."""
    price: Price | None = None
    retires: date | None = None
    chats: bool = True
    """False for one that is known to do something else, such as embeddings."""


@dataclass(frozen=True, slots=True)
class ModelListPage:
    """One page of a list of models."""

    offers: tuple[OfferedModel, ...]
    after: str = ""
    """What asks for the next page; empty on the last."""
    any_name: bool = False
    """Whether the server takes any name for the one model that it has."""


def offered(kind: Kind, model: str, offers: tuple[OfferedModel, ...]) -> OfferedModel | None:
    """The offer that `model`, with LiteLLM's prefix or without, means."""
    names = names_of(kind, model)
    for offer in offers:
        for own in (offer.id, *offer.aliases):
            if own in names or _tagged(kind, own) in names:
                return offer
            # A LiteLLM proxy may offer `openai/*`.
            if own.endswith("*") and any(name.startswith(own[:-1]) for name in names):
                return offer
    return None


def names_of(kind: Kind, model: str) -> tuple[str, ...]:
    """The names under which the vendor may know the model, the likeliest first."""
    model = model.strip()
    bare = own_name(kind, model)
    found = [bare, model]
    for suffix in kind.suffixes:
        if bare.endswith(suffix):
            found.insert(1, bare.removesuffix(suffix))
    return tuple(dict.fromkeys(_tagged(kind, name) for name in found))


def own_name(kind: Kind, model: str) -> str:
    """The model as the vendor itself calls it: without LiteLLM's prefix, without `models/`."""
    for prefix in (*kind.prefixes, *kind.routes):
        if model.lower().startswith(prefix):
            model = model[len(prefix) :]
            break
    return model.removeprefix("models/")


def _tagged(kind: Kind, name: str) -> str:
    """Ollama's models all have a tag, which may be left out."""
    last = name.rpartition("/")[2]
    return f"{name}:latest" if kind.name == "ollama" and ":" not in last else name
