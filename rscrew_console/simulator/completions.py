"""Calls of a model, answered in each vendor's own shape with always the same words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rscrew_console.simulator.behaviour import HEALTHY, Behaviour
from rscrew_console.simulator.http import Request
from rscrew_console.simulator.vendor import Vendor

WORDS = "Hello from the simulator."
IN, OUT = 7, 5
"""Tokens that every call is said to take."""


@dataclass(frozen=True, slots=True)
class SimulatedAnswer:
    """What a model answers: words, or a call of a tool."""

    model: str
    text: str = WORDS
    tool: str = ""
    arguments: str = ""


def parameters(request: Request) -> Sequence[str]:
    """The names of what the body of a call says."""
    return tuple(_body(request))


def streams(request: Request) -> bool:
    """Whether the answer is wanted in pieces."""
    return _body(request).get("stream") is True or request.path.endswith(_IN_PIECES)


def wants_usage(request: Request) -> bool:
    """Whether tokens are asked for at the end of a stream, in OpenAI's way."""
    options = _body(request).get("stream_options")
    return isinstance(options, Mapping) and options.get("include_usage") is True


def simulated_answer(
    vendor: Vendor, models: Sequence[str], request: Request, behaviour: Behaviour = HEALTHY
) -> SimulatedAnswer | None:
    """None where the path or the model is not there."""
    path, body = request.path, _body(request)
    if not path.endswith((vendor.chat, *_MORE.get(vendor.name, ()))):
        return None
    model = path.rpartition("/")[2].partition(":")[0] if vendor.name == "gemini" else ""
    model = model or str(body.get("model") or "")
    if vendor.name != "azure" and model not in models and model not in vendor.aliases:
        return None
    tool = _first_tool(body) if behaviour.arguments else ""
    text = WORDS if behaviour.text is None else behaviour.text
    return SimulatedAnswer(model, "" if tool else text, tool, behaviour.arguments)


def completion(vendor: Vendor, answer: SimulatedAnswer) -> Any:
    """The body of the whole answer."""
    match vendor.name:
        case "anthropic":
            return _message(answer)
        case "gemini":
            return generated(parts(answer), "STOP")
        case "ollama":
            return {
                "model": answer.model, "created_at": "2026-11-20T12:00:00Z", "done": True,
                "message": {"role": "assistant", "content": answer.text, **_own_calls(answer)},
                "done_reason": "stop", "prompt_eval_count": IN, "eval_count": OUT,
            }  # fmt: skip
        case _:
            return _chat(vendor, answer)


def parts(answer: SimulatedAnswer) -> list[Any]:
    """Gemini's."""
    if answer.tool:
        arguments = json.loads(answer.arguments)
        return [{"functionCall": {"name": answer.tool, "args": arguments}}]
    return [{"text": answer.text}]


def generated(pieces: list[Any], reason: str | None) -> Any:
    """Gemini's answer; in a stream, one of them, the last of which has a reason."""
    candidate: dict[str, Any] = {"content": {"role": "model", "parts": pieces}, "index": 0}
    counts = {"promptTokenCount": IN, "candidatesTokenCount": OUT, "totalTokenCount": IN + OUT}
    if reason is None:
        return {"candidates": [candidate]}
    return {"candidates": [{**candidate, "finishReason": reason}], "usageMetadata": counts}


def calls(answer: SimulatedAnswer) -> list[Any]:
    """A call of a tool in OpenAI's shape."""
    function = {"name": answer.tool, "arguments": answer.arguments}
    return [{"id": "call_1", "type": "function", "function": function}]


def usage(vendor: Vendor) -> dict[str, Any]:
    """Tokens in OpenAI's shape."""
    counts = {"prompt_tokens": IN, "completion_tokens": OUT, "total_tokens": IN + OUT}
    times = {"queue_time": 0.05, "prompt_time": 0.01, "completion_time": 0.02, "total_time": 0.03}
    return {**counts, **times} if vendor.name == "groq" else counts


def extras(vendor: Vendor) -> dict[str, Any]:
    """What Groq and OpenAI add to OpenAI's shape."""
    match vendor.name:
        case "groq":
            return {"service_tier": "on_demand", "x_groq": {"id": "req_1"}}
        case "openai":
            return {"service_tier": "default"}
        case _:
            return {}


_IN_PIECES = ":streamGenerateContent"
_MORE: Mapping[str, tuple[str, ...]] = {
    "gemini": (_IN_PIECES,), "openai": ("/responses",), "azure": ("/responses",),
    "ollama": ("/chat/completions",),
}  # fmt: skip
"""Further ends of paths that ask a model."""


def _body(request: Request) -> Mapping[str, Any]:
    try:
        body = json.loads(request.body)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _first_tool(body: Mapping[str, Any]) -> str:
    """Return the name of the first tool; empty if none is offered."""
    tools = body.get("tools")
    tool: Any = tools[0] if isinstance(tools, list) and tools else {}
    declared = tool.get("functionDeclarations") or tool.get("function_declarations") or [{}]
    function = tool.get("function", tool)
    return str(function.get("name") or declared[0].get("name") or "")


def _message(answer: SimulatedAnswer) -> Any:
    """The answer in the form of Anthropic's API."""
    content: dict[str, Any] = {"type": "text", "text": answer.text}
    if answer.tool:
        arguments = json.loads(answer.arguments)
        content = {"type": "tool_use", "id": "toolu_1", "name": answer.tool, "input": arguments}
    return {
        "id": "msg_1", "type": "message", "role": "assistant", "model": answer.model,
        "content": [content], "stop_reason": "tool_use" if answer.tool else "end_turn",
        "stop_sequence": None, "usage": {"input_tokens": IN, "output_tokens": OUT},
    }  # fmt: skip


def _chat(vendor: Vendor, answer: SimulatedAnswer) -> Any:
    """OpenAI's."""
    message: dict[str, Any] = {"role": "assistant", "content": answer.text}
    if answer.tool:
        message |= {"content": None, "tool_calls": calls(answer)}
    reason = "tool_calls" if answer.tool else "stop"
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": reason}
    return {
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1795176000,
        "model": answer.model, "choices": [choice], "usage": usage(vendor), **extras(vendor),
    }  # fmt: skip


def _own_calls(answer: SimulatedAnswer) -> dict[str, Any]:
    """Ollama's."""
    if not answer.tool:
        return {}
    function = {"name": answer.tool, "arguments": json.loads(answer.arguments)}
    return {"tool_calls": [{"function": function}]}
