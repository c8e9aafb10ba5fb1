"""Claude's thinking blocks go back to the model that wrote them, and to nobody else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rscrew_console.runtime.requests import Adjustment, Reply, ToolCall, ToolFunction
from rscrew_console.runtime.wire.formats.anthropic import AnthropicFormat
from rscrew_console.runtime.wire.formats.anthropic_thinking import thinking_of
from rscrew_console.runtime.wire.formats.base import WireFormat
from rscrew_console.runtime.wire.formats.call_ids import CLAUDE, SIGNATURE
from rscrew_console.runtime.wire.formats.gemini import GeminiFormat
from rscrew_console.runtime.wire.formats.openai_chat import OpenAIChat
from rscrew_console.runtime.wire.formats.openai_responses import OpenAIResponses
from tests.rows import each_row
from tests.runtime.wire.format_calls import USER, WEATHER, read, sent

FORM = AnthropicFormat()
THOUGHT = {"type": "thinking", "thinking": "Two cities.", "signature": "EqQBCgIYAhIM1gbcDa9GJwZA"}
REDACTED = {"type": "redacted_thinking", "data": "EmwKAhgBEgy3va3pzix/LafPsn4aDFIT2Xlxh0L5"}
HIDDEN = {"type": "thinking", "thinking": "", "signature": "EosnCkYICxIMMb3LzNrMu7v"}
TEXT = {"type": "text", "text": "I'll check both."}
PARIS = {"type": "tool_use", "id": "toolu_1", "name": "get_weather", "input": {"city": "Paris"}}
ROME = {"type": "tool_use", "id": "toolu_2", "name": "get_weather", "input": {"city": "Rome"}}
CONTENT = [THOUGHT, REDACTED, TEXT, HIDDEN, PARIS, ROME]


def answer(model: str) -> dict[str, Any]:
    return {"model": model, "content": CONTENT, "stop_reason": "tool_use"}


def events(model: str) -> str:
    """The same answer as it is streamed: signatures come after the thoughts."""
    lines: list[Mapping[str, Any]] = [{"type": "message_start", "message": {"model": model}}]
    for index, block in enumerate(CONTENT):
        start, deltas = {**block}, []
        if block["type"] == "thinking":
            start |= {"thinking": "", "signature": ""}
            halves = (block["thinking"][:4], block["thinking"][4:])
            deltas += [{"type": "thinking_delta", "thinking": half} for half in halves]
            deltas.append({"type": "signature_delta", "signature": block["signature"]})
        elif block["type"] == "tool_use":
            start |= {"input": {}}
            deltas.append({"type": "input_json_delta", "partial_json": json.dumps(block["input"])})
        lines.append({"type": "content_block_start", "index": index, "content_block": start})
        lines += [
            {"type": "content_block_delta", "index": index, "delta": delta} for delta in deltas
        ]
    lines.append({"type": "message_delta", "delta": {"stop_reason": "tool_use"}})
    lines.append({"type": "message_stop"})
    return "".join(f"event: {one['type']}\ndata: {json.dumps(one)}\n\n" for one in lines)


def whole(model: str) -> tuple[Any, ...]:
    reply = FORM.reply(answer(model))
    assert isinstance(reply, Reply)
    return reply.tool_calls


def streamed(model: str) -> tuple[Any, ...]:
    return read(FORM.stream_reader(), events(model))[-1].tool_calls


def conversation(calls: tuple[ToolCall, ...]) -> list[Any]:
    """As applications go on: with the calls and their results in OpenAI's shape."""
    results = [{"role": "tool", "tool_call_id": call.id, "content": "15 degrees"} for call in calls]
    listed = [call.as_message() for call in calls]
    return [USER, {"role": "assistant", "content": TEXT["text"], "tool_calls": listed}, *results]


def next_request(model: str, calls: tuple[ToolCall, ...], **asked: Any) -> Any:
    return sent(FORM, model, *conversation(calls), tools=[WEATHER], **asked)


@each_row("calls_of", [whole, streamed])
@each_row(("model", "written_by", "asked"), [
    ("claude-sonnet-5-5", "claude-sonnet-5-5", {}),
    ("claude-opus-5", "claude-opus-5-20260601", {"reasoning_effort": "high"}),
    ("claude-opus-4-6", "claude-opus-4-6", {"reasoning_effort": "high"}),
    ("claude-sonnet-4-5", "claude-sonnet-4-5-20250929", {"reasoning_effort": "high"}),
])  # fmt: skip
def test_the_answer_goes_back_as_it_came(
    model: str, written_by: str, asked: Any, calls_of: Any
) -> None:
    call = next_request(model, calls_of(written_by), **asked)
    assert call.body["messages"][1] == {"role": "assistant", "content": CONTENT}
    results = call.body["messages"][2]["content"]
    assert [one["tool_use_id"] for one in results] == ["toolu_1", "toolu_2"]
    assert call.body.get("thinking", {}).get("type") in (None, "adaptive", "enabled")


def test_models_with_a_budget_think_on_within_a_tool_loop() -> None:
    model, effort = "claude-sonnet-4-5", {"reasoning_effort": "high"}
    bare = tuple(ToolCall(one["id"], ToolFunction(one["name"], "{}")) for one in (PARIS, ROME))
    assert next_request(model, whole(model), **effort).body["thinking"]["type"] == "enabled"
    assert "thinking" not in next_request(model, bare, **effort).body


@pytest.mark.parametrize(("model", "written_by", "asked"), [
    ("claude-sonnet-5-5", "claude-opus-5-5", {}),  # which it cannot read
    ("claude-opus-4-6", "claude-opus-4-6", {}),  # it does not think
    ("claude-opus-5", "claude-opus-5", {"reasoning_effort": "none"}),
    ("claude-sonnet-5-5", "claude-sonnet-5-5", {"adjustments": (Adjustment("thinking_blocks"),)}),
])  # fmt: skip
def test_who_gets_none(model: str, written_by: str, asked: Any) -> None:
    call = next_request(model, whole(written_by), **asked)
    assert call.body["messages"][1]["content"] == [TEXT, PARIS, ROME]
    assert "anthropic-beta" not in call.headers


def test_a_shortened_conversation_is_not_refused_for_its_thoughts() -> None:
    """Newer models check what came before a block; the API is told to go without such blocks."""
    model = "claude-opus-5-5"
    call = next_request(model, whole(model))
    assert call.headers["anthropic-beta"] == "thinking-binding-controls-2026-08-01"
    binding = {"prefix_mismatch_behavior": "drop_block"}
    assert call.body["thinking"] == {"type": "adaptive", "block_binding": binding}
    older = next_request("claude-opus-5", whole("claude-opus-5"))
    assert "anthropic-beta" not in older.headers


def test_blocks_that_the_application_kept_itself() -> None:
    """As LiteLLM's applications do."""
    calls = (ToolCall("toolu_1", ToolFunction("get_weather", '{"city": "Paris"}')),)
    messages = conversation(calls)
    messages[1]["thinking_blocks"] = [THOUGHT]
    told = sent(FORM, "claude-opus-5", *messages, tools=[WEATHER]).body
    assert told["messages"][1]["content"] == [THOUGHT, TEXT, PARIS]


@pytest.mark.parametrize(("form", "model"), [
    (OpenAIChat(), "gpt-4.1"), (OpenAIResponses(), "gpt-5-codex"),
    (GeminiFormat(), "gemini/gemini-3.5-flash"), (GeminiFormat(), "gemini/gemini-2.5-pro"),
])  # fmt: skip
def test_no_other_vendor_sees_them(form: WireFormat, model: str) -> None:
    messages = conversation(whole("claude-sonnet-5-5"))
    messages[1]["thinking_blocks"] = [THOUGHT]
    told = json.dumps(sent(form, model, *messages, tools=[WEATHER]).body)
    assert "toolu_1" in told or "2.5" in model  # Gemini's older models know no ids
    for hidden in (SIGNATURE, CLAUDE + "e", "thinking_blocks", THOUGHT["signature"]):
        assert hidden not in told


@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda some: some.hex()))
def test_any_id_is_read(packed: str) -> None:
    call = ToolCall(f"toolu_1{SIGNATURE}{CLAUDE}{packed}", ToolFunction("x"))
    assert thinking_of([call], "claude-opus-5") == []
