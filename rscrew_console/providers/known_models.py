"""The models of a vendor that genai-prices knows, for when the vendor is not asked. Loads it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from rscrew_console.providers.offers import OfferedModel
from rscrew_console.providers.prices import SELLERS, calculated
from rscrew_console.providers.work_fit import answers_agents

if TYPE_CHECKING:
    from genai_prices.types import ModelInfo


_FOUND_BY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "anthropic": ("claude-sonnet-4-5", "claude-3-5-sonnet-latest"),
        "openai": ("gpt-4o", "gpt-5"),
        "google": ("gemini-2.5-pro", "gemini-2.0-flash"),
        "deepseek": ("deepseek-chat", "deepseek-reasoner"),
        "openrouter": ("openai/gpt-4o", "anthropic/claude-sonnet-4.5"),
        "together": ("meta-llama/Llama-3.3-70B-Instruct-Turbo", "deepseek-ai/DeepSeek-V3"),
        "mistral": ("mistral-large-latest", "mistral-small-latest"),
        "groq": ("llama-3.3-70b-versatile", "llama-3.1-8b-instant"),
        "x-ai": ("grok-3", "grok-4"),
        "cerebras": ("llama3.1-8b", "gpt-oss-120b"),
        "azure": ("gpt-4o", "gpt-4"),
        "aws": ("anthropic.claude-3-5-sonnet-20240620-v1:0", "amazon.nova-pro-v1:0"),
    }
)
"""Models by which a seller is found; the second serves should the first be dropped one day."""


def models_sold_by(seller: str) -> tuple[ModelInfo, ...]:
    """The models that genai-prices has of a seller, by its name there; none for one it has not.

    Its documentation names no list of them in Python. The documented `calc_price` gives the seller
    of what it calculates, and a seller has its models.
    """
    for model in _FOUND_BY.get(seller, ()):
        calculation = calculated(seller, model, None, input_tokens=1)
        # Of a model that it does not know at one seller the data may have another's price.
        if calculation is not None and calculation.provider.id == seller:
            return tuple(calculation.provider.models)
    return ()


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
