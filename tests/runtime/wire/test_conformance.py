"""What every format does, feature by feature, for every kind of vendor and in every way to ask.

The answers follow the vendors' documentation (see `recorded`), told by a server on this machine;
what is sent is compared with what their documentation asks for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from rscrew_console.providers.kinds import KINDS
from rscrew_console.providers.secret import Secret
from rscrew_console.roster.model import Provider
from rscrew_console.runtime.requests import ModelRequest, Reply, Tokens, ToolCall
from rscrew_console.runtime.wire import Wire
from rscrew_console.runtime.wire.formats.call_ids import plain_id
from rscrew_console.simulator import Behaviour, Simulator
from rscrew_console.simulator.completions import WORDS
from tests.rows import each_row
from tests.runtime.wire.calling import KEYS, WAYS, WHOLE, Way, failure_of, order_for
from tests.runtime.wire.conformance_rows import (
    CLAUDE,
    MODELS,
    OPENAI,
    RESPONSES_MODELS,
    ROWS,
    Row,
    claude_events,
    sse,
)
from tests.runtime.wire.recorded import ANTHROPIC_TEXT, GEMINI_BLOCKED
from tests.runtime.wire.recorded_server import RecordedServer

CASES = [
    (row, kind)
    for row in ROWS
    for kind in MODELS
    if row.format == (kind if kind in ("anthropic", "gemini") else "openai")
    or (row.format == "responses" and kind in RESPONSES_MODELS)
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
    models = RESPONSES_MODELS if row.format == "responses" else MODELS
    provider = Provider("mine", models[kind], kind=kind, base_url=server.url,
                        api_key_env=next(iter(KINDS[kind].key_variables), None))  # fmt: skip
    return ModelRequest(provider, key, row.messages, 20.0, dict(row.parameters or {}))


def unsigned(reply: Reply) -> Reply:
    """Without what travels in the ids of calls; see `test_anthropic_thinking`."""
    calls = (ToolCall(plain_id(call.id), call.function) for call in reply.tool_calls)
    return replace(reply, tool_calls=tuple(calls))


@each_row("way", WAYS)
@each_row(("row", "kind"), CASES)
def test_every_feature(server: RecordedServer, wire: Wire, row: Row, kind: str, way: Way) -> None:
    server.whole, server.events = row.whole, row.events
    server.asked.clear()
    assert unsigned(way(wire, request_to(server, kind, row))) == row.reply
    ((_, body),) = server.asked
    sent = row.sent or {}
    assert {path: at(body, path) for path in sent} == sent
    assert ("stream" in body) == (way not in WHOLE and kind != "gemini")


@each_row("way", WAYS)
@each_row("kind", [kind for kind in MODELS if kind not in ("anthropic", "gemini")])
def test_effort(server: RecordedServer, wire: Wire, kind: str, way: Way) -> None:
    row = replace(OPENAI, parameters={"reasoning_effort": "low"})
    server.whole, server.events = row.whole, row.events
    server.asked.clear()
    assert way(wire, request_to(server, kind, row)) == row.reply
    ((_, body),) = server.asked
    # https://openrouter.ai/docs/use-cases/reasoning-tokens
    wanted = {"reasoning": {"effort": "low"}} if kind == "openrouter" else {
        "reasoning_effort": "low"
    }  # fmt: skip
    assert {name: body.get(name) for name in wanted} == wanted


@pytest.mark.parametrize("streaming", [False, True])
@pytest.mark.parametrize("kind", ["anthropic", "gemini", "openai", "responses"])
async def test_cancellation(simulator: Simulator, wire: Wire, kind: str, streaming: bool) -> None:
    """The connection is let go of, before and in the midst of an answer."""
    model = {"models": ["gpt-5-pro"]} if kind == "responses" else {}
    vendor = "openai" if kind == "responses" else kind
    behaviour = Behaviour(streaming="stalling") if streaming else Behaviour("hanging")
    site = simulator.site(vendor, behaviour, **model)  # type: ignore[arg-type] # they are names
    began = asyncio.Event()

    async def work() -> None:
        if not streaming:
            began.set()
            await wire.aask(order_for(site))
        async for _piece in wire.astream(order_for(site)):
            began.set()

    task = asyncio.create_task(work())
    await began.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    site.behaviour = Behaviour()
    assert (await wire.aask(order_for(site))).text == WORDS


def with_usage(usage: Mapping[str, Any]) -> Row:
    """The text with other figures."""
    chunk = {"choices": [{"index": 0, "delta": {"content": "Hi"}, "finish_reason": "stop"}]}
    message = {"role": "assistant", "content": "Hi"}
    whole = {"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}
    return Row("openai", "", {**whole, "usage": usage}, sse(chunk, {"choices": [], "usage": usage}),
               Reply(""))  # fmt: skip


@each_row("way", WAYS)
@each_row(("kind", "usage", "tokens", "cost"), [
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
_WITHHELD = {"index": 0, "finish_reason": "content_filter"}
WITHHELD = replace(
    OPENAI,
    whole={"choices": [{**_WITHHELD, "message": {"role": "assistant", "content": None}}]},
    events=sse({"choices": [{**_WITHHELD, "delta": {}}]}),
)
LONG = {"promptFeedback": {"blockReason": KEYS["gemini"] + "x" * 10**7}}


@each_row("way", WAYS)
@each_row(("row", "faults", "words"), [
    (BLOCKED, ("content_policy",), "PROHIBITED_CONTENT"),
    (replace(BLOCKED, whole=MALFORMED, events=sse(MALFORMED)), ("bad_response",),
     "MALFORMED_FUNCTION_CALL"),
    (replace(BLOCKED, whole=LONG, events=sse(LONG)), ("content_policy", "bad_response"), ""),
    (WITHHELD, ("content_policy",), "policy"),
    (replace(CLAUDE, whole=REFUSED, events=claude_events(REFUSED)), ("content_policy",), "policy"),
])  # fmt: skip
def test_what_is_no_answer(
    server: RecordedServer, wire: Wire, row: Row, faults: tuple[str, ...], words: str, way: Way
) -> None:
    """A reason of 10 MB is no line of a stream, and is cut in a whole answer."""
    server.whole, server.events = row.whole, row.events
    failure = failure_of(way, wire, request_to(server, row.format, row))
    assert failure.fault in faults
    assert words in failure.detail
    assert KEYS["gemini"][:20] not in failure.detail
    assert len(failure.detail) < 200
