"""Answers and streams of Anthropic's API as replies: recorded shapes, errors, and anything else."""

from typing import Any

from hypothesis import given

from rscrew_console.runtime.requests import (
    CallFailure,
    Reply,
    StreamChunk,
    Tokens,
    ToolCall,
    ToolFunction,
)
from rscrew_console.runtime.wire.formats.anthropic import AnthropicFormat
from rscrew_console.runtime.wire.formats.call_ids import plain_id
from tests.rows import each_row
from tests.runtime.wire.format_calls import ANY_JSON, near, read
from tests.runtime.wire.recorded import (
    ANTHROPIC_ERROR,
    ANTHROPIC_STREAM,
    ANTHROPIC_TEXT,
    ANTHROPIC_THINKING_STREAM,
    ANTHROPIC_TOOLS,
)
from tests.thorough import examples

FORM = AnthropicFormat()


def test_a_recorded_text() -> None:
    assert FORM.reply(ANTHROPIC_TEXT) == Reply(
        "Hi! My name is Claude.",
        tokens=Tokens(2048 + 1800 + 248, 503, cached_input=1800, cache_write=248),
        finish_reason="stop",
    )


def test_recorded_calls_of_tools() -> None:
    reply = FORM.reply(ANTHROPIC_TOOLS)
    assert isinstance(reply, Reply)
    assert [(plain_id(call.id)[-5:], call.function) for call in reply.tool_calls] == [
        ("35lq9", ToolFunction("get_weather", '{"location": "San Francisco, CA"}')),
        ("36lq9", ToolFunction("get_weather", '{"location": "New York, NY"}')),
    ]
    assert (reply.finish_reason, reply.reasoning) == ("tool_calls", "Two cities.")
    assert (reply.text, reply.tokens) == (
        "I'll check the current weather in both.",
        Tokens(472, 89),
    )


def test_a_recorded_stream() -> None:
    reader = FORM.stream_reader()
    assert read(reader, ANTHROPIC_STREAM) == [
        StreamChunk("Okay"),
        StreamChunk(", let me check."),
        StreamChunk(
            tool_calls=(ToolCall(
                "toolu_01T1x1fJ34qAmk2tNTrN7Up6",
                ToolFunction("get_weather", '{"location": "San Francisco, CA"}'),
            ),),
            tokens=Tokens(472, 89),
            finish_reason="tool_calls",
        ),
    ]  # fmt: skip
    assert (reader.complete, reader.error()) == (True, None)


def test_recorded_thoughts_in_a_stream() -> None:
    assert read(FORM.stream_reader(), ANTHROPIC_THINKING_STREAM) == [
        StreamChunk(reasoning="I need to find the GCD"),
        StreamChunk("The greatest common divisor is 21."),
        StreamChunk(tokens=Tokens(125, 15, 100, 0), finish_reason="length"),
    ]


def test_an_error_in_a_stream() -> None:
    reader = FORM.stream_reader()
    read(reader, ANTHROPIC_ERROR)
    told = reader.error()
    assert told is not None
    assert told["error"]["type"] == "overloaded_error"
    assert not reader.complete


@each_row(("data", "fault"), [
    (None, "bad_response"),
    ({"content": "x"}, "bad_response"),
    ({"content": []}, "empty_answer"),
    ({"content": [{"type": "text", "text": " \n"}], "stop_reason": "end_turn"}, "empty_answer"),
    ({"content": [{"type": "thinking", "thinking": "x"}], "stop_reason": "max_tokens"},
     "empty_answer"),
    ({"content": [], "stop_reason": "refusal"}, "content_policy"),
])  # fmt: skip
def test_what_is_no_answer(data: Any, fault: str) -> None:
    failure = FORM.reply(data)
    assert isinstance(failure, CallFailure)
    assert failure.fault == fault


NAMES = (
    "content", "type", "text", "tool_use", "thinking", "name", "input", "usage", "stop_reason",
    "message_start", "message", "content_block_start", "content_block", "content_block_delta",
    "delta", "index", "input_json_delta", "partial_json", "message_delta", "error", "give_answer",
    "input_tokens", "output_tokens", "text_delta",
)  # fmt: skip


@examples(40)
@given(near(*NAMES))
def test_any_answer_is_read(data: Any) -> None:
    outcome = FORM.reply(data)
    assert isinstance(outcome, Reply | CallFailure)


@examples(40)
@given(near(*NAMES), near(*NAMES), ANY_JSON)
def test_any_stream_is_read(first: Any, second: Any, third: Any) -> None:
    reader = FORM.stream_reader()
    for data in (first, second, third):
        for name in NAMES:
            fed = {**data, "type": name} if isinstance(data, dict) else data
            assert all(isinstance(chunk, StreamChunk) for chunk in reader.feed(name, fed))
    assert reader.last().tokens is not None
