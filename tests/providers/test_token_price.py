"""What it costs to ask for a token each, in words."""

import pytest

from rscrew_console.providers.token_price import can_be_asked, token_price
from rscrew_console.roster.model import Price, Provider
from tests.rows import each_row


@each_row(("prices", "words"), [
    ([], "no model: there is none that can be asked"),
    ([Price(3, 15)], "1 model for one token: about $0.00005"),
    ([Price(3, 10), None], "2 models for one token each: about $0.00004; unknown for 1"),
    ([None, None], "2 models for one token each: at a price that is not known"),
    ([Price(0, 0)], "1 model for one token: for nothing"),
    ([Price(1000, 2000)], "1 model for one token: about $0.01"),
    ([Price(0.1, 0.4)], "1 model for one token: about $0.000001"),
])  # fmt: skip
def test_in_words(prices: list[Price | None], words: str) -> None:
    asked = [Provider(f"p{number}", "m") for number, _ in enumerate(prices)]
    known = {f"p{number}": price for number, price in enumerate(prices)}
    assert str(token_price(asked, known)) == words


@pytest.mark.parametrize(("provider", "can"), [
    (Provider("p", "gpt-6-luna"), True),
    (Provider("p", "azure/mine"), True),
    (Provider("p", "bedrock/claude"), False),
    (Provider("p", "whatever"), False),
])  # fmt: skip
def test_who_can_be_asked(provider: Provider, can: bool) -> None:
    assert can_be_asked(provider) is can
