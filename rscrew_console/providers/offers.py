"""Models that a provider says it offers."""

from __future__ import annotations

from datetime import date

from rscrew_console.records import dataclass
from rscrew_console.roster.model import Price


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
    tools: bool | None = None
    """Whether it takes tools; None where the list does not tell."""


@dataclass(frozen=True, slots=True)
class ModelListPage:
    """One page of a list of models."""

    offers: tuple[OfferedModel, ...]
    after: str = ""
    """What asks for the next page; empty on the last."""
    any_name: bool = False
    """Whether the server takes any name for the one model that it has."""
