"""Sends requests to models: for threads and for tasks, for whole answers and for streams."""

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

    async def reply(self) -> Reply | CallFailure: ...
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
        loop_thread = LOOP_THREADS.loop_thread(self)
        if loop_thread.shared is None:
            loop_thread.run(_prepared(loop_thread))

    def prepare(self, order: ModelRequest) -> None:
        """Load the library that the request needs, at most until its deadline; nothing is sent."""
        if _needs_litellm(order):
            loop_thread = LOOP_THREADS.loop_thread(self)
            loop_thread.run(_with_litellm(loop_thread, order.deadline))

    async def aprepare(self, order: ModelRequest) -> None:
        """As `prepare`, without blocking the event loop."""
        if _needs_litellm(order):
            loop_thread = LOOP_THREADS.loop_thread(self)
            await loop_thread.arun(_with_litellm(loop_thread, order.deadline))

    def close(self) -> None:
        """Close connections. The next call opens them again."""
        LOOP_THREADS.leave(self)

    def ask(self, order: ModelRequest) -> Reply:
        """Send the request and wait for the whole answer."""
        loop_thread = LOOP_THREADS.loop_thread(self)
        outcome = loop_thread.run(_send_whole(order, self._clock, loop_thread))
        return _reply(outcome)

    async def aask(self, order: ModelRequest) -> Reply:
        """As `ask`, without blocking the event loop."""
        loop_thread = LOOP_THREADS.loop_thread(self)
        outcome = await loop_thread.arun(_send_whole(order, self._clock, loop_thread))
        return _reply(outcome)

    def stream(self, order: ModelRequest) -> Generator[StreamChunk]:
        """The answer in pieces, of which the last one has the tokens. It may fail in the middle."""
        loop_thread = LOOP_THREADS.loop_thread(self)
        begun: list[Attempt] = []
        try:
            attempt = _attempt(loop_thread.run(_opened(order, self._clock, loop_thread, begun)))
            while (piece := _piece(loop_thread.run(attempt.next()))).tokens is None:
                yield piece
            yield piece
        finally:
            if begun and loop_thread.usable:
                loop_thread.run(begun[0].close())

    async def astream(self, order: ModelRequest) -> AsyncGenerator[StreamChunk]:
        """As `stream`, without blocking the event loop."""
        loop_thread = LOOP_THREADS.loop_thread(self)
        begun: list[Attempt] = []
        try:
            attempt = _attempt(
                await loop_thread.arun(_opened(order, self._clock, loop_thread, begun))
            )
            while (piece := _piece(await loop_thread.arun(attempt.next()))).tokens is None:
                yield piece
            yield piece
        finally:
            # Also where the stream was opened at the very moment at which its reader was cancelled.
            if begun and loop_thread.usable:
                await loop_thread.arun(begun[0].close())


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


async def _send_whole(
    order: ModelRequest, clock: Callable[[], datetime], loop_thread: LoopThread
) -> Reply | CallFailure:
    attempt = await _begun(order, clock, loop_thread)
    return attempt if isinstance(attempt, CallFailure) else await attempt.reply()


async def _opened(
    order: ModelRequest,
    clock: Callable[[], datetime],
    loop_thread: LoopThread,
    begun: list[Attempt],
) -> Attempt | CallFailure:
    attempt = await _begun(order, clock, loop_thread)
    if isinstance(attempt, CallFailure):
        return attempt
    begun.append(attempt)
    return await attempt.open() or attempt


async def _prepared(loop_thread: LoopThread) -> Shared:
    if loop_thread.shared is None:
        # Which loads the HTTP client.
        from rscrew_console.runtime.wire.client import Shared

        loop_thread.shared = Shared()
    return loop_thread.shared


def _needs_litellm(order: ModelRequest) -> bool:
    request_target = request_target_of(order)
    return isinstance(request_target, RequestTarget) and request_target.target is None


async def _with_litellm(loop_thread: LoopThread, most: float | None) -> None:
    """Wait until LiteLLM is loaded, or for so many seconds; it is loaded in any case."""
    from rscrew_console.runtime.wire.litellm_fallback import load

    await asyncio.wait([asyncio.ensure_future(loop_thread.in_thread(load))], timeout=most)


async def _begun(
    order: ModelRequest, clock: Callable[[], datetime], loop_thread: LoopThread
) -> Attempt | CallFailure:
    request_target = request_target_of(order)
    if isinstance(request_target, CallFailure):
        return request_target
    shared = await _prepared(loop_thread)
    from rscrew_console.runtime.wire.attempt import HttpAttempt
    from rscrew_console.runtime.wire.formats.choose import format_for

    if request_target.target is not None:
        wire_format = format_for(order, request_target.target)
        return HttpAttempt(
            order, request_target.target, wire_format, shared.client, shared.lag, clock
        )
    from rscrew_console.runtime.wire.litellm_fallback import LiteLLMAttempt, load

    litellm = await loop_thread.in_thread(load)
    if isinstance(litellm, CallFailure):
        return litellm
    return LiteLLMAttempt(order, request_target, litellm, shared.lag, clock)
