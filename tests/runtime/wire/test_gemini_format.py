"""Gemini's API: what is sent for what callers ask, and what its recorded answers come to."""

from typing import Any

import pytest
from hypothesis import given

from rscrew_console.runtime.requests import (
    Adjustment,
    CallFailure,
    Reply,
    StreamChunk,
    Tokens,
    ToolCall,
    ToolFunction,
)
from rscrew_console.runtime.wire.formats.base import UnsupportedMessage
from rscrew_console.runtime.wire.formats.gemini import GeminiFormat
from tests.rows import each_row
from tests.runtime.wire.format_calls import ANY_JSON, PIXEL, USER, WEATHER, near, read, sent
from tests.runtime.wire.recorded import (
    GEMINI_BLOCKED,
    GEMINI_STREAM,
    GEMINI_TEXT,
    GEMINI_TOOLS,
)
from tests.thorough import examples

FORM = GeminiFormat()
OLD, NEW = "gemini/gemini-2.5-flash", "gemini/gemini-3.5-flash"
HI = {"role": "user", "parts": [{"text": "Hi"}]}
GO_ON = {"role": "user", "parts": [{"text": "Please continue."}]}
SIGNED = ToolCall("8f2b__thought__c2ln", ToolFunction("get_weather", '{"location": "Paris"}'))
FOREIGN = ToolCall("call_1", ToolFunction("get_weather", '{"location": "Paris"}'))
DECLARED = {
    "name": "get_weather",
    "description": "Get the current weather in a given location",
    "parametersJsonSchema": WEATHER["function"]["parameters"],  # type: ignore[index] # it is a dict
}
SCHEMA = {
    "$schema": "x", "type": "object", "additionalProperties": False,
    "properties": {"default": {"type": "string", "default": "a", "pattern": "b"}},
}  # fmt: skip
CLEAN = {
    "type": "object", "additionalProperties": False, "properties": {"default": {"type": "string"}}
}  # fmt: skip
SHAPE = {"type": "json_schema", "json_schema": {"name": "person", "schema": SCHEMA}}


def body(*messages: Any, model: str = NEW, **asked: Any) -> dict[str, Any]:
    return sent(FORM, model, *messages, **asked).body


@pytest.mark.parametrize(("model", "stream", "path"), [
    ("gemini/gemini-3.5-flash", False, "gemini-3.5-flash:generateContent"),
    ("models/gemini-3.5-flash", True, "gemini-3.5-flash:streamGenerateContent?alt=sse"),
    ("gemini/a?b/../{c}", False, "a%3Fb%2F..%2F%7Bc%7D:generateContent"),
])  # fmt: skip
def test_the_address_names_the_model(model: str, stream: bool, path: str) -> None:
    call = sent(FORM, model, stream=stream)
    assert (call.path, call.body) == (f"/v1beta/models/{path}", {"contents": [HI]})


@pytest.mark.parametrize(("messages", "system", "expected"), [
    ([{"role": "system", "content": "A"}, USER, {"role": "developer", "content": "B"}],
     {"parts": [{"text": "A"}, {"text": "B"}]}, [HI]),
    ([{"role": "system", "content": "A"}], None, [{"role": "user", "parts": [{"text": "A"}]}]),
    ([USER, USER], None, [{"role": "user", "parts": [{"text": "Hi"}, {"text": "Hi"}]}]),
    ([{"role": "assistant", "content": "So"}], None,
     [GO_ON, {"role": "model", "parts": [{"text": "So"}]}, GO_ON]),
])  # fmt: skip
def test_messages(messages: list[Any], system: Any, expected: list[Any]) -> None:
    told = body(*messages)
    assert (told.get("systemInstruction"), told["contents"]) == (system, expected)


@pytest.mark.parametrize(("part", "expected"), [
    ({"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PIXEL}"}},
     {"inlineData": {"mimeType": "image/png", "data": PIXEL}}),
    ({"type": "image_url", "image_url": {"url": "https://example.com/a.webp?b"}},
     {"fileData": {"mimeType": "image/webp", "fileUri": "https://example.com/a.webp?b"}}),
])  # fmt: skip
def test_images(part: Any, expected: Any) -> None:
    assert body({"role": "user", "content": [part]})["contents"][0]["parts"] == [expected]


@pytest.mark.parametrize(("call", "model", "identity", "signature"), [
    (SIGNED, NEW, {"id": "8f2b"}, {"thoughtSignature": "c2ln"}),
    (FOREIGN, NEW, {"id": "call_1"}, {"thoughtSignature": "skip_thought_signature_validator"}),
    (FOREIGN.as_message(), OLD, {}, {}),
])  # fmt: skip
def test_calls_and_results_of_tools(call: Any, model: str, identity: Any, signature: Any) -> None:
    call_id = call["id"] if isinstance(call, dict) else call.id
    result = {"role": "tool", "tool_call_id": call_id, "content": "15 degrees"}
    asks = {"role": "assistant", "content": None, "tool_calls": [call]}
    told = body(USER, asks, result, model=model, tools=[WEATHER])
    function = {"name": "get_weather", "args": {"location": "Paris"}, **identity}
    answer = {"name": "get_weather", "response": {"result": "15 degrees"}, **identity}
    assert told["contents"][1:] == [
        {"role": "model", "parts": [{"functionCall": function, **signature}]},
        {"role": "user", "parts": [{"functionResponse": answer}]},
    ]
    assert told["tools"] == [{"functionDeclarations": [DECLARED]}]


def test_a_result_of_an_unknown_call() -> None:
    with pytest.raises(UnsupportedMessage, match="tool_call_id"):
        body(USER, {"role": "tool", "tool_call_id": "x", "content": "y"})


@pytest.mark.parametrize(("choice", "expected"), [
    ("auto", {"mode": "AUTO"}),
    ("none", {"mode": "NONE"}),
    ("required", {"mode": "ANY"}),
    ({"type": "function", "function": {"name": "get_weather"}},
     {"mode": "ANY", "allowedFunctionNames": ["get_weather"]}),
])  # fmt: skip
def test_choice_of_tools(choice: Any, expected: Any) -> None:
    told = body(tools=[WEATHER], tool_choice=choice)
    assert told["toolConfig"] == {"functionCallingConfig": expected}


@each_row(("file", "own", "expected"), [
    ({"temperature": 0.2, "top_p": 0.9, "max_tokens": 9}, {},
     {"temperature": 0.2, "topP": 0.9, "maxOutputTokens": 9}),
    ({"max_tokens": 9}, {"max_completion_tokens": 5}, {"maxOutputTokens": 5}),
    ({}, {"stop": "END", "seed": 3, "user": "ann", "parallel_tool_calls": False},
     {"stopSequences": ["END"], "seed": 3}),
    ({}, {"response_format": {"type": "json_object"}}, {"responseMimeType": "application/json"}),
    ({}, {"response_format": SHAPE},
     {"responseMimeType": "application/json", "responseJsonSchema": CLEAN}),
    ({}, {"response_format": {"type": "text"}}, None),
])  # fmt: skip
def test_parameters(file: Any, own: Any, expected: Any) -> None:
    told = body(file=file, **own)
    rest = {name: value for name, value in told.items() if name != "generationConfig"}
    assert (told.get("generationConfig"), rest) == (expected, {"contents": [HI]})


def test_what_the_model_refuses_is_not_sent() -> None:
    changes = (Adjustment("temperature"), Adjustment("max_tokens", value=8))
    told = body(file={"temperature": 0.2, "max_tokens": 9}, adjustments=changes)
    assert told["generationConfig"] == {"maxOutputTokens": 8}


def test_older_models_take_no_shape_beside_tools() -> None:
    told = body(model=OLD, tools=[WEATHER], response_format=SHAPE)
    assert "generationConfig" not in told
    assert '"type": "object"' in told["systemInstruction"]["parts"][0]["text"]
    assert body(tools=[WEATHER], response_format=SHAPE)["generationConfig"]


@each_row(("model", "effort", "expected"), [
    ("gemini-3.5-flash", "minimal", {"thinkingLevel": "minimal", "includeThoughts": True}),
    ("gemini-3.5-flash", "none", {"thinkingLevel": "minimal"}),
    ("gemini-3.8-flash", "none", {"thinkingLevel": "low"}),
    ("gemini-3.1-pro-preview", "medium", {"thinkingLevel": "medium", "includeThoughts": True}),
    ("gemini-3-pro-preview", "medium", {"thinkingLevel": "high", "includeThoughts": True}),
    ("gemini-flash-latest", "xhigh", {"thinkingLevel": "high", "includeThoughts": True}),
    ("gemini-2.5-flash", "none", {"thinkingBudget": 0}),
    ("gemini-2.5-pro", "none", {"thinkingBudget": 128}),
    ("gemini-2.5-flash-lite", "low", {"thinkingBudget": 1024, "includeThoughts": True}),
    ("gemini-2.0-flash", "high", None),
    ("gemini-3.5-flash", "somehow", None),
])  # fmt: skip
def test_effort(model: str, effort: str, expected: Any) -> None:
    config = body(model=model, reasoning_effort=effort).get("generationConfig")
    assert config == (None if expected is None else {"thinkingConfig": expected})


def test_a_recorded_text() -> None:
    assert FORM.reply(GEMINI_TEXT) == Reply(
        "AI learns patterns from data.",
        tokens=Tokens(2007, 515, cached_input=1500, reasoning=495),
        finish_reason="stop",
        reasoning="Let me see.",
    )


def test_recorded_calls_of_tools() -> None:
    reply = FORM.reply(GEMINI_TOOLS)
    assert isinstance(reply, Reply)
    first, second = reply.tool_calls
    assert first.id == "8f2b1a3c__thought__<Signature A>"
    assert first.function == ToolFunction("get_weather", '{"location": "Paris"}')
    assert second.id.startswith("call_")
    assert (reply.text, reply.finish_reason, reply.tokens) == ("", "tool_calls", Tokens(80, 30))


def test_a_recorded_stream() -> None:
    reader = FORM.stream_reader()
    *chunks, last = read(reader, GEMINI_STREAM)
    assert chunks == [
        StreamChunk(reasoning="I weigh it."), StreamChunk("It is"), StreamChunk(" 21.")
    ]  # fmt: skip
    (call,) = last.tool_calls
    assert (call.id.partition("__")[2], call.function.arguments) == (
        "thought__c2ln", '{"location": "Paris"}'
    )  # fmt: skip
    assert (last.tokens, last.finish_reason) == (Tokens(11, 92, reasoning=19), "tool_calls")
    assert (reader.complete, reader.error()) == (True, None)


def ended(reason: str, *parts: Any) -> dict[str, Any]:
    return {"candidates": [{"content": {"parts": list(parts)}, "finishReason": reason}]}


@each_row(("data", "fault", "words"), [
    (None, "bad_response", "no answer"),
    ({"candidates": {}}, "bad_response", "no answer"),
    (ended("STOP"), "empty_answer", "no text"),
    (ended("MAX_TOKENS", {"text": "x", "thought": True}), "empty_answer", "limit of tokens"),
    (ended("SAFETY"), "content_policy", "SAFETY"),
    (ended("MALFORMED_FUNCTION_CALL", {"text": "x"}), "bad_response", "MALFORMED_FUNCTION_CALL"),
    (GEMINI_BLOCKED, "content_policy", "PROHIBITED_CONTENT"),
    ({"promptFeedback": {"blockReason": "\x1b[31m<b>A B</b>" + "x" * 10**6}}, "content_policy",
     "content: 31mbABb"),
    ({"promptFeedback": {"blockReason": {"a": 1}}}, "content_policy", "content"),
])  # fmt: skip
def test_what_is_no_answer(data: Any, fault: str, words: str) -> None:
    failure = FORM.reply(data)
    assert isinstance(failure, CallFailure)
    assert failure.fault == fault
    assert words in failure.detail
    assert len(failure.detail) < 120


@each_row(("reason", "parts", "finish"), [
    ("MAX_TOKENS", [{"text": "x"}], "length"),
    ("RECITATION", [{"text": "x"}], "content_filter"),
    ("STOP", [{"text": "x"}], "stop"),
    ("STOP", [{"functionCall": {"name": "f"}}], "tool_calls"),
    ("OTHER", [{"text": "x"}], ""),
])  # fmt: skip
def test_why_answers_end(reason: str, parts: list[Any], finish: str) -> None:
    reply = FORM.reply(ended(reason, *parts))
    assert isinstance(reply, Reply)
    assert reply.finish_reason == finish


@pytest.mark.parametrize(("data", "code", "words"), [
    ({"error": {"code": 503, "status": "UNAVAILABLE", "message": "x"}}, 503, "x"),
    ([{"error": {"code": 429, "message": "x"}}], 429, "x"),
    (GEMINI_BLOCKED, 400, "PROHIBITED_CONTENT"),
])  # fmt: skip
def test_errors_in_a_stream(data: Any, code: int, words: str) -> None:
    reader = FORM.stream_reader()
    assert reader.feed("", data) == []
    told = reader.error()
    assert told is not None
    assert told["error"]["code"] == code
    assert words in told["error"]["message"]


NAMES = (
    "candidates", "content", "parts", "text", "thought", "functionCall", "name", "args", "id",
    "thoughtSignature", "finishReason", "STOP", "promptFeedback", "blockReason", "usageMetadata",
    "promptTokenCount", "error",
)  # fmt: skip


@examples(40)
@given(near(*NAMES))
def test_any_answer_is_read(data: Any) -> None:
    assert isinstance(FORM.reply(data), Reply | CallFailure)


@examples(40)
@given(near(*NAMES), near(*NAMES), ANY_JSON)
def test_any_stream_is_read(first: Any, second: Any, third: Any) -> None:
    reader = FORM.stream_reader()
    for data in (first, second, third):
        assert all(isinstance(chunk, StreamChunk) for chunk in reader.feed("", data))
    assert reader.last().tokens is not None


def test_a_call_that_cannot_be_read_is_a_bad_answer_in_a_stream_too() -> None:
    reader = FORM.stream_reader()
    assert reader.feed("", ended("MALFORMED_FUNCTION_CALL")) == []
    failure = reader.error()
    assert isinstance(failure, CallFailure)
    assert (failure.fault, failure.http_status) == ("bad_response", 200)
    assert "MALFORMED_FUNCTION_CALL" in failure.detail
