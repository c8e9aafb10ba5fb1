"""Ids of tool calls, in which Gemini's signatures of its thoughts travel with the conversation."""

from __future__ import annotations

from typing import Any

SIGNATURE = "__thought__"
"""Stands between a call's id and the signature, which Gemini wants back with the call and no other
vendor takes. LiteLLM writes it so, too."""


def signed_id(call_id: str, signature: str) -> str:
    """The id with the signature; without one, the id as it is."""
    return f"{call_id}{SIGNATURE}{signature}" if signature else call_id


def plain_id(call_id: str) -> str:
    """The id without a signature."""
    return call_id.partition(SIGNATURE)[0]


def signature_of(call_id: str) -> str:
    """The signature in an id; empty where there is none."""
    return call_id.partition(SIGNATURE)[2]


def with_plain_ids(message: dict[str, Any]) -> dict[str, Any]:
    """A message in OpenAI's shape, for a vendor that knows no signatures."""
    answered, calls = message.get("tool_call_id"), message.get("tool_calls")
    if isinstance(answered, str):
        message = {**message, "tool_call_id": plain_id(answered)}
    if isinstance(calls, list):
        message = {**message, "tool_calls": [_plain(call) for call in calls]}
    return message


def _plain(call: Any) -> Any:
    has_id = isinstance(call, dict) and isinstance(call.get("id"), str)
    return {**call, "id": plain_id(call["id"])} if has_id else call
