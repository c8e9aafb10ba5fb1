"""OpenAI's Responses API, for models that answer nowhere else.

https://platform.openai.com/docs/api-reference/responses
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rscrew_console.providers.health.target import Target
from rscrew_console.runtime.requests import (
    CallFailure,
    FinishReason,
    ModelRequest,
    Reply,
    StreamChunk,
    Tokens,
    ToolCall,
    ToolFunction,
)
from rscrew_console.runtime.wire.formats.addresses import model_of, responses_path
from rscrew_console.runtime.wire.formats.asked import LIMITS, parameters_of
from rscrew_console.runtime.wire.formats.base import HttpCall, UnsupportedMessage
from rscrew_console.runtime.wire.formats.call_ids import with_plain_ids
from rscrew_console.runtime.wire.formats.openai_chat import NO_ANSWER
from rscrew_console.runtime.wire.formats.openai_shapes import tokens_of
from rscrew_console.runtime.wire.formats.plain_data import as_json, messages_of, schema_of
from rscrew_console.runtime.wire.formats.values import mapping

_ENDS = ("response.completed", "response.incomplete")
_PASSED_ON = (
    "temperature",
    "top_p",
    "parallel_tool_calls",
    "metadata",
    "user",
    "service_tier",
    "store",
)


class OpenAIResponses:
    """The format. It has no state, and nothing is stored at OpenAI's."""

    def call(self, request: ModelRequest, target: Target, *, stream: bool) -> HttpCall:
        """What to send. Raises UnsupportedMessage."""
        body = {"model": model_of(target), "input": _input(request), "store": False}
        body |= _parameters(parameters_of(request))
        return HttpCall(responses_path(target), {**body, "stream": True} if stream else body)

    def reply(self, data: Any) -> Reply | CallFailure:
        """A whole answer."""
        data = mapping(data)
        output = data.get("output")
        if not isinstance(output, list):
            return CallFailure("bad_response", NO_ANSWER, 200)
        items = [mapping(one) for one in output]
        text = "".join(_text(item) for item in items if item.get("type") == "message")
        calls = tuple(_call(one) for one in items if one.get("type") == "function_call")
        thoughts = "\n".join(_thoughts(one) for one in items if one.get("type") == "reasoning")
        tokens = tokens_of(data.get("usage"))
        finish = "content_filter" if _declined(items) else _finish(data, bool(calls))
        return Reply(text, calls, tokens, None, finish, thoughts)

    def stream_reader(self) -> OpenAIResponsesStream:
        return OpenAIResponsesStream()


class OpenAIResponsesStream:
    """Reads one streamed answer; its last event holds the answer whole."""

    def __init__(self) -> None:
        self.complete = False
        self._response: Mapping[str, Any] = {}
        self._error: Any = None
        self._calls: list[ToolCall] = []

    def feed(self, event: str, data: Any) -> list[StreamChunk]:
        """One event."""
        event_data = mapping(data)
        name = event_data.get("type") or event
        delta = event_data.get("delta")
        if name == "error":
            self._error = event_data if event_data.get("error") else {"error": event_data}
        elif name == "response.failed":
            self._error = {
                "error": mapping(event_data.get("response")).get("error") or {"message": ""}
            }
        elif name in _ENDS:
            self._response, self.complete = mapping(event_data.get("response")), True
        elif name == "response.output_item.done":
            item = mapping(event_data.get("item"))
            if item.get("type") == "function_call":
                self._calls.append(_call(item))
        elif isinstance(delta, str) and delta:
            if name == "response.output_text.delta":
                return [StreamChunk(delta)]
            if name in ("response.reasoning_summary_text.delta", "response.reasoning_text.delta"):
                return [StreamChunk(reasoning=delta)]
        return []

    def error(self) -> Any | None:
        return self._error

    def last(self) -> StreamChunk:
        """The last chunk."""
        reply = OpenAIResponses().reply(self._response)
        if isinstance(reply, CallFailure):
            return StreamChunk(tool_calls=tuple(self._calls), tokens=Tokens())
        calls = reply.tool_calls or tuple(self._calls)
        return StreamChunk(tool_calls=calls, tokens=reply.tokens, finish_reason=reply.finish_reason)


def _finish(data: Mapping[str, Any], calls: bool) -> FinishReason:
    if data.get("status") == "incomplete":
        reason = mapping(data.get("incomplete_details")).get("reason")
        return "content_filter" if reason == "content_filter" else "length"
    return "tool_calls" if calls else "stop"


def _text(item: Mapping[str, Any]) -> str:
    content = item.get("content")
    parts = [mapping(part) for part in content] if isinstance(content, list) else []
    texts = (part.get("text") for part in parts)
    return "".join(text for text in texts if isinstance(text, str))


def _declined(items: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the model says that it does not answer this; see `openai_shapes.declines`."""
    contents = [item.get("content") for item in items if item.get("type") == "message"]
    parts = [mapping(part) for content in contents if isinstance(content, list) for part in content]
    return bool(parts) and all(part.get("type") == "refusal" for part in parts)


def _thoughts(item: Mapping[str, Any]) -> str:
    summary = item.get("summary")
    parts = [mapping(part) for part in summary] if isinstance(summary, list) else []
    return "".join(text for part in parts if isinstance(text := part.get("text"), str))


def _call(item: Mapping[str, Any]) -> ToolCall:
    function = ToolFunction(str(item.get("name") or ""), str(item.get("arguments") or "{}"))
    return ToolCall(str(item.get("call_id") or item.get("id") or "call_0"), function)


def _input(request: ModelRequest) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    for message in [with_plain_ids(one) for one in messages_of(request.messages)]:
        role, content = message["role"], message.get("content")
        if role in ("tool", "function"):
            output = content if isinstance(content, str) else _as_text(content)
            call = message.get("tool_call_id")
            items.append({"type": "function_call_output", "call_id": call, "output": output})
            continue
        if content:
            items.append({"role": role, "content": _content(content, role)})
        for one in message.get("tool_calls") or ():
            function = mapping(mapping(one).get("function"))
            items.append({
                "type": "function_call", "call_id": mapping(one).get("id"),
                "name": function.get("name"), "arguments": function.get("arguments") or "{}",
            })  # fmt: skip
    return items


def _content(content: Any, role: str) -> Any:
    if not isinstance(content, list):
        return content
    return [_part(mapping(part), role) for part in content]


def _part(part: Mapping[str, Any], role: str) -> dict[str, Any]:
    match part.get("type"):
        case "text":
            kind = "output_text" if role == "assistant" else "input_text"
            return {"type": kind, "text": part.get("text")}
        case "image_url":
            image = part.get("image_url")
            image = image if isinstance(image, dict) else {"url": image}
            detail = {"detail": image["detail"]} if image.get("detail") else {}
            return {"type": "input_image", "image_url": image.get("url"), **detail}
        case kind:
            raise UnsupportedMessage(
                f"the Responses API takes no part of the type {str(kind)[:40]!r}"
            )


def _as_text(content: Any) -> str:
    parts = content if isinstance(content, list) else []
    return "".join(str(mapping(part).get("text") or "") for part in parts)


def _parameters(parameters: dict[str, Any]) -> dict[str, Any]:
    body = {name: parameters[name] for name in _PASSED_ON if name in parameters}
    limit = next((parameters[name] for name in LIMITS if parameters.get(name) is not None), None)
    if limit is not None:
        body["max_output_tokens"] = limit
    if effort := parameters.get("reasoning_effort"):
        body["reasoning"] = {"effort": effort}
        if effort != "none":
            body.pop("temperature", None)
            body.pop("top_p", None)
    if tools := parameters.get("tools"):
        body["tools"] = [_tool(mapping(as_json(tool))) for tool in tools]
        if (choice := as_json(parameters.get("tool_choice"))) is not None:
            named = mapping(mapping(choice).get("function")).get("name")
            body["tool_choice"] = {"type": "function", "name": named} if named else choice
    else:
        body.pop("parallel_tool_calls", None)
    if (response_format := parameters.get("response_format")) is not None:
        shape = mapping(schema_of(response_format))
        schema = shape.get("json_schema")
        body["text"] = {"format": {"type": "json_schema", **schema} if schema else dict(shape)}
    extra = parameters.get("extra_body")
    whole_body: dict[str, Any] = as_json({**body, **(extra if isinstance(extra, Mapping) else {})})
    return whole_body


def _tool(tool: Mapping[str, Any]) -> dict[str, Any]:
    """Functions are one level less deep here, and strict unless they say otherwise."""
    function = tool.get("function")
    if not isinstance(function, Mapping):
        return dict(tool)
    return {"type": "function", "strict": False, **function}
