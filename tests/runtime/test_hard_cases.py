"""What happens seldom: loops that end early, files from the future, keys that share a fate."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.runtime.errors import NoAnswer, UnknownAgent
from rscrew_console.runtime.ledger import usage_of
from rscrew_console.runtime.ledger_writer import LEDGER_WRITER
from rscrew_console.runtime.requests import AttemptRecord, ModelRequest, Reply, Tokens
from tests.runtime.acting import CREW, KEYS, NOON, World, failure, world

PREMIUM = "cost_optimization: {max_premium_calls_per_hour: 100}\n"


def counted(of: World) -> tuple[int, int]:
    """Calls and failures in the ledger."""
    LEDGER_WRITER.flush()
    used = usage_of(of.folder.parent / "state" / "usage.db", since=NOON - timedelta(1))
    return used.calls, used.failures


def under_way(of: World) -> int:
    LEDGER_WRITER.flush()
    return of.manager._planner.budget_guard._under_way


def test_every_attempt_of_a_call_is_told_and_who_comes_back_first(tmp_path: Path) -> None:
    text = CREW.replace("primary: deepseek, secondary: claude, tertiary: openai", "primary: claude")
    environ = {**KEYS, "ANTHROPIC_API_KEY": "sk-ant-one0123456789,sk-ant-two0123456789"}
    environ["RSCREW_LLM_MAX_RETRIES"] = "0"
    of = world(tmp_path, text, environ)
    of.wire["claude"] = [failure("rate_limited", 429, 5), failure("invalid_key", 401)]
    with pytest.raises(NoAnswer) as raised:
        of.call()
    assert [one.fault for one in raised.value.attempts] == ["rate_limited", "invalid_key"]
    assert raised.value.soonest == 5


def test_retries_are_told_one_by_one(tmp_path: Path) -> None:
    of = world(tmp_path)
    of.wire["claude"] = [
        failure("server_error", 500), failure("overloaded", 503), failure("timeout"),
        failure("unreachable"),
    ]  # fmt: skip
    with pytest.raises(NoAnswer) as raised:
        of.call("writer")
    faults = [one.fault for one in raised.value.attempts]
    assert faults == ["server_error", "overloaded", "timeout", "unreachable"]
    assert raised.value.soonest == 60


def test_a_provider_that_is_found_resting_is_not_asked_with_its_next_key(tmp_path: Path) -> None:
    two = {**KEYS, "DEEPSEEK_API_KEY": "sk-one0123456789,sk-two0123456789"}
    of = world(tmp_path, CREW.replace("deepseek-chat,", "deepseek-chat, rate_limit: 0.5,"), two)
    assert of.call() == "Hello"
    resting = of.manager._planner.live.current().candidates["deepseek"].resting
    sleep = of.clock.sleep

    def meanwhile(seconds: float) -> None:
        sleep(seconds)
        of.limit_store.start_cooldown(resting, 60, "the server failed")

    of.manager._planner.dependencies = replace(of.manager._planner.dependencies, sleep=meanwhile)
    assert of.call() == "Hello"
    assert of.asked == ["deepseek", "claude"]


@pytest.mark.parametrize("text", [CREW, "providers: ]\n"])
def test_a_file_from_the_future_is_read_once(tmp_path: Path, text: str) -> None:
    of = world(tmp_path)
    of.write(text)
    later = of.path.stat().st_mtime + 100_000
    os.utime(of.path, (later, later))
    live = of.manager._planner.live
    live._wall = lambda: of.path.stat().st_ctime_ns + 10**9
    assert of.call() == "Hello"
    assert not live.stale
    assert live.current() is live.current()


def test_who_waits_gives_the_turn_back_when_the_agent_is_gone(tmp_path: Path) -> None:
    of = world(tmp_path, CREW.replace("deepseek-chat,", "deepseek-chat, rate_limit: 1,"))
    assert of.call() == "Hello"

    def meanwhile(seconds: float) -> None:
        of.clock.seconds += seconds
        of.change("  coder:", "  other:")

    real = of.manager._planner.dependencies
    of.manager._planner.dependencies = replace(real, sleep=meanwhile)
    with pytest.raises(UnknownAgent):
        of.call()
    of.manager._planner.dependencies = real
    of.clock.slept.clear()
    assert of.call("other") == "Hello"
    assert of.clock.slept == []


def test_a_loop_that_ends_early_leaves_nothing_uncounted(tmp_path: Path) -> None:
    of = world(tmp_path, CREW + PREMIUM)

    async def work() -> None:
        calls = [asyncio.ensure_future(of.llm("writer").acall("Hi")) for _ in range(50)]
        while len(of.asked) < 50:  # noqa: ASYNC110 -- until the loop has come so far
            await asyncio.sleep(0)
        raise RuntimeError(str(len(calls)))

    with pytest.raises(RuntimeError):
        asyncio.run(work())
    assert counted(of)[0] == len(of.asked) == 50
    assert under_way(of) == 0


def test_a_stream_that_is_cancelled_at_its_end_is_counted_once(tmp_path: Path) -> None:
    of = world(tmp_path, CREW + PREMIUM)

    async def work() -> None:
        async def read() -> None:
            async for _piece in of.llm("writer").astream("Hi"):
                pass

        for wait in range(40):
            reading = asyncio.ensure_future(read())
            for _ in range(wait):
                await asyncio.sleep(0)
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)

    asyncio.run(work())
    assert counted(of)[0] == len(of.asked)
    assert under_way(of) == 0


def test_a_stream_is_collected_while_its_locks_are_held(tmp_path: Path) -> None:
    """A collector may come at any time: what it gives up is put aside, and waits for no lock."""
    of = world(tmp_path, CREW + PREMIUM)
    of.wire["claude"] = [("One ", "two")]
    pieces: Any = of.llm("writer").stream("Hi")
    assert next(pieces) == "One "
    circle: list[Any] = [pieces]
    circle.append(circle)
    del pieces, circle
    with of.manager._planner.budget_guard._lock:
        gc.collect()
    assert counted(of) == (1, 1)
    assert under_way(of) == 0


def test_the_readers_own_time_is_no_latency(tmp_path: Path) -> None:
    of = world(tmp_path)
    of.wire["deepseek"] = [("One ", "two ", "three")]
    for _piece in of.llm().stream("Hi"):
        of.clock.seconds += 600
    LEDGER_WRITER.flush()
    used = usage_of(tmp_path / "state" / "usage.db", since=NOON - timedelta(1))
    assert used.p95_ms == 0


def test_calls_of_a_parent_are_none_of_the_childs(tmp_path: Path) -> None:
    of = world(tmp_path, CREW + PREMIUM)
    spending = of.manager._planner.budget_guard
    spending._under_way = 3
    with spending._lock:
        spending.renew()  # as in a forked child
        assert spending._under_way == 0
        assert spending.limits(of.manager.roster, of.environ)
    spending.end(AttemptRecord(NOON, "c", "a", "openai", "m", "ok"), written=True)


def test_what_the_ledger_does_not_take_still_counts_for_budgets(tmp_path: Path) -> None:
    dear = CREW.replace("deepseek-chat,", "deepseek-chat, price: {input: 100, output: 100},")
    limits = "budgets: {daily_usd: 0.001, on_exceed: block}\n"
    where = "global_settings: {usage_db: model_config.yaml/usage.db}\n"
    of = world(tmp_path, dear + limits + where)
    assert of.call() == "Hello"
    assert "daily" in of.manager.plan("coder", [{"role": "user"}], {}).ruling.blocked


def test_tools_that_are_asynchronous_are_waited_for(tmp_path: Path) -> None:
    class Call:
        class function:  # noqa: N801 -- as OpenAI's library has it
            name, arguments = "add", '{"a": 2, "b": 3}'

    async def add(a: int, b: int) -> int:
        return a + b

    of = world(tmp_path)
    of.wire["deepseek"] = [Reply("", (Call,), Tokens(1, 1))]
    functions = {"add": add}
    assert asyncio.run(of.llm().acall("Hi", [{}], None, functions)) == "5"
    with pytest.raises(TypeError, match="asked with acall"):
        of.llm().call("Hi", [{}], None, functions)


def test_a_stream_refuses_functions_in_words(tmp_path: Path) -> None:
    of = world(tmp_path)
    with pytest.raises(ValueError, match="a stream runs no functions"):
        next(of.llm().stream("Hi", available_functions={"add": print}))
    assert "".join(of.llm().stream("Hi", tools=None, callbacks=None)) == "Hello"


def test_callbacks_are_told_who_has_answered(tmp_path: Path) -> None:
    class Callback:
        seen: Any = None

        def log_success_event(self, *what: Any) -> None:
            self.seen = what

    of, callback = world(tmp_path), Callback()
    of.wire["deepseek"] = [failure("invalid_key", 401)]
    assert of.llm().call("Hi", None, [callback]) == "Hello"
    assert callback.seen[0]["model"] == "claude-x"


def test_a_callback_that_fails_is_told_of(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    class Callback:
        def log_success_event(self, *what: Any) -> None:
            raise ZeroDivisionError("oh")

    assert world(tmp_path).llm().call("Hi", None, [Callback()]) == "Hello"
    assert "a callback failed: ZeroDivisionError: oh" in caplog.text


def test_what_breaks_inside_is_counted_as_given_up(tmp_path: Path) -> None:
    of = world(tmp_path, CREW + PREMIUM)

    def ask(order: ModelRequest) -> Reply:
        of.wire.orders.append(order)
        raise KeyboardInterrupt

    of.wire.ask = ask  # type: ignore[method-assign]  # as when the user has had enough
    with pytest.raises(KeyboardInterrupt):
        of.call("writer")
    assert counted(of) == (1, 1)
    assert under_way(of) == 0


@pytest.mark.parametrize("settings", ["{fallback_enabled: false}", "{}"])
def test_without_a_primary_and_without_fallback_nobody_is_asked(
    tmp_path: Path, settings: str
) -> None:
    text = CREW.replace("primary: deepseek, ", "")
    environ = {**KEYS, "RSCREW_LLM_FALLBACK": "false"} if settings == "{}" else KEYS
    of = world(tmp_path, f"{text}global_settings: {settings}\n", environ)
    with pytest.raises(NoAnswer):
        of.call()
    assert of.asked == []


def test_a_broken_crewai_is_told_of_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from rscrew_console.runtime import manager

    folder = tmp_path / "path" / "crewai"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(folder.parent))
    manager.llm_class.cache_clear()
    try:
        of = world(tmp_path)
        assert [of.call(), of.call()] == ["Hello", "Hello"]
    finally:
        manager.llm_class.cache_clear()
        sys.modules.pop("crewai", None)
    told = [one for one in caplog.records if one.levelno == logging.WARNING]
    assert ["CrewAI cannot be used" in one.getMessage() for one in told] == [True]
