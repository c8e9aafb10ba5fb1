"""The board of one process."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rscrew_console.runtime.limits import Cooldown, LocalLimitStore, Pace
from rscrew_console.runtime.limits.schedule import REMEMBERED, SECOND
from tests.runtime.limits.clock import Clock
from tests.runtime.limits.limits import most_in_a_minute, narrowest


@pytest.fixture
def limit_store(clock: Clock) -> LocalLimitStore:
    return LocalLimitStore(clock)


@pytest.mark.parametrize(
    ("pace", "waits"),
    [
        (Pace(), [0, 0, 0]),
        (Pace(0.5), [0, 0.5, 1.0]),
        (Pace(0, 2), [0, 0, 60, 60, 120]),
        (Pace(0.5, 2), [0, 0.5, 60, 60.5, 120]),
        (Pace(0, 120), [0, 0.5, 1.0]),
        (Pace(0, 0.5), [0, 120, 240]),
        (Pace(2, 60), [0, 2, 4]),
    ],
)
def test_turns_queue_up(limit_store: LocalLimitStore, pace: Pace, waits: list[float]) -> None:
    assert [limit_store.reserve("openai", pace) for _ in waits] == waits


def test_min_interval_is_over_all_providers_and_a_limit_is_each_ones_own(
    limit_store: LocalLimitStore,
) -> None:
    pace = Pace(1, 1)
    order = ["openai", "openai", "claude", "claude", "gemini"]
    assert [limit_store.reserve(name, pace) for name in order] == [0, 60, 1, 61, 2]


def test_time_goes_by(limit_store: LocalLimitStore, clock: Clock) -> None:
    pace = Pace(1, 2)
    assert [limit_store.reserve("openai", pace) for _ in range(2)] == [0, 1]
    clock.now += 59.5
    assert limit_store.reserve("openai", pace) == 0.5
    assert limit_store.reserve("openai", pace) == 1.5
    clock.now += 1000
    assert limit_store.reserve("openai", pace) == 0


@pytest.mark.parametrize(
    ("given_back", "waits"),
    [([], [60, 60, 60]), ([1], [0, 60, 60]), ([0, 2], [0, 0, 60]), ([0, 1, 2], [0, 0, 0])],
)
def test_a_turn_given_back_is_free_for_those_who_come_later(
    limit_store: LocalLimitStore, given_back: list[int], waits: list[float]
) -> None:
    pace = Pace(0, 3)
    places = [limit_store.reserve("openai", pace) for _ in range(3)]
    for which in given_back:
        limit_store.give_back(places[which])
    assert [limit_store.reserve("openai", pace) for _ in range(3)] == waits


def test_when_all_give_up_the_next_goes_at_once(limit_store: LocalLimitStore) -> None:
    pace = Pace(1, 2)
    for place in [limit_store.reserve("openai", pace) for _ in range(50)]:
        limit_store.give_back(place)
        limit_store.give_back(place)  # twice is as good as once
    limit_store.give_back(3.0)  # what no board has given is nothing to give back
    assert limit_store.reserve("openai", pace) == 0


def test_memory_is_bounded(limit_store: LocalLimitStore, clock: Clock) -> None:
    for _ in range(1000):
        limit_store.reserve("openai", Pace(0.001, 59))
        limit_store.start_cooldown(f"openai:{clock.now}", 5, "overloaded")
        clock.now += 2
    assert len(limit_store._turns) <= 2
    assert len(limit_store._own["openai"]) <= REMEMBERED + 1
    assert len(limit_store._rests) <= 4


@given(
    st.lists(st.tuples(st.integers(0, 40), st.sampled_from("ab"), st.booleans()), max_size=120),
    st.sampled_from([1, 2, 10, 59, 60, 90]),
    st.sampled_from([0.0, 0.3, 2.0]),
)
def test_what_is_forgotten_and_given_back_breaks_no_limit(
    calls: list[tuple[int, str, bool]], rate: float, min_interval: float
) -> None:
    clock = Clock()
    limit_store = LocalLimitStore(clock)
    made: dict[str, list[int]] = {"a": [], "b": []}
    for later, name, given_up in calls:
        clock.now += later
        place = limit_store.reserve(name, Pace(min_interval, rate))
        if given_up:
            limit_store.give_back(place)
        else:
            made[name].append(place.slot)
    assert narrowest(made["a"] + made["b"]) >= min_interval * SECOND
    assert all(most_in_a_minute(slots) <= rate for slots in made.values())


def test_threads_share_the_pace(limit_store: LocalLimitStore) -> None:
    slots: list[int] = []

    def work() -> None:
        slots.extend(limit_store.reserve("openai", Pace(0.25, 10)).slot for _ in range(50))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(slots) == 400
    assert narrowest(slots) >= 0.25 * SECOND
    assert most_in_a_minute(slots) == 10


@pytest.mark.parametrize(
    ("rests", "after", "left"),
    [
        ([], 0, None),
        ([(60, "overloaded")], 0, Cooldown(60, "overloaded")),
        ([(60, "overloaded")], 59, Cooldown(1, "overloaded")),
        ([(60, "overloaded")], 60, None),
        ([(0, "overloaded")], 0, None),
        ([(-1, "overloaded")], 0, None),
        ([(600, "bad key"), (60, "overloaded")], 0, Cooldown(600, "bad key")),
        ([(60, "overloaded"), (600, "bad key")], 0, Cooldown(600, "bad key")),
        ([(float("inf"), "for good")], 0, Cooldown(30 * 24 * 3600, "for good")),
    ],
)
def test_rests(
    limit_store: LocalLimitStore,
    clock: Clock,
    rests: list[tuple[float, str]],
    after: float,
    left: Cooldown | None,
) -> None:
    for seconds, why in rests:
        limit_store.start_cooldown("openai", seconds, why)
    clock.now += after
    assert limit_store.cooldowns(["openai", "claude"]) == ({} if left is None else {"openai": left})


def test_a_shorter_rest_follows_one_that_is_over(
    limit_store: LocalLimitStore, clock: Clock
) -> None:
    limit_store.start_cooldown("openai", 600, "bad key")
    clock.now += 600
    limit_store.start_cooldown("openai", 60, "overloaded")
    assert limit_store.cooldowns(["openai"]) == {"openai": Cooldown(60, "overloaded")}


def test_waking(limit_store: LocalLimitStore) -> None:
    limit_store.start_cooldown("openai", 600, "bad key")
    limit_store.end_cooldown("openai")
    limit_store.end_cooldown("claude")
    assert limit_store.cooldowns(["openai"]) == {}


async def test_tasks_and_threads_use_the_same(limit_store: LocalLimitStore) -> None:
    pace = Pace(1)
    places = await asyncio.gather(*(limit_store.areserve("openai", pace) for _ in range(3)))
    assert sorted(places) == [0, 1, 2]
    await limit_store.agive_back(places[2])
    assert limit_store.reserve("openai", pace) == 2
    await limit_store.astart_cooldown("openai", 60, "overloaded")
    assert await limit_store.acooldowns(["openai"]) == limit_store.cooldowns(["openai"]) != {}
    await limit_store.aend_cooldown("openai")
    assert limit_store.cooldowns(["openai"]) == {}


FORKING = """
import os, sys, time
from rscrew_console.runtime.limits import LocalLimitStore, Pace, shared_limit_store
boards = [LocalLimitStore(time.monotonic), shared_limit_store(None)]
for board in boards:
    board.reserve("openai", Pace(0, 1))
    board.start_cooldown("openai", 600, "bad key")
    board._lock.acquire()  # as if another thread held it at that moment
if child := os.fork():
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
assert shared_limit_store(None) is boards[1]
for board in boards:
    assert board.reserve("openai", Pace(0, 1)) == 0
    assert board.cooldowns(["openai"]) == {}
"""


def test_a_forked_child_starts_afresh() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FORKING], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
