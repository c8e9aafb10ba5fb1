"""Streams that go on for long: signs of life prolong them, a deadline ends them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.providers.kinds import KINDS
from rscrew_console.providers.secret import Secret
from rscrew_console.roster.model import Provider
from rscrew_console.runtime.dependencies import RuntimeDependencies
from rscrew_console.runtime.errors import NoAnswer, StreamBroken
from rscrew_console.runtime.limits import LocalLimitStore
from rscrew_console.runtime.manager import ModelManager
from rscrew_console.runtime.requests import ModelRequest
from rscrew_console.runtime.wire import Wire
from tests.runtime.wire.calling import HI, KEYS, Way, astream, failure_of, stream
from tests.runtime.wire.dripping_server import DrippingServer

MODELS = {"openai": "gpt-4.1", "anthropic": "claude-opus-5", "gemini": "gemini/gemini-3.5-flash"}
SHORT = 0.7
"""Seconds."""


def event(data: Mapping[str, Any]) -> str:
    return f"data: {json.dumps(data)}\n\n"


def openai(delta: Any, reason: str | None = None) -> str:
    return event({"choices": [{"index": 0, "delta": delta, "finish_reason": reason}]})


def claude(delta: Any) -> str:
    return event({"type": "content_block_delta", "index": 0, "delta": delta})


def gemini(part: Any) -> str:
    return event({"candidates": [{"content": {"role": "model", "parts": [part]}}]})


THOUGHTS = {
    "openai": openai({"reasoning_content": "Hm. "}),
    "anthropic": claude({"type": "thinking_delta", "thinking": "Hm. "}),
    "gemini": gemini({"text": "Hm. ", "thought": True}),
}
WORDS = {
    "openai": openai({"content": "Well, "}),
    "anthropic": claude({"type": "text_delta", "text": "Well, "}),
    "gemini": gemini({"text": "Well, "}),
}


@pytest.fixture(scope="module")
def server() -> Iterator[DrippingServer]:
    with DrippingServer() as running:
        yield running


def request_to(server: DrippingServer, kind: str, **fields: Any) -> ModelRequest:
    provider = Provider(
        "mine", MODELS[kind], kind=kind, base_url=server.url,
        api_key_env=KINDS[kind].key_variables[0],
    )  # fmt: skip
    return replace(ModelRequest(provider, Secret(KEYS[kind]), HI, 20.0), **fields)


@pytest.mark.parametrize("way", [stream, astream])
@pytest.mark.parametrize("kind", MODELS)
def test_endless_thinking_ends_at_the_deadline(
    server: DrippingServer, wire: Wire, kind: str, way: Way
) -> None:
    server.pieces, server.pause = lambda: repeat(THOUGHTS[kind]), 0.02
    server.ended.clear()
    failure = failure_of(way, wire, request_to(server, kind, deadline=SHORT))
    assert (failure.fault, failure.detail) == (
        "timeout", f"no whole answer within the deadline of {SHORT:g} s"
    )  # fmt: skip
    assert server.ended.wait(60), "the connection is let go"


@pytest.mark.parametrize("way", [stream, astream])
def test_a_comment_counts_as_life(server: DrippingServer, wire: Wire, way: Way) -> None:
    """Together they take longer than the time-out."""
    answer = openai({"content": "Hello"}, "stop") + "data: [DONE]\n\n"
    server.pieces, server.pause = lambda: chain(repeat(": still here\n\n", 6), [answer]), 0.4
    assert way(wire, request_to(server, "openai", timeout=2.0)).text == "Hello"


@pytest.mark.parametrize("way", [stream, astream])
def test_bytes_without_an_end_of_line_do_not(server: DrippingServer, wire: Wire, way: Way) -> None:
    server.pieces, server.pause = lambda: repeat("x"), 0.02
    failure = failure_of(way, wire, request_to(server, "openai", timeout=SHORT))
    assert (failure.fault, failure.detail) == ("timeout", f"no answer within {SHORT:g} s")


def manager_of(server: DrippingServer, folder: Path, wire: Wire, settings: str) -> ModelManager:
    text = (
        f"providers:\n  one: {{model: gpt-4.1, kind: openai, api_key_env: OPENAI_API_KEY,"
        f" base_url: '{server.url}'}}\n"
        f"agent_assignments:\n  writer: {{primary: one}}\n{settings}"
    )
    (folder / "model_config.yaml").write_text(text)
    store = LocalLimitStore(lambda: 0.0)
    return ModelManager(
        dependencies=RuntimeDependencies(
            environ=lambda: {"OPENAI_API_KEY": KEYS["openai"]},
            cwd=lambda: folder,
            home=lambda: folder,
            state=lambda: folder,
            wire=lambda: wire,
            limit_store=lambda _url: store,
        )
    )


@pytest.mark.parametrize("way", ["thread", "task"])
@pytest.mark.parametrize(("settings", "asked"), [
    ("", {"deadline": SHORT}),
    (f"global_settings: {{deadline: {SHORT}}}\n", {}),
    ("global_settings: {deadline: 1000}\n", {"deadline": SHORT}),
])  # fmt: skip
@pytest.mark.parametrize(("pieces", "error", "words"), [
    (THOUGHTS["openai"], NoAnswer, "no provider answers for writer within its deadline of 0.7 s"),
    (WORDS["openai"], StreamBroken, "broke off its answer for writer: no whole answer within"),
])  # fmt: skip
def test_a_deadline_of_the_call_or_of_the_file_bounds_a_stream(
    server: DrippingServer, wire: Wire, tmp_path: Path, settings: str, asked: Any, pieces: str,
    error: type[Exception], words: str, way: str,
) -> None:  # fmt: skip
    server.pieces, server.pause = lambda: repeat(pieces), 0.02
    llm = manager_of(server, tmp_path, wire, settings).get_llm_for_agent("writer")

    async def in_task() -> list[str]:
        return [piece async for piece in llm.astream("Hi", **asked)]

    with pytest.raises(error, match=words):
        list(llm.stream("Hi", **asked)) if way == "thread" else asyncio.run(in_task())
    assert [hop.provider for hop in llm.route()] == ["one"], "it was given less time than it has"
