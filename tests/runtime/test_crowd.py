"""Fifteen hundred calls at once: our own slowness is not the vendors' fault."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rscrew_console.runtime.dependencies import RuntimeDependencies
from rscrew_console.runtime.limits import LocalLimitStore
from rscrew_console.runtime.manager import ModelManager
from rscrew_console.runtime.wire import Wire
from rscrew_console.session.clock import local_now
from rscrew_console.simulator import Behaviour
from rscrew_console.simulator.completions import WORDS
from tests.runtime.test_sockets import KEYS, MODELS, PREFIXES, VARIABLES
from tests.runtime.vendor_process import vendor_process

TASKS, EXECUTOR = 1300, 200
TIMEOUT = 3
"""Seconds for an answer. All calls together take much longer than that on two cores."""
DELAY = 1.0
"""Seconds that each answer takes: all calls are under way together."""


def test_no_healthy_vendor_is_blamed_for_our_own_slowness(tmp_path: Path) -> None:
    wire, store = Wire(clock=local_now), LocalLimitStore(lambda: 0.0)
    with vendor_process(MODELS, {name: [Behaviour(delay=DELAY)] for name in MODELS}) as vendors:
        entries = [
            f"  {name}: {{model: {PREFIXES.get(name, '')}{model}, api_key_env: {VARIABLES[name]},"
            f" base_url: '{vendors.base_urls[name]}', timeout: {TIMEOUT}}}"
            for name, model in MODELS.items()
        ]
        agents = [
            "  one: {primary: openai, secondary: anthropic}",
            "  two: {primary: anthropic, secondary: gemini}",
            "  three: {primary: gemini, secondary: openai}",
        ]
        text = "\n".join(["providers:", *entries, "agent_assignments:", *agents, ""])
        (tmp_path / "model_config.yaml").write_text(text)
        manager = ModelManager(
            dependencies=RuntimeDependencies(
                environ=lambda: KEYS,
                cwd=lambda: tmp_path,
                home=lambda: tmp_path,
                state=lambda: tmp_path,
                wire=lambda: wire,
                limit_store=lambda _url: store,
            )
        )
        llms = [manager.get_llm_for_agent(name) for name in ("one", "two", "three")]

        async def astream(number: int) -> str:
            return "".join([piece async for piece in llms[number % 3].astream("Hi")])

        def stream(number: int) -> str:
            return "".join(llms[number % 3].stream("Hi"))

        async def tasks() -> list[str]:
            calls = [
                astream(number) if number % 2 else llms[number % 3].acall("Hi")
                for number in range(TASKS)
            ]
            return await asyncio.gather(*calls)

        def thread(number: int) -> str:
            return stream(number) if number % 2 else str(llms[number % 3].call("Hi"))

        with ThreadPoolExecutor(EXECUTOR + 1) as pool:
            in_tasks = pool.submit(asyncio.run, tasks())
            answers = Counter([*pool.map(thread, range(EXECUTOR)), *in_tasks.result()])
        resting = [hop for llm in llms for hop in llm.route().skipped]
        manager.close()
        wire.close()
        counts = {name: len(seen) for name, seen in vendors.requests().items()}
    assert answers == {WORDS: TASKS + EXECUTOR}
    assert resting == []
    with sqlite3.connect(tmp_path / "usage.db") as ledger:
        rows = ledger.execute("SELECT provider, outcome, fell_back_from FROM attempts").fetchall()
    assert Counter(rows) == {(name, "ok", ""): number for name, number in counts.items()}
    assert sum(counts.values()) == TASKS + EXECUTOR, "nobody is asked twice"
