"""Answers that come in pieces: whoever has sent the first one is the provider that answers."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from concurrent.futures import Future
from dataclasses import dataclass, replace

from rscrew_console.runtime.errors import StreamBroken
from rscrew_console.runtime.loop.driving import (
    CallServices,
    auntil_written,
    given_up,
    since,
    until_written,
)
from rscrew_console.runtime.loop.steps import SendRequest, answered, failed
from rscrew_console.runtime.order import CallFailed, CallFailure, Reply, StreamChunk, Tokens
from rscrew_console.runtime.record import AttemptRecord


@dataclass(frozen=True, slots=True)
class OpenedStream:
    """A stream whose first piece is there. `rest` is what follows it."""

    step: SendRequest
    first: StreamChunk | None
    """None for a stream that has ended at once, without an error."""
    rest: Generator[StreamChunk]
    taken_ms: float
    """To the first piece."""


@dataclass(frozen=True, slots=True)
class AsyncOpenedStream:
    """As `Opened`, in a task."""

    step: SendRequest
    first: StreamChunk | None
    rest: AsyncGenerator[StreamChunk]
    taken_ms: float


def opening(hands: CallServices) -> Callable[[SendRequest], OpenedStream | CallFailure]:
    """What answers an `Ask` with a stream."""

    def ask(step: SendRequest) -> OpenedStream | CallFailure:
        began = hands.monotonic()
        try:
            pieces = hands.wire.stream(step.order)
            first = next(filter(_says_something, pieces), None)
        except CallFailed as error:
            until_written(
                hands.note(
                    failed(step.attempt, error.failure, since(began, hands)), step.order, None
                )
            )
            return error.failure
        except BaseException:
            hands.note(given_up(step.attempt, since(began, hands)), None, None)
            raise
        return OpenedStream(step, first, pieces, since(began, hands))

    return ask


def aopening(
    hands: CallServices,
) -> Callable[[SendRequest], Awaitable[AsyncOpenedStream | CallFailure]]:
    """As `opening`, in a task."""

    async def ask(step: SendRequest) -> AsyncOpenedStream | CallFailure:
        began = hands.monotonic()
        pieces = hands.wire.astream(step.order)
        try:
            first = await _first(pieces)
        except CallFailed as error:
            noted = failed(step.attempt, error.failure, since(began, hands))
            await auntil_written(hands.note(noted, step.order, None))
            return error.failure
        except BaseException:
            hands.note(given_up(step.attempt, since(began, hands)), None, None)
            await pieces.aclose()
            raise
        return AsyncOpenedStream(step, first, pieces, since(began, hands))

    return ask


def _says_something(piece: StreamChunk) -> bool:
    """Whether there is anything in it that could not be taken back."""
    return bool(piece.text or piece.tool_calls or piece.tokens)


async def _first(pieces: AsyncGenerator[StreamChunk]) -> StreamChunk | None:
    async for piece in pieces:
        if _says_something(piece):
            return piece
    return None


def flowing(opened: OpenedStream, hands: CallServices) -> Generator[StreamChunk]:
    """The pieces, and a note when they have all come. Raises StreamBroken."""
    whole = _StreamRecord(opened.step, opened.taken_ms, hands)
    piece = opened.first
    try:
        while piece is not None:
            yield whole.with_piece(piece)
            began = hands.monotonic()
            piece = next(opened.rest, None)
            whole.taken_ms += since(began, hands)
        until_written(whole.come())
    except CallFailed as error:
        raise whole.broken(error.failure) from None
    finally:
        whole.given_up()
        opened.rest.close()


async def aflowing(opened: AsyncOpenedStream, hands: CallServices) -> AsyncGenerator[StreamChunk]:
    """As `flowing`, in a task."""
    whole = _StreamRecord(opened.step, opened.taken_ms, hands)
    piece = opened.first
    try:
        while piece is not None:
            yield whole.with_piece(piece)
            began = hands.monotonic()
            piece = await anext(opened.rest, None)
            whole.taken_ms += since(began, hands)
        await auntil_written(whole.come())
    except CallFailed as error:
        raise whole.broken(error.failure) from None
    finally:
        whole.given_up()
        await opened.rest.aclose()


class _StreamRecord:
    """What has come of a stream, noted once."""

    def __init__(self, step: SendRequest, taken_ms: float, hands: CallServices) -> None:
        self._step, self._hands = step, hands
        self.taken_ms = taken_ms
        """Without the time that the reader has taken between the pieces."""
        self._tokens = Tokens()
        self._cost: float | None = None
        self._noted = False

    def with_piece(self, piece: StreamChunk) -> StreamChunk:
        self._tokens = piece.tokens or self._tokens
        self._cost = piece.cost_usd if piece.cost_usd is not None else self._cost
        return piece

    def come(self) -> Future[None]:
        """It is complete."""
        self._noted = True
        reply = Reply("", tokens=self._tokens, cost_usd=self._cost)
        noted = answered(self._step.attempt, reply, self.taken_ms)
        return self._hands.note(noted, self._step.order, reply)

    def broken(self, failure: CallFailure) -> StreamBroken:
        """The error to raise."""
        self._noted = True
        noted = failed(self._known(), failure, self.taken_ms)
        self._hands.note(noted, self._step.order, None)
        attempt = self._step.attempt
        return StreamBroken(attempt.agent, attempt.provider, attempt.model, failure)

    def given_up(self) -> None:
        """For a stream that nobody has read to its end."""
        if not self._noted:
            self._noted = True
            noted = given_up(self._known(), self.taken_ms)
            self._hands.note(noted, self._step.order, None)

    def _known(self) -> AttemptRecord:
        """The attempt with what the pieces that have come say of tokens and cost."""
        return replace(self._step.attempt.with_tokens(self._tokens), cost_usd=self._cost)
