"""What every format does, feature by feature, for every kind of vendor and in every way to ask.

The answers are those of the vendors' documentation (see `recorded`), told by a server on this
machine; what is sent is compared with what their documentation asks for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from rscrew_console.providers.kinds import KINDS
from rscrew_console.providers.secret import Secret
from rscrew_console.roster.model import Provider
from rscrew_console.runtime.order import ModelRequest, Reply, Tokens, ToolCall, ToolFunction
from rscrew_console.runtime.wire import Wire
from tests.runtime.wire.calling import KEYS, WAYS, WHOLE, Way, failure_of
from tests.runtime.wire.format_calls import PIXEL, WEATHER
from tests.runtime.wire.recorded import (
    ANTHROPIC_TEXT,
    ANTHROPIC_TOOLS,
    GEMINI_BLOCKED,
    GEMINI_TEXT,
    GEMINI_TOOLS,
    OPENAI_TEXT,
    OPENAI_TEXT_STREAM,
    OPENAI_THOUGHTS,
    OPENAI_THOUGHTS_STREAM,
    OPENAI_TOOLS,
    OPENAI_TOOLS_STREAM,
)
from tests.runtime.wire.recorded_server import RecordedServer

MODELS: Mapping[str, str] = {
    "anthropic": "claude-sonnet-5-5", "gemini": "gemini/gemini-3.5-flash", "openai": "gpt-4.1",
    "azure": "azure/my-deployment", "openrouter": "openrouter/qwen/qwen4",
    "deepseek": "deepseek/deepseek-chat", "mistral": "mistral/mistral-large-4",
    "groq": "groq/openai/gpt-oss-120b", "xai": "xai/grok-4.7", "together": "together/meta/llama-4",
    "cerebras": "cerebras/zai-glm-4.7", "ollama": "ollama/qwen3",
    "openai_compatible": "local-model",
}  # fmt: skip
"""A model of each kind of vendor that is asked without LiteLLM."""
SYSTEMS = (
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": "Hi"},
    {"role": "system", "content": "Be kind."},
)
IMAGE = {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PIXEL}"}}
PICTURE = ({"role": "user", "content": [{"type": "text", "text": "What is it?"}, IMAGE]},)
CALL = ToolCall("call_1", ToolFunction("get_weather", '{"location": "Paris"}'))
RESULTS = (
    {"role": "user", "content": "Weather?"},
    {"role": "assistant", "content": None, "tool_calls": [CALL]},
    {"role": "tool", "tool_call_id": "call_1", "content": "15 degrees"},
)
SHAPE = {
    "type": "json_schema",
    "json_schema": {"name": "person", "schema": {
        "type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"],
        "additionalProperties": False,
    }},
}  # fmt: skip
SCHEMA = SHAPE["json_schema"]["schema"]  # type: ignore[index] # it is a dict


def sse(*answers: Any, named: bool = False) -> str:
    """Answers as server-sent events."""
    lines = (
        (f"event: {one['type']}\n" if named else "") + f"data: {json.dumps(one)}\n\n"
        for one in answers
    )
    return "".join(lines)


def claude_events(message: dict[str, Any]) -> str:
    """The message as Anthropic streams it."""
    begun = {**message, "content": [], "stop_reason": None}
    events: list[dict[str, Any]] = [{"type": "message_start", "message": begun}]
    for index, block in enumerate(message["content"]):
        match block["type"]:
            case "text":
                empty, delta = {"text": ""}, {"type": "text_delta", "text": block["text"]}
            case "thinking":
                empty = {"thinking": "", "signature": ""}
                delta = {"type": "thinking_delta", "thinking": block["thinking"]}
            case _:
                empty = {"input": {}}
                pieces = json.dumps(block["input"])
                delta = {"type": "input_json_delta", "partial_json": pieces}
        events += [
            {"type": "content_block_start", "index": index, "content_block": {**block, **empty}},
            {"type": "content_block_delta", "index": index, "delta": delta},
            {"type": "content_block_stop", "index": index},
        ]
    stop = {"stop_reason": message["stop_reason"], "stop_sequence": None}
    events += [
        {"type": "message_delta", "delta": stop, "usage": message["usage"]},
        {"type": "message_stop"},
    ]
    return sse(*events, named=True)


@dataclass(frozen=True)
class Row:
    """A feature in one format: what is asked for, and what is answered."""

    format: str
    feature: str
    whole: Any
    events: str
    reply: Reply
    messages: tuple[Mapping[str, Any], ...] = ({"role": "user", "content": "Hi"},)
    parameters: Mapping[str, Any] | None = None
    sent: Mapping[str, Any] | None = None
    """What must stand in the body, as paths such as `tools.0.name`."""


CLAUDE = Row(
    "anthropic", "text", ANTHROPIC_TEXT, claude_events(ANTHROPIC_TEXT),
    Reply("Hi! My name is Claude.", tokens=Tokens(4096, 503, 1800, 248), finish_reason="stop"),
    sent={"model": "claude-sonnet-5-5", "messages.0.content.0.text": "Hi"},
)  # fmt: skip
CLAUDE_CUT = {**ANTHROPIC_TEXT, "stop_reason": "max_tokens"}
GEMINI = Row(
    "gemini", "text and thoughts", GEMINI_TEXT, sse(GEMINI_TEXT),
    Reply("AI learns patterns from data.", tokens=Tokens(2007, 515, 1500, reasoning=495),
          finish_reason="stop", reasoning="Let me see."),
    sent={"contents.0.parts.0.text": "Hi"},
)  # fmt: skip
GEMINI_CUT = {
    **GEMINI_TEXT, "candidates": [{**GEMINI_TEXT["candidates"][0], "finishReason": "MAX_TOKENS"}]
}  # fmt: skip
GEMINI_CALLS = {
    **GEMINI_TOOLS,
    "candidates": [{
        "content": {"role": "model", "parts": [
            {"functionCall": {"id": name, "name": "get_weather", "args": {"location": city}}}
            for name, city in (("a1", "Paris"), ("b2", "London"))
        ]},
        "finishReason": "STOP",
    }],
}  # fmt: skip
OPENAI = Row(
    "openai", "text", OPENAI_TEXT, OPENAI_TEXT_STREAM,
    Reply("Hello! How can I assist you today?",
          tokens=Tokens(2006, 300, 1920, reasoning=256), finish_reason="stop"),
    sent={"messages.0.content": "Hi"},
)  # fmt: skip


def weather(*calls: tuple[str, str]) -> tuple[ToolCall, ...]:
    return tuple(
        ToolCall(name, ToolFunction("get_weather", json.dumps({"location": city})))
        for name, city in calls
    )


TOOLS = {"tools": [WEATHER], "tool_choice": "required", "parallel_tool_calls": True}
ROWS = (
    CLAUDE,
    replace(CLAUDE, feature="several system messages", messages=SYSTEMS, sent={
        "system.0.text": "Be brief.", "system.1.text": "Be kind.",
        "messages.0.content.0.text": "Hi",
    }),
    replace(CLAUDE, feature="images", messages=PICTURE, sent={
        "messages.0.content.1.source": {
            "type": "base64", "media_type": "image/png", "data": PIXEL,
        },
    }),
    replace(CLAUDE, feature="results of tools", messages=RESULTS, parameters={"tools": [WEATHER]},
            sent={
                "messages.1.content.0.input": {"location": "Paris"},
                "messages.2.content.0.tool_use_id": "call_1",
            }),
    replace(CLAUDE, feature="a shape of answers", parameters={"response_format": SHAPE},
            sent={"output_config.format": {"type": "json_schema", "schema": SCHEMA}}),
    replace(CLAUDE, feature="effort", parameters={"reasoning_effort": "high"},
            sent={"output_config.effort": "high", "thinking.type": "adaptive"}),
    replace(CLAUDE, feature="limit", whole=CLAUDE_CUT, events=claude_events(CLAUDE_CUT),
            reply=replace(CLAUDE.reply, finish_reason="length"),
            parameters={"max_tokens": 5, "stop": ["END"]},
            sent={"max_tokens": 5, "stop_sequences.0": "END"}),
    Row("anthropic", "calls of tools and thoughts", ANTHROPIC_TOOLS,
        claude_events(ANTHROPIC_TOOLS),
        Reply("I'll check the current weather in both.",
              weather(("toolu_01A09q90qw90lq917835lq9", "San Francisco, CA"),
                      ("toolu_01A09q90qw90lq917836lq9", "New York, NY")),
              Tokens(472, 89), finish_reason="tool_calls", reasoning="Two cities."),
        parameters=TOOLS, sent={"tools.0.name": "get_weather", "tool_choice": {"type": "any"}}),
    GEMINI,
    replace(GEMINI, feature="several system messages", messages=SYSTEMS, sent={
        "systemInstruction.parts": [{"text": "Be brief."}, {"text": "Be kind."}],
    }),
    replace(GEMINI, feature="images", messages=PICTURE, sent={
        "contents.0.parts.1.inlineData": {"mimeType": "image/png", "data": PIXEL},
    }),
    replace(GEMINI, feature="results of tools", messages=RESULTS, parameters={"tools": [WEATHER]},
            sent={
                "contents.1.parts.0.functionCall.args": {"location": "Paris"},
                "contents.2.parts.0.functionResponse.response": {"result": "15 degrees"},
            }),
    replace(GEMINI, feature="a shape of answers", parameters={"response_format": SHAPE}, sent={
        "generationConfig.responseMimeType": "application/json",
        "generationConfig.responseJsonSchema": SCHEMA,
    }),
    replace(GEMINI, feature="effort", parameters={"reasoning_effort": "low"},
            sent={"generationConfig.thinkingConfig.thinkingLevel": "low"}),
    replace(GEMINI, feature="limit", whole=GEMINI_CUT, events=sse(GEMINI_CUT),
            reply=replace(GEMINI.reply, finish_reason="length"),
            parameters={"max_tokens": 5, "stop": ["END"]},
            sent={"generationConfig": {"maxOutputTokens": 5, "stopSequences": ["END"]}}),
    Row("gemini", "calls of tools", GEMINI_CALLS, sse(GEMINI_CALLS),
        Reply("", weather(("a1", "Paris"), ("b2", "London")), Tokens(80, 30),
              finish_reason="tool_calls"),
        parameters=TOOLS, sent={
            "tools.0.functionDeclarations.0.name": "get_weather",
            "toolConfig.functionCallingConfig": {"mode": "ANY"},
        }),
    OPENAI,
    replace(OPENAI, feature="several system messages", messages=SYSTEMS,
            sent={"messages.0.content": "Be brief.", "messages.2.content": "Be kind."}),
    replace(OPENAI, feature="images", messages=PICTURE, sent={"messages.0.content.1": IMAGE}),
    replace(OPENAI, feature="results of tools", messages=RESULTS, parameters={"tools": [WEATHER]},
            sent={
                "messages.1.tool_calls.0": CALL.as_message(),
                "messages.2.tool_call_id": "call_1",
            }),
    replace(OPENAI, feature="a shape of answers", parameters={"response_format": SHAPE},
            sent={"response_format": SHAPE}),
    Row("openai", "thoughts and limit", OPENAI_THOUGHTS, OPENAI_THOUGHTS_STREAM,
        Reply("9.8 i", tokens=Tokens(20, 12), finish_reason="length", reasoning="9.8 is more."),
        parameters={"stop": ["END"]}, sent={"stop": ["END"]}),
    Row("openai", "calls of tools", OPENAI_TOOLS, OPENAI_TOOLS_STREAM,
        Reply("", weather(("call_abc123", "Paris"), ("call_abc124", "London")), Tokens(82, 17),
              finish_reason="tool_calls"),
        parameters=TOOLS, sent={"tools": [WEATHER], "tool_choice": "required",
                                "parallel_tool_calls": True}),
)  # fmt: skip
CASES = [
    pytest.param(row, kind, id=f"{kind}-{row.feature.replace(' ', '_')}")
    for row in ROWS
    for kind in MODELS
    if row.format == (kind if kind in ("anthropic", "gemini") else "openai")
]


@pytest.fixture(scope="module")
def server() -> Iterator[RecordedServer]:
    with RecordedServer() as running:
        yield running


def at(body: Any, path: str) -> Any:
    """What stands there in a body."""
    for step in path.split("."):
        body = body[int(step)] if isinstance(body, list) else body[step]
    return body


def request_to(server: RecordedServer, kind: str, row: Row) -> ModelRequest:
    key = Secret(KEYS[kind]) if KEYS[kind] else None
    provider = Provider("mine", MODELS[kind], kind=kind, base_url=server.url,
                        api_key_env=next(iter(KINDS[kind].key_variables), None))  # fmt: skip
    return ModelRequest(provider, key, row.messages, 20.0, dict(row.parameters or {}))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("row", "kind"), CASES)
def test_every_feature(server: RecordedServer, wire: Wire, row: Row, kind: str, way: Way) -> None:
    server.whole, server.events = row.whole, row.events
    server.asked.clear()
    assert way(wire, request_to(server, kind, row)) == row.reply
    ((_, body),) = server.asked
    sent = row.sent or {}
    assert {path: at(body, path) for path in sent} == sent
    assert ("stream" in body) == (way not in WHOLE and kind != "gemini")


def with_usage(usage: Mapping[str, Any]) -> Row:
    """The text with other figures."""
    chunk = {"choices": [{"index": 0, "delta": {"content": "Hi"}, "finish_reason": "stop"}]}
    message = {"role": "assistant", "content": "Hi"}
    whole = {"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}
    return Row("openai", "", {**whole, "usage": usage}, sse(chunk, {"choices": [], "usage": usage}),
               Reply(""))  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("kind", "usage", "tokens", "cost"), [
    # https://docs.x.ai/docs/guides/reasoning: the total has the thoughts beside the answer.
    ("xai", {"prompt_tokens": 32, "completion_tokens": 9, "total_tokens": 135,
             "completion_tokens_details": {"reasoning_tokens": 94}},
     Tokens(32, 103, reasoning=94), None),
    ("openai", {"prompt_tokens": 32, "completion_tokens": 103, "total_tokens": 135,
                "completion_tokens_details": {"reasoning_tokens": 94}},
     Tokens(32, 103, reasoning=94), None),
    # https://api-docs.deepseek.com/guides/kv_cache
    ("deepseek", {"prompt_tokens": 32, "completion_tokens": 9, "total_tokens": 41,
                  "prompt_cache_hit_tokens": 30, "prompt_cache_miss_tokens": 2},
     Tokens(32, 9, 30), None),
    # https://openrouter.ai/docs/use-cases/usage-accounting
    ("openrouter", {"prompt_tokens": 194, "completion_tokens": 2, "total_tokens": 196,
                    "cost": 0.95, "prompt_tokens_details": {"cached_tokens": 0}},
     Tokens(194, 2), 0.95),
])  # fmt: skip
def test_what_answers_have_taken(
    server: RecordedServer, wire: Wire, kind: str, usage: Any, tokens: Tokens, cost: Any, way: Way
) -> None:
    row = with_usage(usage)
    server.whole, server.events = row.whole, row.events
    reply = way(wire, request_to(server, kind, row))
    assert (reply.tokens, reply.cost_usd) == (tokens, cost)


BLOCKED = Row("gemini", "", GEMINI_BLOCKED, sse(GEMINI_BLOCKED), Reply(""))
MALFORMED = {"candidates": [{"finishReason": "MALFORMED_FUNCTION_CALL"}]}
REFUSED = {**ANTHROPIC_TEXT, "content": [], "stop_reason": "refusal"}
ECHO = {"promptFeedback": {"blockReason": KEYS["gemini"] + "x" * 10**6}}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("row", "faults", "words"), [
    (BLOCKED, ("content_policy",), "PROHIBITED_CONTENT"),
    (replace(BLOCKED, whole=MALFORMED, events=sse(MALFORMED)), ("bad_response", "server_error"),
     "MALFORMED_FUNCTION_CALL"),
    (replace(BLOCKED, whole=ECHO, events=sse(ECHO)), ("content_policy",), "policy"),
    (replace(CLAUDE, whole=REFUSED, events=claude_events(REFUSED)), ("content_policy",), "policy"),
])  # fmt: skip
def test_what_is_no_answer(
    server: RecordedServer, wire: Wire, row: Row, faults: tuple[str, ...], words: str, way: Way
) -> None:
    """In a stream, an answer that is broken is told as the vendor's own fault."""
    server.whole, server.events = row.whole, row.events
    failure = failure_of(way, wire, request_to(server, row.format, row))
    assert failure.fault in faults
    assert words in failure.detail
    assert KEYS["gemini"][:20] not in failure.detail
    assert len(failure.detail) < 200
