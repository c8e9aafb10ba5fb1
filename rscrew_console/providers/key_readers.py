"""Which variables the program that reads a file looks for a key in: each has names of its own.

Only where they are others than `Kind.key_variables`, and in the order in which the program looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rscrew_console.providers.keys import key_variables
from rscrew_console.providers.kinds import kind_of
from rscrew_console.providers.openrouter_ids import VENDORS
from rscrew_console.providers.spellings import style_name
from rscrew_console.roster.model import Provider

Names = Mapping[str, tuple[str, ...]]
"""Kind → the variables of its key."""

# litellm 1.110: llms/gemini/common_utils.py, llms/together_ai, main.py (openrouter).
_LITELLM: Names = {
    "gemini": ("GOOGLE_API_KEY", "GEMINI_API_KEY"),
    "together": (
        "TOGETHER_API_KEY", "TOGETHER_AI_API_KEY", "TOGETHERAI_API_KEY", "TOGETHER_AI_TOKEN",
    ),
    "openrouter": ("OPENROUTER_API_KEY", "OR_API_KEY"),
}  # fmt: skip
# https://models.dev/api.json, `env` of each provider.
_MODELS_DEV: Names = {
    "gemini": ("GOOGLE_GENERATIVE_AI_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY"),
    "together": ("TOGETHER_API_KEY",),
}
# https://ai.pydantic.dev/models/google/, https://ai.pydantic.dev/models/openai/#together-ai
_PYDANTIC: Names = {
    "gemini": ("GOOGLE_API_KEY", "GEMINI_API_KEY"),
    "together": ("TOGETHER_API_KEY",),
}
KEY_READERS: Mapping[str, Names] = MappingProxyType(
    {
        "rscrew": _LITELLM, "litellm": _LITELLM, "crewai": _LITELLM,
        "opencode": _MODELS_DEV, "oh-my-opencode": _MODELS_DEV,
        "dotenv": _PYDANTIC, "pydantic-ai": _PYDANTIC,
        # superrationality at c6a04e6, src/core/models.py: OpenRouter is asked, whosever the model.
        "experiment": dict.fromkeys(VENDORS, ("OPENROUTER_API_KEY",)),
        # https://docs.docker.com/ai/sandboxes/agents/docker-agent/
        "docker-agent": {"gemini": ("GOOGLE_API_KEY",)},
    }
)  # fmt: skip
"""By the names of `spellings.STYLES`."""


def reader_variables(provider: Provider, dialect: str) -> tuple[str, ...]:
    """The variables in which the reader of such a file finds the provider's key.

    Empty where it needs none, or nothing tells whose model it is: another vendor's variable is
    never the answer.
    """
    usual = key_variables(provider)
    kind = kind_of(provider)
    if provider.api_key_env or not usual or kind is None:
        return usual
    return KEY_READERS.get(style_name(dialect), {}).get(kind.name, usual)
