"""Fall back first, be patient last; refusals, adjustments and deadlines, by a clock of its own."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.runtime.errors import CallRefused, NoAnswer
from rscrew_console.runtime.requests import Adjustment, CallFailure
from tests.runtime.acting import CREW, KEYS, failure, world
from tests.runtime.test_fallback import WAYS, Way

TWO = CREW.replace(", tertiary: openai", "")
DOWN = failure("server_error", 503)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("outcomes", "asked", "slept"), [
    # The last one that is left is asked again, after longer and longer waits.
    ({"deepseek": [failure("invalid_key", 401)], "claude": [DOWN, DOWN, "Hello"]},
     ["deepseek", "claude", "claude", "claude"], [1.0, 2.0]),
    ({"deepseek": [failure("invalid_key", 401)],
      "claude": [failure("rate_limited", 429, 9), "Hello"]},
     ["deepseek", "claude", "claude"], [9]),
    # Who is back first is asked first, the one that was given up for it again later.
    ({"deepseek": [failure("rate_limited", 429, 4), "Hello"],
      "claude": [failure("overloaded", 529, 50)]},
     ["deepseek", "claude", "deepseek"], [4.0]),
    ({"deepseek": [failure("rate_limited", 429, 4), failure("invalid_key", 401)],
      "claude": [failure("overloaded", 529, 50), "Hello"]},
     ["deepseek", "claude", "deepseek", "claude"], [4.0, 46.0]),
    # What was given up at once has its patience when nobody else is left.
    ({"deepseek": [failure("unreachable"), "Hello"], "claude": [failure("bad_request", 400)]},
     ["deepseek", "claude", "deepseek"], [60.0]),
])  # fmt: skip
def test_patience_is_for_the_last_one_that_is_left(
    tmp_path: Path, way: Way, outcomes: dict[str, list[Any]], asked: list[str], slept: list[float]
) -> None:
    of = world(tmp_path, TWO)
    for name, outcome in outcomes.items():
        of.wire[name] = outcome
    assert way(of, "coder") == "Hello"
    assert of.asked == asked
    assert of.clock.slept == slept


def test_nobody_is_waited_for_longer_than_the_longest_delay(tmp_path: Path) -> None:
    of = world(tmp_path, TWO)
    of.wire["deepseek"] = [failure("rate_limited", 429, 61)]
    of.wire["claude"] = [failure("rate_limited", 429, 3600)]
    with pytest.raises(NoAnswer) as raised:
        of.call()
    assert of.clock.slept == []
    assert raised.value.soonest == 61
    with pytest.raises(NoAnswer):
        of.call()
    assert of.asked == ["deepseek", "claude"], "both rest"


def test_two_that_send_each_other_calls_do_not_keep_one_for_ever(tmp_path: Path) -> None:
    of = world(tmp_path, TWO)
    of.wire["deepseek"] = of.wire["claude"] = [failure("rate_limited", 429, 5)]
    of.wire["claude"] = [failure("rate_limited", 429, 5)]
    with pytest.raises(NoAnswer):
        of.call()
    assert len(of.asked) <= 12
    assert sum(of.clock.slept) <= 120


@pytest.mark.parametrize("way", WAYS)
def test_a_call_is_refused_where_all_refuse_it(tmp_path: Path, way: Way) -> None:
    of = world(tmp_path, TWO)
    of.wire["deepseek"] = [failure("bad_request", 400)]
    of.wire["claude"] = [failure("unsupported", 404)]
    with pytest.raises(CallRefused) as raised:
        way(of, "coder")
    error = raised.value
    assert str(error).split("\n") == [
        "every provider refuses the call for coder:",
        "  deepseek (deepseek/deepseek-chat): it is bad_request (HTTP 400)",
        "  claude (claude-x): it is unsupported (HTTP 404)",
    ]
    assert (error.agent, error.provider, error.model) == (
        "coder", "deepseek", "deepseek/deepseek-chat",
    )  # fmt: skip
    assert error.failure.fault == "bad_request"
    assert [one.fault for one in error.attempts] == ["bad_request", "unsupported"]


def test_one_that_could_not_be_asked_has_not_refused(tmp_path: Path) -> None:
    of = world(tmp_path, TWO)
    of.wire["deepseek"] = [failure("bad_request", 400)]
    of.wire["claude"] = [failure("no_credit", 402)]
    with pytest.raises(NoAnswer, match="it is no_credit"):
        of.call()


HOT = CallFailure("bad_request", "no temperature", 400, adjustment=Adjustment("temperature"))
LONG = CallFailure(
    "bad_request", "max_tokens is too large", 400, adjustment=Adjustment("max_tokens", value=8192)
)


@pytest.mark.parametrize("way", WAYS)
def test_what_a_model_refuses_of_the_file_is_put_right_once_and_remembered(
    tmp_path: Path, way: Way, caplog: pytest.LogCaptureFixture
) -> None:
    of = world(tmp_path)
    of.wire["deepseek"] = [HOT, LONG, "Hello"]
    assert way(of, "coder") == "Hello"
    assert way(of, "coder") == "Hello"
    assert of.asked == ["deepseek"] * 4
    assert of.clock.slept == []
    known = (Adjustment("temperature"), Adjustment("max_tokens", value=8192))
    assert [order.adjustments for order in of.wire.orders] == [(), known[:1], known, known]
    told = [line for line in caplog.text.splitlines() if "refuses" in line]
    assert len(told) == 2
    assert "refuses temperature: it is left out from now on" in told[0]
    assert "refuses max_tokens: it is sent as 8192 from now on" in told[1]


def test_an_adjustment_that_does_not_help_goes_on(tmp_path: Path) -> None:
    of = world(tmp_path)
    of.wire["deepseek"] = [HOT]
    assert of.call() == "Hello"
    assert of.asked == ["deepseek", "deepseek", "claude"]


# ------------------------------------------------------------------------------ deadlines


def test_a_request_is_given_what_is_left(tmp_path: Path) -> None:
    of = world(tmp_path, CREW + "global_settings: {request_timeout: 30, deadline: 100}\n")
    of.wire["deepseek"] = [DOWN]
    assert of.llm().call("Hi", deadline=20) == "Hello"
    assert of.llm().call("Hi") == "Hello"
    given = [(order.timeout, order.deadline) for order in of.wire.orders]
    assert given == [(20, 20), (19.5, 19.5), (19.5, 19.5), (30, 100)]


@pytest.mark.parametrize("environ", [{}, {"RSCREW_LLM_MAX_RETRIES": "9"}])
def test_a_deadline_bounds_retries_and_waits(tmp_path: Path, environ: dict[str, str]) -> None:
    of = world(tmp_path, TWO, {**KEYS, **environ})
    of.wire["deepseek"] = of.wire["claude"] = [DOWN]
    of.wire["claude"] = [failure("overloaded", 529, 15)]
    with pytest.raises(NoAnswer, match=r"for coder within its deadline of 10 s:") as raised:
        of.llm().call("Hi", deadline=10)
    assert raised.value.deadline == 10
    assert of.clock.seconds <= 10


def test_a_turn_after_the_deadline_is_not_waited_for(tmp_path: Path) -> None:
    of = world(tmp_path, CREW.replace("deepseek-chat,", "deepseek-chat, rate_limit: 1,"))
    assert of.call() == "Hello"
    assert of.llm().call("Hi", deadline=5) == "Hello"
    assert of.asked == ["deepseek", "claude"]
    assert of.clock.slept == []


def test_who_was_given_too_little_time_does_not_rest(tmp_path: Path) -> None:
    of = world(tmp_path)
    of.wire["deepseek"] = [failure("timeout"), "Hello"]
    assert of.llm().call("Hi", deadline=5) == "Hello"
    assert of.asked == ["deepseek", "claude"]
    assert of.call() == "Hello"
    assert of.asked[-1] == "deepseek"


@pytest.mark.parametrize("deadline", [0, -1, "soon", True, float("nan")])
def test_what_is_no_deadline_is_said_at_once(tmp_path: Path, deadline: Any) -> None:
    of = world(tmp_path)
    with pytest.raises(ValueError, match="a deadline is a number of seconds above 0"):
        asyncio.run(of.llm().acall("Hi", deadline=deadline))
    assert of.asked == []
