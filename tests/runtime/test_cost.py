"""What a call has cost, by its tokens and a price."""

from datetime import UTC, datetime

import pytest

from rscrew_console.roster.model import Price, Provider
from rscrew_console.runtime.cost import call_cost, cost_of
from rscrew_console.runtime.requests import Tokens
from tests.rows import each_row

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
FULL = Price(3, 15, 0.3, 3.75, 20)
PLAIN = Price(3, 15)
M = 1_000_000


@each_row(("tokens", "price", "dollars"), [
    (Tokens(M, M), PLAIN, 18),
    (Tokens(M, M), FULL, 18),
    (Tokens(M, 0, cached_input=M), FULL, 0.3),
    (Tokens(M, 0, cached_input=M // 2), FULL, 1.65),
    (Tokens(M, 0, cache_write=M), FULL, 3.75),
    (Tokens(M, 0, cached_input=M // 2, cache_write=M // 2), FULL, 2.025),
    (Tokens(0, M, reasoning=M), FULL, 20),
    (Tokens(0, M, reasoning=M // 5), FULL, 16),
    # A part without a price of its own costs what the rest does.
    (Tokens(M, M, M, 0, M), PLAIN, 18),
    (Tokens(M, 0, 0, M), PLAIN, 3),
    # What is known of a stream that broke.
    (Tokens(M, None), FULL, 3),
    (Tokens(None, M), FULL, 15),
    (Tokens(), FULL, None),
    (Tokens(None, None, cached_input=5), FULL, None),
    # Nonsense.
    (Tokens(M, 0, cached_input=9 * M), FULL, 0.3),
    (Tokens(M, 0, cached_input=M, cache_write=M), FULL, 0.3),
    (Tokens(0, M, reasoning=9 * M), FULL, 20),
    (Tokens(-5, M), FULL, 15),
    (Tokens(M, -5, cached_input=-7), FULL, 3),
    (Tokens(M, M), Price(0, 0), 0),
])  # fmt: skip
def test_by_the_tokens(tokens: Tokens, price: Price, dollars: float | None) -> None:
    assert call_cost(tokens, price) == (None if dollars is None else pytest.approx(dollars))


USED = Tokens(100_000, 500, cached_input=95_000)


@each_row(("provider", "tokens", "vendor_cost", "dollars"), [
    (Provider("c", "claude-sonnet-4-5"), USED, None, 0.051),
    (Provider("o", "gpt-5"), USED, None, 0.023125),
    (Provider("g", "gemini/gemini-2.5-pro"), USED, None, 0.023125),
    (Provider("d", "deepseek/deepseek-chat"), USED, None, 0.00855),
    (Provider("r", "openrouter/anthropic/claude-sonnet-4.5"), USED, None, 0.051),
    (Provider("x", "xai/grok-3-mini"), USED, None, 0.008875),
    (Provider("c", "claude-sonnet-4-5", price=Price(3, 15)), USED, None, 0.051),
    (Provider("c", "claude-sonnet-4-5", price=Price(3, 15, 1)), USED, None, 0.1175),
    (Provider("c", "claude-sonnet-4-5"), Tokens(1000, 100), None, 0.0045),
    (Provider("h", "house-model"), USED, None, None),
    (Provider("o", "gpt-5", base_url="http://localhost:8000/v1"), USED, None, None),
    (Provider("c", "claude-sonnet-4-5"), Tokens(), None, None),
    # The vendor's own figure counts first, if it is one.
    (Provider("r", "openrouter/anthropic/claude-sonnet-4.5"), USED, 0.0123, 0.0123),
    (Provider("c", "claude-sonnet-4-5", price=Price(3, 15)), USED, 0.0123, 0.0123),
    (Provider("h", "house-model"), Tokens(), 0.0, 0),
    (Provider("c", "claude-sonnet-4-5"), USED, -1.0, 0.051),
    (Provider("c", "claude-sonnet-4-5"), USED, float("nan"), 0.051),
    (Provider("c", "claude-sonnet-4-5"), USED, float("inf"), 0.051),
])  # fmt: skip
def test_by_the_vendor_the_file_or_the_list(
    provider: Provider, tokens: Tokens, vendor_cost: float | None, dollars: float | None
) -> None:
    found = cost_of(provider, tokens, vendor_cost, NOON)
    assert found == (None if dollars is None else pytest.approx(dollars))


@pytest.mark.parametrize(("hour", "share"), [(12, 1), (16, 1), (17, 0.5), (23, 0.5)])
def test_a_vendor_that_charges_by_the_hour(hour: int, share: float) -> None:
    """DeepSeek halves its price from 16:30 to 0:30 UTC, by the time at which it is asked."""
    deepseek = Provider("d", "deepseek/deepseek-chat")
    tokens = Tokens(100_000, 500, cached_input=95_000)
    full = cost_of(deepseek, tokens, None, NOON)
    assert full
    assert cost_of(deepseek, tokens, None, NOON.replace(hour=hour)) == pytest.approx(share * full)
