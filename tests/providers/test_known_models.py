"""The models of each vendor that genai-prices knows."""

import pytest

from rscrew_console.providers.known_models import known_offers, models_sold_by
from rscrew_console.providers.prices import SELLERS
from tests.rows import each_row


@each_row("seller", sorted(set(SELLERS.values())))
def test_every_seller_has_models(seller: str) -> None:
    """Also in the newest version: a model by which a seller is found may be dropped one day."""
    models = models_sold_by(seller)
    assert len(models) > 3
    assert len({model.id for model in models}) == len(models)


def test_another_seller_has_none() -> None:
    assert models_sold_by("nobody") == ()


@pytest.mark.parametrize(
    ("kind", "of_its_own", "of_others"),
    [
        ("openai", "gpt-4o", "gpt-oss-120b"),
        ("gemini", "gemini-2.5-pro", "claude-sonnet-4-5"),
        ("openrouter", "openai/gpt-4o", "gpt-4o"),
    ],
)
def test_offers_are_what_the_vendor_serves_itself(
    kind: str, of_its_own: str, of_others: str
) -> None:
    names = {offer.id for offer in known_offers(kind)}
    assert of_its_own in names
    assert of_others not in names
