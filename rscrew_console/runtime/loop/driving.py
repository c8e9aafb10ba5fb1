"""Carries out the steps of a call: in a thread, or in a task that must not block its loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from concurrent.futures import Future
from dataclasses import replace
from math import inf
from typing import Any, Protocol

from rscrew_console.records import dataclass
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
    """The services that carry out the steps."""

    wire: ModelTransport
    limit_store: LimitStore
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
    """The turn that a call holds until its request is sent."""

    def __init__(self) -> None:
        self.place: float | None = None

    def take(self) -> float | None:
        """Return the turn and stop holding it."""
        place, self.place = self.place, None
        return place


def drive(steps: Steps, services: CallServices, ask: Callable[[SendRequest], Any]) -> Any:
    """Carry out the steps in this thread. Returns what `steps` returns, raises what they raise."""
    turn = _HeldTurn()
    try:
        step: Step = next(steps)
        while True:
            step = steps.send(_do(step, services, ask, turn))
    except StopIteration as ended:
        return ended.value
    finally:
        if (place := turn.take()) is not None:  # nobody will come for it
            services.limit_store.give_back(place)


def _do(
    step: Step, services: CallServices, ask: Callable[[SendRequest], Any], turn: _HeldTurn
) -> Any:
    match step:
        case CheckCooldowns():
            return services.limit_store.cooldowns(step.names)
        case PrepareTransport():
            services.wire.prepare(step.order)
        case WaitForTurn():
            turn.place = place = services.limit_store.reserve(step.provider, step.pace)
            if 0 < place <= (inf if step.most is None else step.most):
                services.sleep(place)
            return place
        case ReturnTurn():
            turn.take()
            services.limit_store.give_back(step.place)
        case Admit():
            return services.admit(step)
        case Sleep():
            services.sleep(step.seconds)
        case StartCooldown():
            services.limit_store.start_cooldown(step.name, step.seconds, step.why)
        case SendRequest():
            turn.take()
            return ask(step)
    return None


async def adrive(
    steps: Steps, services: CallServices, ask: Callable[[SendRequest], Awaitable[Any]]
) -> Any:
    """As `drive`, in a task."""
    turn = _HeldTurn()
    try:
        step: Step = next(steps)
        while True:
            step = steps.send(await _ado(step, services, ask, turn))
    except StopIteration as ended:
        return ended.value
    finally:
        if (place := turn.take()) is not None:
            await asyncio.shield(asyncio.ensure_future(services.limit_store.agive_back(place)))


async def _ado(
    step: Step,
    services: CallServices,
    ask: Callable[[SendRequest], Awaitable[Any]],
    turn: _HeldTurn,
) -> Any:
    match step:
        case CheckCooldowns():
            return await services.limit_store.acooldowns(step.names)
        case PrepareTransport():
            await services.wire.aprepare(step.order)
        case WaitForTurn():
            turn.place = place = await services.limit_store.areserve(step.provider, step.pace)
            if 0 < place <= (inf if step.most is None else step.most):
                await services.asleep(place)
            return place
        case ReturnTurn():
            turn.take()
            await services.limit_store.agive_back(step.place)
        case Admit():
            return await _aadmit(step, services)
        case Sleep():
            await services.asleep(step.seconds)
        case StartCooldown():
            await services.limit_store.astart_cooldown(step.name, step.seconds, step.why)
        case SendRequest():
            turn.take()
            return await ask(step)
    return None


async def _aadmit(step: Admit, services: CallServices) -> CallPlan | None:
    if not services.slow(step):
        return services.admit(step)
    admission = EXECUTOR.submit(services.admit, step)
    try:
        return await asyncio.wrap_future(admission)
    except asyncio.CancelledError:
        admission.add_done_callback(lambda done: _release(done, step, services))
        raise


def _release(done: Future[CallPlan | None], step: Admit, services: CallServices) -> None:
    """Release a reservation whose task was cancelled."""
    if not done.cancelled() and done.exception() is None and done.result() is None:
        services.release(step.provider)


def asking(services: CallServices) -> Callable[[SendRequest], Reply | CallFailure]:
    """Make the function that answers a `SendRequest` with the whole answer."""

    def ask(step: SendRequest) -> Reply | CallFailure:
        began = services.monotonic()
        try:
            reply = services.wire.ask(step.order)
        except CallFailed as error:
            until_written(note_failure(services, step, error.failure, since(began, services)))
            return error.failure
        except BaseException:
            services.note(given_up(step.attempt, since(began, services)), None, None)
            raise
        noting, result = _conclude(services, step, reply, since(began, services))
        until_written(noting)
        return result

    return ask


def aasking(services: CallServices) -> Callable[[SendRequest], Awaitable[Reply | CallFailure]]:
    """As `asking`, in a task."""

    async def ask(step: SendRequest) -> Reply | CallFailure:
        began = services.monotonic()
        try:
            reply = await services.wire.aask(step.order)
        except CallFailed as error:
            await auntil_written(
                note_failure(services, step, error.failure, since(began, services))
            )
            return error.failure
        except BaseException:
            services.note(given_up(step.attempt, since(began, services)), None, None)
            raise
        noting, result = _conclude(services, step, reply, since(began, services))
        await auntil_written(noting)
        return result

    return ask


def _conclude(
    services: CallServices, step: SendRequest, reply: Reply, latency_ms: float
) -> tuple[Future[None], Reply | CallFailure]:
    """Note what was answered: an answer that cannot be used is a failure. Return both."""
    failure = failure_of_answer(reply, require_complete=step.require_complete)
    if failure is not None:
        return note_failure(services, step, failure, latency_ms, reply.cost_usd), failure
    noted = answered(step.attempt, reply, latency_ms)
    return services.note(noted, step.order, reply), by(step, reply)


def until_written(noted: Future[None]) -> None:
    """Wait until it is written, but not for long: a late one is written in the background."""
    LEDGER_WRITER.until_written(noted)


async def auntil_written(noted: Future[None]) -> None:
    """As `until_written`, in a task. It is written, whatever becomes of the task."""
    await LEDGER_WRITER.auntil_written(noted)


def by(step: SendRequest, reply: Reply) -> Reply:
    """The reply with the names of its provider and model."""
    return replace(reply, provider=step.attempt.provider, model=step.attempt.model)


def since(began: float, services: CallServices) -> float:
    """Milliseconds."""
    return (services.monotonic() - began) * 1000


def note_failure(
    services: CallServices,
    step: SendRequest,
    failure: CallFailure,
    latency_ms: float,
    cost_usd: float | None = None,
) -> Future[None]:
    """An attempt that has failed, with what it costs where it is known to have taken tokens."""
    noted = replace(failed(step.attempt, failure, latency_ms), cost_usd=cost_usd)
    return services.note(noted, step.order, None)


def given_up(
    attempt: AttemptRecord, latency_ms: float, tokens: Tokens | None = None
) -> AttemptRecord:
    """An attempt whose answer nobody has waited for, with the tokens that are known of it."""
    return replace(attempt.with_tokens(tokens), outcome=CANCELLED, latency_ms=latency_ms)
