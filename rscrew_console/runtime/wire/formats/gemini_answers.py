"""Answers of Gemini's API, whole and streamed: a stream is made of answers of the same shape.

https://ai.google.dev/api/generate-content#generatecontentresponse
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from rscrew_console.runtime.requests import (
    CallFailure,
    FinishReason,
    Reply,
    StreamChunk,
    Tokens,
    ToolCall,
    ToolFunction,
)
from rscrew_console.runtime.wire.formats.call_ids import signed_id
from rscrew_console.runtime.wire.formats.values import (
    count,
    empty_answer,
    items,
    json_text,
    mapping,
    no_answer,
    reason_of,
    refused_content,
    text_of,
    tokens,
)

_FINISH: Mapping[str, FinishReason] = {
    "STOP": "stop", "MAX_TOKENS": "length",
    **dict.fromkeys(
        ("SAFETY", "RECITATION", "LANGUAGE", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII",
         "MODEL_ARMOR", "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION"),
        "content_filter",
    ),
}  # fmt: skip
_BROKEN = frozenset(
    {
        "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS",
        "MISSING_THOUGHT_SIGNATURE", "MALFORMED_RESPONSE",
    }
)  # fmt: skip


def reply_of(data: Any) -> Reply | CallFailure:
    """A whole body. A failure for what is no answer, was blocked, or has no text and no calls."""
    answer = mapping(data)
    tokens_used = tokens_of(answer.get("usageMetadata"))
    if blocked := mapping(answer.get("promptFeedback")).get("blockReason"):
        return refused_content(reason_of(blocked), tokens_used)
    candidate = _candidate(answer)
    if not candidate:
        return no_answer()
    reason = text_of(candidate.get("finishReason"))
    if reason in _BROKEN:
        return CallFailure("bad_response", _broken(reason), 200, tokens=tokens_used)
    parts = _parts(candidate)
    text, thoughts, calls = _text(parts), _thoughts(parts), tuple(_calls(parts))
    finish = _finish(reason, calls)
    if text.strip() or calls:
        return Reply(text, calls, tokens_used, finish_reason=finish, reasoning=thoughts)
    if finish == "content_filter":
        return refused_content(reason_of(reason), tokens_used)
    return empty_answer(tokens_used, cut_off=finish == "length")


def tokens_of(usage: Any) -> Tokens:
    """Thoughts are told beside the answer, and paid for with it."""
    counts = mapping(usage)
    prompt = count(counts.get("promptTokenCount"))
    used = count(counts.get("toolUsePromptTokenCount"))
    answered = count(counts.get("candidatesTokenCount"))
    thought = count(counts.get("thoughtsTokenCount"))
    output_tokens = None if answered is thought is None else (answered or 0) + (thought or 0)
    return tokens(
        None if prompt is None else prompt + (used or 0),
        output_tokens,
        cached_input=count(counts.get("cachedContentTokenCount")),
        reasoning=thought,
    )


def _candidate(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    return next((mapping(one) for one in items(answer.get("candidates"))), {})


def _parts(candidate: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [mapping(part) for part in items(mapping(candidate.get("content")).get("parts"))]


def _text(parts: Iterable[Mapping[str, Any]]) -> str:
    return "".join(text_of(part.get("text")) for part in parts if part.get("thought") is not True)


def _thoughts(parts: Iterable[Mapping[str, Any]]) -> str:
    return "".join(text_of(part.get("text")) for part in parts if part.get("thought") is True)


def _calls(parts: Iterable[Mapping[str, Any]]) -> Iterable[ToolCall]:
    for part in parts:
        called = mapping(part.get("functionCall"))
        if name := text_of(called.get("name")):
            call_args = called.get("args")
            arguments = json_text(call_args) if isinstance(call_args, Mapping) else "{}"
            # Older models give calls no ids, and tell the results apart by their order.
            call_id = text_of(called.get("id")) or f"call_{uuid4().hex[:24]}"
            signed = signed_id(call_id, text_of(part.get("thoughtSignature")))
            yield ToolCall(signed, ToolFunction(name, arguments))


def _finish(reason: str, calls: tuple[ToolCall, ...]) -> FinishReason:
    finish = _FINISH.get(reason, "")
    return "tool_calls" if calls and finish in ("", "stop") else finish


def _broken(reason: str) -> str:
    return f"the model's call of a tool cannot be read: {reason}"


class GeminiStream:
    """Reads one streamed answer."""

    def __init__(self) -> None:
        self.complete = False
        self._usage: Mapping[str, Any] = {}
        self._reason = ""
        self._calls: list[ToolCall] = []
        self._error: Any = None

    def feed(self, event: str, data: Any) -> list[StreamChunk]:
        """One event, which has no name."""
        event_data = mapping(data[0] if isinstance(data, list) and data else data)
        if event_data.get("error") or event == "error":
            self._error = self._error or (
                event_data if event_data.get("error") else {"error": data}
            )
            return []
        self._usage = mapping(event_data.get("usageMetadata")) or self._usage
        if blocked := mapping(event_data.get("promptFeedback")).get("blockReason"):
            self._error = {
                "error": {"code": 400, "type": "content_filter", "message": reason_of(blocked)}
            }
            return []
        candidate = _candidate(event_data)
        if reason := text_of(candidate.get("finishReason")):
            self._reason, self.complete = reason, True
        if reason in _BROKEN:
            self._error = CallFailure("bad_response", _broken(reason), 200)
        parts = _parts(candidate)
        self._calls += _calls(parts)
        chunk = StreamChunk(_text(parts), reasoning=_thoughts(parts))
        return [chunk] if chunk.text or chunk.reasoning else []

    def error(self) -> Any | None:
        """An error that was told, and what keeps the answer from being one."""
        return self._error

    def last(self) -> StreamChunk:
        """What is left to say at the end."""
        calls = tuple(self._calls)
        return StreamChunk(
            tool_calls=calls,
            tokens=tokens_of(self._usage),
            finish_reason=_finish(self._reason, calls),
        )
