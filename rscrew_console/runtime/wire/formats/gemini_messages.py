"""Messages in OpenAI's shape as Gemini's `contents`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rscrew_console.runtime.requests import ToolCall
from rscrew_console.runtime.wire.formats.base import UnsupportedMessage
from rscrew_console.runtime.wire.formats.call_ids import gemini_signature, plain_id
from rscrew_console.runtime.wire.formats.conversation import (
    GO_ON,
    MediaPart,
    MessageTurn,
    TextPart,
)
from rscrew_console.runtime.wire.formats.values import json_object

NO_SIGNATURE = "skip_thought_signature_validator"
"""What Gemini takes for the signature of a call that another model has made:
https://ai.google.dev/gemini-api/docs/thought-signatures#faqs"""

Part = dict[str, Any]


def system_of(turns: Sequence[MessageTurn]) -> list[Part]:
    """All system messages, wherever they stand, as the parts of `systemInstruction`."""
    texts = (turn.text for turn in turns if turn.role == "system")
    return [{"text": text} for text in texts if text.strip()]


def contents_of(turns: Sequence[MessageTurn], *, signed: bool) -> list[dict[str, Any]]:
    """The user's and the model's, taking turns, the user's first and last. `signed` is for models
    that want ids of calls, and signatures of thoughts with them."""
    contents: list[dict[str, Any]] = []
    names: dict[str, str] = {}
    for turn in turns:
        parts = _parts(turn, names, signed=signed)
        names |= {call.id: call.function.name for call in turn.calls}
        if not parts:
            continue
        role = "model" if turn.role == "assistant" else "user"
        if contents and contents[-1]["role"] == role:
            contents[-1]["parts"] += parts
        else:
            contents.append({"role": role, "parts": parts})
    go_on = {"role": "user", "parts": [{"text": GO_ON}]}
    if not contents or contents[0]["role"] != "user":
        contents.insert(0, go_on)
    if contents[-1]["role"] == "model":  # newer models refuse to go on with their own words
        contents.append(go_on)
    return contents


def _parts(turn: MessageTurn, names: dict[str, str], *, signed: bool) -> list[Part]:
    match turn.role:
        case "system":
            return []
        case "assistant":
            calls = [_call(call, signed=signed) for call in turn.calls]
            if signed and calls and not any("thoughtSignature" in part for part in calls):
                calls[0]["thoughtSignature"] = NO_SIGNATURE
            return [*_content(turn), *calls]
        case "tool":
            name = names.get(turn.call_id) or turn.name
            if not name:
                raise UnsupportedMessage(
                    "a tool's result belongs to no tool call before it: its tool_call_id is unknown"
                )
            return [_result(turn, name, signed=signed), *_media_of(turn)]
        case _:
            return _content(turn)


def _content(turn: MessageTurn) -> list[Part]:
    return [
        _media(part) if isinstance(part, MediaPart) else {"text": part.text}
        for part in turn.parts
        if isinstance(part, MediaPart) or part.text.strip()
    ]


def _media_of(turn: MessageTurn) -> list[Part]:
    return [_media(part) for part in turn.parts if not isinstance(part, TextPart)]


def _media(part: MediaPart) -> Part:
    if part.url:
        return {"fileData": {"mimeType": part.mime_type, "fileUri": part.url}}
    return {"inlineData": {"mimeType": part.mime_type, "data": part.data}}


def _call(call: ToolCall, *, signed: bool) -> Part:
    parsed = json_object(call.function.arguments)
    arguments = {"arguments": call.function.arguments} if parsed is None else parsed
    function: dict[str, Any] = {"name": call.function.name, "args": arguments}
    if signed and plain_id(call.id):
        function["id"] = plain_id(call.id)
    signature = gemini_signature(call.id)
    return {
        "functionCall": function,
        **({"thoughtSignature": signature} if signed and signature else {}),
    }


def _result(turn: MessageTurn, name: str, *, signed: bool) -> Part:
    parsed = json_object(turn.text)
    function: dict[str, Any] = {
        "name": name,
        "response": {"result": turn.text} if parsed is None else parsed,
    }
    if signed and plain_id(turn.call_id):
        function["id"] = plain_id(turn.call_id)
    return {"functionResponse": function}
