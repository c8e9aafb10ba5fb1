"""Answers in pieces, as each vendor sends them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from rscrew_console.simulator.completions import (
    IN,
    OUT,
    SimulatedAnswer,
    calls,
    extras,
    generated,
    parts,
    usage,
)
from rscrew_console.simulator.responses import begun, item, response
from rscrew_console.simulator.vendor import Vendor

_UNASKED = ("mistral", "cerebras")
"""Who tells the tokens at the end of a stream in any case."""


@dataclass(frozen=True, slots=True)
class StreamScript:
    """The pieces of an answer, ready to be sent."""

    opening: list[bytes]
    """Before the first words."""
    words: list[bytes]
    closing: list[bytes]
    error: bytes
    """What says in the middle that there will be no more words."""
    kind: str = "text/event-stream"


def stream(vendor: Vendor, answer: SimulatedAnswer, *, with_usage: bool) -> StreamScript:
    match vendor.name:
        case "anthropic":
            return _events(vendor, answer)
        case "gemini":
            return _generated(vendor, answer)
        case "ollama":
            return _lines(answer)
        case _:
            return _chunks(vendor, answer, with_usage=with_usage)


def _chunks(vendor: Vendor, answer: SimulatedAnswer, *, with_usage: bool) -> StreamScript:
    """OpenAI's."""

    def chunk(delta: Any, reason: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}
        return _data({**shared, "choices": [choice]})

    shared = {
        "id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1795176000,
        "model": answer.model, **extras(vendor),
    }  # fmt: skip
    if answer.tool:
        call = {"index": 0, **calls(answer)[0]}
        function = {"name": answer.tool, "arguments": ""}
        words = [chunk({"tool_calls": [{**call, "function": function}]})]
        words += [
            chunk({"tool_calls": [{"index": 0, "function": {"arguments": piece}}]})
            for piece in _halves(answer.arguments)
        ]
    else:
        words = [chunk({"content": word}) for word in _words(answer.text)]
    closing = [chunk({}, "tool_calls" if answer.tool else "stop")]
    if with_usage or vendor.name in _UNASKED:
        closing.append(_data({**shared, "choices": [], "usage": usage(vendor)}))
    error = _data({"error": _body_of(vendor, "server_error")["error"]})
    opening = [chunk({"role": "assistant", "content": "", "refusal": None})]
    return StreamScript(opening, words, [*closing, b"data: [DONE]\n\n"], error)


def _events(vendor: Vendor, answer: SimulatedAnswer) -> StreamScript:
    """Anthropic's."""
    message: dict[str, Any] = {
        "id": "msg_1", "type": "message", "role": "assistant", "content": [],
        "model": answer.model, "stop_reason": None, "stop_sequence": None,
        "usage": {"input_tokens": IN, "output_tokens": 1},
    }  # fmt: skip
    block: dict[str, Any] = {"type": "text", "text": ""}
    deltas: list[Any] = [{"type": "text_delta", "text": word} for word in _words(answer.text)]
    if answer.tool:
        block = {"type": "tool_use", "id": "toolu_1", "name": answer.tool, "input": {}}
        halves = _halves(answer.arguments)
        deltas = [{"type": "input_json_delta", "partial_json": piece} for piece in halves]
    stop = {"stop_reason": "tool_use" if answer.tool else "end_turn", "stop_sequence": None}
    return StreamScript(
        opening=[
            _event("message_start", message=message),
            _event("content_block_start", index=0, content_block=block),
            _event("ping"),
        ],
        words=[_event("content_block_delta", index=0, delta=delta) for delta in deltas],
        closing=[
            _event("content_block_stop", index=0),
            _event("message_delta", delta=stop, usage={"output_tokens": OUT}),
            _event("message_stop"),
        ],
        error=_event("error", error=_body_of(vendor, "overloaded")["error"]),
    )


def _generated(vendor: Vendor, answer: SimulatedAnswer) -> StreamScript:
    """Gemini's with `?alt=sse`."""
    if answer.tool:
        words = [_data(generated(parts(answer), None))]
    else:
        words = [_data(generated([{"text": word}], None)) for word in _words(answer.text)]
    closing = [_data(generated([{"text": ""}], "STOP"))]
    return StreamScript([], words, closing, _data(_body_of(vendor, "overloaded")))


def of_responses(vendor: Vendor, answer: SimulatedAnswer) -> StreamScript:
    """OpenAI's and Azure's, of the other API."""
    shared = {"item_id": "fc_1" if answer.tool else "msg_1", "output_index": 0}
    name, pieces = "function_call_arguments", list(_halves(answer.arguments))
    if not answer.tool:
        name, pieces = "output_text", _words(answer.text)
        shared["content_index"] = 0
    full_response = response(answer)
    early = {**full_response, "status": "in_progress", "output": [], "usage": None}
    failed = _body_of(vendor, "server_error")["error"]
    return StreamScript(
        opening=[
            _event("response.created", response=early),
            _event("response.output_item.added", output_index=0, item=begun(answer)),
        ],
        words=[_event(f"response.{name}.delta", **shared, delta=piece) for piece in pieces],
        closing=[
            _event("response.output_item.done", output_index=0, item=item(answer)),
            _event("response.completed", response=full_response),
        ],
        error=_event("error", code="server_error", message=failed["message"], param=None),
    )


def _lines(answer: SimulatedAnswer) -> StreamScript:
    """Ollama's."""

    def line(message: Any, **end: Any) -> bytes:
        shared = {"model": answer.model, "created_at": "2026-11-20T12:00:00Z"}
        message = {"role": "assistant", "content": "", **message}
        return json.dumps({**shared, "message": message, "done": bool(end), **end}).encode() + b"\n"

    words = [line({"content": word}) for word in _words(answer.text)]
    if answer.tool:
        function = {"name": answer.tool, "arguments": json.loads(answer.arguments)}
        words = [line({"tool_calls": [{"function": function}]})]
    closing = [line({}, done_reason="stop", prompt_eval_count=IN, eval_count=OUT)]
    error = json.dumps({"error": "an error was encountered while running the model"}).encode()
    return StreamScript([], words, closing, error + b"\n", "application/x-ndjson")


def _data(data: Any) -> bytes:
    return b"data: " + json.dumps(data).encode() + b"\n\n"


def _event(name: str, **data: Any) -> bytes:
    return f"event: {name}\n".encode() + _data({"type": name, **data})


def _body_of(vendor: Vendor, complaint: str) -> Any:
    return vendor.complaints[complaint][1]


def _words(text: str) -> list[str]:
    """Split a text into words, each with the spaces in front of it."""
    return re.findall(r"\s*\S+|\s+$", text)


def _halves(text: str) -> tuple[str, str]:
    middle = len(text) // 2
    return text[:middle], text[middle:]
