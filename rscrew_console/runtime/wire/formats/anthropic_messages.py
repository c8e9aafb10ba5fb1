"""Messages in OpenAI's shape as those of Anthropic's API."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from rscrew_console.runtime.requests import ToolCall
from rscrew_console.runtime.wire.formats.anthropic_thinking import (
    PlacedBlock,
    given_thinking,
    inserted,
    thinking_of,
)
from rscrew_console.runtime.wire.formats.call_ids import plain_id
from rscrew_console.runtime.wire.formats.conversation import (
    GO_ON,
    MediaPart,
    MessageTurn,
    TextPart,
)
from rscrew_console.runtime.wire.formats.values import json_object

_NO_ID = re.compile(r"[^a-zA-Z0-9_-]")

Block = dict[str, Any]


def system_of(turns: Iterable[MessageTurn]) -> list[Block]:
    """All system messages, wherever they stand, as the blocks of `system`."""
    parts = (part for turn in turns if turn.role == "system" for part in turn.parts)
    return [_text(part) for part in parts if isinstance(part, TextPart) and part.text.strip()]


def messages_of(
    turns: Sequence[MessageTurn], *, may_end_with_answer: bool, thinking_for: str = ""
) -> list[dict[str, Any]]:
    """The user's and the assistant's, taking turns, the user's first. Results of tools stand
    before the words of a user's message, as the API wants it.

    `thinking_for` is the model that gets its thinking blocks back; empty for none.
    """
    messages: list[dict[str, Any]] = []
    for turn in turns:
        blocks = _blocks(turn, thinking_for)
        if not blocks:
            continue
        role = "assistant" if turn.role == "assistant" else "user"
        if messages and messages[-1]["role"] == role:
            messages[-1]["content"] += blocks
        else:
            messages.append({"role": role, "content": blocks})
    for message in messages:
        if message["role"] == "user":
            message["content"].sort(key=_words_after_results)
    go_on = {"role": "user", "content": [{"type": "text", "text": GO_ON}]}
    if not messages or messages[0]["role"] != "user":
        messages.insert(0, go_on)
    if messages[-1]["role"] == "assistant":
        _trim_end(messages[-1]["content"])
        if not may_end_with_answer or not messages[-1]["content"]:
            messages.append(go_on)
    return messages


def names_called(turns: Iterable[MessageTurn]) -> list[str]:
    """The tools that have been called, each once."""
    return list(dict.fromkeys(call.function.name for turn in turns for call in turn.calls))


def _words_after_results(block: Block) -> bool:
    return bool(block["type"] != "tool_result")


def thinking_in(turn: MessageTurn, model: str) -> list[PlacedBlock]:
    """The thinking blocks of an answer of this model that called tools."""
    if not turn.calls:
        return []  # the API wants them back within a tool loop alone
    return thinking_of(turn.calls, model) or given_thinking(turn.thinking)


def _blocks(turn: MessageTurn, thinking_for: str) -> list[Block]:
    match turn.role:
        case "system":
            return []
        case "assistant":
            content = [*_content(turn), *(_use(call) for call in turn.calls)]
            return inserted(content, thinking_in(turn, thinking_for) if thinking_for else ())
        case "tool":
            result: Block = {"type": "tool_result", "tool_use_id": _id(turn.call_id)}
            answer = _content(turn)
            return [{**result, "content": answer} if answer else result]
        case _:
            return _content(turn)


def _content(turn: MessageTurn) -> list[Block]:
    """Return the content without blank texts, which the API refuses."""
    return [
        _media(part) if isinstance(part, MediaPart) else _text(part)
        for part in turn.parts
        if isinstance(part, MediaPart) or part.text.strip()
    ]


def _text(part: TextPart) -> Block:
    block: Block = {"type": "text", "text": part.text}
    return {**block, "cache_control": dict(part.cache_control)} if part.cache_control else block


def _media(part: MediaPart) -> Block:
    kind = "document" if part.mime_type == "application/pdf" else "image"
    if part.url:
        return {"type": kind, "source": {"type": "url", "url": part.url}}
    source = {"type": "base64", "media_type": part.mime_type, "data": part.data}
    return {"type": kind, "source": source}


def _use(call: ToolCall) -> Block:
    parsed = json_object(call.function.arguments)
    # A broken call of an earlier answer stays to be seen, in the object that the API wants.
    arguments = {"arguments": call.function.arguments} if parsed is None else parsed
    return {"type": "tool_use", "id": _id(call.id), "name": call.function.name, "input": arguments}


def _id(call_id: str) -> str:
    """Write an id in the letters that the API allows, also for a call of another vendor's model."""
    return _NO_ID.sub("_", plain_id(call_id)) or "call"


def _trim_end(content: list[Block]) -> None:
    """The API refuses a last answer that ends with a space."""
    if content and content[-1]["type"] == "text":
        content[-1]["text"] = content[-1]["text"].rstrip()
