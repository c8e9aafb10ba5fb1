"""Whoever carries out the steps of a call: a thread, or a task that must not block its loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from math import inf
from typing import Any, Protocol

from rscrew_console.roster.model import Provider
from rscrew_console.runtime.executor import EXECUTOR
from rscrew_console.runtime.ledger_writer import LEDGER_WRITER
from rscrew_console.runtime.limits import LimitStore
from rscrew_console.runtime.loop.answers import failure_of_answer
from rscrew_console.runtime.loop.steps import (
    Admit,
    CallPlan,
    CheckCooldowns,
    PrepareTransport,
    ReturnTurn,
    SendRequest,
    Sleep,
    StartCooldown,
    Step,
    Steps,
    WaitForTurn,
    answered,
    failed,
)
from rscrew_console.runtime.requests import (
    AttemptRecord,
    CallFailed,
    CallFailure,
    ModelRequest,
    Reply,
    StreamChunk,
    Tokens,
)


class ModelTransport(Protocol):
    """`wire.Wire`, or what stands in for it."""

    def ready(self) -> None: ...
    def prepare(self, order: ModelRequest) -> None: ...
    async def aprepare(self, order: ModelRequest) -> None: ...
    def ask(self, order: ModelRequest) -> Reply: ...
    async def aask(self, order: ModelRequest) -> Reply: ...
    def stream(self, order: ModelRequest) -> Generator[StreamChunk]: ...
    def astream(self, order: ModelRequest) -> AsyncGenerator[StreamChunk]: ...


@dataclass(frozen=True)
class CallServices:
    """What steps are carried out with."""

    wire: ModelTransport
    board: LimitStore
    admit: Callable[[Admit], CallPlan | None]
    """Answers an `Admit`; whoever is admitted is noted in any case."""
    slow: Callable[[Admit], bool]
    """Whether that answer takes longer than an event loop may be held up."""
    release: Callable[[Provider], None]
    """Tells that who was admitted is not asked after all."""
    note: Callable[[AttemptRecord, ModelRequest | None, Reply | None], Future[None]]
    """Has it written into the ledger, with what the answer costs, and comes back at once. Never
    raises, and may be called by whoever collects garbage."""
    sleep: Callable[[float], None]
    asleep: Callable[[float], Awaitable[None]]
    monotonic: Callable[[], float]
    """Seconds, for latencies."""


CANCELLED = "cancelled"
"""The outcome of an attempt that the application itself gave up, or that broke in the middle."""


class _HeldTurn:
    """The place that is held for a call, until it asks."""

    def __init__(self) -> None:
        self.place: float | None = None

    def take(self) -> float | None:
        """The place, which is not held any more."""
        place, self.place = self.place, None
        return place


def drive(steps: Steps, hands: CallServices, ask: Callable[[SendRequest], Any]) -> Any:
    """In this thread. Returns what `steps` returns, raises what they raise."""
    turn = _HeldTurn()
    try:
        step: Step = next(steps)
        while True:
            step = steps.send(_do(step, hands, ask, turn))
    except StopIteration as ended:
        return ended.value
    finally:
        if (place := turn.take()) is not None:  # nobody will come for it
            hands.board.give_back(place)


def _do(step: Step, hands: CallServices, ask: Callable[[SendRequest], Any], turn: _HeldTurn) -> Any:
    match step:
        case CheckCooldowns():
            return hands.board.resting(step.names)
        case PrepareTransport():
            hands.wire.prepare(step.order)
        case WaitForTurn():
            turn.place = place = hands.board.reserve(step.provider, step.pace)
            if 0 < place <= (inf if step.most is None else step.most):
                hands.sleep(place)
            return place
        case ReturnTurn():
            turn.take()
            hands.board.give_back(step.place)
        case Admit():
            return hands.admit(step)
        case Sleep():
            hands.sleep(step.seconds)
        case StartCooldown():
            hands.board.rest(step.name, step.seconds, step.why)
        case SendRequest():
            turn.take()
            return ask(step)
    return None


async def adrive(
    steps: Steps, hands: CallServices, ask: Callable[[SendRequest], Awaitable[Any]]
) -> Any:
    """As `drive`, in a task."""
    turn = _HeldTurn()
    try:
        step: Step = next(steps)
        while True:
            step = steps.send(await _ado(step, hands, ask, turn))
    except StopIteration as ended:
        return ended.value
    finally:
        if (place := turn.take()) is not None:
            await asyncio.shield(asyncio.ensure_future(hands.board.agive_back(place)))


async def _ado(
    step: Step, hands: CallServices, ask: Callable[[SendRequest], Awaitable[Any]], turn: _HeldTurn
) -> Any:
    match step:
        case CheckCooldowns():
            return await hands.board.aresting(step.names)
        case PrepareTransport():
            await hands.wire.aprepare(step.order)
        case WaitForTurn():
            turn.place = place = await hands.board.areserve(step.provider, step.pace)
            if 0 < place <= (inf if step.most is None else step.most):
                await hands.asleep(place)
            return place
        case ReturnTurn():
            turn.take()
            await hands.board.agive_back(step.place)
        case Admit():
            return await _aadmit(step, hands)
        case Sleep():
            await hands.asleep(step.seconds)
        case StartCooldown():
            await hands.board.arest(step.name, step.seconds, step.why)
        case SendRequest():
            turn.take()
            return await ask(step)
    return None


async def _aadmit(step: Admit, hands: CallServices) -> CallPlan | None:
    if not hands.slow(step):
        return hands.admit(step)
    asked = EXECUTOR.submit(hands.admit, step)
    try:
        return await asyncio.wrap_future(asked)
    except asyncio.CancelledError:
        asked.add_done_callback(lambda done: _release(done, step, hands))
        raise


def _release(done: Future[CallPlan | None], step: Admit, hands: CallServices) -> None:
    """For who was admitted, and is gone."""
    if not done.cancelled() and done.exception() is None and done.result() is None:
        hands.release(step.provider)


def asking(hands: CallServices) -> Callable[[SendRequest], Reply | CallFailure]:
    """What answers an `Ask` with the whole answer."""

    def ask(step: SendRequest) -> Reply | CallFailure:
        began = hands.monotonic()
        try:
            reply = hands.wire.ask(step.order)
        except CallFailed as error:
            until_written(note_failure(hands, step, error.failure, since(began, hands)))
            return error.failure
        except BaseException:
            hands.note(given_up(step.attempt, since(began, hands)), None, None)
            raise
        failure = failure_of_answer(reply, require_complete=step.require_complete)
        if failure is not None:
            until_written(note_failure(hands, step, failure, since(began, hands), reply.cost_usd))
            return failure
        until_written(
            hands.note(answered(step.attempt, reply, since(began, hands)), step.order, reply)
        )
        return by(step, reply)

    return ask


def aasking(hands: CallServices) -> Callable[[SendRequest], Awaitable[Reply | CallFailure]]:
    """As `asking`, in a task."""

    async def ask(step: SendRequest) -> Reply | CallFailure:
        began = hands.monotonic()
        try:
            reply = await hands.wire.aask(step.order)
        except CallFailed as error:
            await auntil_written(note_failure(hands, step, error.failure, since(began, hands)))
            return error.failure
        except BaseException:
            hands.note(given_up(step.attempt, since(began, hands)), None, None)
            raise
        failure = failure_of_answer(reply, require_complete=step.require_complete)
        if failure is not None:
            noting = note_failure(hands, step, failure, since(began, hands), reply.cost_usd)
            await auntil_written(noting)
            return failure
        noted = answered(step.attempt, reply, since(began, hands))
        await auntil_written(hands.note(noted, step.order, reply))
        return by(step, reply)

    return ask


def until_written(noted: Future[None]) -> None:
    """Until it is written, or for long enough: then it is written later."""
    LEDGER_WRITER.until_written(noted)


async def auntil_written(noted: Future[None]) -> None:
    """As `until_written`, in a task. It is written, whatever becomes of the task."""
    await LEDGER_WRITER.auntil_written(noted)


def by(step: SendRequest, reply: Reply) -> Reply:
    """The answer, with who has given it."""
    return replace(reply, provider=step.attempt.provider, model=step.attempt.model)


def since(began: float, hands: CallServices) -> float:
    """Milliseconds."""
    return (hands.monotonic() - began) * 1000


def note_failure(
    hands: CallServices,
    step: SendRequest,
    failure: CallFailure,
    latency_ms: float,
    cost_usd: float | None = None,
) -> Future[None]:
    """An attempt that has failed, with what it costs where it is known to have taken tokens."""
    noted = replace(failed(step.attempt, failure, latency_ms), cost_usd=cost_usd)
    return hands.note(noted, step.order, None)


def given_up(
    attempt: AttemptRecord, latency_ms: float, tokens: Tokens | None = None
) -> AttemptRecord:
    """An attempt whose answer nobody has waited for, with the tokens that are known of it."""
    return replace(attempt.with_tokens(tokens), outcome=CANCELLED, latency_ms=latency_ms)
