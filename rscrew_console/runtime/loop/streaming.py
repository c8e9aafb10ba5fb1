"""Answers that come in pieces: whoever has sent the first one is the provider that answers."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from concurrent.futures import Future
from dataclasses import dataclass

from rscrew_console.runtime.errors import StreamBroken
from rscrew_console.runtime.loop.driving import (
    Hands,
    auntil_written,
    given_up,
    since,
    until_written,
)
from rscrew_console.runtime.loop.steps import Ask, answered, failed
from rscrew_console.runtime.order import CallFailed, Failure, Piece, Reply, Tokens


@dataclass(frozen=True, slots=True)
class Opened:
    """A stream whose first piece is there. `rest` is what follows it."""

    step: Ask
    first: Piece | None
    """None for a stream that has ended at once, without an error."""
    rest: Generator[Piece]
    taken_ms: float
    """To the first piece."""


@dataclass(frozen=True, slots=True)
class AOpened:
    """As `Opened`, in a task."""

    step: Ask
    first: Piece | None
    rest: AsyncGenerator[Piece]
    taken_ms: float


def opening(hands: Hands) -> Callable[[Ask], Opened | Failure]:
    """What answers an `Ask` with a stream."""

    def ask(step: Ask) -> Opened | Failure:
        began = hands.monotonic()
        try:
            pieces = hands.wire.stream(step.order)
            first = next(filter(_says_something, pieces), None)
        except CallFailed as error:
            until_written(
                hands.note(failed(step.attempt, error.failure, since(began, hands)), None, None)
            )
            return error.failure
        except BaseException:
            hands.note(given_up(step.attempt, since(began, hands)), None, None)
            raise
        return Opened(step, first, pieces, since(began, hands))

    return ask


def aopening(hands: Hands) -> Callable[[Ask], Awaitable[AOpened | Failure]]:
    """As `opening`, in a task."""

    async def ask(step: Ask) -> AOpened | Failure:
        began = hands.monotonic()
        pieces = hands.wire.astream(step.order)
        try:
            first = await _first(pieces)
        except CallFailed as error:
            noted = failed(step.attempt, error.failure, since(began, hands))
            await auntil_written(hands.note(noted, None, None))
            return error.failure
        except BaseException:
            hands.note(given_up(step.attempt, since(began, hands)), None, None)
            await pieces.aclose()
            raise
        return AOpened(step, first, pieces, since(began, hands))

    return ask


def _says_something(piece: Piece) -> bool:
    """Whether there is anything in it that could not be taken back."""
    return bool(piece.text or piece.tool_calls or piece.tokens)


async def _first(pieces: AsyncGenerator[Piece]) -> Piece | None:
    async for piece in pieces:
        if _says_something(piece):
            return piece
    return None


def flowing(opened: Opened, hands: Hands) -> Generator[Piece]:
    """The pieces, and a note when they have all come. Raises StreamBroken."""
    whole = _Whole(opened.step, opened.taken_ms, hands)
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


async def aflowing(opened: AOpened, hands: Hands) -> AsyncGenerator[Piece]:
    """As `flowing`, in a task."""
    whole = _Whole(opened.step, opened.taken_ms, hands)
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


class _Whole:
    """What has come of a stream, noted once."""

    def __init__(self, step: Ask, taken_ms: float, hands: Hands) -> None:
        self._step, self._hands = step, hands
        self.taken_ms = taken_ms
        """Without the time that the reader has taken between the pieces."""
        self._tokens = Tokens()
        self._cost: float | None = None
        self._noted = False

    def with_piece(self, piece: Piece) -> Piece:
        self._tokens = piece.tokens or self._tokens
        self._cost = piece.cost_usd if piece.cost_usd is not None else self._cost
        return piece

    def come(self) -> Future[None]:
        """It is complete."""
        self._noted = True
        reply = Reply("", tokens=self._tokens, cost_usd=self._cost)
        noted = answered(self._step.attempt, reply, self.taken_ms)
        return self._hands.note(noted, self._step.order, reply)

    def broken(self, failure: Failure) -> StreamBroken:
        """The error to raise."""
        self._noted = True
        self._hands.note(failed(self._step.attempt, failure, self.taken_ms), None, None)
        attempt = self._step.attempt
        return StreamBroken(attempt.agent, attempt.provider, attempt.model, failure)

    def given_up(self) -> None:
        """For a stream that nobody has read to its end."""
        if not self._noted:
            self._noted = True
            self._hands.note(given_up(self._step.attempt, self.taken_ms), None, None)
