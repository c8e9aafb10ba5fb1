"""LiteLLM's answers as ours. Its objects are of no type that one could rely on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rscrew_console.runtime.order import CallFailure, Reply, StreamChunk, Tokens
from rscrew_console.runtime.wire.aim import RequestTarget
from rscrew_console.runtime.wire.failing import refused, unexpected

_MOST = 10**12
"""Tokens; who counts more of them counts nothing."""
_USAGE = ("usage", "usageMetadata", "prompt_eval_count")


def reply_of(litellm: Any, response: Any, aim: RequestTarget, data: Any) -> Reply | CallFailure:
    """`data` is what the vendor has sent, if that is known: only what it says counts as tokens."""
    choices = getattr(response, "choices", None)
    if not choices:
        return unexpected(200)
    message = getattr(choices[0], "message", None)
    text, calls = _text(message), _calls(message)
    if not text and not calls and getattr(choices[0], "finish_reason", "") == "content_filter":
        return refused(_reason(data))
    counted = not isinstance(data, Mapping) or any(name in data for name in _USAGE)
    usage = getattr(response, "usage", None) if counted else None
    return Reply(text, calls, tokens_of(usage), cost_of(litellm, usage, aim))


def piece_of(chunk: Any) -> StreamChunk:
    """What a chunk of a stream adds; often nothing."""
    choices = getattr(chunk, "choices", None)
    delta = getattr(choices[0], "delta", None) if choices else None
    return StreamChunk(_text(delta), _calls(delta))


def thinks(chunk: Any) -> bool:
    """Whether the chunk holds thoughts, which are no part of the answer."""
    choices = getattr(chunk, "choices", None)
    delta = getattr(choices[0], "delta", None) if choices else None
    return bool(getattr(delta, "reasoning_content", None))


def finish_of(chunk: Any) -> str:
    choices = getattr(chunk, "choices", None)
    return str(getattr(choices[0], "finish_reason", None) or "") if choices else ""


def tokens_of(usage: Any) -> Tokens:
    asked = _count(getattr(usage, "prompt_tokens", None))
    answered = _count(getattr(usage, "completion_tokens", None))
    # Whoever is asked something has read a token.
    return Tokens(asked, answered) if asked else Tokens(None, answered or None)


def cost_of(litellm: Any, usage: Any, aim: RequestTarget) -> float | None:
    """US dollars by LiteLLM's price map; None where it does not know."""
    if usage is None or not tokens_of(usage).input or not _is_priced(litellm, aim):
        return None
    try:
        costs = litellm.cost_per_token(
            model=aim.model.partition("/")[2],
            custom_llm_provider=aim.route,
            prompt_tokens=usage.prompt_tokens,
            completion_tokens=usage.completion_tokens,
            usage_object=usage,
        )
        return float(sum(costs))
    except Exception:  # noqa: BLE001 -- a price that is not known has many names there
        return None


def _is_priced(litellm: Any, aim: RequestTarget) -> bool:
    """Whether the map has this very model: of its likes, LiteLLM says that they cost nothing."""
    named, own = (
        litellm.model_cost.get(aim.model),
        litellm.model_cost.get(aim.model.partition("/")[2]),
    )
    entry = named or (own if own and own.get("litellm_provider") == aim.route else {})
    return entry.get("input_cost_per_token") is not None


def _text(message: Any) -> str:
    content = getattr(message, "content", None)
    # A model that declines to answer in the shape asked for says so in another place.
    return content if isinstance(content, str) else str(getattr(message, "refusal", None) or "")


def _calls(message: Any) -> tuple[Any, ...]:
    return tuple(getattr(message, "tool_calls", None) or ())


def _count(number: Any) -> int | None:
    known = isinstance(number, int) and not isinstance(number, bool) and 0 <= number < _MOST
    return number if known else None


def _reason(data: Any) -> str:
    """Gemini's word for it."""
    feedback = data.get("promptFeedback") if isinstance(data, Mapping) else None
    reason = feedback.get("blockReason") if isinstance(feedback, Mapping) else None
    return reason if isinstance(reason, str) and reason.isidentifier() else ""
