"""Answers of Anthropic's API, whole and streamed.

https://platform.claude.com/docs/en/build-with-claude/streaming
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from rscrew_console.records import dataclass
from rscrew_console.runtime.requests import (
    CallFailure,
    FinishReason,
    Reply,
    StreamChunk,
    Tokens,
    ToolCall,
    ToolFunction,
)
from rscrew_console.runtime.wire.formats.anthropic_thinking import with_thinking
from rscrew_console.runtime.wire.formats.values import (
    count,
    empty_answer,
    json_text,
    mapping,
    no_answer,
    refused_content,
    text_of,
    tokens,
)

ANSWER_TOOL = "give_answer"
"""The tool by which a model without structured outputs answers in the shape that is wanted."""

_FINISH: Mapping[str, FinishReason] = {
    "end_turn": "stop", "stop_sequence": "stop", "pause_turn": "stop", "max_tokens": "length",
    "model_context_window_exceeded": "length", "tool_use": "tool_calls",
    "refusal": "content_filter",
}  # fmt: skip


def reply_of(data: Any) -> Reply | CallFailure:
    """A whole body. A failure for what is no message, and for one without text and calls."""
    content = mapping(data).get("content")
    if not isinstance(content, list):
        return no_answer()
    blocks = [mapping(block) for block in content]
    text = "".join(_words(block) for block in blocks)
    calls = with_thinking(
        tuple(_call(block) for block in blocks if _is_call(block)),
        mapping(data).get("model"),
        enumerate(blocks),
    )
    finish = finish_of(mapping(data).get("stop_reason"), calls)
    tokens_used = tokens_of(mapping(mapping(data).get("usage")))
    if not text.strip() and not calls:
        if finish == "content_filter":
            return refused_content("", tokens_used)
        return empty_answer(tokens_used, cut_off=finish == "length")
    thoughts = (text_of(one.get("thinking")) for one in blocks if one.get("type") == "thinking")
    return Reply(text, calls, tokens_used, finish_reason=finish, reasoning="".join(thoughts))


def finish_of(stop_reason: Any, calls: tuple[ToolCall, ...]) -> FinishReason:
    """A call of `ANSWER_TOOL` is no call of a tool."""
    finish = _FINISH.get(text_of(stop_reason), "")
    return "stop" if finish == "tool_calls" and not calls else finish


def tokens_of(usage: Mapping[str, Any]) -> Tokens:
    """`input_tokens` are those that no cache had."""
    fresh = count(usage.get("input_tokens"))
    read = count(usage.get("cache_read_input_tokens"))
    written = count(usage.get("cache_creation_input_tokens"))
    input_tokens = None if fresh is None else fresh + (read or 0) + (written or 0)
    answered = count(usage.get("output_tokens"))
    details = mapping(usage.get("output_tokens_details"))
    reasoned = count(details.get("thinking_tokens"))
    return tokens(
        input_tokens, answered, cached_input=read, cache_write=written, reasoning=reasoned
    )


def _words(block: Mapping[str, Any]) -> str:
    if block.get("type") == "text":
        return text_of(block.get("text"))
    return json_text(block.get("input")) if _is_answer(block) else ""


def _is_answer(block: Mapping[str, Any]) -> bool:
    return block.get("type") == "tool_use" and block.get("name") == ANSWER_TOOL


def _is_call(block: Mapping[str, Any]) -> bool:
    return (
        block.get("type") == "tool_use"
        and bool(text_of(block.get("name")))
        and not _is_answer(block)
    )


def _call(block: Mapping[str, Any], arguments: str = "") -> ToolCall:
    name, tool_input = text_of(block.get("name")), block.get("input")
    arguments = arguments or (json_text(tool_input) if isinstance(tool_input, Mapping) else "{}")
    return ToolCall(text_of(block.get("id")), ToolFunction(name, arguments))


@dataclass(slots=True)
class _OpenBlock:
    """A block of the content whose pieces are coming."""

    start: Mapping[str, Any]
    pieces: list[str] = field(default_factory=list)
    """Of its text, its thoughts or the JSON of its arguments."""
    signature: str = ""

    def content(self) -> dict[str, Any]:
        """The block with all that has come, if it is one of thoughts; else as it began."""
        if self.start.get("type") != "thinking":
            return dict(self.start)
        thoughts = text_of(self.start.get("thinking")) + "".join(self.pieces)
        signature = text_of(self.start.get("signature")) + self.signature
        return {"type": "thinking", "thinking": thoughts, "signature": signature}


class AnthropicStream:
    """Reads one streamed message."""

    def __init__(self) -> None:
        self.complete = False
        self._blocks: dict[int, _OpenBlock] = {}
        self._model: Any = None
        self._usage: dict[str, Any] = {}
        self._stop_reason: Any = None
        self._error: Any = None

    def feed(self, event: str, data: Any) -> list[StreamChunk]:
        """One event. What is of no known kind, such as `ping`, gives nothing."""
        event_data = mapping(data)
        match text_of(event_data.get("type")) or event:
            case "message_start":
                message = mapping(event_data.get("message"))
                self._model = message.get("model")
                self._count(message.get("usage"))
            case "content_block_start":
                return self._begin(event_data)
            case "content_block_delta":
                return self._add(event_data)
            case "message_delta":
                self._count(event_data.get("usage"))
                reason = mapping(event_data.get("delta")).get("stop_reason")
                self._stop_reason = reason or self._stop_reason
            case "message_stop":
                self.complete = True
            case "error":
                self._error = self._error or (data if "error" in event_data else {"error": data})
        return []

    def error(self) -> Any | None:
        """What an `error` event has told."""
        return self._error

    def last(self) -> StreamChunk:
        """What is left to say at the end."""
        blocks = sorted(self._blocks.items())
        calls = with_thinking(
            tuple(
                _call(block.start, "".join(block.pieces))
                for _, block in blocks
                if _is_call(block.start)
            ),
            self._model,
            ((index, block.content()) for index, block in blocks),
        )
        return StreamChunk(
            tool_calls=calls,
            tokens=tokens_of(self._usage),
            finish_reason=finish_of(self._stop_reason, calls),
        )

    def _count(self, usage: Any) -> None:
        """Later figures are of the whole so far, and take the place of earlier ones."""
        self._usage |= {name: value for name, value in mapping(usage).items() if value is not None}

    def _begin(self, event_data: Mapping[str, Any]) -> list[StreamChunk]:
        block = mapping(event_data.get("content_block"))
        self._blocks[_index(event_data)] = _OpenBlock(block)
        return _spoken(block.get("text"), block.get("thinking"))

    def _add(self, event_data: Mapping[str, Any]) -> list[StreamChunk]:
        delta, block = mapping(event_data.get("delta")), self._blocks.get(_index(event_data))
        match delta.get("type"):
            case "text_delta":
                return _spoken(delta.get("text"), None)
            case "thinking_delta":
                if block is not None:
                    block.pieces.append(text_of(delta.get("thinking")))
                return _spoken(None, delta.get("thinking"))
            case "signature_delta":
                if block is not None:
                    block.signature += text_of(delta.get("signature"))
            case "input_json_delta":
                piece = text_of(delta.get("partial_json"))
                if block is not None and _is_answer(block.start):
                    return _spoken(piece, None)
                if block is not None:
                    block.pieces.append(piece)
        return []


def _index(event_data: Mapping[str, Any]) -> int:
    index = event_data.get("index")
    return index if isinstance(index, int) else 0


def _spoken(text: Any, thought: Any) -> list[StreamChunk]:
    chunk = StreamChunk(text_of(text), reasoning=text_of(thought))
    return [chunk] if chunk.text or chunk.reasoning else []
