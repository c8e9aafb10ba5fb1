"""The models of a vendor that genai-prices knows, for when the vendor is not asked. Loads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rscrew_console.providers.offers import OfferedModel
from rscrew_console.providers.prices import SELLERS
from rscrew_console.providers.work_fit import answers_agents

if TYPE_CHECKING:
    from genai_prices.types import ModelInfo


def models_sold_by(seller: str) -> tuple[ModelInfo, ...]:
    """The models that genai-prices has of a seller, by its name there; none for one it has not.

    The data is not in the package's documentation: only here it is read.
    """
    from genai_prices.data import providers

    return tuple(model for one in providers if one.id == seller for model in one.models)


def known_offers(kind: str) -> tuple[OfferedModel, ...]:
    """Those that are not deprecated, with their context windows; prices come from elsewhere."""
    return tuple(
        OfferedModel(model.id, context=model.context_window)
        for model in models_sold_by(SELLERS.get(kind, ""))
        if not model.deprecated and answers_agents(model.id) and _is_own(kind, model.id)
    )


def _is_own(kind: str, model: str) -> bool:
    """Whether the vendor's own API serves it under that very name.

    Google sells Anthropic's models elsewhere than on the Gemini API, OpenAI gives away the weights
    of gpt-oss and serves none of them, and `~…` of OpenRouter's stands for changing models. Ids of
    OpenRouter are VENDOR/MODEL; the data has some of them without the vendor as well.
    """
    if kind == "gemini":
        return model.startswith("gemini-") and model[7:8].isdigit()
    if kind == "openrouter":
        return "/" in model and not model.startswith("~")
    return not model.startswith("~") and not (kind == "openai" and model.startswith("gpt-oss"))
