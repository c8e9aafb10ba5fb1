"""A thousand calls at once to vendors of whom every fifth answer is an error of each kind."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from rscrew_console.runtime.board import LocalLimitStore
from rscrew_console.runtime.errors import NoAnswer
from rscrew_console.runtime.ledger import usage_of
from rscrew_console.runtime.manager import ModelManager
from rscrew_console.runtime.outside import RuntimeDependencies
from rscrew_console.runtime.wire import Wire
from rscrew_console.simulator import Behaviour, Simulator
from rscrew_console.simulator.behaviour import Name
from tests.runtime.acting import NOON, Clock
from tests.runtime.test_sockets import KEYS, MODELS, PREFIXES, VARIABLES

WAYS: tuple[Name, ...] = ("healthy", "invalid_key", "rate_limited", "server_error", "closing")
FAST = 2000.0
"""Seconds of the program's clock in one of the machine's: rests end soon, and pauses are short."""
CALLS = 500


def script(offset: int) -> Callable[[int], Behaviour]:
    return lambda number: Behaviour(WAYS[(number + offset) % len(WAYS)])


def test_every_call_is_answered_or_accounted_for_and_the_ledger_adds_up(tmp_path: Path) -> None:
    wire = Wire(clock=Clock())
    board = LocalLimitStore(lambda: time.monotonic() * FAST)
    with Simulator() as simulator:
        sites = [
            simulator.site(name, script(place), models=[model])
            for place, (name, model) in enumerate(MODELS.items())
        ]
        entries = [
            f"  {name}: {{model: {PREFIXES.get(name, '')}{model}, api_key_env: {VARIABLES[name]},"
            f" base_url: '{site.base_url}', price: {{input: 1, output: 1}}}}"
            for (name, model), site in zip(MODELS.items(), sites, strict=True)
        ]
        agents = [
            "  one: {primary: openai, secondary: anthropic, tertiary: gemini}",
            "  two: {primary: gemini, secondary: openai, tertiary: anthropic}",
        ]
        text = "\n".join(["providers:", *entries, "agent_assignments:", *agents, ""])
        (tmp_path / "model_config.yaml").write_text(text)
        manager = ModelManager(
            outside=RuntimeDependencies(
                environ=lambda: {**KEYS, "RSCREW_LLM_MAX_RETRIES": "2"},
                cwd=lambda: tmp_path,
                home=lambda: tmp_path,
                state=lambda: tmp_path,
                clock=Clock(),
                sleep=lambda seconds: time.sleep(seconds / FAST),
                asleep=lambda seconds: asyncio.sleep(seconds / FAST),
                wire=lambda: wire,
                board=lambda _url: board,
            )
        )
        results: Counter[str] = Counter()

        def call(number: int) -> None:
            llm = manager.get_llm_for_agent("one" if number % 2 else "two")
            try:
                results[llm.call(f"Call {number}")] += 1
            except NoAnswer as error:
                assert len({one.provider for one in error.attempts}) == 3
                results["none"] += 1

        async def acall(number: int, room: asyncio.Semaphore) -> None:
            llm = manager.get_llm_for_agent("two" if number % 2 else "one")
            async with room:
                try:
                    results[await llm.acall(f"Call {number}")] += 1
                except NoAnswer as error:
                    assert len({one.provider for one in error.attempts}) == 3
                    results["none"] += 1

        async def all_tasks() -> None:
            room = asyncio.Semaphore(20)
            await asyncio.gather(*(acall(number, room) for number in range(CALLS)))

        with ThreadPoolExecutor(9) as pool:
            tasks = pool.submit(asyncio.run, all_tasks())
            list(pool.map(call, range(CALLS)))
            tasks.result()
        manager.close()
        wire.close()
        requests = [len(site.requests) for site in sites]
    assert sum(results.values()) == 2 * CALLS
    answered = results["Hello from the simulator."]
    assert answered + results["none"] == 2 * CALLS
    assert answered > 0
    used = usage_of(tmp_path / "usage.db", since=NOON - timedelta(1), by="provider")
    assert used.calls == sum(requests)
    assert used.calls - used.failures == answered
    assert {row.name: row.calls for row in used.rows} == dict(zip(MODELS, requests, strict=True))
    assert (used.input_tokens, used.output_tokens) == (7 * answered, 5 * answered)
    assert round(used.cost_usd * 1_000_000) == 12 * answered
