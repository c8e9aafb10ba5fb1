"""What models cost, from the file or offline data, and never by a guess."""

import socket
from dataclasses import astuple
from datetime import date
from itertools import pairwise

import pytest

from rscrew_console.providers.kinds import KINDS
from rscrew_console.providers.prices import (
    FROM_FILE,
    PriceQuote,
    own_prices,
    price_of_call,
    prices_of,
    quote_of,
    quote_of_model,
    quotes_of,
)
from rscrew_console.roster.chain import SlotScheme
from rscrew_console.roster.model import CostAssumptions, Price, Provider, Roster, Settings
from tests.rows import each_row

DAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **named: object) -> None:
        raise AssertionError("prices must not be asked for over the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def price(provider: Provider) -> tuple[float, float] | None:
    quote = quote_of(provider, DAY)
    return (quote.price.input, quote.price.output) if quote else None


@each_row(("provider", "expected"), [
    (Provider("c", "claude-3-5-sonnet-20241022"), (3, 15)),
    (Provider("c", "anthropic/claude-3-5-sonnet-20241022"), (3, 15)),
    (Provider("o", "gpt-4o"), (2.5, 10)),
    (Provider("o", "openai/gpt-4o"), (2.5, 10)),
    (Provider("g", "gemini-1.5-pro"), (1.25, 5)),
    (Provider("g", "gemini/gemini-1.5-pro"), (1.25, 5)),
    (Provider("r", "openrouter/anthropic/claude-sonnet-4"), (3, 15)),
    (Provider("q", "groq/llama-3.3-70b-versatile"), (0.59, 0.79)),
    (Provider("x", "xai/grok-4"), (3, 15)),
    (Provider("d", "deepseek/deepseek-chat"), (0.27, 1.1)),  # at noon, not at its night rate
    (Provider("o", "gpt-4o", base_url="https://api.openai.com/v1"), (2.5, 10)),
    (Provider("o", "gpt-4o", price=Price(1, 2)), (1, 2)),
    (Provider("any", "house-model", price=Price(0, 0)), (0, 0)),
])  # fmt: skip
def test_known(provider: Provider, expected: tuple[float, float]) -> None:
    assert price(provider) == expected


@each_row("provider", [
    Provider("o", "gpt-4o", base_url="http://localhost:8000/v1"),
    Provider("o", "gpt-4o", base_url="https://proxy.example.com/v1"),
    Provider("o", "gpt-4o-of-our-own"),
    Provider("c", "claude-sonnet-99"),
    Provider("l", "ollama/llama3.3"),
    Provider("v", "llama-3", base_url="http://localhost:8000/v1"),
    Provider("house", "house-model"),
    Provider("c", "", kind="anthropic"),
    Provider("c", "claude-3-5-sonnet-20241022", kind="openai"),
])  # fmt: skip
def test_unknown(provider: Provider) -> None:
    assert quote_of(provider, DAY) is None


def test_where_a_price_is_from() -> None:
    own = Provider("a", "gpt-4o", price=Price(1, 2))
    listed = Provider("b", "gpt-4o")
    assert quote_of(own, DAY) == PriceQuote(Price(1, 2), FROM_FILE, None)
    quote = quote_of(listed, DAY)
    assert quote is not None
    name, version = quote.source.split()
    assert name == "genai-prices"
    assert version[0].isdigit()
    assert quote.as_of is not None
    assert quote.as_of <= DAY


def test_long_prompts_may_cost_more() -> None:
    gemini = KINDS["gemini"]
    by_length = [
        quote_of_model(gemini, "gemini-1.5-pro", DAY, tokens) for tokens in (0, 1000, 1_000_000)
    ]
    dollars = [quote.price.input for quote in by_length if quote]
    assert len(dollars) == 3
    assert all(one <= other for one, other in pairwise(dollars))
    assert dollars[0] < dollars[2]


def test_the_prices_of_a_crew() -> None:
    providers = (
        Provider("own", "m", price=Price(1, 2)),
        Provider("listed", "gemini/gemini-1.5-pro"),
        Provider("unknown", "m"),
    )
    settings = Settings(costs=CostAssumptions(input_tokens=1_000_000))
    quotes = quotes_of(Roster("x", SlotScheme(("primary",)), providers, (), settings), DAY)
    assert set(quotes) == {"own", "listed"}
    assert prices_of(quotes)["own"] == Price(1, 2)
    assert quotes["listed"].price.input > 1.25
    assert own_prices(Roster("x", SlotScheme(("primary",)), providers, ())) == {"own": Price(1, 2)}


@each_row(("provider", "expected"), [
    (Provider("c", "claude-sonnet-4-5"), Price(3, 15, 0.3, 3.75)),
    (Provider("o", "gpt-5"), Price(1.25, 10, 0.125, 1.25)),
    (Provider("g", "gemini/gemini-2.5-pro"), Price(1.25, 10, 0.125, 1.25)),
    (Provider("d", "deepseek/deepseek-chat"), Price(0.27, 1.1, 0.07, 0.27)),
    # The file's own price: the vendor's proportion, unless it says more.
    (Provider("c", "claude-sonnet-4-5", price=Price(3, 15)), Price(3, 15, 0.3, 3.75)),
    (Provider("c", "claude-sonnet-4-5", price=Price(1, 5)), Price(1, 5, 0.1, 1.25)),
    (Provider("c", "claude-sonnet-4-5", price=Price(0, 0)), Price(0, 0, 0, 0)),
    (Provider("c", "claude-sonnet-4-5", price=Price(3, 15, 1)), Price(3, 15, 1, 3.75)),
    (Provider("c", "claude-sonnet-4-5", price=Price(3, 15, 1, 2, 4)), Price(3, 15, 1, 2, 4)),
    (Provider("h", "house-model", price=Price(3, 15)), Price(3, 15)),
    (Provider("v", "openai/house-model", price=Price(3, 15)), Price(3, 15, 3, 3)),
    (Provider("h", "house-model"), None),
])  # fmt: skip
def test_the_price_of_a_call_with_cached_tokens(provider: Provider, expected: Price | None) -> None:
    found = price_of_call(provider, DAY, 100_000)
    assert (found and astuple(found)) == (expected and pytest.approx(astuple(expected)))


def test_a_long_prompt_pays_more_for_its_cached_part_too() -> None:
    short, long = (
        price_of_call(Provider("g", "gemini/gemini-2.5-pro"), DAY, tokens)
        for tokens in (1000, 300_000)
    )
    assert short
    assert long
    assert (long.cached_input or 0) > (short.cached_input or 0) > 0
