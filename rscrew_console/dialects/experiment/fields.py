"""The keys of an experiment's file: their names, their order, what the program makes of them.

Facts are of superrationality at c6a04e6, see docs/formats/experiment.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from rscrew_console.dialects import values
from rscrew_console.roster.experiment import Shape

NUM_AGENTS, MAIN_MODEL, SUB_MODEL = "NUM_AGENTS", "MAIN_MODEL", "SUB_MODEL"
ENABLE, MODELS, SCENARIOS = "ENABLE_MULTI_MODEL", "model_configs", "scenarios"
DISTRIBUTION, CUSTOM = "model_distribution", "custom_params"

DEFAULT_AGENTS = 10
DEFAULT_MAIN_MODEL = "google/gemini-2.5-flash"
DEFAULT_KEY = "OPENROUTER_API_KEY"
FALLBACK_MODEL = "google/gemini-2.5-flash"
"""What the program asks after any failure but a timeout; it is fixed in its code."""

TOP_KEYS = (
    NUM_AGENTS, "NUM_ROUNDS", ENABLE, MODELS, SCENARIOS, MAIN_MODEL, SUB_MODEL,
    "OPENROUTER_API_KEY",
)  # fmt: skip
"""All that the program takes; any other key stops it. New ones are written in this order."""
MODEL_KEYS = (
    "model_type", "api_key_env", "max_tokens", "temperature", "rate_limit", "retry_delay", CUSTOM,
)  # fmt: skip
SCENARIO_KEYS: Mapping[Shape, tuple[str, ...]] = MappingProxyType(
    {
        "full": ("name", DISTRIBUTION),
        "scenarios": ("name", DISTRIBUTION, "description", "metadata"),
        "json": ("name", DISTRIBUTION, "description", "metadata", "num_agents_override"),
    }
)
_MODEL_SCHEMA = dict.fromkeys(MODEL_KEYS)
_SCENARIO_SCHEMA = dict.fromkeys(SCENARIO_KEYS["json"])
SCHEMA: Mapping[str, Any] = MappingProxyType(
    {
        **dict.fromkeys(TOP_KEYS),
        MODELS: {"*": _MODEL_SCHEMA},
        SCENARIOS: {"*": _SCENARIO_SCHEMA},
    }
)
"""What may be written, see `dialects.known_keys`."""

PROVIDER_KEYS: Mapping[str, tuple[tuple[str, ...], Callable[[Any], Any]]] = MappingProxyType(
    {
        "model": (("model_type",), values.text),
        "api_key_env": (("api_key_env",), values.text),
        "max_tokens": (("max_tokens",), values.whole_number),
        "temperature": (("temperature",), values.number),
        "top_p": ((CUSTOM, "top_p"), values.number),
        "rate_limit": (("rate_limit",), values.positive),
    }
)
"""A provider's field → where it stands below a model's entry, and its type."""
