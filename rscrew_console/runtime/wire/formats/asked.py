"""The parameters of a request, in OpenAI's names: the caller's over those of the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rscrew_console.runtime.requests import Adjustment, ModelRequest

OURS = frozenset(
    {
        "api_base", "api_key", "base_url", "client", "custom_llm_provider", "fallbacks",
        "max_retries", "messages", "mock_response", "model", "model_list", "num_retries",
        "stream", "stream_options", "timeout",
    }
)  # fmt: skip
"""What the file and the loop decide, whatever the caller's parameters say."""
_OF_LITELLM = frozenset(
    {
        "additional_drop_params", "allowed_openai_params", "api_version", "cache", "caching",
        "callbacks", "drop_params", "extra_headers", "headers", "input_cost_per_token",
        "logger_fn", "output_cost_per_token", "request_timeout", "verbose",
    }
)  # fmt: skip
"""What means something to LiteLLM and nothing to vendors."""
LIMITS = ("max_tokens", "max_completion_tokens")
_OF_THE_CALLER = ("reasoning_effort",)
"""What is taken out for a model that refuses it, although the caller has said it: the answer is
the same kind of answer without."""


def parameters_of(request: ModelRequest) -> dict[str, Any]:
    """What is asked for, without parameters that are None, and with what is known of this model.

    The limit of tokens stands under the name that was used; see `LIMITS`.
    """
    own = {
        name: value
        for name, value in request.parameters.items()
        if name not in OURS and name not in _OF_LITELLM and value is not None
    }
    from_file = of_file(request, own)
    refused = {one.parameter: one for one in request.adjustments if not one.send_as}
    adjusted_from_file = {name: adjusted(name, value, refused) for name, value in from_file.items()}
    own = {
        name: adjusted(name, value, refused) if name in _OF_THE_CALLER else value
        for name, value in own.items()
    }
    return {
        name: value for name, value in {**adjusted_from_file, **own}.items() if value is not None
    }


def of_file(request: ModelRequest, own: Mapping[str, Any]) -> dict[str, Any]:
    """The file's parameters that the caller says nothing about."""
    provider = request.provider
    limited = any(own.get(name) is not None for name in LIMITS)
    values = {
        "temperature": provider.temperature,
        "top_p": provider.top_p,
        "max_tokens": None if limited else provider.max_tokens,
    }
    return {
        name: value for name, value in values.items() if value is not None and own.get(name) is None
    }


def adjusted(name: str, value: Any, refused: Mapping[str, Adjustment]) -> Any:
    """The value that the model takes; None where it takes none."""
    one = refused.get(name)
    if one is None:
        return value
    if one.value is None:
        return None
    if isinstance(value, int | float):
        fits = value >= one.value if one.is_minimum else value <= one.value
        if fits:
            return value
    is_integer = isinstance(value, int) and one.value == int(one.value)
    return int(one.value) if is_integer else one.value


def with_one_limit(request: ModelRequest, default: int | None = None) -> dict[str, Any]:
    """What is asked for, with the limit under the name `max_tokens` alone. `default`, in tokens, is
    for an API that wants one in any case."""
    parameters = parameters_of(request)
    limit = next((parameters[name] for name in reversed(LIMITS) if name in parameters), None)
    if limit is None and default is not None:
        refused = {one.parameter: one for one in request.adjustments if not one.send_as}
        limit = adjusted("max_tokens", default, refused) or default
    others = {name: value for name, value in parameters.items() if name not in LIMITS}
    return others if limit is None else {**others, "max_tokens": limit}


def renamed(request: ModelRequest, parameter: str) -> str:
    """The name under which the model is known to take the parameter; empty where none is known."""
    names = (one.send_as for one in request.adjustments if one.parameter == parameter)
    return next(filter(None, names), "")


def takes(request: ModelRequest, parameter: str) -> bool:
    """Whether nothing is known of the model's refusing what we add ourselves."""
    return all(one.parameter != parameter for one in request.adjustments)
