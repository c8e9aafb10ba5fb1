"""Hundreds of mixed calls, to vendors most of whose answers are failures of many kinds.

In `make test-thorough` two thousand.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path

from rscrew_console.runtime.dependencies import RuntimeDependencies
from rscrew_console.runtime.errors import NoAnswer, StreamBroken
from rscrew_console.runtime.limits import LocalLimitStore
from rscrew_console.runtime.manager import ModelManager
from rscrew_console.runtime.wire import Wire
from rscrew_console.simulator import Behaviour
from rscrew_console.simulator.completions import IN, OUT, WORDS
from tests.runtime.acting import Clock
from tests.runtime.test_sockets import KEYS, MODELS, PREFIXES, VARIABLES
from tests.runtime.vendor_process import vendor_process

FAST = 20_000.0
"""Seconds of the program's clock in one of the machine's: rests end soon, and pauses are short."""
CALLS = 500
"""Of each way to call: a thread or a task, for the whole answer or for a stream."""
BEHAVIOURS = (
    Behaviour(),
    Behaviour("invalid_key"),
    Behaviour(),
    Behaviour("rate_limited"),
    Behaviour(),
    Behaviour("closing"),
    Behaviour(),
    Behaviour(streaming="breaking"),
    Behaviour("server_error"),
    Behaviour(),
    Behaviour("overloaded"),
    Behaviour("nonsense"),
    Behaviour(),
    Behaviour("truncated"),
    Behaviour(),
    Behaviour(streaming="erring"),
    Behaviour(text=""),
    Behaviour("no_credit"),
)
AGENTS = ("one", "two", "three")
FAULTS = {
    "invalid_key": "invalid_key", "rate_limited": "rate_limited", "server_error": "server_error",
    "overloaded": "overloaded", "nonsense": "bad_response", "truncated": "bad_response",
    "closing": "bad_response", "no_credit": "no_credit",
}  # fmt: skip


def rotated(places: int) -> tuple[Behaviour, ...]:
    """The behaviours of one vendor: the same for all, but each begins elsewhere."""
    return BEHAVIOURS[places:] + BEHAVIOURS[:places]


VENDORS = {name: rotated(4 * place) for place, name in enumerate(MODELS)}


def expected_outcomes(name: str, requests: Sequence[bool]) -> Counter[tuple[str, str]]:
    """What the ledger must say of the requests that a vendor has seen: provider and outcome."""
    outcomes: Counter[tuple[str, str]] = Counter()
    for behaviour, is_stream in zip(cycle(VENDORS[name]), requests, strict=False):
        outcome = "ok"
        if behaviour.name != "healthy":
            outcome = FAULTS[behaviour.name]
        elif behaviour.text == "":
            outcome = "empty_answer"
        elif behaviour.streaming == "breaking" and is_stream:
            outcome = "bad_response"
        elif behaviour.streaming == "erring" and is_stream:
            outcome = "server_error" if name == "openai" else "overloaded"
        outcomes[name, outcome] += 1
    return outcomes


def crew_of(base_urls: Mapping[str, str]) -> str:
    """A file of these vendors, in which every vendor comes first, second and third."""
    entries = [
        f"  {name}: {{model: {PREFIXES.get(name, '')}{MODELS[name]},"
        f" api_key_env: {VARIABLES[name]}, base_url: '{base_url}', price: {{input: 1, output: 1}}}}"
        for name, base_url in base_urls.items()
    ]
    agents = [
        "  one: {primary: openai, secondary: anthropic, tertiary: gemini}",
        "  two: {primary: gemini, secondary: openai, tertiary: anthropic}",
        "  three: {primary: anthropic, secondary: gemini, tertiary: openai}",
    ]
    return "\n".join(["providers:", *entries, "agent_assignments:", *agents, ""])


class Callers:
    """Everybody who calls, and how their calls have ended."""

    def __init__(self, manager: ModelManager) -> None:
        self._manager = manager
        self.ends: Counter[str] = Counter()

    def call(self, number: int) -> None:
        llm = self._manager.get_llm_for_agent(AGENTS[number % 3])
        self._count(lambda: llm.call(f"Call {number}"))

    def stream(self, number: int) -> None:
        llm = self._manager.get_llm_for_agent(AGENTS[number % 3])
        self._count(lambda: "".join(llm.stream(f"Stream {number}")))

    async def acall(self, number: int) -> None:
        llm = self._manager.get_llm_for_agent(AGENTS[number % 3])
        try:
            answer = await llm.acall(f"Call {number}")
        except (NoAnswer, StreamBroken) as error:
            self._failed(error)
        else:
            self.ends[answer] += 1

    async def astream(self, number: int) -> None:
        llm = self._manager.get_llm_for_agent(AGENTS[number % 3])
        try:
            answer = "".join([piece async for piece in llm.astream(f"Stream {number}")])
        except (NoAnswer, StreamBroken) as error:
            self._failed(error)
        else:
            self.ends[answer] += 1

    async def tasks(self) -> None:
        at_once = asyncio.Semaphore(20)

        async def bounded(number: int) -> None:
            async with at_once:
                await (self.acall if number % 2 else self.astream)(number // 2)

        await asyncio.gather(*map(bounded, range(2 * CALLS)))

    def thread(self, number: int) -> None:
        (self.call if number % 2 else self.stream)(number // 2)

    def _count(self, call: Callable[[], str]) -> None:
        try:
            answer = call()
        except (NoAnswer, StreamBroken) as error:
            self._failed(error)
        else:
            self.ends[answer] += 1

    def _failed(self, error: NoAnswer | StreamBroken) -> None:
        if isinstance(error, NoAnswer):
            assert len({one.provider for one in error.attempts}) == 3, "everybody was considered"
        self.ends[type(error).__name__] += 1


def test_every_call_is_answered_or_accounted_for_and_the_ledger_adds_up(tmp_path: Path) -> None:
    wire = Wire(clock=Clock())
    store = LocalLimitStore(lambda: time.monotonic() * FAST)
    with vendor_process(MODELS, VENDORS) as vendors:
        (tmp_path / "model_config.yaml").write_text(crew_of(vendors.base_urls))
        manager = ModelManager(
            dependencies=RuntimeDependencies(
                environ=lambda: {**KEYS, "RSCREW_LLM_MAX_RETRIES": "2"},
                cwd=lambda: tmp_path,
                home=lambda: tmp_path,
                state=lambda: tmp_path,
                clock=Clock(),
                sleep=lambda seconds: time.sleep(seconds / FAST),
                asleep=lambda seconds: asyncio.sleep(seconds / FAST),
                wire=lambda: wire,
                limit_store=lambda _url: store,
            )
        )
        callers = Callers(manager)
        with ThreadPoolExecutor(9) as pool:
            tasks = pool.submit(asyncio.run, callers.tasks())
            list(pool.map(callers.thread, range(2 * CALLS)))
            tasks.result()
        manager.close()
        wire.close()
        requests = vendors.requests()
    assert callers.ends.total() == 4 * CALLS
    assert callers.ends[WORDS] > CALLS, "enough are answered for the sums to tell anything"
    assert set(callers.ends) == {WORDS, "NoAnswer", "StreamBroken"}, (
        "no answer but the vendors' own"
    )
    with sqlite3.connect(tmp_path / "usage.db") as ledger:
        rows = ledger.execute(
            "SELECT provider, outcome, input_tokens, output_tokens, cost_nano, call FROM attempts"
        ).fetchall()
    seen = sum(
        (expected_outcomes(*vendor) for vendor in requests.items()), Counter[tuple[str, str]]()
    )
    assert Counter((provider, outcome) for provider, outcome, *_ in rows) == seen
    answered = [row for row in rows if row[1] == "ok"]
    assert len(answered) == callers.ends[WORDS]
    assert {row[2:5] for row in answered} == {(IN, OUT, 1000 * (IN + OUT))}
    assert len({row[5] for row in answered}) == len(answered), "no call was answered twice"
