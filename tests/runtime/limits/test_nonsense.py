"""A Redis whose clock was ahead for a moment, or that answers nonsense, holds nobody."""

from __future__ import annotations

from typing import Any

import pytest

from rscrew_console.runtime.limits import Cooldown, Pace, RedisLimitStore, scripts
from rscrew_console.runtime.limits.redis_store import parse_cooldowns, parse_wait
from tests.rows import each_row
from tests.runtime.redis_server import RedisServer

HOUR = 3600 * 1_000_000
PACE = Pace(min_interval=0.5, rate_limit=10)


@pytest.mark.parametrize(("answer", "wait"), [
    (["0", 0, 0], 0),
    (["500000", 1, 1], 500_000),
    (["60000000", 9, 9], 60_000_000),
    (["120000000", 10, 10], 120_000_000),
])  # fmt: skip
def test_a_wait_that_the_pace_accounts_for(answer: Any, wait: int) -> None:
    assert parse_wait(answer, PACE) == wait


@each_row("answer", [
    "0", 0, None, [], ["0"], ["0", 0], ["0", 0, 0, 0], ["soon", 0, 0], ["-1", 0, 0], ["1.5", 0, 0],
    ["nan", 0, 0], ["inf", 0, 0], ["0", "x", 0], ["0", -1, 0], ["0", None, 0], [["0"], 0, 0],
    [str(HOUR), 0, 0], [str(HOUR), 9, 9], ["9" * 18, 0, 0], ["9" * 5000, 0, 0],
    [str(HOUR), 10**9, 10**9], ["\u0663", 0, 0], {},
])  # fmt: skip
def test_a_wait_that_makes_no_sense(answer: Any) -> None:
    with pytest.raises(ValueError, match="make no sense"):
        parse_wait(answer, PACE)


@each_row("answer", [
    None, "", [], [0], ["x", ""], [-5, ""], [5, None], [5, 5], [10**15, ""], [5, "why", 0, ""], {},
    [1.5, ""],
])  # fmt: skip
def test_rests_that_make_no_sense(answer: Any) -> None:
    with pytest.raises(ValueError, match="make no sense"):
        parse_cooldowns(["claude"], answer)


def test_rests_that_do() -> None:
    assert parse_cooldowns(["a", "b"], [1500, "tired", 0, ""]) == {"a": Cooldown(1.5, "tired")}


@pytest.mark.parametrize("pace", [Pace(0.5), Pace(0.5, 10), Pace(0, 100), Pace(0, 5)])
@pytest.mark.parametrize("many", [1, 40])
def test_turns_of_an_hour_that_never_was(server: RedisServer, pace: Pace, many: int) -> None:
    limit_store = RedisLimitStore(server.url)
    with server.client() as client:
        client.flushall()
        seconds, micros = client.time()
        ahead = {f"t{n}": seconds * 10**6 + micros + HOUR + n * 500_000 for n in range(many)}
        client.zadd(scripts.TURNS, ahead)
        client.zadd(scripts.own_key("claude"), ahead)
    first, second = limit_store.reserve("claude", pace), limit_store.reserve("claude", pace)
    assert first == 0
    assert second <= 1
    limit_store.close()


@pytest.mark.parametrize("score", ["inf", "1e300", str(10**17)])
def test_turns_at_no_time_at_all(
    server: RedisServer, score: str, caplog: pytest.LogCaptureFixture
) -> None:
    limit_store = RedisLimitStore(server.url)
    with server.client() as client:
        client.flushall()
        for key in (scripts.TURNS, scripts.own_key("claude")):
            client.zadd(key, {"t": float(score)})
    assert limit_store.reserve("claude", Pace(0.5)) == 0
    assert limit_store.reserve("claude", Pace(0.5)) <= 0.5
    assert caplog.messages == []
    limit_store.close()


def test_a_rest_that_was_set_in_an_hour_that_never_was(server: RedisServer) -> None:
    limit_store = RedisLimitStore(server.url)
    with server.client() as client:
        client.flushall()
        client.set(scripts.cooldown_key("claude"), "60000 tired", px=3_660_000)
        assert limit_store.cooldowns(["claude"]) == {}
        limit_store.start_cooldown("claude", 60, "tired again")
        assert 0 < client.pttl(scripts.cooldown_key("claude")) <= 60_000
    assert limit_store.cooldowns(["claude"])["claude"].why == "tired again"
    limit_store.close()


@pytest.mark.parametrize("answer", ["nonsense", -1, ["9" * 30, "x"], [0] * 9])
def test_nonsense_is_told_once_and_counts_as_no_redis(
    server: RedisServer, answer: Any, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    limit_store = RedisLimitStore(server.url)
    monkeypatch.setattr(limit_store._server, "run", lambda *_: answer)
    waits = [limit_store.reserve("claude", PACE) for _ in range(3)]
    assert limit_store.cooldowns(["claude"]) == {}
    assert waits == pytest.approx([0, 0.5, 1], abs=0.5)
    assert len(caplog.messages) == 1
    assert "its answers make no sense" in caplog.text
    limit_store.close()


@pytest.mark.parametrize("pace", [Pace(), Pace(0, 0), Pace(-1), Pace(0, float("inf"))])
def test_without_limits_nobody_asks_redis_for_turns(
    server: RedisServer, pace: Pace, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit_store = RedisLimitStore(server.url)
    monkeypatch.setattr(limit_store._server, "run", lambda *_: pytest.fail("Redis was asked"))
    assert [limit_store.reserve("claude", pace) for _ in range(3)] == [0, 0, 0]
    limit_store.close()
