"""Gemini's API: POST /v1beta/models/{model}:generateContent and :streamGenerateContent?alt=sse.

https://ai.google.dev/api/generate-content
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from rscrew_console.providers.health.target import Target
from rscrew_console.runtime.requests import CallFailure, ModelRequest, Reply
from rscrew_console.runtime.wire.formats.addresses import model_of
from rscrew_console.runtime.wire.formats.asked import with_one_limit
from rscrew_console.runtime.wire.formats.base import HttpCall
from rscrew_console.runtime.wire.formats.conversation import MessageTurn, turns_of
from rscrew_console.runtime.wire.formats.gemini_answers import GeminiStream, reply_of
from rscrew_console.runtime.wire.formats.gemini_messages import contents_of, system_of
from rscrew_console.runtime.wire.formats.gemini_models import Gemini, gemini_of
from rscrew_console.runtime.wire.formats.schemas import (
    AnswerShape,
    Tool,
    chosen_tool,
    for_gemini,
    shape_of,
    tools_of,
)
from rscrew_console.runtime.wire.formats.values import json_text

_NAMES: Mapping[str, str] = {
    "temperature": "temperature", "top_p": "topP", "top_k": "topK", "max_tokens": "maxOutputTokens",
    "seed": "seed", "presence_penalty": "presencePenalty", "frequency_penalty": "frequencyPenalty",
}  # fmt: skip
"""Parameters in OpenAI's names, and what they are in `generationConfig`."""


class GeminiFormat:
    """Contents, functions and candidates of Gemini."""

    def call(self, request: ModelRequest, target: Target, *, stream: bool) -> HttpCall:
        """What to send. Raises UnsupportedMessage for what the API cannot carry."""
        model = model_of(target)
        gemini, turns = gemini_of(model), turns_of(request.messages)
        parameters = with_one_limit(request)
        if all(turn.role == "system" for turn in turns):  # the API wants a word of the user's
            turns = [MessageTurn("user", turn.parts) for turn in turns]
        tools = tools_of(parameters["tools"]) if parameters.get("tools") else []
        shape = shape_of(parameters["response_format"]) if "response_format" in parameters else None
        system, config = system_of(turns), _config(parameters, gemini)
        if shape and tools and not gemini.formats_beside_tools:
            system.append({"text": _in_words(shape)})
        elif shape:
            config |= _format(shape)
        safety = parameters.get("safety_settings")
        body: dict[str, Any] = {
            "contents": contents_of(turns, signed=gemini.signs_calls),
            **({"systemInstruction": {"parts": system}} if system else {}),
            **_tools(tools, parameters),
            **({"generationConfig": config} if config else {}),
            **({"safetySettings": safety} if isinstance(safety, list) else {}),
        }
        verb = "streamGenerateContent?alt=sse" if stream else "generateContent"
        return HttpCall(f"/v1beta/models/{quote(model, safe='')}:{verb}", body)

    def reply(self, data: Any) -> Reply | CallFailure:
        """A whole body."""
        return reply_of(data)

    def stream_reader(self) -> GeminiStream:
        """A reader for one streamed answer."""
        return GeminiStream()


def _config(parameters: Mapping[str, Any], gemini: Gemini) -> dict[str, Any]:
    config = {ours: parameters[name] for name, ours in _NAMES.items() if name in parameters}
    stop = parameters.get("stop")
    words = [stop] if isinstance(stop, str) else stop if isinstance(stop, list | tuple) else []
    if words := [word for word in words if isinstance(word, str) and word]:
        config["stopSequences"] = words
    effort = parameters.get("reasoning_effort")
    if isinstance(effort, str) and (thinking := gemini.thinking(effort)):
        config["thinkingConfig"] = thinking
    return config


def _format(shape: AnswerShape) -> dict[str, Any]:
    config = {"responseMimeType": "application/json"}
    return {**config, "responseJsonSchema": for_gemini(shape.schema)} if shape.schema else config


def _in_words(shape: AnswerShape) -> str:
    if not shape.schema:
        return "Answer with one JSON object and with nothing else."
    return (
        "Answer with JSON and with nothing else. It follows this schema:"
        f" {json_text(for_gemini(shape.schema))}"
    )


def _tools(tools: list[Tool], parameters: Mapping[str, Any]) -> dict[str, Any]:
    if not tools:
        return {}
    own = [dict(tool.native) for tool in tools if tool.native is not None]
    declared = [_function(tool) for tool in tools if tool.native is None]
    body: dict[str, Any] = {
        "tools": [*([{"functionDeclarations": declared}] if declared else []), *own]
    }
    if declared and "tool_choice" in parameters:
        body["toolConfig"] = {"functionCallingConfig": _choice(parameters["tool_choice"])}
    return body


def _function(tool: Tool) -> dict[str, Any]:
    function: dict[str, Any] = {"name": tool.name, "description": tool.description}
    if tool.schema:
        function["parametersJsonSchema"] = for_gemini(tool.schema)
    return function


def _choice(choice: Any) -> dict[str, Any]:
    match chosen_tool(choice):
        case "auto":
            return {"mode": "AUTO"}
        case "none":
            return {"mode": "NONE"}
        case "required":
            return {"mode": "ANY"}
        case name:
            return {"mode": "ANY", "allowedFunctionNames": [name]}
