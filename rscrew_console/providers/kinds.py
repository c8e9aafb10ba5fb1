"""Kinds of providers as data, and which of them a model is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from types import MappingProxyType

from rscrew_console.roster.model import Provider


@dataclass(frozen=True, slots=True)
class Kind:
    """A vendor, or a protocol that several speak."""

    name: str
    title: str
    """As people write it."""
    key_variables: tuple[str, ...] = ()
    """Where its key is looked for, the one to set first; empty for what needs no key."""
    prefixes: tuple[str, ...] = ()
    """Beginnings of a model that say its kind. The first is the one to write."""
    accepted: int = 1
    """How many of `prefixes`, from the first, CrewAI and LiteLLM both understand."""
    bare: bool = False
    """Whether CrewAI and LiteLLM know its models without a prefix."""
    models: tuple[str, ...] = ()
    """Patterns of models that are its own, prefix or not."""
    words: tuple[str, ...] = ()
    """Words in a key variable's or a provider's name that say the kind."""


_KINDS = (
    Kind(
        "openrouter", "OpenRouter", ("OPENROUTER_API_KEY",), ("openrouter/",),
        words=("openrouter",),
    ),
    Kind(
        "anthropic", "Anthropic", ("ANTHROPIC_API_KEY",), ("anthropic/",), bare=True,
        models=("claude*",), words=("anthropic", "claude"),
    ),
    Kind(
        "azure", "Azure OpenAI", ("AZURE_API_KEY", "AZURE_OPENAI_API_KEY"), ("azure/",),
        words=("azure",),
    ),
    Kind(
        "openai", "OpenAI", ("OPENAI_API_KEY",), ("openai/",), bare=True,
        models=("gpt-*", "o1*", "o3*", "o4*", "chatgpt*"), words=("openai", "gpt", "chatgpt"),
    ),
    Kind(
        "gemini", "Google Gemini", ("GEMINI_API_KEY", "GOOGLE_API_KEY"),
        ("gemini/", "google/"), models=("gemini*", "models/gemini*"), words=("gemini", "google"),
    ),
    Kind(
        "together", "Together AI", ("TOGETHER_API_KEY", "TOGETHERAI_API_KEY"),
        ("together_ai/", "together/"), words=("together", "togetherai"),
    ),
    Kind(
        "deepseek", "DeepSeek", ("DEEPSEEK_API_KEY",), ("deepseek/",),
        models=("deepseek*",), words=("deepseek",),
    ),
    Kind(
        "mistral", "Mistral AI", ("MISTRAL_API_KEY",), ("mistral/",),
        models=("mistral*", "codestral*"), words=("mistral", "codestral"),
    ),
    Kind("groq", "Groq", ("GROQ_API_KEY",), ("groq/",), words=("groq",)),
    Kind("xai", "xAI", ("XAI_API_KEY",), ("xai/",), models=("grok*",), words=("xai", "grok")),
    Kind("cerebras", "Cerebras", ("CEREBRAS_API_KEY",), ("cerebras/",), words=("cerebras",)),
    Kind("ollama", "Ollama", (), ("ollama/", "ollama_chat/"), accepted=2, words=("ollama",)),
    Kind("openai_compatible", "OpenAI-compatible server", bare=True),
)  # fmt: skip

KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _KINDS})

_WORD = re.compile(r"[a-z]+")


def kind_of(provider: Provider) -> Kind | None:
    """The provider's kind; None where nothing tells, or its own `kind` is none that we know."""
    if provider.kind:
        return KINDS.get(provider.kind.lower())
    return (
        kind_of_model(provider.model)
        or kind_of_variable(provider.api_key_env or "")
        or _by_words(provider.name)
        or (KINDS["openai_compatible"] if provider.base_url else None)
    )


def kind_of_model(model: str) -> Kind | None:
    """By the prefix first: `openrouter/anthropic/claude-…` is a model of OpenRouter's."""
    model = model.lower()
    by_prefix = (kind for kind in _KINDS if model.startswith(kind.prefixes))
    by_name = (kind for kind in _KINDS if any(fnmatchcase(model, one) for one in kind.models))
    return next(by_prefix, None) or next(by_name, None)


def kind_of_variable(variable: str) -> Kind | None:
    """By the usual name of a key variable, else by the words in it."""
    usual = (kind for kind in _KINDS if variable.upper() in kind.key_variables)
    return next(usual, None) or _by_words(variable)


def full_model(provider: Provider) -> str:
    """The model as CrewAI and LiteLLM need it spelled: `gemini/gemini-…`, not `gemini-…`.

    The model as it is where the kind is not known, or the prefix is another route of theirs.
    """
    kind, model = kind_of(provider), provider.model
    if kind is None or kind.bare or not model:
        return model
    if model.lower().startswith(kind.prefixes[: kind.accepted]) or _other_route(kind, model):
        return model
    for wrong in (*kind.prefixes[kind.accepted :], "models/"):
        model = model.removeprefix(wrong)
    return kind.prefixes[0] + model


_ROUTES = (
    "ai21/", "anthropic/", "azure/", "azure_ai/", "bedrock/", "cloudflare/", "cohere/",
    "cohere_chat/", "databricks/", "deepinfra/", "fireworks_ai/", "github/", "github_copilot/",
    "hosted_vllm/", "huggingface/", "litellm_proxy/", "lm_studio/", "nvidia_nim/", "openai/",
    "perplexity/", "replicate/", "sagemaker/", "sambanova/", "vertex_ai/", "watsonx/",
)  # fmt: skip
"""LiteLLM's routes to a vendor's models through somebody else."""


def _other_route(kind: Kind, model: str) -> bool:
    # These three sell models whose own names begin with a vendor's.
    return kind.name not in ("openrouter", "together", "groq") and model.startswith(_ROUTES)


def _by_words(name: str) -> Kind | None:
    words = set(_WORD.findall(name.lower()))
    return next((kind for kind in _KINDS if words.intersection(kind.words)), None)
