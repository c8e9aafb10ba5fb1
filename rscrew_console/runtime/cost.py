"""What a call has cost, by its tokens."""

from __future__ import annotations

import math
from datetime import datetime

from rscrew_console.providers.prices import price_of_call, quote_of
from rscrew_console.roster.model import Price, Provider
from rscrew_console.runtime.requests import Tokens


def call_cost(tokens: Tokens, price: Price) -> float | None:
    """US dollars for the tokens that are known; None where none are.

    Cached and cache-writing tokens are parts of the input, reasoning ones of the output. A part
    without a price of its own costs what the rest does. A part that is larger than its whole is
    taken to be the whole.
    """
    if all(count is None for count in (tokens.input, tokens.output)):
        return None
    whole_input, whole_output = max(tokens.input or 0, 0), max(tokens.output or 0, 0)
    cached = _part(tokens.cached_input, whole_input)
    written = _part(tokens.cache_write, whole_input - cached)
    reasoned = _part(tokens.reasoning, whole_output)
    micro_dollars = (
        price.input * (whole_input - cached - written)
        + _or(price.cached_input, price.input) * cached
        + _or(price.cache_write, price.input) * written
        + price.output * (whole_output - reasoned)
        + _or(price.reasoning, price.output) * reasoned
    )
    return micro_dollars / 1_000_000


def cost_of(
    provider: Provider, tokens: Tokens, vendor_cost: float | None, asked_at: datetime
) -> float | None:
    """US dollars for a call at that time; None where the price or the tokens are not known.

    `vendor_cost` is what the vendor itself says that the call costs, which counts before all else;
    then the file's own price, and then genai-prices.
    """
    if vendor_cost is not None and math.isfinite(vendor_cost) and vendor_cost >= 0:
        return vendor_cost
    if tokens.input is None and tokens.output is None:
        return None
    if tokens.cached_input or tokens.cache_write:
        price = price_of_call(provider, asked_at, tokens.input or 0)
    else:
        quote = quote_of(provider, asked_at, tokens.input or 0)
        price = None if quote is None else quote.price
    return None if price is None else call_cost(tokens, price)


def _part(count: int | None, total: int) -> int:
    return min(max(count or 0, 0), total)


def _or(price: float | None, default: float) -> float:
    return default if price is None else price
