"""Time-outs in a loop that can be made late, by a clock that jumps."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from rscrew_console.runtime.wire.timing import LoopLag, TimeLimit

LONG = 1e6
SHORT = 0.02


class JumpingLoop(asyncio.SelectorEventLoop):
    """`jump` makes its clock go on at once, as if something had blocked it for so long."""

    def __init__(self) -> None:
        super().__init__()
        self._ahead = 0.0

    def jump(self, seconds: float) -> None:
        self._ahead += seconds

    def time(self) -> float:
        return super().time() + self._ahead


def run(work: Coroutine[Any, Any, None]) -> None:
    loop = JumpingLoop()
    try:
        loop.run_until_complete(work)
    finally:
        loop.close()


def jump(seconds: float) -> None:
    loop = asyncio.get_running_loop()
    assert isinstance(loop, JumpingLoop)
    loop.jump(seconds)


async def noticed(lag: LoopLag, seconds: float) -> None:
    """Until so much lag is measured, which the next tick of the loop does."""
    for _ in range(1000):
        if lag.seconds >= seconds:
            return
        await asyncio.sleep(0.01)


def test_what_takes_too_long_is_ended() -> None:
    async def work() -> None:
        with pytest.raises(TimeoutError):
            async with TimeLimit(SHORT, LoopLag()) as limit:
                await asyncio.Event().wait()
        assert limit.expired
        assert asyncio.current_task().cancelling() == 0  # type: ignore[union-attr]  # there is one

    run(work())


def test_what_ends_in_time_is_left_alone() -> None:
    async def work() -> None:
        async with TimeLimit(LONG, LoopLag()) as limit:
            await asyncio.sleep(0)
        assert not limit.expired

    run(work())


def test_an_error_of_the_work_itself_comes_through() -> None:
    async def work() -> None:
        with pytest.raises(ValueError, match="its own"):
            async with TimeLimit(LONG, LoopLag()):
                raise ValueError("its own")

    run(work())


def test_who_is_cancelled_by_others_is_cancelled() -> None:
    async def work() -> None:
        async def limited() -> None:
            async with TimeLimit(LONG, LoopLag()):
                await asyncio.Event().wait()

        task = asyncio.ensure_future(limited())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    run(work())


def test_it_can_begin_again() -> None:
    """As when the request leaves, and with each sign of life."""

    async def work() -> None:
        async with TimeLimit(5.0, LoopLag()) as limit:
            jump(4.9)
            limit.restart(LONG)
            jump(100)
            await asyncio.sleep(0.05)
        assert not limit.expired

    run(work())


def test_what_has_come_while_the_loop_was_blocked_is_looked_at_first() -> None:
    async def work() -> None:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[str] = loop.create_future()
        async with TimeLimit(5.0, LoopLag()) as limit:
            loop.call_soon(answer.set_result, "in time")
            jump(60)
            assert await answer == "in time"
        assert not limit.expired

    run(work())


def test_time_in_which_the_loop_was_late_is_given_back() -> None:
    async def work() -> None:
        lag = LoopLag()
        async with TimeLimit(5.0, lag) as limit:
            jump(60)
            await noticed(lag, 50)
            await asyncio.sleep(0.1)
        assert not limit.expired

    run(work())


def test_lag_from_before_it_began_is_not_given_back() -> None:
    async def work() -> None:
        lag = LoopLag()
        lag.seconds = LONG
        with pytest.raises(TimeoutError):
            async with TimeLimit(SHORT, lag):
                await asyncio.Event().wait()

    run(work())


@pytest.mark.parametrize("given", ["at first", "when it leaves"])
def test_a_deadline_is_kept_to_however_late_the_loop_is(given: str) -> None:
    async def work() -> None:
        ends = asyncio.get_running_loop().time() + 5
        lag = LoopLag()
        limit = TimeLimit(LONG, lag, ends if given == "at first" else None)

        async def limited() -> None:
            async with limit:
                if given == "when it leaves":
                    limit.restart(LONG, ends)
                lag.seconds += LONG
                jump(6)
                await asyncio.Event().wait()

        with pytest.raises(TimeoutError):
            await limited()
        assert limit.expired

    run(work())


def test_lag_is_measured_while_anybody_needs_it() -> None:
    async def work() -> None:
        lag = LoopLag()
        lag.enter()
        lag.enter()
        lag.leave()
        jump(30)
        await noticed(lag, 29)
        before = lag.seconds
        lag.leave()
        await asyncio.sleep(0.1)  # until its timer has ended
        jump(30)
        await asyncio.sleep(0.1)
        assert lag.seconds - before < 29

    run(work())
