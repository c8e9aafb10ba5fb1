"""Pieces of OpenAI's answers, as many servers send them: each with its own liberties."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rscrew_console.runtime.requests import FinishReason, Tokens, ToolCall, ToolFunction
from rscrew_console.runtime.wire.formats.values import count, mapping

_REASONS: Mapping[str, FinishReason] = {
    "stop": "stop", "eos": "stop", "eos_token": "stop", "end_turn": "stop",
    "stop_sequence": "stop", "complete": "stop",
    "length": "length", "max_tokens": "length", "model_length": "length",
    "max_output_tokens": "length",
    "tool_calls": "tool_calls", "function_call": "tool_calls", "tool_use": "tool_calls",
    "content_filter": "content_filter", "safety": "content_filter", "refusal": "content_filter",
    "sensitive": "content_filter",
}  # fmt: skip


def first(value: Any) -> Mapping[str, Any]:
    """The first object of a list, else an empty one."""
    return mapping(value[0]) if isinstance(value, list) and value else {}


def finish_of(reason: Any, *, calls: bool = False) -> FinishReason:
    """A vendor's word in ours; empty for one that we do not know."""
    finish = _REASONS.get(reason.lower(), "") if isinstance(reason, str) else ""
    return "tool_calls" if calls and finish in ("", "stop") else finish


def dollars(number: Any) -> float | None:
    """The vendor's own figure of a cost in US dollars."""
    is_number = isinstance(number, int | float) and not isinstance(number, bool)
    return float(number) if is_number and 0 <= number < 10**6 else None


def tokens_of(usage: Any) -> Tokens:
    """Read the tokens from the chat completions' `usage`, or from the Responses API's."""
    usage = mapping(usage)
    read = count(usage.get("prompt_tokens", usage.get("input_tokens")))
    written = count(usage.get("completion_tokens", usage.get("output_tokens")))
    into = mapping(usage.get("prompt_tokens_details") or usage.get("input_tokens_details"))
    out = mapping(usage.get("completion_tokens_details") or usage.get("output_tokens_details"))
    cached = count(into.get("cached_tokens"))
    if cached is None:
        cached = count(usage.get("prompt_cache_hit_tokens"))  # DeepSeek
    if cached is None:
        cached = count(usage.get("cached_tokens"))  # Moonshot
    stored = count(into.get("cache_write_tokens", into.get("cache_creation_tokens")))
    thought = count(out.get("reasoning_tokens", usage.get("reasoning_tokens")))
    total = count(usage.get("total_tokens"))
    if read and written is not None and thought and total == read + written + thought:
        written += thought  # xAI counts the answer without its thoughts
    if not read:  # whoever is asked something has read a token
        return Tokens(None, written or None)
    return Tokens(read, written, cached or None, stored or None, thought or None)


def text_and_thoughts(message: Mapping[str, Any]) -> tuple[str, str]:
    """What a message, or a piece of one, says, and what the model has thought."""
    thoughts = message.get("reasoning_content") or message.get("reasoning") or ""
    thoughts = thoughts if isinstance(thoughts, str) else ""
    content = message.get("content")
    if isinstance(content, str) and content:
        return content, thoughts
    if isinstance(content, list):  # Mistral's reasoning models
        parts = [mapping(part) for part in content]
        text = "".join(_text(part.get("text")) for part in parts)
        thoughts += "".join(_thinking(part.get("thinking")) for part in parts)
        return text, thoughts
    return "", thoughts


def declines(message: Mapping[str, Any]) -> bool:
    """Whether the model says, in the place that OpenAI has for it, that it does not answer this.

    Its words are no answer: whoever asked for JSON would read them as such. See
    https://platform.openai.com/docs/guides/structured-outputs#refusals
    """
    return bool(_text(message.get("refusal"))) and not message.get("content")


def tool_calls_of(message: Mapping[str, Any]) -> tuple[ToolCall, ...]:
    """The whole calls of a whole message."""
    listed = message.get("tool_calls")
    calls = [mapping(one) for one in listed] if isinstance(listed, list) else []
    if not calls and message.get("function_call"):
        calls = [{"function": message["function_call"]}]
    return tuple(
        tool_call(number, one.get("id"), mapping(one.get("function")))
        for number, one in enumerate(calls)
        if mapping(one.get("function")).get("name")
    )


def tool_call(number: int, identity: Any, function: Mapping[str, Any]) -> ToolCall:
    """A call, with an id of our own where the server gives it none."""
    arguments = function.get("arguments")
    if not isinstance(arguments, str):
        arguments = json.dumps(arguments) if arguments is not None else ""
    identity = identity if isinstance(identity, str) and identity else f"call_{number}"
    return ToolCall(identity, ToolFunction(str(function.get("name") or ""), arguments or "{}"))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _thinking(value: Any) -> str:
    if isinstance(value, list):
        return "".join(_text(mapping(part).get("text")) for part in value)
    return _text(value)
