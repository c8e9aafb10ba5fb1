"""What a provider offers, with all that is known of each model."""

from datetime import date

import pytest

from rscrew_console.providers.catalogue import CatalogueModel, catalogue
from rscrew_console.providers.offers import OfferedModel
from rscrew_console.roster.model import Price, Provider
from tests.rows import each_row

DAY = date(2026, 11, 20)


def only(provider: Provider, offer: OfferedModel) -> CatalogueModel:
    (entry,) = catalogue(provider, [offer], DAY)
    return entry


def test_entries_are_by_name_and_can_chat() -> None:
    offers = [
        OfferedModel("b"),
        OfferedModel("gpt-6-luna"),
        OfferedModel("a"),
        OfferedModel("tts-1", chats=False),
    ]
    entries = catalogue(Provider("p", "openai/gpt-6-luna"), offers, DAY)
    assert [entry.id for entry in entries] == ["a", "b", "gpt-6-luna"]
    assert [entry.current for entry in entries] == [False, False, True]


def test_what_the_list_does_not_say_is_filled_in() -> None:
    entry = only(Provider("p", "gpt-6-luna"), OfferedModel("gpt-6-luna"))
    assert entry.price
    assert entry.price.input > 0
    assert entry.price_source.startswith("genai-prices ")
    assert entry.context
    assert (entry.retires, entry.successor) == (None, "")


def test_what_the_list_says_counts_more() -> None:
    offer = OfferedModel("gpt-4o", context=7, price=Price(1, 2), retires=date(2026, 12, 24))
    entry = only(Provider("p", "gpt-6-luna"), offer)
    assert (entry.context, entry.price, entry.price_source) == (7, Price(1, 2), "OpenAI")
    assert (entry.retires, entry.successor) == (date(2026, 12, 24), "gpt-6-luna")


@each_row(("provider", "offer", "model"), [
    (Provider("p", "gemini/x"), OfferedModel("gemini-3.8-flash"), "gemini/gemini-3.8-flash"),
    (Provider("p", "groq/x"), OfferedModel("openai/gpt-oss-120b"), "groq/openai/gpt-oss-120b"),
    (Provider("p", "openrouter/x"), OfferedModel("anthropic/claude-x"),
     "openrouter/anthropic/claude-x"),
    (Provider("p", "claude-x"), OfferedModel("claude-y"), "claude-y"),
    (Provider("p", "x", base_url="http://localhost:1/v1"), OfferedModel("openai/y"), "openai/y"),
])  # fmt: skip
def test_a_model_is_spelled_as_the_file_needs_it(
    provider: Provider, offer: OfferedModel, model: str
) -> None:
    assert only(provider, offer).model == model


def test_what_a_server_of_one_s_own_charges_nobody_knows() -> None:
    entry = only(
        Provider("p", "gpt-6-luna", base_url="http://localhost:1/v1"), OfferedModel("gpt-6-luna")
    )
    assert (entry.price, entry.price_source) == (None, "")


@pytest.mark.parametrize("provider", [Provider("p", "who-knows"), Provider("p", "gpt-x")])
def test_nothing_offered_is_nothing_listed(provider: Provider) -> None:
    assert catalogue(provider, [], DAY) == ()


@pytest.mark.parametrize("address", [None, "http://127.0.0.1:9/v1"])
def test_the_provider_s_own_model_costs_what_the_file_says(address: str | None) -> None:
    provider = Provider("p", "openai/gpt-6-luna", base_url=address, price=Price(7, 9))
    offers = [OfferedModel("gpt-6-luna"), OfferedModel("gpt-6-other")]
    mine, other = catalogue(provider, offers, DAY)
    assert (mine.price, mine.price_source) == (Price(7, 9), "file")
    assert other.price != Price(7, 9)
