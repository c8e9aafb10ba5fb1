"""OpenAI's chat completions: what is sent, and what recorded answers and streams say."""

import json
from typing import Any

import pytest

from rscrew_console.providers.health.target import Target, target_of
from rscrew_console.roster.model import Provider
from rscrew_console.runtime.requests import (
    Adjustment,
    CallFailure,
    ModelRequest,
    Reply,
    StreamChunk,
    Tokens,
    ToolCall,
    ToolFunction,
)
from rscrew_console.runtime.wire.formats.base import HttpCall
from rscrew_console.runtime.wire.formats.choose import format_for
from rscrew_console.runtime.wire.formats.openai_chat import OpenAIChat
from tests.rows import each_row
from tests.runtime.wire.format_calls import USER, WEATHER, read

KEY = "sk-made-up-8Zq31LkVv0TtRmWx"
VARIABLES = ("OPENAI_API_KEY", "AZURE_API_KEY", "OPENROUTER_API_KEY", "MISTRAL_API_KEY",
             "DEEPSEEK_API_KEY", "GROQ_API_KEY")  # fmt: skip
AZURE = "https://x.openai.azure.com"


def sent(
    model: str, *messages: Any, stream: bool = False, file: Any = None, own: Any = None,
    adjustments: tuple[Adjustment, ...] = (), **parameters: Any,
) -> HttpCall:  # fmt: skip
    provider = Provider("mine", model, **(file or {}))
    target = target_of(provider, dict.fromkeys(VARIABLES, KEY))
    assert isinstance(target, Target), target
    request = ModelRequest(
        provider,
        None,
        messages or (USER,),
        20.0,
        {**parameters, **(own or {})},
        adjustments=adjustments,
    )
    return format_for(request, target).call(request, target, stream=stream)


def body(model: str, **asked: Any) -> dict[str, Any]:
    """Without what every body has."""
    found = sent(model, **asked).body
    return {name: one for name, one in found.items() if name not in ("model", "messages")}


@each_row(("model", "file", "path", "name"), [
    ("gpt-5-mini", {}, "/chat/completions", "gpt-5-mini"),
    ("openai/gpt-5-mini", {}, "/chat/completions", "gpt-5-mini"),
    ("openrouter/anthropic/claude-x", {}, "/chat/completions", "anthropic/claude-x"),
    ("openrouter/auto", {}, "/chat/completions", "openrouter/auto"),
    ("groq/openai/gpt-oss-120b", {}, "/chat/completions", "openai/gpt-oss-120b"),
    ("ollama/llama4", {}, "/v1/chat/completions", "llama4"),
    ("hosted_vllm/org/model", {"base_url": "http://127.0.0.1:9/v1"}, "/chat/completions",
     "org/model"),
    ("azure/mine", {"base_url": AZURE},
     "/openai/deployments/mine/chat/completions?api-version=2024-10-21", None),
    ("azure/a b/../c?d#e", {"base_url": AZURE},
     "/openai/deployments/a%20b%2F..%2Fc%3Fd%23e/chat/completions?api-version=2024-10-21", None),
    ("azure/mine", {"base_url": AZURE + "/?api-version=2025-01-01-preview"},
     "/openai/deployments/mine/chat/completions?api-version=2025-01-01-preview", None),
    ("gpt-5-pro", {}, "/responses", "gpt-5-pro"),
    ("gpt-5.1-codex-mini", {}, "/responses", "gpt-5.1-codex-mini"),
    ("azure/o3-pro", {"base_url": AZURE}, "/openai/v1/responses", "o3-pro"),
])  # fmt: skip
def test_where_a_model_is_asked(model: str, file: Any, path: str, name: str | None) -> None:
    call = sent(model, file=file)
    assert (call.path, call.body.get("model")) == (path, name)


@each_row(("model", "file", "own", "expected"), [
    ("gpt-5-mini", {}, {}, {}),
    ("gpt-5-mini", {"max_tokens": 9}, {}, {"max_completion_tokens": 9}),
    ("gpt-5-mini", {"max_tokens": 9}, {"max_tokens": 5}, {"max_completion_tokens": 5}),
    ("qwen", {"max_tokens": 9, "base_url": "http://127.0.0.1:9"}, {}, {"max_tokens": 9}),
    ("mistral/m", {}, {"max_completion_tokens": 9}, {"max_tokens": 9}),
    ("gpt-4o", {"temperature": 0.0, "top_p": 0.9}, {}, {"temperature": 0.0, "top_p": 0.9}),
    ("gpt-4o", {"temperature": 0.2}, {"temperature": 0.7}, {"temperature": 0.7}),
    ("gpt-5-mini", {"temperature": 0.2, "top_p": 0.5}, {"reasoning_effort": "low"},
     {"reasoning_effort": "low"}),
    ("gpt-5.2", {"temperature": 0.2}, {"reasoning_effort": "none"},
     {"reasoning_effort": "none", "temperature": 0.2}),
    ("openrouter/x/y", {}, {"reasoning_effort": "low"},
     {"reasoning": {"effort": "low"}, "usage": {"include": True}}),
    ("deepseek/deepseek-chat", {}, {"top_k": 5, "extra_body": {"thinking": {"type": "disabled"}}},
     {"top_k": 5, "thinking": {"type": "disabled"}}),
    ("gpt-4o", {}, {"tools": [WEATHER], "tool_choice": "auto"},
     {"tools": [WEATHER], "tool_choice": "auto"}),
    ("gpt-4o", {}, {"tools": [], "tool_choice": "auto", "stop": None}, {}),
    # What the file and the loop decide, and what only LiteLLM knows.
    ("gpt-4o", {}, {"model": "other", "api_base": "https://evil.example", "api_key": "x",
                    "stream": True, "num_retries": 3, "timeout": 1, "mock_response": "x",
                    "drop_params": True, "headers": {"x": "y"}, "extra_headers": {"x": "y"}}, {}),
])  # fmt: skip
def test_parameters(model: str, file: Any, own: Any, expected: Any) -> None:
    assert body(model, file=file, own=own) == expected


@each_row(("change", "expected"), [
    (Adjustment("temperature"), {"max_tokens": 500}),
    (Adjustment("temperature", value=0.1), {"temperature": 0.1, "max_tokens": 500}),
    (Adjustment("max_tokens", value=64), {"temperature": 0.2, "max_tokens": 64}),
    (Adjustment("max_tokens"), {"temperature": 0.2}),
    (Adjustment("max_tokens", send_as="max_completion_tokens"),
     {"temperature": 0.2, "max_completion_tokens": 500}),
])  # fmt: skip
def test_what_the_model_refuses_is_not_sent(change: Adjustment, expected: Any) -> None:
    file = {"base_url": "http://127.0.0.1:9", "temperature": 0.2, "max_tokens": 500}
    assert body("qwen", file=file, adjustments=(change,)) == expected


def test_usage_is_asked_for_in_streams_unless_that_is_refused() -> None:
    asked = {"stream": True, "stream_options": {"include_usage": True}}
    assert body("gpt-4o", stream=True) == asked
    assert body("gpt-4o", stream=True, adjustments=(Adjustment("stream_options"),)) == {
        "stream": True
    }


def test_messages() -> None:
    call = ToolCall("call_1", ToolFunction("get_weather", '{"location": "Paris"}'))
    picture = {"type": "image_url", "image_url": "https://x.example/a.png"}
    messages = [
        {"role": "system", "content": "A"}, {"role": "developer", "content": "B"},
        {"role": "user", "content": [picture]},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "call_1", "content": "rain"},
    ]  # fmt: skip
    found = sent("mistral/m", *messages).body["messages"]
    assert json.loads(json.dumps(found)) == [
        {"role": "system", "content": "A"}, {"role": "system", "content": "B"},
        {"role": "user", "content": [
            {"type": "image_url", "image_url": {"url": "https://x.example/a.png"}}
        ]},
        {"role": "assistant", "content": None, "tool_calls": [call.as_message()]},
        {"role": "tool", "tool_call_id": "call_1", "content": "rain"},
    ]  # fmt: skip
    assert messages[3]["tool_calls"] == [call]


def test_a_pydantic_class_is_a_shape() -> None:
    from pydantic import BaseModel

    class Place(BaseModel):
        name: str
        people: int = 0

    shape = body("gpt-4o", response_format=Place)["response_format"]
    assert shape["type"] == "json_schema"
    schema = shape["json_schema"]["schema"]
    assert schema["additionalProperties"] is False
    assert schema["required"] == ["name", "people"]


USAGE = {
    "prompt_tokens": 2006, "completion_tokens": 300, "total_tokens": 2306,
    "prompt_tokens_details": {"cached_tokens": 1920, "audio_tokens": 0},
    "completion_tokens_details": {"reasoning_tokens": 128},
}  # fmt: skip


@each_row(("usage", "tokens", "cost"), [
    (USAGE, Tokens(2006, 300, 1920, None, 128), None),
    # https://api-docs.deepseek.com/guides/kv_cache
    ({"prompt_tokens": 100, "completion_tokens": 5, "prompt_cache_hit_tokens": 64,
      "prompt_cache_miss_tokens": 36}, Tokens(100, 5, 64), None),
    # https://openrouter.ai/docs/use-cases/usage-accounting
    ({"prompt_tokens": 10, "completion_tokens": 2, "cost": 0.00014}, Tokens(10, 2), 0.00014),
    (None, Tokens(), None),
    ({"prompt_tokens": "many", "completion_tokens": -1}, Tokens(), None),
])  # fmt: skip
def test_what_an_answer_took(usage: Any, tokens: Tokens, cost: float | None) -> None:
    choice = {"message": {"role": "assistant", "content": "Hi"}, "finish_reason": "stop"}
    reply = OpenAIChat().reply({"choices": [choice], "usage": usage})
    assert reply == Reply("Hi", (), tokens, cost, "stop")


@each_row(("message", "reason", "expected"), [
    ({"content": "Hi", "reasoning_content": "Hm"}, "stop", ("Hi", (), "stop", "Hm")),
    ({"content": "Hi", "reasoning": "Hm"}, "eos", ("Hi", (), "stop", "Hm")),
    ({"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "Hm"}]},
                  {"type": "text", "text": "Hi"}]}, "length", ("Hi", (), "length", "Hm")),
    ({"content": None, "refusal": "No"}, "stop", ("", (), "content_filter", "")),
    ({"content": None, "tool_calls": [{"id": "a", "type": "function", "function": {
        "name": "f", "arguments": "{}"}}]}, "tool_calls",
     ("", (ToolCall("a", ToolFunction("f", "{}")),), "tool_calls", "")),
    ({"content": "", "tool_calls": [{"function": {"name": "f", "arguments": {"x": 1}}}]}, "stop",
     ("", (ToolCall("call_0", ToolFunction("f", '{"x": 1}')),), "tool_calls", "")),
    ({"content": "Hi"}, "sk-whatever-stands-here", ("Hi", (), "", "")),
])  # fmt: skip
def test_answers(message: Any, reason: str, expected: Any) -> None:
    reply = OpenAIChat().reply({"choices": [{"message": message, "finish_reason": reason}]})
    assert isinstance(reply, Reply)
    assert (reply.text, reply.tool_calls, reply.finish_reason, reply.reasoning) == expected


@each_row("data", [
    {}, [], None, "text", {"choices": []}, {"choices": None}, {"choices": [None]},
    {"choices": [{}]}, {"code": 500, "msg": "system busy", "success": False},
])  # fmt: skip
def test_what_is_no_answer(data: Any) -> None:
    found = OpenAIChat().reply(data)
    assert isinstance(found, CallFailure)
    assert found.fault == "bad_response"


def chunk(delta: Any, reason: str | None = None, **more: Any) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    return "data: " + json.dumps({"choices": [choice], **more})


def call_piece(index: int | None, identity: str | None, name: str, arguments: str) -> str:
    piece: dict[str, Any] = {"function": {"name": name, "arguments": arguments}}
    piece |= {} if index is None else {"index": index}
    return chunk({"tool_calls": [piece | ({} if identity is None else {"id": identity})]})


A, B = ToolCall("a", ToolFunction("f", '{"x":1}')), ToolCall("b", ToolFunction("g", '{"y":2}'))


@pytest.mark.parametrize("events", [
    # As OpenAI sends parallel calls; with the second begun before the first has ended; as those
    # send them who give each call whole, without a number, or all under number 0.
    [call_piece(0, "a", "f", ""), call_piece(0, None, "", '{"x":'), call_piece(0, None, "", "1}"),
     call_piece(1, "b", "g", '{"y":2}')],
    [call_piece(0, "a", "f", '{"x":'), call_piece(1, "b", "g", ""), call_piece(0, None, "", "1}"),
     call_piece(1, None, "", '{"y":2}')],
    [call_piece(None, "a", "f", '{"x":1}'), call_piece(None, "b", "g", '{"y":2}')],
    [call_piece(0, "a", "f", '{"x":1}'), call_piece(0, "b", "g", '{"y":2}')],
])  # fmt: skip
def test_calls_in_streams_come_whole_at_the_end(events: list[str]) -> None:
    usage = 'data: {"choices": [], "usage": ' + json.dumps(USAGE) + "}"
    found = read(OpenAIChat().stream_reader(), "\n\n".join([*events, chunk({}, "stop"), usage]))
    tokens = Tokens(2006, 300, 1920, None, 128)
    assert found == [StreamChunk(tool_calls=(A, B), tokens=tokens, finish_reason="tool_calls")]


def test_words_and_thoughts_in_streams() -> None:
    reader = OpenAIChat().stream_reader()
    events = [chunk({"role": "assistant", "content": ""}), chunk({"reasoning_content": "Hm"}),
              chunk({"content": "Hi"}), chunk({}, "length")]  # fmt: skip
    assert read(reader, "\n\n".join(events)) == [
        StreamChunk(reasoning="Hm"), StreamChunk("Hi"),
        StreamChunk(tokens=Tokens(), finish_reason="length"),
    ]  # fmt: skip
    assert reader.complete


@pytest.mark.parametrize("data", [
    {"error": {"message": "busy"}}, {"choices": [{"error": {"message": "busy"}}]},
])  # fmt: skip
def test_errors_in_streams(data: Any) -> None:
    reader = OpenAIChat().stream_reader()
    assert reader.feed("", data) == []
    assert reader.error() == {"error": {"message": "busy"}}
    assert not reader.complete
