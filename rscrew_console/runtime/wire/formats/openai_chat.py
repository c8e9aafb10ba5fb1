"""OpenAI's chat completions, which all vendors speak but Anthropic and Gemini.

https://platform.openai.com/docs/api-reference/chat
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rscrew_console.providers.health.target import Target
from rscrew_console.runtime.requests import CallFailure, ModelRequest, Reply, StreamChunk, Tokens
from rscrew_console.runtime.wire.formats.addresses import chat_path, model_of
from rscrew_console.runtime.wire.formats.asked import LIMITS, parameters_of, renamed, takes
from rscrew_console.runtime.wire.formats.base import HttpCall
from rscrew_console.runtime.wire.formats.call_ids import with_plain_ids
from rscrew_console.runtime.wire.formats.openai_models import reasons
from rscrew_console.runtime.wire.formats.openai_shapes import (
    declines,
    dollars,
    finish_of,
    first,
    text_and_thoughts,
    tokens_of,
    tool_call,
    tool_calls_of,
)
from rscrew_console.runtime.wire.formats.plain_data import as_json, messages_of, schema_of
from rscrew_console.runtime.wire.formats.values import count, mapping

ENDS_WITH_ERROR = "it ends its answer with an error"
NO_ANSWER = "it answers with something that is no answer of a model"
_ONLY_MAX_TOKENS = ("deepseek", "mistral", "ollama", "together")
"""Who knows no `max_completion_tokens`."""
_KNOWS_DEVELOPER = ("openai", "azure", "openrouter")


class OpenAIChat:
    """The format. It has no state."""

    def call(self, request: ModelRequest, target: Target, *, stream: bool) -> HttpCall:
        """What to send. Raises UnsupportedMessage."""
        path, in_body = chat_path(target)
        body: dict[str, Any] = {"model": model_of(target)} if in_body else {}
        body["messages"] = _messages(request, target)
        body |= _parameters(request, target)
        if stream:
            body["stream"] = True
            if takes(request, "stream_options"):
                body["stream_options"] = {"include_usage": True}
        if target.kind.name == "openrouter":
            body["usage"] = {"include": True}
        return HttpCall(path, body)

    def reply(self, data: Any) -> Reply | CallFailure:
        """A whole answer."""
        choice = first(mapping(data).get("choices"))
        message = mapping(choice.get("message"))
        if not choice or not (message or choice.get("finish_reason")):
            return CallFailure("bad_response", NO_ANSWER, 200)
        text, thoughts = text_and_thoughts(message)
        calls, usage = tool_calls_of(message), mapping(data).get("usage")
        if choice.get("finish_reason") == "error":
            return CallFailure("bad_response", ENDS_WITH_ERROR, 200)
        reason = "refusal" if declines(message) else choice.get("finish_reason")
        return Reply(
            text,
            calls,
            tokens_of(usage),
            dollars(mapping(usage).get("cost")),
            finish_of(reason, calls=bool(calls)),
            thoughts,
        )

    def stream_reader(self) -> OpenAIChatStream:
        return OpenAIChatStream()


class OpenAIChatStream:
    """Reads one streamed answer."""

    def __init__(self) -> None:
        self.complete = False
        self._reason: Any = None
        self._usage: Mapping[str, Any] = {}
        self._error: Any = None
        self._calls: dict[object, dict[str, Any]] = {}
        self._latest: object = 0
        self._declined = False

    def feed(self, event: str, data: Any) -> list[StreamChunk]:
        """One event."""
        event_data = mapping(data)
        if event_data.get("error") or event == "error":
            self._error = event_data if event_data.get("error") else {"error": event_data}
            return []
        usage = event_data.get("usage") or mapping(event_data.get("x_groq")).get("usage")
        if isinstance(usage, Mapping):
            self._usage = {**self._usage, **usage}
        choice = first(event_data.get("choices"))
        if choice.get("error"):
            self._error = {"error": choice["error"]}
            return []
        delta = mapping(choice.get("delta") or choice.get("message"))
        if isinstance(reason := choice.get("finish_reason"), str) and reason:
            self._reason, self.complete = reason, True
            if reason == "error":
                self._error = CallFailure("bad_response", ENDS_WITH_ERROR, 200)
        listed = delta.get("tool_calls")
        for one in listed if isinstance(listed, list) else ():
            self._add_to_tool_calls(mapping(one))
        self._declined |= declines(delta)
        text, thoughts = text_and_thoughts(delta)
        return [StreamChunk(text, reasoning=thoughts)] if text or thoughts else []

    def error(self) -> Any | None:
        return self._error

    def last(self) -> StreamChunk:
        """The last chunk."""
        calls = tuple(
            tool_call(number, one["id"], one) for number, one in enumerate(self._calls.values())
            if one["name"]
        )  # fmt: skip
        reason = "refusal" if self._declined else self._reason
        return StreamChunk(
            tool_calls=calls,
            tokens=tokens_of(self._usage) if self._usage else Tokens(),
            cost_usd=dollars(self._usage.get("cost")),
            finish_reason=finish_of(reason, calls=bool(calls)),
        )

    def _add_to_tool_calls(self, piece: Mapping[str, Any]) -> None:
        """Add one piece of the stream to the tool call that it belongs to.

        Some servers number the calls; some send each call whole, with an id and no number.
        """
        number = count(piece.get("index"))
        place: object = number if number is not None else piece.get("id") or self._latest
        call = self._calls.get(place)
        identity = piece.get("id")
        if call is not None and identity and call["id"] and call["id"] != identity:
            place = (place, identity)  # another call under the same number
            call = self._calls.get(place)
        if call is None:
            call = self._calls[place] = {"id": "", "name": "", "arguments": ""}
        self._latest = place
        function = mapping(piece.get("function"))
        call["id"] = call["id"] or identity or ""
        call["name"] = call["name"] or str(function.get("name") or "")
        arguments = function.get("arguments")
        if isinstance(arguments, str):
            call["arguments"] += arguments
        elif arguments is not None:
            call["arguments"] = tool_call(0, "", function).function.arguments


def _messages(request: ModelRequest, target: Target) -> list[dict[str, Any]]:
    messages = [with_plain_ids(one) for one in messages_of(request.messages)]
    for message in messages:
        if message["role"] == "developer" and target.kind.name not in _KNOWS_DEVELOPER:
            message["role"] = "system"
        if isinstance(message.get("content"), list):
            message["content"] = [_part(part, target) for part in message["content"]]
    return messages


def _part(part: Any, target: Target) -> Any:
    """A part of a message; pictures in Anthropic's shape are written in OpenAI's."""
    if not isinstance(part, dict):
        return part
    source = mapping(part.get("source"))
    if part.get("type") == "image" and source:
        url = source.get("url") or f"data:{source.get('media_type')};base64,{source.get('data')}"
        return {"type": "image_url", "image_url": {"url": url}}
    if part.get("type") == "image_url" and isinstance(part.get("image_url"), str):
        return {**part, "image_url": {"url": part["image_url"]}}
    if target.kind.name == "openai":
        part.pop("cache_control", None)  # Anthropic's, which others take or pass over
    return part


def _parameters(request: ModelRequest, target: Target) -> dict[str, Any]:
    kind, parameters = target.kind.name, parameters_of(request)
    extra = parameters.pop("extra_body", None)
    limits = {name: parameters.pop(name, None) for name in LIMITS}
    name, limit = next(((name, one) for name, one in limits.items() if one is not None), ("", None))
    if limit is not None:
        parameters[_limit_name(name, request, target)] = limit
    reasoning = reasons(model_of(target))
    if reasoning and parameters.get("reasoning_effort") not in (None, "none"):
        parameters.pop("temperature", None)
        parameters.pop("top_p", None)
    if reasoning and target.at_home and kind == "openai":
        parameters.pop("stop", None)
    if kind == "openrouter" and "reasoning_effort" in parameters:
        parameters.setdefault("reasoning", {"effort": parameters.pop("reasoning_effort")})
    if "response_format" in parameters:
        parameters["response_format"] = schema_of(parameters["response_format"])
    if not parameters.get("tools"):
        for needs_tools in ("tools", "tool_choice", "parallel_tool_calls"):
            parameters.pop(needs_tools, None)
    body: dict[str, Any] = as_json(parameters)
    return {**body, **(as_json(extra) if isinstance(extra, Mapping) else {})}


def _limit_name(name: str, request: ModelRequest, target: Target) -> str:
    kind = target.kind.name
    if new_name := renamed(request, "max_tokens"):
        return new_name
    if kind == "openai" and target.at_home:
        # OpenAI's newer models take this name alone, and its older ones take it too.
        return "max_completion_tokens"
    if kind == "azure" and reasons(model_of(target)):
        return "max_completion_tokens"
    return "max_tokens" if kind in _ONLY_MAX_TOKENS else name
