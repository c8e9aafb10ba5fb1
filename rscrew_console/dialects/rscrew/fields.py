"""The fields of RSCrew's `model_config.yaml`: their names, their order and their types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from rscrew_console.dialects import values
from rscrew_console.dialects.sections.names import (
    ALERTS,
    BUDGETS,
    COSTS,
    EXPECT,
    HEALTH,
    OPTIMISATION,
    SETTINGS,
)
from rscrew_console.dialects.values import WrongType
from rscrew_console.roster.chain import SlotScheme
from rscrew_console.roster.model import Price

PROVIDERS = "providers"
AGENTS = "agent_assignments"
DISTRIBUTION = ("load_balancing", "distribution")
SECTIONS = (
    PROVIDERS, AGENTS, SETTINGS, HEALTH, COSTS, BUDGETS, ALERTS, "strategies", "load_balancing",
    OPTIMISATION, EXPECT,
)  # fmt: skip

SLOTS = ("primary", "secondary", "tertiary", "fallback")
SCHEME = SlotScheme(SLOTS)
AGENT_TEXT_FIELDS = ("reasoning", "capability")
AGENT_FIELDS = (*SLOTS, *AGENT_TEXT_FIELDS)


PRICE_FIELDS = ("input", "output", "cached_input", "cache_write", "reasoning")


def price(value: Any) -> Price:
    """`{input: …, output: …}` in US dollars per million tokens; both are needed.

    `cached_input`, `cache_write` and `reasoning` may stand beside them.
    """
    entries = values.mapping(value)
    figures: dict[str, float] = {}
    for field in PRICE_FIELDS:
        if field not in entries:
            if field in ("input", "output"):
                raise WrongType(f"lacks {field} (US dollars per million tokens)")
            continue
        try:
            figures[field] = values.number(entries[field])
        except WrongType as wrong:
            raise WrongType(wrong.reason, (field,)) from wrong
    return Price(**figures)


PROVIDER_TYPES: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        "model": values.text,
        "api_key_env": values.text,
        "description": values.text,
        "cost_tier": values.text,
        "kind": values.text,
        "base_url": values.text,
        "allow_insecure": values.flag,
        "temperature": values.number,
        "top_p": values.number,
        "max_tokens": values.whole_number,
        "rate_limit": values.positive,
        "timeout": values.positive,
        "price": price,
        "strengths": values.texts,
    }
)
"""In the order in which new fields are written."""

PROVIDER_FIELDS = tuple(PROVIDER_TYPES)
NUMBERS = (values.number, values.whole_number, values.positive)
