"""What is asked of a model beside the messages, in OpenAI's names, before any API's own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rscrew_console.runtime.order import Adjustment, ModelRequest

OURS = frozenset(
    {
        "api_base", "api_key", "base_url", "client", "custom_llm_provider", "fallbacks",
        "max_retries", "messages", "mock_response", "model", "model_list", "num_retries",
        "stream", "stream_options", "timeout",
    }
)  # fmt: skip
"""What the file and the loop decide, whatever the caller's parameters say."""
LIMITS = ("max_tokens", "max_completion_tokens")
"""Both names of the largest number of tokens that an answer may have."""


def parameters_of(request: ModelRequest) -> dict[str, Any]:
    """The caller's parameters over those of the file; none that is None, and no adjustment yet."""
    own = {
        name: value
        for name, value in request.parameters.items()
        if name not in OURS and value is not None
    }
    provider = request.provider
    limited = any(name in own for name in LIMITS)
    said = {
        "temperature": provider.temperature,
        "top_p": provider.top_p,
        "max_tokens": None if limited else provider.max_tokens,
    }
    return {**{name: value for name, value in said.items() if value is not None}, **own}


def with_one_limit(asked: dict[str, Any], default: int | None = None) -> dict[str, Any]:
    """With the limit under the name `max_tokens`, for APIs that have one name for it."""
    limit = next((asked[name] for name in reversed(LIMITS) if name in asked), default)
    rest = {name: value for name, value in asked.items() if name not in LIMITS}
    return rest if limit is None else {**rest, "max_tokens": limit}


def adjusted(asked: dict[str, Any], adjustments: Iterable[Adjustment]) -> dict[str, Any]:
    """Without what the model is known to refuse, or with what it takes instead."""
    asked = dict(asked)
    for change in adjustments:
        names = LIMITS if change.parameter in LIMITS else (change.parameter,)
        for name in (name for name in names if name in asked):
            value = asked.pop(name)
            if change.value is not None:
                value = change.value
            elif not change.send_as:
                continue
            asked[change.send_as or name] = value
    return asked
