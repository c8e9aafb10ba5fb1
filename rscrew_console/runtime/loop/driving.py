"""Whoever carries out the steps of a call: a thread, or a task that must not block its loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from rscrew_console.roster.model import Provider
from rscrew_console.runtime.board import Board
from rscrew_console.runtime.loop.steps import (
    Admit,
    Ask,
    Job,
    Lay,
    Look,
    Pause,
    Return,
    Step,
    Steps,
    Wait,
    answered,
    failed,
)
from rscrew_console.runtime.order import CallFailed, Failure, Order, Piece, Reply
from rscrew_console.runtime.record import Attempt

T = TypeVar("T")


class Asks(Protocol):
    """`wire.Wire`, or what stands in for it."""

    def ready(self) -> None: ...
    def ask(self, order: Order) -> Reply: ...
    async def aask(self, order: Order) -> Reply: ...
    def stream(self, order: Order) -> Generator[Piece]: ...
    def astream(self, order: Order) -> AsyncGenerator[Piece]: ...


@dataclass(frozen=True)
class Hands:
    """What steps are carried out with."""

    wire: Asks
    board: Board
    admit: Callable[[Admit], Job | None]
    """Answers an `Admit`; whoever is admitted is noted in any case."""
    release: Callable[[Provider], None]
    """Tells that who was admitted is not asked after all."""
    note: Callable[[Attempt], None]
    """Writes into the ledger; never raises."""
    price: Callable[[Order, Reply], float | None]
    """US dollars for an answer; None where that is not known."""
    sleep: Callable[[float], None]
    asleep: Callable[[float], Awaitable[None]]
    monotonic: Callable[[], float]
    """Seconds, for latencies."""


CANCELLED = "cancelled"
"""The outcome of an attempt that the application itself gave up."""


def drive(steps: Steps, hands: Hands, ask: Callable[[Ask], Any]) -> Any:
    """In this thread. Returns what `steps` returns, raises what they raise."""
    try:
        step: Step = next(steps)
        while True:
            step = steps.send(_do(step, hands, ask))
    except StopIteration as ended:
        return ended.value


def _do(step: Step, hands: Hands, ask: Callable[[Ask], Any]) -> Any:
    match step:
        case Look():
            return hands.board.resting(step.names)
        case Wait():
            place = hands.board.reserve(step.provider, step.pace)
            try:
                if place > 0:
                    hands.sleep(place)
            except BaseException:  # nobody will come for that turn
                hands.board.give_back(place)
                raise
            return place
        case Return():
            hands.board.give_back(step.place)
        case Admit():
            return hands.admit(step)
        case Pause():
            hands.sleep(step.seconds)
        case Lay():
            hands.board.rest(step.name, step.seconds, step.why)
        case Ask():
            return ask(step)
    return None


async def adrive(steps: Steps, hands: Hands, ask: Callable[[Ask], Awaitable[Any]]) -> Any:
    """As `drive`, in a task."""
    try:
        step: Step = next(steps)
        while True:
            step = steps.send(await _ado(step, hands, ask))
    except StopIteration as ended:
        return ended.value


async def _ado(step: Step, hands: Hands, ask: Callable[[Ask], Awaitable[Any]]) -> Any:
    match step:
        case Look():
            return await hands.board.aresting(step.names)
        case Wait():
            place = await hands.board.areserve(step.provider, step.pace)
            try:
                if place > 0:
                    await hands.asleep(place)
            except BaseException:  # nobody will come for that turn
                await kept(hands.board.agive_back(place))
                raise
            return place
        case Return():
            await hands.board.agive_back(step.place)
        case Admit():
            return await _aadmit(step, hands)
        case Pause():
            await hands.asleep(step.seconds)
        case Lay():
            await hands.board.arest(step.name, step.seconds, step.why)
        case Ask():
            return await ask(step)
    return None


async def _aadmit(step: Admit, hands: Hands) -> Job | None:
    if not step.job.limited:
        return hands.admit(step)
    asked = asyncio.ensure_future(asyncio.to_thread(hands.admit, step))
    try:
        return await asyncio.shield(asked)
    except asyncio.CancelledError:
        asked.add_done_callback(lambda done: _release(done, step, hands))
        raise


def _release(done: asyncio.Future[Job | None], step: Admit, hands: Hands) -> None:
    """For who was admitted, and is gone."""
    if not done.cancelled() and done.exception() is None and done.result() is None:
        hands.release(step.provider)


def asking(hands: Hands) -> Callable[[Ask], Reply | Failure]:
    """What answers an `Ask` with the whole answer."""

    def ask(step: Ask) -> Reply | Failure:
        began = hands.monotonic()
        try:
            reply = hands.wire.ask(step.order)
        except CallFailed as error:
            hands.note(failed(step.attempt, error.failure, since(began, hands)))
            return error.failure
        except BaseException:
            hands.note(given_up(step.attempt, since(began, hands)))
            raise
        cost = hands.price(step.order, reply)
        hands.note(answered(step.attempt, reply, since(began, hands), cost))
        return reply

    return ask


def aasking(hands: Hands) -> Callable[[Ask], Awaitable[Reply | Failure]]:
    """As `asking`, in a task. The ledger's disk is waited for in another thread."""

    async def ask(step: Ask) -> Reply | Failure:
        began = hands.monotonic()
        try:
            reply = await hands.wire.aask(step.order)
        except CallFailed as error:
            failure = error.failure
        except BaseException:
            hands.note(given_up(step.attempt, since(began, hands)))
            raise
        else:
            taken = since(began, hands)
            await kept(asyncio.to_thread(_note_answer, hands, step, reply, taken))
            return reply
        await kept(
            asyncio.to_thread(hands.note, failed(step.attempt, failure, since(began, hands)))
        )
        return failure

    return ask


async def kept(work: Awaitable[T]) -> T:
    """Done to its end even where the task is cancelled: what was called is accounted for."""
    return await asyncio.shield(asyncio.ensure_future(work))


def _note_answer(hands: Hands, step: Ask, reply: Reply, taken: float) -> None:
    hands.note(answered(step.attempt, reply, taken, hands.price(step.order, reply)))


def since(began: float, hands: Hands) -> float:
    """Milliseconds."""
    return (hands.monotonic() - began) * 1000


def given_up(attempt: Attempt, latency_ms: float) -> Attempt:
    """An attempt whose answer nobody has waited for."""
    return replace(attempt, outcome=CANCELLED, latency_ms=latency_ms)
