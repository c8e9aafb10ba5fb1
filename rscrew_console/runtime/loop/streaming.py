"""Answers that come in pieces: whoever has sent the first one is the provider that answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from dataclasses import dataclass

from rscrew_console.runtime.errors import StreamBroken
from rscrew_console.runtime.loop.driving import Hands, given_up, kept, since
from rscrew_console.runtime.loop.steps import Ask, answered, failed
from rscrew_console.runtime.order import CallFailed, Failure, Piece, Reply, Tokens


@dataclass(frozen=True, slots=True)
class Opened:
    """A stream whose first piece is there. `rest` is what follows it."""

    step: Ask
    first: Piece | None
    """None for a stream that has ended at once, without an error."""
    rest: Generator[Piece]
    began: float


@dataclass(frozen=True, slots=True)
class AOpened:
    """As `Opened`, in a task."""

    step: Ask
    first: Piece | None
    rest: AsyncGenerator[Piece]
    began: float


def opening(hands: Hands) -> Callable[[Ask], Opened | Failure]:
    """What answers an `Ask` with a stream."""

    def ask(step: Ask) -> Opened | Failure:
        began = hands.monotonic()
        try:
            pieces = hands.wire.stream(step.order)
            return Opened(step, next(filter(_says_something, pieces), None), pieces, began)
        except CallFailed as error:
            hands.note(failed(step.attempt, error.failure, since(began, hands)))
            return error.failure
        except BaseException:
            hands.note(given_up(step.attempt, since(began, hands)))
            raise

    return ask


def aopening(hands: Hands) -> Callable[[Ask], Awaitable[AOpened | Failure]]:
    """As `opening`, in a task."""

    async def ask(step: Ask) -> AOpened | Failure:
        began = hands.monotonic()
        try:
            pieces = hands.wire.astream(step.order)
            return AOpened(step, await _first(pieces), pieces, began)
        except CallFailed as error:
            failure = error.failure
        except BaseException:
            hands.note(given_up(step.attempt, since(began, hands)))
            raise
        noted = failed(step.attempt, failure, since(began, hands))
        await kept(asyncio.to_thread(hands.note, noted))
        return failure

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
    whole = _Whole(opened.step, opened.began, hands)
    try:
        if opened.first is not None:
            yield whole.with_piece(opened.first)
            for piece in opened.rest:
                yield whole.with_piece(piece)
        whole.come()
    except CallFailed as error:
        raise whole.broken(error.failure) from None
    finally:
        opened.rest.close()
        whole.given_up()


async def aflowing(opened: AOpened, hands: Hands) -> AsyncGenerator[Piece]:
    """As `flowing`, in a task."""
    whole = _Whole(opened.step, opened.began, hands)
    try:
        if opened.first is not None:
            yield whole.with_piece(opened.first)
            async for piece in opened.rest:
                yield whole.with_piece(piece)
        await kept(asyncio.to_thread(whole.come))
    except CallFailed as error:
        raise await kept(asyncio.to_thread(whole.broken, error.failure)) from None
    finally:
        await opened.rest.aclose()
        await kept(asyncio.to_thread(whole.given_up))


class _Whole:
    """What has come of a stream, noted once."""

    def __init__(self, step: Ask, began: float, hands: Hands) -> None:
        self._step, self._began, self._hands = step, began, hands
        self._texts: list[str] = []
        self._tokens = Tokens()
        self._cost: float | None = None
        self._noted = False

    def with_piece(self, piece: Piece) -> Piece:
        self._texts.append(piece.text)
        self._tokens = piece.tokens or self._tokens
        self._cost = piece.cost_usd if piece.cost_usd is not None else self._cost
        return piece

    def come(self) -> None:
        reply = Reply("".join(self._texts), tokens=self._tokens, cost_usd=self._cost)
        cost = self._hands.price(self._step.order, reply)
        self._noted = True
        self._hands.note(answered(self._step.attempt, reply, self._taken, cost))

    def broken(self, failure: Failure) -> StreamBroken:
        self._noted = True
        self._hands.note(failed(self._step.attempt, failure, self._taken))
        attempt = self._step.attempt
        return StreamBroken(attempt.agent, attempt.provider, attempt.model, failure)

    def given_up(self) -> None:
        """For a stream that nobody has read to its end."""
        if not self._noted:
            self._noted = True
            self._hands.note(given_up(self._step.attempt, self._taken))

    @property
    def _taken(self) -> float:
        return since(self._began, self._hands)
