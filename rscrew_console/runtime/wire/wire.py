"""Orders in, answers out: for threads and for tasks, whole and in pieces."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Generator
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from rscrew_console.runtime.requests import (
    CallFailed,
    CallFailure,
    ModelRequest,
    Reply,
    StreamChunk,
)
from rscrew_console.runtime.wire.loop_thread import LOOP_THREADS, LoopThread
from rscrew_console.runtime.wire.request_target import RequestTarget, request_target_of

if TYPE_CHECKING:
    from rscrew_console.runtime.wire.client import Shared


class Attempt(Protocol):
    """One attempt, as the event loop of the calls makes it."""

    async def whole(self) -> Reply | CallFailure: ...
    async def open(self) -> CallFailure | None: ...
    async def next(self) -> StreamChunk | CallFailure: ...
    async def close(self) -> None: ...


class Wire:
    """All of them may be asked from any thread and any event loop, also in a forked process.

    Every call makes one attempt and raises CallFailed where it fails. `clock` says what
    `Retry-After` is counted from.
    """

    def __init__(self, *, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    def ready(self) -> None:
        """Load the HTTP client, so that no attempt has to wait for it."""
        lane = LOOP_THREADS.lane(self)
        if lane.shared is None:
            lane.run(_prepared(lane))

    def prepare(self, order: ModelRequest) -> None:
        """Load the library that the request needs, at most until its deadline; nothing is sent."""
        if _needs_litellm(order):
            lane = LOOP_THREADS.lane(self)
            lane.run(_with_litellm(lane, order.deadline))

    async def aprepare(self, order: ModelRequest) -> None:
        """As `prepare`, without blocking the event loop."""
        if _needs_litellm(order):
            lane = LOOP_THREADS.lane(self)
            await lane.arun(_with_litellm(lane, order.deadline))

    def close(self) -> None:
        """Let go of connections. The next call opens them again."""
        LOOP_THREADS.leave(self)

    def ask(self, order: ModelRequest) -> Reply:
        """The whole answer."""
        lane = LOOP_THREADS.lane(self)
        outcome = lane.run(_whole(order, self._clock, lane))
        return _reply(outcome)

    async def aask(self, order: ModelRequest) -> Reply:
        """As `ask`, without blocking the event loop."""
        lane = LOOP_THREADS.lane(self)
        outcome = await lane.arun(_whole(order, self._clock, lane))
        return _reply(outcome)

    def stream(self, order: ModelRequest) -> Generator[StreamChunk]:
        """The answer in pieces, of which the last one has the tokens. It may fail in the middle."""
        lane = LOOP_THREADS.lane(self)
        begun: list[Attempt] = []
        try:
            attempt = _attempt(lane.run(_opened(order, self._clock, lane, begun)))
            while (piece := _piece(lane.run(attempt.next()))).tokens is None:
                yield piece
            yield piece
        finally:
            if begun and lane.usable:
                lane.run(begun[0].close())

    async def astream(self, order: ModelRequest) -> AsyncGenerator[StreamChunk]:
        """As `stream`, without blocking the event loop."""
        lane = LOOP_THREADS.lane(self)
        begun: list[Attempt] = []
        try:
            attempt = _attempt(await lane.arun(_opened(order, self._clock, lane, begun)))
            while (piece := _piece(await lane.arun(attempt.next()))).tokens is None:
                yield piece
            yield piece
        finally:
            # Also where the stream was opened at the very moment at which its reader was cancelled.
            if begun and lane.usable:
                await lane.arun(begun[0].close())


# Failures come out of the event loop as values, and are raised where nothing that a library has
# raised, with a request and its key in it, can hang on to them.


def _reply(outcome: Reply | CallFailure) -> Reply:
    if isinstance(outcome, CallFailure):
        raise CallFailed(outcome)
    return outcome


def _piece(outcome: StreamChunk | CallFailure) -> StreamChunk:
    if isinstance(outcome, CallFailure):
        raise CallFailed(outcome)
    return outcome


def _attempt(outcome: Attempt | CallFailure) -> Attempt:
    if isinstance(outcome, CallFailure):
        raise CallFailed(outcome)
    return outcome


async def _whole(
    order: ModelRequest, clock: Callable[[], datetime], lane: LoopThread
) -> Reply | CallFailure:
    attempt = await _begun(order, clock, lane)
    return attempt if isinstance(attempt, CallFailure) else await attempt.whole()


async def _opened(
    order: ModelRequest, clock: Callable[[], datetime], lane: LoopThread, begun: list[Attempt]
) -> Attempt | CallFailure:
    attempt = await _begun(order, clock, lane)
    if isinstance(attempt, CallFailure):
        return attempt
    begun.append(attempt)
    return await attempt.open() or attempt


async def _prepared(lane: LoopThread) -> Shared:
    if lane.shared is None:
        # Which loads the HTTP client.
        from rscrew_console.runtime.wire.client import Shared

        lane.shared = Shared()
    return lane.shared


def _needs_litellm(order: ModelRequest) -> bool:
    aim = request_target_of(order)
    return isinstance(aim, RequestTarget) and aim.target is None


async def _with_litellm(lane: LoopThread, most: float | None) -> None:
    """Wait until LiteLLM is loaded, or for so many seconds; it is loaded in any case."""
    from rscrew_console.runtime.wire.litellm_fallback import load

    await asyncio.wait([asyncio.ensure_future(lane.in_thread(load))], timeout=most)


async def _begun(
    order: ModelRequest, clock: Callable[[], datetime], lane: LoopThread
) -> Attempt | CallFailure:
    aim = request_target_of(order)
    if isinstance(aim, CallFailure):
        return aim
    shared = await _prepared(lane)
    from rscrew_console.runtime.wire.attempt import HttpAttempt
    from rscrew_console.runtime.wire.formats.choose import format_for

    if aim.target is not None:
        wire_format = format_for(order, aim.target)
        return HttpAttempt(order, aim.target, wire_format, shared.client, shared.lag, clock)
    from rscrew_console.runtime.wire.litellm_fallback import LiteLLMAttempt, load

    litellm = await lane.in_thread(load)
    if isinstance(litellm, CallFailure):
        return litellm
    return LiteLLMAttempt(order, aim, litellm, shared.lag, clock)
