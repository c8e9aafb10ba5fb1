"""Features of the wire formats: what is asked for, what must be sent, and what is answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from rscrew_console.runtime.requests import Reply, Tokens, ToolCall, ToolFunction
from tests.runtime.wire.format_calls import PIXEL, WEATHER
from tests.runtime.wire.recorded import (
    ANTHROPIC_TEXT,
    ANTHROPIC_TOOLS,
    GEMINI_TEXT,
    GEMINI_TOOLS,
    OPENAI_TEXT,
    OPENAI_TEXT_STREAM,
    OPENAI_THOUGHTS,
    OPENAI_THOUGHTS_STREAM,
    OPENAI_TOOLS,
    OPENAI_TOOLS_STREAM,
    RESPONSES_TEXT,
    RESPONSES_TOOLS,
)

MODELS: Mapping[str, str] = {
    "anthropic": "claude-sonnet-5-5", "gemini": "gemini/gemini-3.5-flash", "openai": "gpt-4.1",
    "azure": "azure/my-deployment", "openrouter": "openrouter/qwen/qwen4",
    "deepseek": "deepseek/deepseek-chat", "mistral": "mistral/mistral-large-4",
    "groq": "groq/openai/gpt-oss-120b", "xai": "xai/grok-4.7", "together": "together/meta/llama-4",
    "cerebras": "cerebras/zai-glm-4.7", "ollama": "ollama/qwen3",
    "openai_compatible": "local-model",
}  # fmt: skip
"""A model of each kind of vendor that is asked without LiteLLM."""
RESPONSES_MODELS: Mapping[str, str] = {"openai": "gpt-5-pro", "azure": "azure/gpt-5-pro"}
"""Models that answer through the Responses API alone."""
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


def response_events(response: dict[str, Any]) -> str:
    """The answer as the Responses API streams it."""
    begun = {**response, "status": "in_progress", "output": [], "usage": None}
    events: list[dict[str, Any]] = [{"type": "response.created", "response": begun}]
    for item in response["output"]:
        match item["type"]:
            case "reasoning":
                kind, texts = "reasoning_summary_text", item["summary"]
            case "message":
                kind, texts = "output_text", item["content"]
            case _:
                kind, texts = "function_call_arguments", [{"text": item["arguments"]}]
        events += [{"type": f"response.{kind}.delta", "delta": one["text"]} for one in texts]
        events.append({"type": "response.output_item.done", "item": item})
    events.append({"type": f"response.{response['status']}", "response": response})
    return sse(*events, named=True)


RESPONSES = Row(
    "responses", "text and thoughts", RESPONSES_TEXT, response_events(RESPONSES_TEXT),
    Reply("Under a silver moon.", tokens=Tokens(36, 87, 12, reasoning=64), finish_reason="stop",
          reasoning="A short tale."),
    sent={"input.0.content": "Hi", "store": False},
)  # fmt: skip
RESPONSES_CUT = {
    **RESPONSES_TEXT, "status": "incomplete",
    "incomplete_details": {"reason": "max_output_tokens"},
}  # fmt: skip
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
        parameters=TOOLS, sent={
            "tools.0.name": "get_weather",
            # Its documentation says that this model refuses a forced choice.
            "tool_choice": {"type": "auto"}, "system.0.text": "Use one of the tools to answer.",
        }),
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
    RESPONSES,
    replace(RESPONSES, feature="several system messages", messages=SYSTEMS,
            sent={"input.0.content": "Be brief.", "input.2.content": "Be kind."}),
    replace(RESPONSES, feature="images", messages=PICTURE, sent={
        "input.0.content.1": {"type": "input_image",
                              "image_url": f"data:image/png;base64,{PIXEL}"},
    }),
    replace(RESPONSES, feature="results of tools", messages=RESULTS,
            parameters={"tools": [WEATHER]}, sent={
                "input.1.call_id": "call_1", "input.1.arguments": '{"location": "Paris"}',
                "input.2": {"type": "function_call_output", "call_id": "call_1",
                            "output": "15 degrees"},
            }),
    replace(RESPONSES, feature="a shape of answers", parameters={"response_format": SHAPE},
            sent={"text.format.type": "json_schema", "text.format.schema": SCHEMA}),
    replace(RESPONSES, feature="effort", parameters={"reasoning_effort": "high"},
            sent={"reasoning": {"effort": "high"}}),
    replace(RESPONSES, feature="limit", whole=RESPONSES_CUT, events=response_events(RESPONSES_CUT),
            reply=replace(RESPONSES.reply, finish_reason="length"), parameters={"max_tokens": 50},
            sent={"max_output_tokens": 50}),
    Row("responses", "calls of tools", RESPONSES_TOOLS, response_events(RESPONSES_TOOLS),
        Reply("", weather(("call_abc123", "Paris"), ("call_abc124", "London")), Tokens(82, 17),
              finish_reason="tool_calls"),
        parameters=TOOLS, sent={"tools.0.name": "get_weather", "tool_choice": "required"}),
)  # fmt: skip
