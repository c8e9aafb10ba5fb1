"""Answers in pieces: whole ones, and those that go wrong in the middle."""

import pytest

from rscrew_console.runtime.requests import CallFailed, CallFailure, StreamChunk, Tokens
from rscrew_console.runtime.wire import Wire
from rscrew_console.simulator import VENDORS, Behaviour, Simulator
from rscrew_console.simulator.behaviour import Streaming
from rscrew_console.simulator.completions import WORDS
from tests.rows import each_row
from tests.runtime.wire.calling import (
    THREE,
    TOOL,
    WAYS,
    Way,
    failure_of,
    order_for,
    stream,
)

FORMATS = (*THREE, "ollama")
"""Those of which each streams in a way of its own."""


def until_it_fails(wire: Wire, simulator: Simulator, vendor: str, way: Streaming) -> tuple[
    list[StreamChunk], CallFailure
]:  # fmt: skip
    site = simulator.site(vendor, Behaviour(streaming=way))
    pieces = []
    stream = wire.stream(order_for(site, timeout=0.5 if way == "stalling" else 20))
    pieces.append(next(stream))
    with pytest.raises(CallFailed) as caught:
        pieces.extend(stream)
    return pieces, caught.value.failure


@each_row("way", WAYS)
@each_row("vendor", VENDORS)
def test_every_kind_answers(simulator: Simulator, wire: Wire, vendor: str, way: Way) -> None:
    site = simulator.site(vendor)
    reply = way(wire, order_for(site))
    assert (reply.text, reply.tool_calls, reply.tokens) == (WORDS, (), Tokens(7, 5))
    assert len(site.requests) == 1


@pytest.mark.parametrize("vendor", FORMATS)
def test_words_come_one_by_one(simulator: Simulator, wire: Wire, vendor: str) -> None:
    pieces = list(wire.stream(order_for(simulator.site(vendor))))
    assert [piece.text for piece in pieces] == ["Hello", " from", " the", " simulator.", ""]


@pytest.mark.parametrize("vendor", FORMATS)
def test_a_stream_that_breaks(simulator: Simulator, wire: Wire, vendor: str) -> None:
    pieces, failure = until_it_fails(wire, simulator, vendor, "breaking")
    assert [piece.text for piece in pieces] == ["Hello"]
    assert failure.fault == "bad_response"
    assert failure.detail == "it breaks off its answer, or speaks no HTTP"


@pytest.mark.parametrize("vendor", FORMATS)
def test_a_stream_that_stalls(simulator: Simulator, wire: Wire, vendor: str) -> None:
    pieces, failure = until_it_fails(wire, simulator, vendor, "stalling")
    assert [piece.text for piece in pieces] == ["Hello"]
    assert (failure.fault, failure.detail) == ("timeout", "no more within 0.5 s")


@each_row(("vendor", "fault"), [
    ("openai", "server_error"), ("anthropic", "overloaded"), ("gemini", "overloaded"),
    ("openrouter", "server_error"), ("ollama", "server_error"),
])  # fmt: skip
def test_an_error_that_is_told_in_a_stream(
    simulator: Simulator, wire: Wire, vendor: str, fault: str
) -> None:
    pieces, failure = until_it_fails(wire, simulator, vendor, "erring")
    assert [piece.text for piece in pieces] == ["Hello"]
    assert (failure.fault, failure.http_status) == (fault, 200)
    assert ": " in failure.detail


@pytest.mark.parametrize("vendor", FORMATS)
def test_a_stream_ends_where_nobody_wants_more(
    simulator: Simulator, wire: Wire, vendor: str
) -> None:
    site = simulator.site(vendor, Behaviour(streaming="stalling"))
    pieces = wire.stream(order_for(site))
    assert next(pieces).text == "Hello"
    pieces.close()  # type: ignore[attr-defined] # it is a generator
    site.behaviour = Behaviour()
    assert stream(wire, order_for(site)).text == WORDS


@each_row("vendor", VENDORS)
@each_row("way", WAYS)
def test_tools_are_called(simulator: Simulator, wire: Wire, vendor: str, way: Way) -> None:
    site = simulator.site(vendor, Behaviour(arguments='{"word": "crew"}'))
    reply = way(wire, order_for(site, parameters={"tools": [TOOL]}))
    assert reply.text == ""
    names = [call.function.name for call in reply.tool_calls if call.function.name]
    arguments = "".join(call.function.arguments for call in reply.tool_calls)
    assert (names, arguments.replace(" ", "")) == (["look_up"], '{"word":"crew"}')


@each_row(("vendor", "path"), [
    ("openai", "/v1/responses"), ("azure", "/openai/v1/responses"),
])  # fmt: skip
@each_row("way", WAYS)
def test_models_that_are_asked_through_the_other_api(
    simulator: Simulator, wire: Wire, vendor: str, path: str, way: Way
) -> None:
    site = simulator.site(vendor, models=["gpt-5-pro"])
    model = "azure/gpt-5-pro" if vendor == "azure" else "gpt-5-pro"
    reply = way(wire, order_for(site, model=model))
    assert (reply.text, reply.tool_calls, reply.tokens) == (WORDS, (), Tokens(7, 5))
    assert [request.path for request in site.requests] == [path]


@pytest.mark.parametrize(("streaming", "fault", "words"), [
    ("erring", "server_error", "the server failed (HTTP 500): The server had an error"),
    ("breaking", "bad_response", "it breaks off its answer"),
])  # fmt: skip
@pytest.mark.parametrize("vendor", ["openai", "azure"])
def test_failures_in_streams_of_the_other_api(
    simulator: Simulator, wire: Wire, vendor: str, streaming: Streaming, fault: str, words: str
) -> None:
    behaviour = Behaviour(streaming=streaming, arguments='{"word": "crew"}')
    site = simulator.site(vendor, behaviour, models=["gpt-5.4"])
    model = "azure/gpt-5.4" if vendor == "azure" else "gpt-5.4"
    parameters = {"tools": [TOOL], "reasoning_effort": "low"}
    failure = failure_of(stream, wire, order_for(site, model=model, parameters=parameters))
    assert failure.fault == fault
    assert words in failure.detail


@each_row("vendor", FORMATS)
@each_row("text", ["", " \n"])
@each_row("way", WAYS)
def test_an_answer_without_a_word_is_none(
    simulator: Simulator, wire: Wire, vendor: str, text: str, way: Way
) -> None:
    site = simulator.site(vendor, Behaviour(text=text))
    failure = failure_of(way, wire, order_for(site))
    assert (failure.fault, failure.http_status) == ("empty_answer", 200)
    assert failure.tokens == Tokens(7, 5)


@each_row("vendor", FORMATS)
@each_row(("arguments", "reason"), [("", "stop"), ("{}", "tool_calls")])
@each_row("way", WAYS)
def test_why_an_answer_ended(
    simulator: Simulator, wire: Wire, vendor: str, arguments: str, reason: str, way: Way
) -> None:
    site = simulator.site(vendor, Behaviour(arguments=arguments))
    reply = way(wire, order_for(site, parameters={"tools": [TOOL]}))
    assert reply.finish_reason == reason


@each_row("vendor", FORMATS)
@each_row("way", WAYS)
def test_a_vendor_that_says_no_cost_is_not_guessed_at(
    simulator: Simulator, wire: Wire, vendor: str, way: Way
) -> None:
    """Prices are the matter of whoever counts; see `runtime.spending`."""
    assert way(wire, order_for(simulator.site(vendor))).cost_usd is None
