"""Streamed answers: the provider that sends the first piece with text is the one that answers."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Generator

from rscrew_console.records import dataclass
from rscrew_console.runtime.blank import is_blank
from rscrew_console.runtime.loop.driving import (
    CallServices,
    auntil_written,
    given_up,
    note_failure,
    since,
    until_written,
)
from rscrew_console.runtime.loop.steps import SendRequest
from rscrew_console.runtime.loop.stream_record import StreamRecord
from rscrew_console.runtime.requests import CallFailed, CallFailure, Reply, StreamChunk


@dataclass(frozen=True, slots=True)
class OpenedStream:
    """A stream that has begun to answer. `following_pieces` are those still to come."""

    step: SendRequest
    begun: tuple[StreamChunk, ...]
    """Up to the first piece that has text; all of them where there is none, but calls of tools."""
    following_pieces: Generator[StreamChunk]
    taken_ms: float
    """To the first piece that has text."""


@dataclass(frozen=True, slots=True)
class AsyncOpenedStream:
    """As `OpenedStream`, in a task."""

    step: SendRequest
    begun: tuple[StreamChunk, ...]
    following_pieces: AsyncGenerator[StreamChunk]
    taken_ms: float


def opening(services: CallServices) -> Callable[[SendRequest], OpenedStream | CallFailure]:
    """Make the function that answers a `SendRequest` with an opened stream."""

    def ask(step: SendRequest) -> OpenedStream | CallFailure:
        began = services.monotonic()
        record = StreamRecord(step, services)
        pieces = services.wire.stream(step.order)
        try:
            for piece in pieces:
                if not is_blank(record.add(piece).text):
                    return OpenedStream(step, tuple(record.pieces), pieces, since(began, services))
        except CallFailed as error:
            failure = record.with_tokens(error.failure)
            until_written(note_failure(services, step, failure, since(began, services)))
            return failure
        except BaseException:
            services.note(given_up(step.attempt, since(began, services)), None, None)
            pieces.close()
            raise
        if (empty := record.failure()) is not None:
            noting = note_failure(services, step, empty, since(began, services), record.cost_usd)
            until_written(noting)
            return empty
        return OpenedStream(step, tuple(record.pieces), pieces, since(began, services))

    return ask


def aopening(
    services: CallServices,
) -> Callable[[SendRequest], Awaitable[AsyncOpenedStream | CallFailure]]:
    """As `opening`, in a task."""

    async def ask(step: SendRequest) -> AsyncOpenedStream | CallFailure:
        began = services.monotonic()
        record = StreamRecord(step, services)
        pieces = services.wire.astream(step.order)
        try:
            async for piece in pieces:
                if not is_blank(record.add(piece).text):
                    begun = tuple(record.pieces)
                    return AsyncOpenedStream(step, begun, pieces, since(began, services))
        except CallFailed as error:
            failure = record.with_tokens(error.failure)
            await auntil_written(note_failure(services, step, failure, since(began, services)))
            return failure
        except BaseException:
            services.note(given_up(step.attempt, since(began, services)), None, None)
            await pieces.aclose()
            raise
        if (empty := record.failure()) is not None:
            noting = note_failure(services, step, empty, since(began, services), record.cost_usd)
            await auntil_written(noting)
            return empty
        return AsyncOpenedStream(step, tuple(record.pieces), pieces, since(began, services))

    return ask


def flowing(
    opened: OpenedStream, services: CallServices, when_complete: Callable[[Reply], None]
) -> Generator[StreamChunk]:
    """Yield the pieces, and note the attempt at the end; `when_complete` then gets the answer.

    Raises StreamBroken.
    """
    record = StreamRecord(opened.step, services, opened.taken_ms)
    try:
        for piece in opened.begun:
            yield record.add(piece)
        while True:
            began = services.monotonic()
            if (following := next(opened.following_pieces, None)) is None:
                break
            record.taken_ms += since(began, services)
            yield record.add(following)
        record.check()
        until_written(record.note_answer())
        when_complete(record.reply())
    except CallFailed as error:
        raise record.broken(error.failure) from None
    finally:
        record.give_up()
        opened.following_pieces.close()


async def aflowing(
    opened: AsyncOpenedStream, services: CallServices, when_complete: Callable[[Reply], None]
) -> AsyncGenerator[StreamChunk]:
    """As `flowing`, in a task."""
    record = StreamRecord(opened.step, services, opened.taken_ms)
    try:
        for piece in opened.begun:
            yield record.add(piece)
        while True:
            began = services.monotonic()
            if (following := await anext(opened.following_pieces, None)) is None:
                break
            record.taken_ms += since(began, services)
            yield record.add(following)
        record.check()
        await auntil_written(record.note_answer())
        when_complete(record.reply())
    except CallFailed as error:
        raise record.broken(error.failure) from None
    finally:
        record.give_up()
        await opened.following_pieces.aclose()
