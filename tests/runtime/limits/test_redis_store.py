"""Boards of several processes in one real Redis."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Protocol

import pytest

from rscrew_console.runtime.limits import Cooldown, Pace, RedisLimitStore, scripts
from rscrew_console.runtime.limits.schedule import SECOND
from tests.runtime.limits.limits import most_in_a_minute, narrowest
from tests.runtime.limits.stores import MANNERS, Manner, Simple, in_manner, turns_of
from tests.runtime.redis_server import RedisServer


class Opens(Protocol):
    def __call__(self, manner: Manner = "threads") -> Simple: ...


@pytest.fixture
def opened(server: RedisServer) -> Iterator[Opens]:
    """A board more on the same Redis, as another process would have it."""
    every: list[RedisLimitStore] = []

    def opens(manner: Manner = "threads") -> Simple:
        every.append(RedisLimitStore(server.url))
        return in_manner(every[-1], manner)

    yield opens
    for limit_store in every:
        limit_store.close()


@pytest.mark.parametrize("manner", MANNERS)
def test_turns_queue_up_over_boards(opened: Opens, server: RedisServer, manner: Manner) -> None:
    one, other = opened(manner), opened(manner)
    waits = [limit_store.reserve("openai", Pace(0, 2)) for limit_store in (one, other, one)]
    waits.append(other.reserve("openai", Pace(10, 2)))
    with server.client() as client:
        first, _second, third, fourth = turns_of(client, "openai")
    assert waits[:2] == [0, 0]
    assert 0 < waits[2] <= 60
    assert waits[2] < waits[3] <= 70
    assert (third - first, fourth - third) == (60 * SECOND, 10 * SECOND)


@pytest.mark.parametrize("manner", MANNERS)
def test_min_interval_is_over_all_providers(
    opened: Opens, server: RedisServer, manner: Manner
) -> None:
    for name in ("openai", "claude", "gemini"):
        opened(manner).reserve(name, Pace(10))
    with server.client() as client:
        slots = [slot for name in ("openai", "claude", "gemini") for slot in turns_of(client, name)]
    assert [later - slots[0] for later in slots] == [0, 10 * SECOND, 20 * SECOND]


@pytest.mark.parametrize("manner", MANNERS)
def test_a_turn_given_back(opened: Opens, server: RedisServer, manner: Manner) -> None:
    one, other = opened(manner), opened(manner)
    places = [one.reserve("openai", Pace(1, 1)) for _ in range(3)]
    for place in places:
        one.give_back(place)
    one.give_back(7.0)
    with server.client() as client:
        assert turns_of(client, "openai") == []
    assert other.reserve("openai", Pace(1, 1)) == 0


@pytest.mark.parametrize("manner", MANNERS)
def test_a_rest_is_seen_at_once_and_says_why(opened: Opens, manner: Manner) -> None:
    one, other = opened(manner), opened(manner)
    names = ["openai:1f", "claude:2e"]
    assert other.cooldowns(names) == {}
    one.start_cooldown("openai:1f", 600, "invalid key: sk-…, says OpenAI’s “401”")
    found = other.cooldowns(names)
    assert found == {
        "openai:1f": Cooldown(found["openai:1f"].seconds, "invalid key: sk-…, says OpenAI’s “401”")
    }
    assert 0 < found["openai:1f"].seconds <= 600
    other.end_cooldown("openai:1f")
    assert one.cooldowns(names) == {}


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize(
    ("rests", "why", "at_most"),
    [
        ([(600, "bad key"), (60, "overloaded")], "bad key", 600),
        ([(60, "overloaded"), (600, "bad key")], "bad key", 600),
        ([(float("inf"), "for good")], "for good", 30 * 24 * 3600),
        ([(60, "")], "", 60),
        ([(60, "\ud800 is no character")], "? is no character", 60),
    ],
)
def test_the_longer_rest_stays(
    opened: Opens, manner: Manner, rests: list[tuple[float, str]], why: str, at_most: float
) -> None:
    one, other = opened(manner), opened(manner)
    for seconds, reason in rests:
        one.start_cooldown("openai", seconds, reason)
    rest = other.cooldowns(["openai"])["openai"]
    assert rest.why == why
    assert at_most / 2 < rest.seconds <= at_most


@pytest.mark.parametrize("seconds", [0, -5, float("nan")])
def test_no_time_is_no_rest(opened: Opens, seconds: float) -> None:
    limit_store = opened()
    limit_store.start_cooldown("openai", seconds, "overloaded")
    assert limit_store.cooldowns(["openai"]) == limit_store.cooldowns([]) == {}


def test_a_rest_ends_by_itself(opened: Opens) -> None:
    one, other = opened(), opened()
    one.start_cooldown("openai", 0.001, "overloaded")
    assert any(other.cooldowns(["openai"]) == {} for _ in range(10_000))
    one.start_cooldown("openai", 60, "overloaded again")
    assert other.cooldowns(["openai"])["openai"].why == "overloaded again"


def test_nothing_stays_for_ever(opened: Opens, server: RedisServer) -> None:
    limit_store = opened()
    for pace in (Pace(1e-6), Pace(300), Pace(0.5, 2), Pace(0.5, 0.5), Pace(0, 600)):
        for name in ("openai", "claude", "openai"):
            limit_store.reserve(name, pace)
    limit_store.start_cooldown("openai:1f", 0.5, "overloaded")
    with server.client() as client:
        keys = client.keys("*")
        lives = {key: client.pttl(key) for key in keys}
        last = max(turns_of(client, "openai"))
        seconds, micros = client.time()
    assert sorted(keys) == sorted(
        [
            scripts.TURNS,
            *map(scripts.own_key, ("openai", "claude")),
            scripts.cooldown_key("openai:1f"),
        ]
    )
    assert all(key.startswith("rscrew:") for key in keys)
    assert all(life > 0 for life in lives.values())
    # The turn that is furthest ahead has to be kept until it is over, and its gap with it.
    ahead = (last - seconds * SECOND - micros) / 1000
    assert lives[scripts.own_key("openai")] > ahead + 120_000 - 5_000
    assert lives[scripts.TURNS] > ahead


def test_redis_keeps_no_more_turns_than_count(opened: Opens, server: RedisServer) -> None:
    limit_store = opened()
    for _ in range(200):
        limit_store.reserve("openai", Pace(1e-6))
    with server.client() as client:
        assert client.zcard(scripts.own_key("openai")) <= 59
        assert client.zcard(scripts.TURNS) == 1


WORK = """
import asyncio, sys
from rscrew_console.runtime.limits import Pace, RedisLimitStore
url, manner = sys.argv[1:]
board = RedisLimitStore(url)
pace = {"openai": Pace(0.02, 20), "claude": Pace(0.02, 7), "gemini": Pace(0.02, 300)}
names = [name for name in pace for _ in range(15)]
async def tasks():
    await asyncio.gather(*(board.areserve(name, pace[name]) for name in names))
if manner == "tasks":
    asyncio.run(tasks())
else:
    for name in names:
        board.reserve(name, pace[name])
"""


def test_processes_share_the_limits(server: RedisServer) -> None:
    """None of them waits for its turns: so all are ahead, and Redis still has every one."""
    command = [sys.executable, "-W", "error", "-c", WORK, server.url]
    workers = [
        subprocess.Popen([*command, manner], stderr=subprocess.PIPE, text=True)
        for manner in ("threads", "tasks", "threads", "tasks")
    ]
    said = [worker.communicate()[1] for worker in workers]
    assert said == [""] * 4
    with server.client() as client:
        turns = {name: turns_of(client, name) for name in ("openai", "claude", "gemini")}
    assert {name: len(slots) for name, slots in turns.items()} == dict.fromkeys(turns, 60)
    assert most_in_a_minute(turns["openai"]) == 20
    assert most_in_a_minute(turns["claude"]) == 7
    assert narrowest(turns["gemini"]) >= 0.2 * SECOND
    assert narrowest(slot for slots in turns.values() for slot in slots) >= 0.02 * SECOND


def test_more_tasks_and_threads_than_connections(server: RedisServer) -> None:
    limit_store = RedisLimitStore(server.url)
    pace = Pace(0, 50)

    async def tasks() -> None:
        await asyncio.gather(*(limit_store.areserve("openai", pace) for _ in range(100)))

    work = [lambda: asyncio.run(tasks())] * 3 + [lambda: limit_store.reserve("openai", pace)] * 100
    threads = [threading.Thread(target=one) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    limit_store.close()
    with server.client() as client:
        slots = turns_of(client, "openai")
        assert int(client.info("clients")["connected_clients"]) < 100
    assert len(slots) == 400
    assert most_in_a_minute(slots) == 50


async def test_a_task_that_is_cancelled_harms_nobody(server: RedisServer) -> None:
    limit_store = RedisLimitStore(server.url)
    tasks = [asyncio.create_task(limit_store.areserve("openai", Pace(1e-6))) for _ in range(40)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    done = await asyncio.gather(*tasks, return_exceptions=True)
    assert [isinstance(one, float) for one in done] == [False, True] * 20
    await limit_store.astart_cooldown("openai", 60, "overloaded")
    assert set(await limit_store.acooldowns(["openai", "claude"])) == {"openai"}
    limit_store.close()


FORKING = """
import asyncio, os, sys
from rscrew_console.runtime.limits import Pace, shared_limit_store
from rscrew_console.runtime.limits.redis_client import AT_ONCE
url = sys.argv[1]
board = shared_limit_store(url)
board.reserve("openai", Pace(0, 1))
turns = board._server._turns
async def parent():
    await board.astart_cooldown("openai", 600, "bad key")
    for _ in range(AT_ONCE):
        turns.acquire()  # as if as many threads were talking to Redis at that moment
    child = os.fork()
    if not child:
        os._exit(in_child())
    for _ in range(AT_ONCE):
        turns.release()
    status = os.waitpid(child, 0)[1]
    # The parent's connections are as they were.
    assert set(await board.acooldowns(["openai", "claude"])) == {"openai", "claude"}
    assert set(board.cooldowns(["openai", "claude"])) == {"openai", "claude"}
    return os.waitstatus_to_exitcode(status)
def in_child():
    assert shared_limit_store(url) is board
    assert board.reserve("openai", Pace(0, 1)) > 0
    asyncio.events._set_running_loop(None)
    asyncio.run(board.astart_cooldown("claude", 600, "bad key"))
    return 0 if set(board.cooldowns(["openai", "claude"])) == {"openai", "claude"} else 1
sys.exit(asyncio.run(parent()))
"""


def test_a_forked_child_has_connections_of_its_own(server: RedisServer) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FORKING, server.url],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
