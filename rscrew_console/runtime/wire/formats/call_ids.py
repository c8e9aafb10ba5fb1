"""Ids of tool calls, which carry what a model wants back of its thoughts in the next request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

SIGNATURE = "__thought__"
"""Stands between a call's id and its signature, which the vendor wants back with the call and no
other vendor takes: Gemini's thought signature, or Claude's thinking blocks (see
`anthropic_thinking`). LiteLLM writes Gemini's so, too."""

CLAUDE = "claude."
"""What a signature of Claude's begins with. One of Gemini's is base64, and has no dot."""


def signed_id(call_id: str, signature: str) -> str:
    """The id with the signature; without one, the id as it is."""
    return f"{call_id}{SIGNATURE}{signature}" if signature else call_id


def plain_id(call_id: str) -> str:
    """The id without a signature."""
    return call_id.partition(SIGNATURE)[0]


def signature_of(call_id: str) -> str:
    """The signature in an id; empty where there is none."""
    return call_id.partition(SIGNATURE)[2]


def gemini_signature(call_id: str) -> str:
    """The thought signature of Gemini in an id; empty where there is none, or another vendor's."""
    signature = signature_of(call_id)
    return "" if signature.startswith(CLAUDE) else signature


def with_plain_ids(message: dict[str, Any]) -> dict[str, Any]:
    """A message in OpenAI's shape, for a vendor that knows no signatures."""
    return _with_ids(message, plain_id)


def with_gemini_ids(message: dict[str, Any]) -> dict[str, Any]:
    """As `with_plain_ids`, but with the signatures of Gemini."""
    return _with_ids(
        message, lambda call_id: signed_id(plain_id(call_id), gemini_signature(call_id))
    )


def _with_ids(message: dict[str, Any], write: Callable[[str], str]) -> dict[str, Any]:
    message = {name: one for name, one in message.items() if name != "thinking_blocks"}
    answered, calls = message.get("tool_call_id"), message.get("tool_calls")
    if isinstance(answered, str):
        message["tool_call_id"] = write(answered)
    if isinstance(calls, list):
        message["tool_calls"] = [
            {**call, "id": write(call["id"])}
            if isinstance(call, dict) and isinstance(call.get("id"), str)
            else call
            for call in calls
        ]
    return message
