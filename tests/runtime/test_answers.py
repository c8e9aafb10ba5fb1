"""What is an answer, what is none, and what is known of the last one."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Generator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.runtime.errors import NoAnswer, StreamBroken
from rscrew_console.runtime.ledger import usage_of
from rscrew_console.runtime.ledger_writer import LEDGER_WRITER
from rscrew_console.runtime.loop.answers import failure_of_answer
from rscrew_console.runtime.requests import (
    CallFailed,
    CallFailure,
    ModelRequest,
    Reply,
    StreamChunk,
    Tokens,
    ToolCall,
    ToolFunction,
)
from tests.rows import each_row
from tests.runtime.acting import NOON, World, world

TOOLS = [{"type": "function", "function": {"name": "add"}}]


def tool_call(arguments: str) -> ToolCall:
    return ToolCall("c1", ToolFunction("add", arguments))


@each_row(("reply", "whole", "fault"), [
    (Reply("Hello"), False, None),
    (Reply(""), False, "empty_answer"),
    (Reply(" \n"), False, "empty_answer"),
    (Reply("\u200b\ufeff"), False, "empty_answer"),
    (Reply("<think>Hm</think>\n"), False, "empty_answer"),
    (Reply("<think>Hm", finish_reason="length"), False, "empty_answer"),
    (Reply("<think>Hm</think>Hello"), False, None),
    (Reply("The tag <think> begins a thought"), False, None),
    (Reply("", reasoning="Hm"), False, "empty_answer"),
    (Reply("", finish_reason="length"), True, "empty_answer"),
    (Reply("", finish_reason="content_filter"), False, "content_policy"),
    (Reply("Half", finish_reason="length"), False, None),
    (Reply("Half", finish_reason="length"), True, "incomplete_answer"),
    (Reply("", (tool_call('{"a": 1}'),)), False, None),
    (Reply("", (tool_call(""),)), False, None),
    (Reply("", (tool_call('{"a": 1}'),), finish_reason="length"), False, "incomplete_answer"),
    (Reply("", (tool_call('{"a": '),)), False, "bad_response"),
    (Reply("", (tool_call("[1]"),)), False, "bad_response"),
    (Reply("", (tool_call("7"),)), False, "bad_response"),
    (Reply("", (tool_call("[" * 100_000),)), False, "bad_response"),
])  # fmt: skip
def test_what_is_an_answer(reply: Reply, whole: bool, fault: str | None) -> None:
    failure = failure_of_answer(reply, require_complete=whole)
    assert (failure.fault if failure else None) == fault


def test_a_cut_off_answer_is_returned_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    of = world(tmp_path)
    of.wire["deepseek"] = [Reply("Half", finish_reason="length")]
    llm = of.llm()
    assert llm.call("Hi") == "Half"
    assert llm.last is not None
    assert (llm.last.finish_reason, llm.last.provider) == ("length", "deepseek")
    assert "deepseek (deepseek/deepseek-chat) for coder was cut off" in caplog.text


@pytest.mark.parametrize("where", ["call", "llm"])
def test_who_wants_whole_answers_is_given_the_next_ones(tmp_path: Path, where: str) -> None:
    of = world(tmp_path)
    of.wire["deepseek"] = [Reply("Half", finish_reason="length")]
    if where == "llm":
        assert of.manager.get_llm_for_agent("coder", require_complete=True).call("Hi") == "Hello"
    else:
        assert of.llm().call("Hi", require_complete=True) == "Hello"
    assert of.asked == ["deepseek", "claude"]
    assert of.call() == "Half", "nobody rests for it"


@pytest.mark.parametrize("arguments", ['{"a": 1, "b"', "[]"])
def test_a_broken_tool_call_is_not_run(tmp_path: Path, arguments: str) -> None:
    of = world(tmp_path)
    of.wire["deepseek"] = [Reply("", (tool_call(arguments),))]
    of.wire["claude"] = [Reply("", (tool_call('{"a": 1, "b": 2}'),))]
    assert of.llm().call("Hi", TOOLS, None, {"add": lambda a, b: a + b}) == "3"
    assert of.asked == ["deepseek", "deepseek", "claude"]


def test_the_last_answer_is_that_of_the_thread_and_the_task(tmp_path: Path) -> None:
    of = world(tmp_path)
    llm, other = of.llm(), of.llm("writer")

    def last() -> Reply | None:
        return llm.last

    assert last() is None
    llm.call("Hi")
    assert last() is not None
    assert other.last is None
    seen: list[Any] = []
    thread = threading.Thread(target=lambda: seen.append(llm.last))
    thread.start()
    thread.join()
    assert seen == [None]

    async def task() -> str:
        await llm.acall("Hi")
        return llm.last.text if llm.last else ""

    async def both() -> list[str]:
        return list(await asyncio.gather(task(), task()))

    assert asyncio.run(both()) == ["Hello", "Hello"]
    of.wire["deepseek"] = of.wire["claude"] = of.wire["openai"] = [CallFailure("invalid_key")]
    of.wire["claude"] = of.wire["openai"] = [CallFailure("invalid_key")]
    with pytest.raises(NoAnswer):
        llm.call("Hi")
    assert last() is None


# ------------------------------------------------------------------------------ streams


def streaming(of: World, provider: str, *pieces: StreamChunk | CallFailure) -> None:
    """Has the provider send just these, and the others what they send otherwise."""
    usual = of.wire.stream

    def stream(order: ModelRequest) -> Generator[StreamChunk]:
        if order.provider.name != provider:
            yield from usual(order)
            return
        of.wire.orders.append(order)
        for piece in pieces:
            if isinstance(piece, CallFailure):
                raise CallFailed(piece)
            yield piece

    of.wire.stream = stream  # type: ignore[method-assign]  # as said


def read(of: World, way: str, **more: Any) -> tuple[str, Reply | None]:
    llm = of.llm()
    if way == "stream":
        return "".join(llm.stream("Hi", **more)), llm.last

    async def whole() -> tuple[str, Reply | None]:
        return "".join([piece async for piece in llm.astream("Hi", **more)]), llm.last

    return asyncio.run(whole())


@pytest.mark.parametrize("way", ["stream", "astream"])
def test_a_stream_has_its_tool_calls_at_the_end(tmp_path: Path, way: str) -> None:
    of = world(tmp_path)
    call = tool_call('{"a": 1}')
    end = StreamChunk("", (call,), Tokens(3, 4), finish_reason="tool_calls")
    streaming(of, "deepseek", StreamChunk("I add."), end)
    text, last = read(of, way, tools=TOOLS)
    assert text == "I add."
    assert last == Reply(
        "I add.", (call,), Tokens(3, 4), None, "tool_calls", "", "deepseek",
        "deepseek/deepseek-chat",
    )  # fmt: skip
    assert of.wire.orders[0].parameters == {"tools": TOOLS}


@pytest.mark.parametrize("way", ["stream", "astream"])
@pytest.mark.parametrize("pieces", [
    (StreamChunk(tokens=Tokens(3, 0)),),
    (StreamChunk(" "), StreamChunk("\n"), StreamChunk(tokens=Tokens(3, 2))),
    (StreamChunk(reasoning="Hm"), StreamChunk(tokens=Tokens(3, 2), finish_reason="length")),
    (StreamChunk("", (tool_call("{"),), Tokens(3, 2)),),
    (),
])  # fmt: skip
def test_a_stream_of_nothing_goes_on(
    tmp_path: Path, way: str, pieces: tuple[StreamChunk, ...]
) -> None:
    of = world(tmp_path)
    streaming(of, "deepseek", *pieces)
    assert read(of, way)[0] == "Hello"
    assert of.asked == ["deepseek", "deepseek", "claude"]


@pytest.mark.parametrize("way", ["stream", "astream"])
def test_blanks_before_a_text_are_part_of_it(tmp_path: Path, way: str) -> None:
    of = world(tmp_path)
    streaming(of, "deepseek", StreamChunk("\n "), StreamChunk("Hi "), StreamChunk("you"))
    assert read(of, way)[0] == "\n Hi you"


@pytest.mark.parametrize("way", ["stream", "astream"])
def test_a_stream_that_cannot_be_used_as_a_whole_is_broken(tmp_path: Path, way: str) -> None:
    of = world(tmp_path)
    end = StreamChunk("", (tool_call('{"a": 1}'),), Tokens(3, 4), finish_reason="length")
    streaming(of, "deepseek", StreamChunk("I add."), end)
    with pytest.raises(StreamBroken, match="cut off"):
        read(of, way, tools=TOOLS)


def tokens_of(of: World) -> tuple[int, int, int]:
    LEDGER_WRITER.flush()
    used = usage_of(of.folder.parent / "state" / "usage.db", since=NOON - timedelta(1))
    return used.failures, used.input_tokens, used.output_tokens


@pytest.mark.parametrize("way", ["stream", "astream"])
@pytest.mark.parametrize(("told", "failed"), [
    (None, CallFailure("unreachable", "gone", tokens=Tokens(30, 4))),
    (Tokens(30, 4), CallFailure("unreachable", "gone")),
])  # fmt: skip
def test_a_broken_stream_counts_what_is_known(
    tmp_path: Path, way: str, told: Tokens | None, failed: CallFailure
) -> None:
    of = world(tmp_path)
    streaming(of, "deepseek", StreamChunk("Half", tokens=told), failed)
    with pytest.raises(StreamBroken):
        read(of, way)
    assert tokens_of(of) == (1, 30, 4)


def test_a_half_read_stream_counts_what_is_known(tmp_path: Path) -> None:
    of = world(tmp_path)
    streaming(of, "deepseek", StreamChunk("Half", tokens=Tokens(30, 1)), StreamChunk("more"))
    pieces: Any = of.llm().stream("Hi")
    assert next(pieces) == "Half"
    pieces.close()
    assert tokens_of(of) == (1, 30, 1)


# ------------------------------------------------------------------------------ what is sent


@pytest.mark.parametrize(("message", "told"), [
    ({"role": "usr", "content": "Hi"}, 'did you mean "user"'),
    ({"role": 7, "content": "Hi"}, "has the role 7"),
    ({"role": "user"}, "has neither content nor tool_calls"),
    ({"role": "assistant", "content": None, "tool_calls": []}, "has neither content"),
    ({"role": "user", "content": 7}, "has a int as content"),
    ({"role": "user", "content": {"type": "text"}}, "has a dict as content"),
    ({"role": "user", "content": [7]}, "a part is neither a text nor a mapping"),
])  # fmt: skip
def test_a_message_of_no_known_shape_is_said_at_once(
    tmp_path: Path, message: dict[str, Any], told: str
) -> None:
    of = world(tmp_path)
    with pytest.raises(ValueError, match=told):
        of.llm().call([{"role": "user", "content": "Hi"}, message])
    assert of.asked == []


@pytest.mark.parametrize("tools", ["add", {"type": "function"}, [7], 7])
def test_what_is_no_list_of_tools_is_said_at_once(tmp_path: Path, tools: Any) -> None:
    of = world(tmp_path)
    with pytest.raises(ValueError, match="tools are a list of"):
        of.llm().call("Hi", tools)
    assert of.asked == []
