"""Anthropic's API: what is sent for what callers ask, and what its recorded answers come to."""

from typing import Any

import pytest

from rscrew_console.runtime.requests import (
    Adjustment,
    Reply,
    ToolCall,
    ToolFunction,
)
from rscrew_console.runtime.wire.formats.anthropic import AnthropicFormat
from rscrew_console.runtime.wire.formats.base import UnsupportedMessage
from tests.rows import each_row
from tests.runtime.wire.format_calls import PIXEL, USER, WEATHER, sent

FORM = AnthropicFormat()
CALL = ToolCall("toolu_1", ToolFunction("get_weather", '{"location": "Paris"}'))
RESULT = {"role": "tool", "tool_call_id": "toolu_1", "content": "15 degrees"}
TEXT = [{"type": "text", "text": "Hi"}]
GO_ON = {"role": "user", "content": [{"type": "text", "text": "Please continue."}]}
SCHEMA = {"type": "object", "properties": {"age": {"type": "integer", "minimum": 0}}}
SHAPE = {"type": "json_schema", "json_schema": {"name": "person", "schema": SCHEMA}}
OLD, NEW = "claude-sonnet-4-20250514", "claude-sonnet-5-5"


def body(*messages: Any, model: str = NEW, **asked: Any) -> dict[str, Any]:
    return sent(FORM, model, *messages, **asked).body


def test_a_request() -> None:
    call = sent(FORM, "anthropic/claude-haiku-4-5", file={"max_tokens": 9}, stream=True)
    assert (call.path, call.headers) == ("/v1/messages", {"anthropic-version": "2023-06-01"})
    assert call.body == {
        "model": "claude-haiku-4-5",
        "messages": [{"role": "user", "content": TEXT}],
        "max_tokens": 9,
        "stream": True,
    }


@each_row(("messages", "system", "expected"), [
    ([{"role": "system", "content": "A"}, USER, {"role": "developer", "content": "B"}],
     [{"type": "text", "text": "A"}, {"type": "text", "text": "B"}],
     [{"role": "user", "content": TEXT}]),
    ([{"role": "system", "content": "A"}], None,
     [{"role": "user", "content": [{"type": "text", "text": "A"}]}]),
    ([USER, USER], None, [{"role": "user", "content": [*TEXT, *TEXT]}]),
    ([{"role": "assistant", "content": "Hello"}, USER], None,
     [GO_ON, {"role": "assistant", "content": [{"type": "text", "text": "Hello"}]},
      {"role": "user", "content": TEXT}]),
    ([USER, {"role": "assistant", "content": "So: "}], None,
     [{"role": "user", "content": TEXT},
      {"role": "assistant", "content": [{"type": "text", "text": "So:"}]}, GO_ON]),
    ([{"role": "user", "content": " "}], None, [GO_ON]),
])  # fmt: skip
def test_messages(messages: list[Any], system: Any, expected: list[Any]) -> None:
    sent_body = body(*messages)
    assert (sent_body.get("system"), sent_body["messages"]) == (system, expected)


def test_older_models_may_go_on_with_their_own_words() -> None:
    told = body(USER, {"role": "assistant", "content": "So: "}, model=OLD)
    assert told["messages"][-1] == {
        "role": "assistant", "content": [{"type": "text", "text": "So:"}]
    }  # fmt: skip


@pytest.mark.parametrize(("part", "block"), [
    ({"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PIXEL}"}},
     {"type": "image",
      "source": {"type": "base64", "media_type": "image/png", "data": PIXEL}}),
    ({"type": "image_url", "image_url": "https://example.com/a.webp"},
     {"type": "image", "source": {"type": "url", "url": "https://example.com/a.webp"}}),
    ({"type": "file", "file": {"file_data": f"data:application/pdf;base64,{PIXEL}"}},
     {"type": "document",
      "source": {"type": "base64", "media_type": "application/pdf", "data": PIXEL}}),
    ({"type": "text", "text": "Hi", "cache_control": {"type": "ephemeral"}},
     {"type": "text", "text": "Hi", "cache_control": {"type": "ephemeral"}}),
])  # fmt: skip
def test_parts_of_messages(part: Any, block: Any) -> None:
    told = body({"role": "user", "content": [part]})
    assert told["messages"] == [{"role": "user", "content": [block]}]


@each_row(("message", "words"), [
    ({"role": "user", "content": [{"type": "input_audio", "input_audio": {}}]}, "input_audio"),
    ({"role": "user", "content": [{"type": "image_url", "image_url": {"url": "a.png"}}]}, "image"),
    ({"role": "user", "content": [{"type": "image_url", "image_url": "data:image/png,x"}]},
     "base64"),
    ({"role": "user", "content": {"text": "x"}}, "content"),
    ({"role": "critic", "content": "x"}, "role"),
    ({"role": "assistant", "tool_calls": [{"id": "1", "function": {}}]}, "function name"),
])  # fmt: skip
def test_what_it_cannot_carry(message: Any, words: str) -> None:
    with pytest.raises(UnsupportedMessage, match=words):
        body(message)


@pytest.mark.parametrize("call", [CALL, CALL.as_message()])
def test_calls_and_results_of_tools(call: Any) -> None:
    """The results stand first in the user's message."""
    asks = {"role": "assistant", "content": None, "tool_calls": [call]}
    told = body(USER, asks, USER, RESULT, tools=[WEATHER])
    assert told["messages"][1:] == [
        {"role": "assistant", "content": [
            {"type": "tool_use", "id": "toolu_1", "name": "get_weather",
             "input": {"location": "Paris"}},
        ]},
        {"role": "user", "content": [
            {"type": "tool_result", "tool_use_id": "toolu_1",
             "content": [{"type": "text", "text": "15 degrees"}]},
            *TEXT,
        ]},
    ]  # fmt: skip
    assert told["tools"] == [{
        "name": "get_weather", "description": WEATHER["function"]["description"],  # type: ignore[index] # it is a dict
        "input_schema": WEATHER["function"]["parameters"],  # type: ignore[index] # as above
    }]  # fmt: skip


def test_ids_of_other_vendors_are_written_in_its_letters() -> None:
    call = ToolCall("a.b:1__thought__x/y=", ToolFunction("get_weather", "broken {"))
    result = {"role": "tool", "tool_call_id": call.id, "content": "x"}
    told = body(USER, {"role": "assistant", "tool_calls": [call]}, result)
    use, answer = told["messages"][1]["content"][0], told["messages"][2]["content"][0]
    assert (use["id"], answer["tool_use_id"]) == ("a_b_1", "a_b_1")
    assert use["input"] == {"arguments": "broken {"}
    # Without tools, the API refuses a talk in which there are calls.
    assert [tool["name"] for tool in told["tools"]] == ["get_weather"]
    assert told["tool_choice"] == {"type": "none"}


@each_row(("asked", "choice"), [
    ({}, None),
    ({"tool_choice": "auto"}, {"type": "auto"}),
    ({"tool_choice": "none"}, {"type": "none"}),
    ({"tool_choice": "required"}, {"type": "any"}),
    ({"tool_choice": {"type": "function", "function": {"name": "get_weather"}}},
     {"type": "tool", "name": "get_weather"}),
    ({"parallel_tool_calls": False}, {"type": "auto", "disable_parallel_tool_use": True}),
    ({"parallel_tool_calls": True}, None),
])  # fmt: skip
def test_choice_of_tools(asked: Any, choice: Any) -> None:
    assert body(model=OLD, tools=[WEATHER], **asked).get("tool_choice") == choice


@pytest.mark.parametrize(("model", "choice", "words"), [
    (NEW, "required", "Use one of the tools to answer."),
    ("claude-opus-5-5", {"type": "function", "function": {"name": "get_weather"}},
     "Use the get_weather tool to answer."),
    ("claude-fable-5-1", "required", "Use one of the tools to answer."),
])  # fmt: skip
def test_a_forced_choice_is_said_in_words_to_models_that_take_none(
    model: str, choice: Any, words: str
) -> None:
    told = body(model=model, tools=[WEATHER], tool_choice=choice, parallel_tool_calls=False)
    assert told["tool_choice"] == {"type": "auto", "disable_parallel_tool_use": True}
    assert told["system"] == [{"type": "text", "text": words}]


@each_row(("model", "effort", "thinking"), [
    ("claude-opus-5", None, {"type": "disabled"}),
    ("claude-opus-5", "high", {"type": "disabled"}),
    ("claude-opus-4-6", "high", None),
    ("claude-fable-5", "high", None),
    ("claude-haiku-5-5", "high", None),
])  # fmt: skip
def test_no_tool_is_forced_on_a_model_that_is_asked_to_think(
    model: str, effort: Any, thinking: Any
) -> None:
    told = body(model=model, tools=[WEATHER], tool_choice="required", reasoning_effort=effort)
    assert (told["tool_choice"], told.get("thinking")) == ({"type": "any"}, thinking)


@each_row(("model", "file", "own", "expected"), [
    (NEW, {}, {}, {"max_tokens": 128_000}),
    ("claude-opus-4-1-20250805", {}, {}, {"max_tokens": 32_000}),
    ("claude-haiku-4-5", {}, {}, {"max_tokens": 64_000}),
    ("claude-3-7-sonnet-latest", {}, {}, {"max_tokens": 64_000}),
    ("claude-3-5-haiku-20241022", {}, {}, {"max_tokens": 8192}),
    ("claude-3-haiku-20240307", {}, {}, {"max_tokens": 4096}),
    ("claude-something-new", {}, {}, {"max_tokens": 4096}),
    (NEW, {"max_tokens": 9}, {"max_completion_tokens": 5}, {"max_tokens": 5}),
    (NEW, {"temperature": 0.2, "top_p": 0.9}, {}, {"temperature": 0.2}),
    (NEW, {"temperature": 0.2}, {"top_p": 0.9}, {"top_p": 0.9}),
    (NEW, {"temperature": 0.2}, {"temperature": 0.7, "top_p": 0.9}, {"temperature": 0.7}),
    (OLD, {"temperature": 0.2, "top_p": 0.9}, {}, {"temperature": 0.2, "top_p": 0.9}),
    (NEW, {}, {"stop": "END"}, {"stop_sequences": ["END"]}),
    (NEW, {}, {"stop": ["END", "\n"]}, {"stop_sequences": ["END"]}),
    (NEW, {}, {"user": "ann", "seed": 1, "n": 1, "logprobs": True},
     {"metadata": {"user_id": "ann"}}),
    (NEW, {}, {"metadata": {"user_id": "ann", "team": "x"}}, {"metadata": {"user_id": "ann"}}),
    (NEW, {}, {"api_base": "x", "timeout": 1, "num_retries": 3, "top_k": 5},
     {"top_k": 5}),
])  # fmt: skip
def test_parameters(model: str, file: Any, own: Any, expected: dict[str, Any]) -> None:
    told = body(model=model, file=file, **own)
    rest = {"model": model, "messages": told["messages"], "max_tokens": told["max_tokens"]}
    assert told == {**rest, **expected}


@each_row(("model", "change", "file", "expected"), [
    (NEW, Adjustment("temperature"), {"temperature": 0.2, "top_p": 0.9}, {"top_p": 0.9}),
    (OLD, Adjustment("max_tokens", value=64_000), {"max_tokens": 200_000}, {"max_tokens": 64_000}),
    (OLD, Adjustment("max_tokens", value=32_000.0), {}, {"max_tokens": 32_000}),
    # A limit is wanted in any case, also where the refusal did not say which one is taken.
    (OLD, Adjustment("max_tokens"), {"max_tokens": 200_000}, {"max_tokens": 64_000}),
    (OLD, Adjustment("max_tokens", value=64_000), {"max_tokens": 100}, {"max_tokens": 100}),
    (OLD, Adjustment("max_tokens", value=16, is_minimum=True), {"max_tokens": 1},
     {"max_tokens": 16}),
    (OLD, Adjustment("max_tokens", value=16, is_minimum=True), {"max_tokens": 100},
     {"max_tokens": 100}),
])  # fmt: skip
def test_what_the_model_refuses_is_not_sent(
    model: str, change: Adjustment, file: Any, expected: Any
) -> None:
    told = body(model=model, file=file, adjustments=(change,))
    assert repr({name: told.get(name) for name in expected}) == repr(expected)
    assert change.parameter == "max_tokens" or change.parameter not in told


@each_row(("model", "effort", "expected"), [
    (NEW, "medium", {"thinking": {"type": "adaptive", "display": "summarized"},
                     "output_config": {"effort": "medium"}}),
    (NEW, "xhigh", {"thinking": {"type": "adaptive", "display": "summarized"},
                    "output_config": {"effort": "xhigh"}}),
    (NEW, "none", {"thinking": {"type": "between_tools"}, "output_config": {"effort": "low"}}),
    ("claude-opus-5-5", "none", {"output_config": {"effort": "low"}}),
    ("claude-opus-5", "none", {"thinking": {"type": "disabled"}}),
    ("claude-sonnet-4-6", "max", {"thinking": {"type": "adaptive"},
                                  "output_config": {"effort": "high"}}),
    ("claude-sonnet-4-5", "high", {"thinking": {"type": "enabled", "budget_tokens": 4096}}),
    ("claude-3-5-haiku-20241022", "high", {}),
])  # fmt: skip
def test_effort(model: str, effort: str, expected: dict[str, Any]) -> None:
    """While a model thinks, no parameter of sampling is sent to it."""
    told = body(model=model, reasoning_effort=effort, file={"temperature": 0.2})
    thinks = expected.get("thinking", {}).get("type") in ("adaptive", "enabled", "between_tools")
    added = expected if thinks else {**expected, "temperature": 0.2}
    rest = {name: told[name] for name in ("model", "messages", "max_tokens")}
    assert told == {**rest, **added}


@pytest.mark.parametrize("asked", [
    {"max_tokens": 1024},
    {"tools": [WEATHER], "tool_choice": "required"},
])  # fmt: skip
def test_no_thoughts_where_a_model_with_a_budget_refuses_them(asked: Any) -> None:
    told = body(model="claude-sonnet-4-5", reasoning_effort="high", **asked)
    assert "thinking" not in told


@pytest.mark.parametrize("own", [{"type": "enabled", "budget_tokens": 2000}, {"type": "adaptive"}])
def test_a_forced_choice_goes_before_the_caller_s_own_thinking(own: Any) -> None:
    asked = {"tools": [WEATHER], "tool_choice": "required"}
    assert "thinking" not in body(model="claude-sonnet-4-6", thinking=own, **asked)
    assert body(model="claude-sonnet-4-6", thinking=own)["thinking"] == own


def test_a_shape_of_answers() -> None:
    told = body(response_format=SHAPE)
    closed = {
        "type": "object", "properties": {"age": {"type": "integer"}},
        "additionalProperties": False,
    }  # fmt: skip
    assert told["output_config"] == {"format": {"type": "json_schema", "schema": closed}}
    assert "tools" not in told


def test_a_shape_of_answers_for_an_older_model() -> None:
    told = body(model=OLD, response_format=SHAPE)
    assert told["tool_choice"] == {"type": "tool", "name": "give_answer"}
    assert told["tools"][0]["input_schema"] == SCHEMA
    answer = {"type": "tool_use", "id": "1", "name": "give_answer", "input": {"age": 3}}
    reply = FORM.reply({"content": [answer], "stop_reason": "tool_use"})
    assert isinstance(reply, Reply)
    assert (reply.text, reply.tool_calls, reply.finish_reason) == ('{"age": 3}', (), "stop")


def test_pydantic_models_are_shapes() -> None:
    pydantic = pytest.importorskip("pydantic")
    person = pydantic.create_model("Person", name=(str, ...))
    told = body(response_format=person)
    assert told["output_config"]["format"]["schema"]["required"] == ["name"]


def test_any_json_object() -> None:
    assert body(response_format={"type": "json_object"})["system"][0]["text"].startswith("Answer")
    assert "system" not in body(response_format={"type": "text"})
    with pytest.raises(UnsupportedMessage, match="response_format"):
        body(response_format={"type": "yaml"})
