"""Vendors that only LiteLLM knows, through LiteLLM itself and a server on this machine."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rscrew_console.providers.secret import Secret
from rscrew_console.roster.model import Provider
from rscrew_console.runtime.requests import ModelRequest, Tokens
from rscrew_console.runtime.wire import Wire
from rscrew_console.simulator import Behaviour, Simulator
from tests.runtime.wire.calling import HI, WAYS, WHOLE, Way, failure_of, order_for
from tests.runtime.wire.format_calls import WEATHER
from tests.runtime.wire.recorded import (
    OPENAI_TEXT,
    OPENAI_TEXT_STREAM,
    OPENAI_TOOLS,
    OPENAI_TOOLS_STREAM,
)
from tests.runtime.wire.recorded_server import RecordedServer

pytestmark = pytest.mark.filterwarnings("ignore")
"""Pydantic warns of LiteLLM's own models, and LiteLLM reports that as a failed answer."""
KEY = Secret("made-up-12345678")
PROVIDER = Provider("mine", "fireworks_ai/accounts/fireworks/models/llama-v4", api_key_env="MINE")


@pytest.fixture(scope="module")
def server() -> Iterator[RecordedServer]:
    with RecordedServer() as running:
        yield running


@pytest.fixture(autouse=True)
def _there(monkeypatch: pytest.MonkeyPatch, server: RecordedServer) -> None:
    monkeypatch.setenv("FIREWORKS_API_BASE", server.url)


@pytest.mark.parametrize("way", WAYS)
def test_an_answer(server: RecordedServer, wire: Wire, way: Way) -> None:
    server.whole, server.events = OPENAI_TEXT, OPENAI_TEXT_STREAM
    server.asked.clear()
    reply = way(wire, ModelRequest(PROVIDER, KEY, HI, 20))
    assert (reply.text, reply.finish_reason) == ("Hello! How can I assist you today?", "stop")
    assert reply.tokens == Tokens(2006, 300, 1920, reasoning=256)
    ((_, body),) = server.asked
    assert (body["messages"], "stream" in body) == (list(HI), way not in WHOLE)


@pytest.mark.parametrize("way", WAYS)
def test_calls_of_tools(server: RecordedServer, wire: Wire, way: Way) -> None:
    server.whole, server.events = OPENAI_TOOLS, OPENAI_TOOLS_STREAM
    reply = way(wire, ModelRequest(PROVIDER, KEY, HI, 20, {"tools": [WEATHER]}))
    assert [json.loads(call.function.arguments) for call in reply.tool_calls] == [
        {"location": "Paris"}, {"location": "London"}
    ]  # fmt: skip
    assert reply.finish_reason == "tool_calls"


@pytest.mark.parametrize("way", WAYS)
def test_silence_ends_in_time(
    monkeypatch: pytest.MonkeyPatch, simulator: Simulator, wire: Wire, way: Way
) -> None:
    site = simulator.site("openai", Behaviour("hanging"))
    monkeypatch.setenv("FIREWORKS_API_BASE", site.base_url)
    failure = failure_of(way, wire, ModelRequest(PROVIDER, KEY, HI, 0.3))
    assert failure.fault == "timeout", "whether LiteLLM's own time-out comes first or ours"


def fake_litellm(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "litellm.py").write_text("")
    monkeypatch.delitem(sys.modules, "litellm", raising=False)
    monkeypatch.syspath_prepend(folder)


def test_it_is_loaded_beforehand_for_those_who_need_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, simulator: Simulator, wire: Wire
) -> None:
    fake_litellm(tmp_path, monkeypatch)
    wire.prepare(order_for(simulator.site("openai")))
    assert "litellm" not in sys.modules
    wire.prepare(ModelRequest(PROVIDER, KEY, HI, 20))
    assert "litellm" in sys.modules


async def test_it_is_loaded_beforehand_in_a_task(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wire: Wire
) -> None:
    fake_litellm(tmp_path, monkeypatch)
    await wire.aprepare(ModelRequest(PROVIDER, KEY, HI, 20, deadline=20))
    assert "litellm" in sys.modules


def test_nobody_waits_for_it_beyond_the_deadline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wire: Wire
) -> None:
    fake_litellm(tmp_path, monkeypatch)
    (tmp_path / "litellm.py").write_text(
        "import threading\nthreading.Event().wait(3)\nloaded = True\n"
    )
    wire.prepare(ModelRequest(PROVIDER, KEY, HI, 20, deadline=0.1))
    assert not hasattr(sys.modules["litellm"], "loaded"), "it loads on by itself"
