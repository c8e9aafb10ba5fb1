"""Orders in, answers out: for threads and for tasks, whole and in pieces."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Generator
from datetime import datetime
from typing import TYPE_CHECKING

from rscrew_console.runtime.order import CallFailed, CallFailure, ModelRequest, Reply, StreamChunk
from rscrew_console.runtime.wire.aim import aim_of
from rscrew_console.runtime.wire.lane import LANES, LoopThread
from rscrew_console.runtime.wire.library import knows, load, prepare

if TYPE_CHECKING:
    from rscrew_console.runtime.wire.attempt import Attempt


class Wire:
    """All of them may be asked from any thread and any event loop, also in a forked process.

    Every call makes one attempt and raises CallFailed where it fails, or RuntimeMissing where
    LiteLLM is not installed. `clock` says what `Retry-After` is counted from.
    """

    def __init__(self, *, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    def ready(self) -> None:
        """Load LiteLLM, so that no attempt has to wait for it. Raises RuntimeMissing."""
        load()

    def close(self) -> None:
        """Let go of connections. The next call opens them again."""
        LANES.leave(self)

    def ask(self, order: ModelRequest) -> Reply:
        """The whole answer."""
        lane = LANES.lane(self)
        outcome = lane.run(_whole(order, self._clock, lane))
        return _reply(outcome)

    async def aask(self, order: ModelRequest) -> Reply:
        """As `ask`, without blocking the event loop."""
        lane = LANES.lane(self)
        outcome = await lane.arun(_whole(order, self._clock, lane))
        return _reply(outcome)

    def stream(self, order: ModelRequest) -> Generator[StreamChunk]:
        """The answer in pieces, of which the last one has the tokens. It may fail in the middle."""
        lane = LANES.lane(self)
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
        lane = LANES.lane(self)
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


# Failures come out of the event loop as values, and are raised where nothing that LiteLLM has
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
    attempt = _begun(order, clock, lane)
    return attempt if isinstance(attempt, CallFailure) else await attempt.whole()


async def _opened(
    order: ModelRequest, clock: Callable[[], datetime], lane: LoopThread, begun: list[Attempt]
) -> Attempt | CallFailure:
    attempt = _begun(order, clock, lane)
    if isinstance(attempt, CallFailure):
        return attempt
    begun.append(attempt)
    return await attempt.open() or attempt


def _begun(
    order: ModelRequest, clock: Callable[[], datetime], lane: LoopThread
) -> Attempt | CallFailure:
    aim = aim_of(order)
    if isinstance(aim, CallFailure):
        return aim
    litellm = load()
    # These load LiteLLM and httpx.
    from rscrew_console.runtime.wire.attempt import Attempt  # noqa: PLC0415 -- as said
    from rscrew_console.runtime.wire.pool import http_client  # noqa: PLC0415 -- as said

    if aim.target is None and not knows(litellm, aim.model):
        return CallFailure("unverifiable", aim.why)
    prepare(litellm, aim)
    http = http_client(lane)
    if isinstance(http, CallFailure):
        return http
    return Attempt(order, aim, litellm, http, clock)
