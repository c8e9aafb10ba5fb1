"""What LiteLLM is told to ask for: the caller's parameters, over those of the file."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from rscrew_console.runtime.order import ModelRequest
from rscrew_console.runtime.wire.aim import RequestTarget

OURS = frozenset(
    {
        "api_base", "api_key", "base_url", "client", "custom_llm_provider", "fallbacks",
        "max_retries", "messages", "mock_response", "model", "model_list", "num_retries",
        "stream", "stream_options", "timeout",
    }
)  # fmt: skip
"""What the file and the loop decide, whatever the caller's parameters say."""

_LIMITS = ("max_tokens", "max_completion_tokens")


def request_of(order: ModelRequest, aim: RequestTarget, *, stream: bool) -> dict[str, Any]:
    """The arguments of LiteLLM's `acompletion`, but for the client. They hold the key."""
    request: dict[str, Any] = {
        **_asked(order, aim),
        "model": aim.model,
        # LiteLLM rewrites messages where a vendor wants them otherwise.
        "messages": deepcopy([dict(message) for message in order.messages]),
        "timeout": order.timeout,
        # Not every model knows every parameter of the file; none refuses a call for that.
        "drop_params": True,
        "max_retries": 0,
        "num_retries": 0,
    }
    if aim.base is not None:
        request["api_base"] = aim.base
    if aim.key is not None:
        request["api_key"] = aim.key
    if stream:
        request |= {"stream": True, "stream_options": {"include_usage": True}}
    return request


def _asked(order: ModelRequest, aim: RequestTarget) -> Mapping[str, Any]:
    provider = order.provider
    own = {name: value for name, value in order.parameters.items() if name not in OURS}
    limited = any(own.get(name) is not None for name in _LIMITS)
    said = {
        "temperature": provider.temperature,
        "top_p": provider.top_p,
        "max_tokens": None if limited else provider.max_tokens,
    }
    asked = {**{name: value for name, value in said.items() if value is not None}, **own}
    target = aim.target
    if target and target.kind.name == "openai" and target.at_home and "max_tokens" in asked:
        # OpenAI's newer models take this name alone, and its older ones take it too.
        asked["max_completion_tokens"] = asked.pop("max_tokens")
    return asked
