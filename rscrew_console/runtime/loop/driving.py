"""Whoever carries out the steps of a call: a thread, or a task that must not block its loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from concurrent.futures import Future
from concurrent.futures import wait as wait_for
from dataclasses import dataclass, replace
from typing import Any, Protocol

from rscrew_console.roster.model import Provider
from rscrew_console.runtime.board import Board
from rscrew_console.runtime.books import PATIENCE
from rscrew_console.runtime.elsewhere import THREADS
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
    slow: Callable[[Admit], bool]
    """Whether that answer takes longer than an event loop may be held up."""
    release: Callable[[Provider], None]
    """Tells that who was admitted is not asked after all."""
    note: Callable[[Attempt, Order | None, Reply | None], Future[None]]
    """Has it written into the ledger, with what the answer costs, and comes back at once. Never
    raises, and may be called by whoever collects garbage."""
    sleep: Callable[[float], None]
    asleep: Callable[[float], Awaitable[None]]
    monotonic: Callable[[], float]
    """Seconds, for latencies."""


CANCELLED = "cancelled"
"""The outcome of an attempt that the application itself gave up, or that broke in the middle."""


class _Turn:
    """The place that is held for a call, until it asks."""

    def __init__(self) -> None:
        self.place: float | None = None

    def take(self) -> float | None:
        """The place, which is not held any more."""
        place, self.place = self.place, None
        return place


def drive(steps: Steps, hands: Hands, ask: Callable[[Ask], Any]) -> Any:
    """In this thread. Returns what `steps` returns, raises what they raise."""
    turn = _Turn()
    try:
        step: Step = next(steps)
        while True:
            step = steps.send(_do(step, hands, ask, turn))
    except StopIteration as ended:
        return ended.value
    finally:
        if (place := turn.take()) is not None:  # nobody will come for it
            hands.board.give_back(place)


def _do(step: Step, hands: Hands, ask: Callable[[Ask], Any], turn: _Turn) -> Any:
    match step:
        case Look():
            return hands.board.resting(step.names)
        case Wait():
            turn.place = place = hands.board.reserve(step.provider, step.pace)
            if place > 0:
                hands.sleep(place)
            return place
        case Return():
            turn.take()
            hands.board.give_back(step.place)
        case Admit():
            return hands.admit(step)
        case Pause():
            hands.sleep(step.seconds)
        case Lay():
            hands.board.rest(step.name, step.seconds, step.why)
        case Ask():
            turn.take()
            return ask(step)
    return None


async def adrive(steps: Steps, hands: Hands, ask: Callable[[Ask], Awaitable[Any]]) -> Any:
    """As `drive`, in a task."""
    turn = _Turn()
    try:
        step: Step = next(steps)
        while True:
            step = steps.send(await _ado(step, hands, ask, turn))
    except StopIteration as ended:
        return ended.value
    finally:
        if (place := turn.take()) is not None:
            await asyncio.shield(asyncio.ensure_future(hands.board.agive_back(place)))


async def _ado(step: Step, hands: Hands, ask: Callable[[Ask], Awaitable[Any]], turn: _Turn) -> Any:
    match step:
        case Look():
            return await hands.board.aresting(step.names)
        case Wait():
            turn.place = place = await hands.board.areserve(step.provider, step.pace)
            if place > 0:
                await hands.asleep(place)
            return place
        case Return():
            turn.take()
            await hands.board.agive_back(step.place)
        case Admit():
            return await _aadmit(step, hands)
        case Pause():
            await hands.asleep(step.seconds)
        case Lay():
            await hands.board.arest(step.name, step.seconds, step.why)
        case Ask():
            turn.take()
            return await ask(step)
    return None


async def _aadmit(step: Admit, hands: Hands) -> Job | None:
    if not hands.slow(step):
        return hands.admit(step)
    asked = THREADS.submit(hands.admit, step)
    try:
        return await asyncio.wrap_future(asked)
    except asyncio.CancelledError:
        asked.add_done_callback(lambda done: _release(done, step, hands))
        raise


def _release(done: Future[Job | None], step: Admit, hands: Hands) -> None:
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
            until_written(
                hands.note(failed(step.attempt, error.failure, since(began, hands)), None, None)
            )
            return error.failure
        except BaseException:
            hands.note(given_up(step.attempt, since(began, hands)), None, None)
            raise
        until_written(
            hands.note(answered(step.attempt, reply, since(began, hands)), step.order, reply)
        )
        return by(step, reply)

    return ask


def aasking(hands: Hands) -> Callable[[Ask], Awaitable[Reply | Failure]]:
    """As `asking`, in a task."""

    async def ask(step: Ask) -> Reply | Failure:
        began = hands.monotonic()
        try:
            reply = await hands.wire.aask(step.order)
        except CallFailed as error:
            noted = failed(step.attempt, error.failure, since(began, hands))
            await auntil_written(hands.note(noted, None, None))
            return error.failure
        except BaseException:
            hands.note(given_up(step.attempt, since(began, hands)), None, None)
            raise
        noted = answered(step.attempt, reply, since(began, hands))
        await auntil_written(hands.note(noted, step.order, reply))
        return by(step, reply)

    return ask


def until_written(noted: Future[None]) -> None:
    """Until it is written, or for long enough: then it is written later."""
    wait_for([noted], timeout=PATIENCE)


async def auntil_written(noted: Future[None]) -> None:
    """As `until_written`, in a task. It is written, whatever becomes of the task."""
    await asyncio.wait([asyncio.wrap_future(noted)], timeout=PATIENCE)


def by(step: Ask, reply: Reply) -> Reply:
    """The answer, with who has given it."""
    return replace(reply, provider=step.attempt.provider, model=step.attempt.model)


def since(began: float, hands: Hands) -> float:
    """Milliseconds."""
    return (hands.monotonic() - began) * 1000


def given_up(attempt: Attempt, latency_ms: float) -> Attempt:
    """An attempt whose answer nobody has waited for."""
    return replace(attempt, outcome=CANCELLED, latency_ms=latency_ms)
