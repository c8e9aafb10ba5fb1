"""What a provider offers, with all that is known of each model: for `models` and for pickers."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from rscrew_console.providers.health import Health
from rscrew_console.providers.kinds import Kind, at_home, kind_of
from rscrew_console.providers.model_names import offered
from rscrew_console.providers.offers import OfferedModel
from rscrew_console.providers.prices import FROM_FILE, context_of, quote_of_model
from rscrew_console.providers.retirements import retired_by, shipped
from rscrew_console.providers.spellings import spelled_offer
from rscrew_console.records import dataclass
from rscrew_console.roster.model import HealthSettings, Price, Provider


@dataclass(frozen=True, slots=True)
class CatalogueModel:
    """One model that may stand in the file as the provider's."""

    id: str
    """As the vendor calls it."""
    model: str
    """As the file spells it: with the prefix that its program needs."""
    current: bool = False
    """Whether it is the model that the provider has now."""
    context: int | None = None
    price: Price | None = None
    price_source: str = ""
    """Who says so: the provider itself, or a package and its version."""
    retires: date | None = None
    successor: str = ""
    tools: bool | None = None
    """Whether it takes tools, as the provider's list says; None where it says nothing."""


async def list_models(
    provider: Provider,
    env: Mapping[str, str],
    settings: HealthSettings | None = None,
    *,
    day: date,
    dialect: str = "rscrew",
) -> tuple[Health, tuple[CatalogueModel, ...]]:
    """Ask a provider what it offers. Where it does not tell, the health says why.

    `env` is what `keys.load_env` returns, `day` that of the prices. Never raises for what a server
    or a network does; the price data is loaded in a thread, so that nothing else has to wait.
    """
    # Loads asyncio and httpcore.
    from rscrew_console.providers.health.check import check_one

    health = await check_one(provider, env, settings)
    return health, await asyncio.to_thread(catalogue, provider, health.offers, day, dialect)


def catalogue(
    provider: Provider, offers: Sequence[OfferedModel], day: date, dialect: str = "rscrew"
) -> tuple[CatalogueModel, ...]:
    """The offers that chat, by name, priced as on that day. Loads the price data.

    The provider's own model costs what the file says, if it says that: as `cost` has it.
    """
    kind = kind_of(provider)
    if kind is None or not offers:
        return ()
    current = offered(kind, provider.model, tuple(offers))
    entries = (
        _entry(kind, provider, offer, day, current, dialect) for offer in offers if offer.chats
    )
    return tuple(sorted(entries, key=lambda entry: entry.id))


def _entry(
    kind: Kind,
    provider: Provider,
    offer: OfferedModel,
    day: date,
    current_offer: OfferedModel | None,
    dialect: str,
) -> CatalogueModel:
    # A vendor's prices hold for the vendor's own service.
    own = at_home(kind, provider)
    quote = quote_of_model(kind, offer.id, day) if own and offer.price is None else None
    named = replace(provider, model=offer.id, kind=kind.name)
    retirement = retired_by(day, shipped())(named)
    price, source = offer.price, kind.title if offer.price else ""
    if quote is not None:
        price, source = quote.price, quote.source
    if offer is current_offer and provider.price is not None:
        price, source = provider.price, FROM_FILE
    return CatalogueModel(
        id=offer.id,
        model=spelled_offer(named, dialect),
        current=offer is current_offer,
        context=offer.context or context_of(kind, offer.id),
        price=price,
        price_source=source,
        retires=offer.retires or (retirement.date if retirement else None),
        successor=retirement.successor if retirement else "",
        tools=offer.tools,
    )
