"""What a call that had to wait goes by: the file, budgets and rests as they are then."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from rscrew_console.runtime.errors import BudgetSpent, NoAnswer
from rscrew_console.runtime.requests import ModelRequest, Reply
from tests.runtime.acting import CREW, failure, world


def test_a_spent_budget_blocks(tmp_path: Path) -> None:
    dear = CREW.replace("deepseek-chat,", "deepseek-chat, price: {input: 100, output: 100},")
    of = world(tmp_path, dear + "budgets: {daily_usd: 0.001, on_exceed: block}\n")
    assert of.call() == "Hello"
    with pytest.raises(BudgetSpent, match=r"coder is not called: .*daily"):
        of.call()
    assert of.asked == ["deepseek"]


def test_who_waits_for_a_turn_learns_what_others_have_found_out(tmp_path: Path) -> None:
    limited = CREW.replace("deepseek-chat,", "deepseek-chat, rate_limit: 0.5,")
    of = world(tmp_path, limited)
    of.wire["deepseek"] = ["First", failure("invalid_key", 401)]
    assert of.call() == "First"
    # While this one waits for two minutes, another process finds the key refused.
    candidate = of.manager._planner.live.current().candidates["deepseek"]
    sleep = of.clock.sleep

    def meanwhile(seconds: float) -> None:
        sleep(seconds)
        of.limit_store.start_cooldown(
            candidate.keys[0].resting_until_saved, 600, "the key is refused"
        )

    of.clock.sleep = meanwhile  # type: ignore[method-assign]  # what others do in that time
    of.manager._planner.dependencies = replace(of.manager._planner.dependencies, sleep=meanwhile)
    assert of.call() == "Hello"
    assert of.asked == ["deepseek", "claude"]


def test_who_waits_for_a_turn_goes_by_the_file_as_it_is_then(tmp_path: Path) -> None:
    of = world(tmp_path, CREW.replace("deepseek-chat,", "deepseek-chat, rate_limit: 0.5,"))
    assert of.call() == "Hello"

    def meanwhile(seconds: float) -> None:
        of.clock.seconds += seconds
        if "pin" not in of.path.read_text():
            of.write(of.path.read_text() + "global_settings: {pin: openai}\n")

    of.manager._planner.dependencies = replace(of.manager._planner.dependencies, sleep=meanwhile)
    assert of.call() == "Hello"
    assert of.asked == ["deepseek", "openai"]


def test_the_premium_limit_holds_for_those_who_queued_before_it_was_reached(tmp_path: Path) -> None:
    limit = "cost_optimization: {max_premium_calls_per_hour: 3, fallback_to_budget: %s}\n"
    of = world(tmp_path, CREW + limit % "true")
    llm = of.llm("writer")
    assert {llm.call("Hi") for _ in range(6)} == {"Hello"}
    assert of.asked == ["claude"] * 3 + ["deepseek"] * 3
    assert "hour" in str(of.manager.route("writer"))
    of.change("fallback_to_budget: true", "fallback_to_budget: false")
    with pytest.raises(NoAnswer, match="premium"):
        llm.call("Hi")
    of.clock.seconds += 3700
    assert llm.call("Hi") == "Hello"
    assert of.asked[-1] == "claude"


def test_the_premium_limit_holds_for_calls_under_way(tmp_path: Path) -> None:
    of = world(tmp_path, CREW + "cost_optimization: {max_premium_calls_per_hour: 3}\n")
    ask, inside = of.wire.ask, threading.Barrier(3)

    def slow(order: ModelRequest) -> Reply:
        if order.provider.name == "claude":
            inside.wait(timeout=30)
        return ask(order)

    of.wire.ask = slow  # type: ignore[method-assign]  # answers when three are asked at once
    outcomes: list[str] = []

    def one() -> None:
        try:
            outcomes.append(of.call("writer"))
        except NoAnswer:
            outcomes.append("none")

    threads = [threading.Thread(target=one) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["Hello"] * 3 + ["none"] * 9
    assert of.asked == ["claude"] * 3
