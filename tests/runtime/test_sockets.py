"""Whole calls over real sockets, to vendors that fail in every way, in each wire format."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.runtime.dependencies import RuntimeDependencies
from rscrew_console.runtime.errors import CallRefused
from rscrew_console.runtime.ledger import usage_of
from rscrew_console.runtime.manager import ModelManager
from rscrew_console.runtime.wire import Wire
from rscrew_console.runtime.wire.loop_thread import LOOP_THREADS
from rscrew_console.simulator import Behaviour, Simulator, Site
from tests.runtime.acting import NOON, Clock

KEYS = {
    "OPENAI_API_KEY": "sk-0123456789abcdefgh", "ANTHROPIC_API_KEY": "sk-ant-0123456789abcdef",
    "GEMINI_API_KEY": "AIzaSy0123456789abcdefgh",
}  # fmt: skip
MODELS = {"openai": "gpt-5-mini", "anthropic": "claude-sonnet-4-5", "gemini": "gemini-2.5-flash"}
PREFIXES = {"gemini": "gemini/"}
VARIABLES = dict(zip(MODELS, KEYS, strict=True))
NEXT = {"openai": "anthropic", "anthropic": "gemini", "gemini": "openai"}


@pytest.fixture(scope="module")
def wire() -> Iterator[Wire]:
    wire = Wire(clock=Clock())
    yield wire
    wire.close()


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator() as running:
        yield running


class Vendors:
    """Three vendors, each with an agent that has it first, and a manager of them."""

    def __init__(self, folder: Path, simulator: Simulator, wire: Wire) -> None:
        self.sites: dict[str, Site] = {
            name: simulator.site(name, models=[model]) for name, model in MODELS.items()
        }
        self.clock, self.folder = Clock(), folder
        entries = [
            f"  {name}: {{model: {PREFIXES.get(name, '')}{model}, api_key_env: {VARIABLES[name]},"
            f" base_url: '{self.sites[name].base_url}', timeout: 30}}"
            for name, model in MODELS.items()
        ]
        agents = [
            f"  {name}_first: {{primary: {name}, secondary: {NEXT[name]}}}" for name in MODELS
        ]
        text = "\n".join(["providers:", *entries, "agent_assignments:", *agents, ""])
        (folder / "model_config.yaml").write_text(text)
        self.manager = ModelManager(
            dependencies=RuntimeDependencies(
                environ=lambda: {**KEYS, "RSCREW_LLM_MAX_RETRIES": "1"},
                cwd=lambda: folder,
                home=lambda: folder,
                state=lambda: folder,
                clock=self.clock,
                sleep=self.clock.sleep,
                asleep=self.clock.asleep,
                wire=lambda: wire,
                limit_store=self.limit_store,
            )
        )

    def limit_store(self, _url: str | None) -> Any:
        from rscrew_console.runtime.limits import LocalLimitStore

        if not hasattr(self, "_board"):
            self._board = LocalLimitStore(lambda: self.clock.seconds)
        return self._board

    def hurry(self, vendor: str) -> None:
        """Let calls of this vendor wait no longer than it takes to see that nothing comes."""
        path = self.folder / "model_config.yaml"
        lines = path.read_text().splitlines(keepends=True)
        path.write_text(
            "".join(
                line.replace("timeout: 30", "timeout: 0.5") if f"  {vendor}: {{" in line else line
                for line in lines
            )
        )

    def outcomes(self, vendor: str) -> tuple[int, int, int]:
        """Attempts, failures and fallbacks of a vendor, as the ledger has them."""
        used = usage_of(self.folder / "usage.db", since=NOON - timedelta(1), by="provider")
        row = next(row for row in used.rows if row.name == vendor)
        return row.attempts, row.failures, row.fallbacks


@pytest.fixture
def vendors(tmp_path: Path, simulator: Simulator, wire: Wire) -> Vendors:
    return Vendors(tmp_path, simulator, wire)


FAILURES = {
    "invalid_key": 1, "no_credit": 1, "rate_limited": 1, "missing": 1, "restricted": 1,
    "overloaded": 2, "server_error": 2, "hanging": 1, "closing": 2, "truncated": 2,
    "nonsense": 2, "redirecting": 2,
}  # fmt: skip
"""How often the vendor is asked before the next one is."""


@pytest.mark.parametrize("vendor", MODELS)
@pytest.mark.parametrize(("name", "asked"), FAILURES.items())
def test_the_next_vendor_answers(vendors: Vendors, vendor: str, name: Any, asked: int) -> None:
    site, other = vendors.sites[vendor], vendors.sites[NEXT[vendor]]
    site.behaviour = Behaviour(name, location=other.base_url)
    if name == "hanging":
        vendors.hurry(vendor)
    llm = vendors.manager.get_llm_for_agent(f"{vendor}_first")
    if asked == 1:
        assert llm.call("Hi") == "Hello from the simulator."
    else:
        assert asyncio.run(llm.acall("Hi")) == "Hello from the simulator."
    assert len(site.requests) == asked
    assert len(other.requests) == 1
    assert vendors.outcomes(vendor) == (asked, asked, 0)
    assert vendors.outcomes(NEXT[vendor]) == (1, 0, 1)
    assert "".join(llm.stream("Hi")) == "Hello from the simulator."
    assert len(site.requests) == asked, "it rests"


@pytest.mark.parametrize("vendor", MODELS)
@pytest.mark.parametrize("name", ["bad_request"])
def test_what_one_refuses_another_may_answer(vendors: Vendors, vendor: str, name: Any) -> None:
    vendors.sites[vendor].behaviour = Behaviour(name)
    llm = vendors.manager.get_llm_for_agent(f"{vendor}_first")
    answer = "Hello from the simulator."
    assert [llm.call("Hi"), llm.call("Hi")] == [answer] * 2
    assert len(vendors.sites[vendor].requests) == 2, "nobody rests for it"


@pytest.mark.parametrize("vendor", MODELS)
def test_a_refusal_for_its_content_stops_the_call(vendors: Vendors, vendor: str) -> None:
    vendors.sites[vendor].behaviour = Behaviour("content_policy")
    llm = vendors.manager.get_llm_for_agent(f"{vendor}_first")
    with pytest.raises(CallRefused) as raised:
        llm.call("Hi")
    assert raised.value.failure.fault == "content_policy"
    assert vendors.sites[NEXT[vendor]].requests == []


@pytest.mark.parametrize("vendor", MODELS)
def test_tokens_and_costs_are_counted(vendors: Vendors, vendor: str) -> None:
    llm = vendors.manager.get_llm_for_agent(f"{vendor}_first")
    assert "".join(llm.stream("Hi")) == llm.call("Hi")
    used = usage_of(vendors.folder / "usage.db", since=NOON - timedelta(1))
    assert (used.calls, used.failures, used.input_tokens, used.output_tokens) == (2, 0, 14, 10)


def test_a_stream_that_is_cancelled_at_any_moment_lets_go(vendors: Vendors, wire: Wire) -> None:
    site = vendors.sites["openai"]
    llm = vendors.manager.get_llm_for_agent("openai_first")
    assert llm.call("Hi") == "Hello from the simulator."
    site.behaviour = Behaviour(streaming="stalling")

    async def read() -> None:
        async for _piece in llm.astream("Hi"):
            pass

    async def cancelled_after(milliseconds: int) -> None:
        reading = asyncio.ensure_future(read())
        await asyncio.sleep(milliseconds / 1000)
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)

    for milliseconds in (0, 1, 2, 3, 3, 4, 4, 5, 5, 6, 8, 12, 20, 50):
        asyncio.run(cancelled_after(milliseconds))
    loop_thread = LOOP_THREADS.loop_thread(wire)

    async def at_rest() -> list[str]:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.wait(others, timeout=1) if others else None
        assert loop_thread.shared is not None
        clients: list[Any] = list(loop_thread.shared.client._clients._clients.values())
        return [str(one) for client in clients for one in client._pool.connections]

    assert not [one for one in loop_thread.run(at_rest()) if "ACTIVE" in one]
