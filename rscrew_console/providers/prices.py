"""What models cost: the file's own price first, else genai-prices' offline data, else unknown.

genai-prices takes a while to load, so only what asks it for a price loads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from rscrew_console.providers.kinds import Kind, at_home, kind_of
from rscrew_console.providers.model_names import names_of
from rscrew_console.records import dataclass
from rscrew_console.roster.model import CostAssumptions, Price, Provider, Roster

if TYPE_CHECKING:
    from genai_prices.types import PriceCalculation

    from rscrew_console.providers.price_cache import PriceCache
    from rscrew_console.roster.cost import Prices

FROM_FILE = "file"
A_CALL = CostAssumptions().input_tokens

SELLERS: Mapping[str, str] = MappingProxyType(
    {
        "anthropic": "anthropic", "openai": "openai", "gemini": "google", "deepseek": "deepseek",
        "openrouter": "openrouter", "together": "together", "mistral": "mistral", "groq": "groq",
        "xai": "x-ai", "cerebras": "cerebras", "azure": "azure", "bedrock": "aws",
        "vertex": "google",
    }
)  # fmt: skip
"""Our kinds → the sellers of genai-prices. Of the others nobody knows what they charge."""


@dataclass(frozen=True, slots=True)
class PriceQuote:
    """A price, and where it is from."""

    price: Price
    source: str
    """`file`, or the name and version of the package that has it."""
    as_of: date | None
    """The newest date of the seller's prices in the source; None for the file, which has none."""


def quotes_of(roster: Roster, day: date, cache: PriceCache | None = None) -> dict[str, PriceQuote]:
    """The price of every provider that has a known one, on that day.

    Where long prompts cost more, the price is that of the prompts that the crew is assumed to send.
    With a `cache` of that day the package that has the prices is loaded only for what is new.
    """
    tokens = roster.settings.costs.input_tokens
    quotes = {one.name: quote_of(one, day, tokens, cache) for one in roster.providers}
    if cache is not None:
        cache.keep()
    return {name: quote for name, quote in quotes.items() if quote is not None}


def prices_of(quotes: Mapping[str, PriceQuote]) -> Prices:
    """Just the prices, as the domain wants them."""
    return {name: quote.price for name, quote in quotes.items()}


def own_prices(roster: Roster) -> Prices:
    """Return the prices in the file itself: all that is known without loading anything."""
    return {one.name: one.price for one in roster.providers if one.price is not None}


def quote_of(
    provider: Provider, day: date, input_tokens: int = A_CALL, cache: PriceCache | None = None
) -> PriceQuote | None:
    """None where the price is not known: a server of one's own charges what it likes.

    Of a vendor that charges by the hour (DeepSeek) `day` gives the price at noon UTC, which is
    nobody's discount, and a `datetime` the one at that time. So do the other functions here.
    """
    if provider.price is not None:
        return PriceQuote(provider.price, FROM_FILE, None)
    kind = kind_of(provider)
    if kind is None or not at_home(kind, provider):
        return None
    if cache is None or isinstance(day, datetime):  # those of an hour are not kept
        return quote_of_model(kind, provider.model, day, input_tokens)
    asked = f"{kind.name} {provider.model} {input_tokens}"
    return cache.quote(asked, lambda: quote_of_model(kind, provider.model, day, input_tokens))


def price_of_call(provider: Provider, day: date, input_tokens: int) -> Price | None:
    """The price of a call with that many tokens in its prompt, with the prices for the vendor's
    cache as far as they are known; None where the price is not known.

    Where the file has a price without those for the cache, they keep the same proportion to the
    price of other input that the vendor's own have.
    """
    quote = quote_of(provider, day, input_tokens)
    if quote is None:
        return None
    price, kind = quote.price, kind_of(provider)
    if kind is None or (price.cached_input is not None and price.cache_write is not None):
        return price
    read, write = _cache_shares(kind, provider.model, day, input_tokens)
    return replace(
        price,
        cached_input=price.input * read if price.cached_input is None else price.cached_input,
        cache_write=price.input * write if price.cache_write is None else price.cache_write,
    )


def _cache_shares(kind: Kind, model: str, day: date, input_tokens: int) -> tuple[float, float]:
    """What reading from the vendor's cache and writing to it cost, as shares of the price of other
    input: 0.1 and 1.25, say. 1 for what is not known.
    """
    seller, tokens = SELLERS.get(kind.name), max(input_tokens, 1)
    for name in names_of(kind, model) if seller and model else ():
        plain, read, write = (
            calculated(seller or "", name, day, input_tokens=tokens, **part)
            for part in ({}, {"cache_read_tokens": tokens}, {"cache_write_tokens": tokens})
        )
        if plain and read and write and plain.input_price:
            full_price = plain.input_price
            return float(read.input_price / full_price), float(write.input_price / full_price)
    return 1.0, 1.0


def quote_of_model(
    kind: Kind, model: str, day: date, input_tokens: int = A_CALL
) -> PriceQuote | None:
    """What the vendor itself charges for a model, with LiteLLM's prefix or without."""
    seller = SELLERS.get(kind.name)
    if seller is None or not model:
        return None
    for name in names_of(kind, model):
        if (quote := _listed(seller, name, day, max(input_tokens, 1))) is not None:
            return quote
    return None


def context_of(kind: Kind, model: str) -> int | None:
    """The tokens that fit into a model's context window; None where they are not known."""
    seller = SELLERS.get(kind.name)
    for name in names_of(kind, model) if seller else ():
        if (calculation := calculated(seller or "", name, None, input_tokens=1)) is not None:
            return calculation.model.context_window
    return None


def _listed(seller: str, model: str, day: date, input_tokens: int) -> PriceQuote | None:
    calculation = calculated(seller, model, day, input_tokens=input_tokens, output_tokens=1_000_000)
    if calculation is None or calculation.model_price.input_mtok is None:
        return None  # not known, or priced by something else than tokens
    price = Price(
        float(calculation.input_price / input_tokens * 1_000_000), float(calculation.output_price)
    )
    return PriceQuote(price, _source(), _newest(calculation, day))


def calculated(seller: str, model: str, day: date | None, **tokens: int) -> PriceCalculation | None:
    """What genai-prices makes of so many tokens; None where it does not know the model."""
    from genai_prices import Usage, calc_price

    if day is None or isinstance(day, datetime):
        asked_at = day
    else:
        asked_at = datetime.combine(day, time(12), UTC)
    try:
        return calc_price(
            Usage(**tokens), model_ref=model, provider_id=seller, genai_request_timestamp=asked_at
        )
    except LookupError:
        return None


@cache
def _source() -> str:
    from importlib.metadata import version

    return f"genai-prices {version('genai-prices')}"


def _newest(calculation: PriceCalculation, day: date) -> date | None:
    """The latest day up to this one on which some price of the seller came into force.

    The data has no date of its own; it is at least as new as this. Of genai-prices only what its
    `calc_price` gives is looked at: it calls its own source the documentation of that.
    """
    if isinstance(day, datetime):
        day = day.date()
    days = (
        getattr(priced.constraint, "start_date", None)
        for model in calculation.provider.models
        if isinstance(model.prices, list)
        for priced in model.prices
    )
    return max((one for one in days if isinstance(one, date) and one <= day), default=None)
