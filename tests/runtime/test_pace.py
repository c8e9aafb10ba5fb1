"""When calls arrive, by a clock that only moves when everybody waits."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Coroutine
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.runtime import llm
from rscrew_console.runtime.limits import LocalLimitStore
from rscrew_console.runtime.requests import ModelRequest, Reply
from tests.runtime.acting import CREW, World, world

LIMITED = CREW.replace("claude-x,", "claude-x, rate_limit: 20,")
SLOW = "global_settings: {rate_limiting: {min_interval: 0.5}}\n"


class VirtualLoop(asyncio.SelectorEventLoop):
    """Its time goes to the next timer as soon as nothing else is to be done."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.ready_next: Any = self._ready
        self.timers: Any = self._scheduled

    def time(self) -> float:
        return self.now

    def _run_once(self) -> None:
        if not self.ready_next and self.timers:
            self.now = max(self.now, self.timers[0].when())
        super()._run_once()  # type: ignore[misc]  # asyncio's own, of which typeshed says nothing


def run(work: Coroutine[Any, Any, None], loop: VirtualLoop) -> None:
    try:
        loop.run_until_complete(work)
    finally:
        loop.close()


@pytest.fixture(autouse=True)
def _no_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time must not go on while a thread prepares a call."""

    async def at_once(function: Any, *arguments: Any) -> Any:
        return function(*arguments)

    monkeypatch.setattr(llm, "run_in_executor", at_once)


def in_loop(of: World, loop: VirtualLoop) -> list[tuple[float, str]]:
    """The arrivals, in seconds of the loop."""
    arrived: list[tuple[float, str]] = []
    limit_store = LocalLimitStore(loop.time)
    of.manager._planner.dependencies = replace(
        of.manager._planner.dependencies, limit_store=lambda _url: limit_store, asleep=asyncio.sleep
    )

    async def aask(order: ModelRequest) -> Reply:
        arrived.append((loop.time(), order.provider.name))
        return Reply("Hello")

    of.wire.aask = aask  # type: ignore[method-assign]  # notes when it is asked
    return arrived


def test_tasks_wait_and_none_fails(tmp_path: Path) -> None:
    of, loop = world(tmp_path, LIMITED + SLOW), VirtualLoop()
    arrived = in_loop(of, loop)
    beats = 0

    async def heart() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(1)
            beats += 1

    async def work() -> None:
        beating = asyncio.ensure_future(heart())
        llms = [of.llm("writer"), of.llm("coder")]
        calls = [llms[number % 2].acall("Hi") for number in range(100)]
        assert await asyncio.gather(*calls) == ["Hello"] * 100
        beating.cancel()

    run(work(), loop)
    times = sorted(when for when, _ in arrived)
    assert len(times) == 100
    assert min(after - before for before, after in pairwise(times)) >= 0.5
    limited = sorted(when for when, name in arrived if name == "claude")
    assert len(limited) == 50
    assert all(later - first >= 60 for first, later in zip(limited, limited[20:], strict=False))
    assert limited[19] < 60, "as many as are allowed go within the minute"
    assert beats >= 100, "the loop goes on while calls wait"


def test_threads_wait_and_none_fails(tmp_path: Path) -> None:
    """Time stands still here, so each thread is told to wait for a turn of its own."""
    of = world(tmp_path, LIMITED + SLOW)
    waits: list[float] = []
    lock = threading.Lock()

    def sleep(seconds: float) -> None:
        with lock:
            waits.append(seconds)

    of.manager._planner.dependencies = replace(of.manager._planner.dependencies, sleep=sleep)
    threads = [
        threading.Thread(target=of.call, args=("writer" if number % 2 else "coder",))
        for number in range(40)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(of.asked) == {"claude": 20, "deepseek": 20}
    turns = sorted([0.0, *waits])
    assert len(turns) == 40
    assert min(after - before for before, after in pairwise(turns)) >= 0.5 - 1e-6


def test_a_task_that_is_cancelled_gives_its_turn_back(tmp_path: Path) -> None:
    of, loop = world(tmp_path, CREW + SLOW.replace("0.5", "100")), VirtualLoop()
    arrived = in_loop(of, loop)

    async def work() -> None:
        await of.llm().acall("Hi")
        waiting = asyncio.ensure_future(of.llm().acall("Hi"))
        await asyncio.sleep(5)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await of.llm().acall("Hi")

    run(work(), loop)
    assert [round(when) for when, _ in arrived] == [0, 100]


@pytest.mark.parametrize("way", ["thread", "task"])
def test_the_library_is_loaded_before_the_turn_is_taken(tmp_path: Path, way: str) -> None:
    """The interval is one between requests as they leave, also between the first two."""
    text = CREW.replace("deepseek/deepseek-chat", "bedrock/some-model").replace(
        "api_key_env: DEEPSEEK_API_KEY, ", ""
    )
    of = world(tmp_path, text + SLOW)
    left: list[float] = []

    def prepare(_order: ModelRequest) -> None:
        of.clock.seconds += 0.0 if left else 3.5

    def ask(order: ModelRequest) -> Reply:
        left.append(of.clock.seconds)
        return Reply(order.provider.name)

    of.wire.prepare, of.wire.ask = prepare, ask  # type: ignore[method-assign]  # note the time
    for _ in range(3):
        answer = of.call() if way == "thread" else asyncio.run(of.llm().acall("Hi"))
        assert answer == "deepseek"
    assert left == [3.5, 4.0, 4.5]
