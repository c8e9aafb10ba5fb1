"""One call as steps: a generator says what is to be done, and is told what came of it.

It neither sleeps nor asks anybody: the same steps serve threads, tasks, streams and tests.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from rscrew_console.roster.budgets import Ruling
from rscrew_console.roster.effective import route
from rscrew_console.roster.model import Agent, Provider, Roster
from rscrew_console.runtime.board import Pace, Rest
from rscrew_console.runtime.errors import BudgetSpent, CallRefused, NoAnswer, Tried
from rscrew_console.runtime.loop.candidate import Candidate, Key
from rscrew_console.runtime.loop.policy import LASTING, Patience, Verdict, after
from rscrew_console.runtime.loop.route import Skip, key_rest, route_of
from rscrew_console.runtime.order import Failure, Order, Reply
from rscrew_console.runtime.record import Attempt


@dataclass(frozen=True, slots=True)
class Look:
    """Which of these rest? Answered with a mapping of those that do."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wait:
    """Wait for this provider's turn."""

    provider: str
    pace: Pace


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait that many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask, and note the attempt. Answered with a `Reply`, or a `Failure`."""

    order: Order
    attempt: Attempt
    """As far as it is known before."""


@dataclass(frozen=True, slots=True)
class Lay:
    """Leave it alone for that many seconds."""

    name: str
    seconds: float
    why: str


Step = Look | Wait | Pause | Ask | Lay
Steps = Generator[Step, Any, Any]


@dataclass(frozen=True)
class Job:
    """One call, and all that it depends on."""

    agent: Agent
    roster: Roster
    candidates: Mapping[str, Candidate]
    messages: Sequence[Mapping[str, Any]]
    parameters: Mapping[str, Any]
    call: str
    """Its name in the ledger."""
    config: str
    ruling: Ruling
    patience: Patience
    min_interval: float
    clock: Callable[[], datetime]
    chance: Callable[[], float]
    window_of: Callable[[Provider], int | None]
    """How many tokens fit into a model, where that is known."""
    told: Callable[[str], None] = field(default=lambda _line: None)
    """What happens, for those who look on."""
    fallback: bool = True
    user: str = ""
    asked_as: str = ""
    """The agent's name as the application said it, where the file's default serves it."""

    @property
    def name(self) -> str:
        return self.asked_as or self.agent.name

    @property
    def fallback_on(self) -> Collection[str]:
        own = self.agent.fallback_on
        return self.roster.settings.calling.fallback_on if own is None else own


def steps(job: Job) -> Steps:
    """Returns what the answered `Ask` was answered with.

    Raises NoAnswer, CallRefused or BudgetSpent.
    """
    if job.ruling.blocked:
        raise BudgetSpent(f"{job.name} is not called: {job.ruling.blocked}")
    every = dict.fromkeys(name for one in job.candidates.values() for name in one.names)
    resting: Mapping[str, Rest] = yield Look(tuple(every))
    hops = route_of(
        job.agent, job.roster, job.candidates, resting, job.ruling, fallback=job.fallback
    )
    run = _Run(job, resting, hops.skipped)
    for hop in hops:
        answer = yield from run.ask_provider(job.candidates[hop.provider])
        if answer is not None:
            return answer
    raise NoAnswer(job.name, run.in_order())


def _left_out(skip: Skip) -> Tried:
    fault = skip.fault or ("barred" if skip.seconds is None else "resting")
    return Tried(skip.provider, skip.model, fault, skip.why, asked=False, back_in=skip.seconds)


class _Run:
    """What a call has been through so far."""

    def __init__(self, job: Job, resting: Mapping[str, Rest], skipped: Sequence[Skip]) -> None:
        self._job = job
        self._resting = resting
        self._tried = [_left_out(skip) for skip in skipped]
        # Who has no key was never meant to serve: nothing is fallen back from.
        self._unfit = {skip.provider for skip in skipped if skip.fault is None}
        self._too_small: int | None = None
        """Tokens that the window of a model had for which the call was too long."""

    def in_order(self) -> list[Tried]:
        """In the order of the file's chain, then of the attempts."""
        places = {name: place for place, name in enumerate(self._job.agent.chain.providers)}
        return sorted(self._tried, key=lambda one: places.get(one.provider, len(places)))

    def ask_provider(self, candidate: Candidate) -> Steps:
        """None where it has not answered, and the next one is to be asked."""
        if self._too_short(candidate.provider):
            return None
        for key in candidate.keys:
            if key_rest(key, self._resting) is not None:
                continue
            answer, verdict = yield from self._ask_key(candidate, key)
            if verdict is None:
                return answer
            if verdict.then == "next":
                break
        return None

    def _ask_key(self, candidate: Candidate, key: Key) -> Steps:
        """The answer and None, or None and what comes next."""
        job, provider = self._job, candidate.provider
        retries = 0
        while True:
            yield Wait(provider.name, Pace(job.min_interval, provider.rate_limit))
            result = yield Ask(self._order(candidate, key), self._attempt(provider))
            if not isinstance(result, Failure):
                return result, None
            verdict = after(result, retries, job.patience, job.fallback_on, job.chance)
            job.told(self._line(provider, result, verdict))
            if verdict.then == "stop":
                raise CallRefused(job.name, provider.name, provider.model, result)
            if verdict.then != "retry":
                break
            retries += 1
            yield Pause(verdict.delay)
        if result.fault == "context_window":
            self._too_small = max(self._too_small or 0, job.window_of(provider) or 0)
        why = result.detail or result.fault.replace("_", " ")
        if verdict.rest:
            yield Lay(_resting_name(candidate, key, result, verdict), verdict.rest, why)
        back = verdict.rest or None
        self._tried.append(
            Tried(
                provider.name, provider.model, result.fault, why, result.http_status, back_in=back
            )
        )
        return None, verdict

    def _order(self, candidate: Candidate, key: Key) -> Order:
        provider, calling = candidate.provider, self._job.roster.settings.calling
        return Order(
            provider,
            key.secret,
            self._job.messages,
            provider.timeout or calling.request_timeout,
            self._job.parameters,
            candidate.base,
        )

    def _attempt(self, provider: Provider) -> Attempt:
        job = self._job
        return Attempt(
            at=job.clock(),
            call=job.call,
            agent=job.name,
            provider=provider.name,
            model=provider.model,
            outcome="ok",
            fell_back_from=self._before(provider.name),
            tier=provider.cost_tier,
            config=job.config,
            user=job.user,
        )

    def _before(self, name: str) -> str:
        """The nearest provider before it in the chain that has failed or could not be asked."""
        chain = list(dict.fromkeys(route(self._job.agent, self._job.roster.settings)))
        earlier = chain[: chain.index(name)] if name in chain else chain
        unfit = self._unfit.union(one.provider for one in self._tried if one.asked)
        return next((one for one in reversed(earlier) if one in unfit), "")

    def _too_short(self, provider: Provider) -> bool:
        """Whether it is known to hold no more than what was too small already."""
        if not self._too_small:
            return False
        window = self._job.window_of(provider)
        if window is None or window > self._too_small:
            return False
        why = f"not asked: its context window is no longer ({window:,} tokens)"
        self._tried.append(Tried(provider.name, provider.model, "context_window", why, asked=False))
        return True

    def _line(self, provider: Provider, failure: Failure, verdict: Verdict) -> str:
        status = f" (HTTP {failure.http_status})" if failure.http_status else ""
        then = {
            "retry": f"again in {verdict.delay:.1f} s",
            "next_key": "next key or provider",
            "next": "next provider",
            "stop": "the call itself is at fault",
        }[verdict.then]
        told = failure.detail or failure.fault.replace("_", " ")
        rest = f", resting {verdict.rest:.0f} s" if verdict.rest else ""
        return f"{self._job.name}: {provider.name} failed: {told}{status} -> {then}{rest}"


def _resting_name(candidate: Candidate, key: Key, failure: Failure, verdict: Verdict) -> str:
    until_saved = failure.fault in LASTING
    if verdict.then == "next_key":
        return key.resting_until_saved if until_saved else key.resting
    return candidate.resting_until_saved if until_saved else candidate.resting


def answered(attempt: Attempt, reply: Reply, latency_ms: float, cost: float | None) -> Attempt:
    """The attempt as it goes into the ledger."""
    return replace(
        attempt,
        input_tokens=reply.tokens.input,
        output_tokens=reply.tokens.output,
        cost_usd=cost,
        latency_ms=latency_ms,
        http_status=200,
    )


def failed(attempt: Attempt, failure: Failure, latency_ms: float) -> Attempt:
    """As `answered`, for one that was not."""
    return replace(
        attempt, outcome=failure.fault, http_status=failure.http_status, latency_ms=latency_ms
    )
