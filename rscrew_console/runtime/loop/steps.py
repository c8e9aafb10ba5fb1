"""One call as steps: a generator says what is to be done, and is told what came of it.

It neither sleeps nor asks anybody: the same steps serve threads, tasks, streams and tests.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from rscrew_console.roster.budgets import BudgetRuling
from rscrew_console.roster.effective import route
from rscrew_console.roster.model import Agent, Provider, Roster
from rscrew_console.runtime.board import Cooldown, Pace
from rscrew_console.runtime.errors import (
    BudgetSpent,
    CallRefused,
    NoAnswer,
    TriedProvider,
    with_status,
)
from rscrew_console.runtime.loop.candidate import Candidate, CandidateKey
from rscrew_console.runtime.loop.policy import LASTING, NextAction, RetryPolicy, after
from rscrew_console.runtime.loop.route import Skip, key_rest, rest_of, rest_with, route_of
from rscrew_console.runtime.order import CallFailure, ModelRequest, Reply
from rscrew_console.runtime.record import AttemptRecord


@dataclass(frozen=True, slots=True)
class CheckCooldowns:
    """Which of these rest? Answered with a mapping of those that do."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WaitForTurn:
    """Wait for this provider's turn. Answered with the place that was waited for, in seconds."""

    provider: str
    pace: Pace


@dataclass(frozen=True, slots=True)
class ReturnTurn:
    """Give the turn back: it is not used."""

    place: float


@dataclass(frozen=True, slots=True)
class Admit:
    """May this provider be asked now? Answered with None, and then the call counts as under way;
    or with the job as it is now, where a budget or the file says otherwise meanwhile.
    """

    job: CallPlan
    provider: Provider


@dataclass(frozen=True, slots=True)
class Sleep:
    """Wait that many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class SendRequest:
    """Ask, and note the attempt. Answered with a `Reply`, or a `Failure`."""

    order: ModelRequest
    attempt: AttemptRecord
    """As far as it is known before."""


@dataclass(frozen=True, slots=True)
class StartCooldown:
    """Leave it alone for that many seconds."""

    name: str
    seconds: float
    why: str


Step = CheckCooldowns | WaitForTurn | ReturnTurn | Admit | Sleep | SendRequest | StartCooldown
Steps = Generator[Step, Any, Any]


@dataclass(frozen=True)
class CallPlan:
    """One call, and all that it depends on."""

    agent: Agent
    roster: Roster
    candidates: Mapping[str, Candidate]
    messages: Sequence[Mapping[str, Any]]
    parameters: Mapping[str, Any]
    call: str
    """Its name in the ledger."""
    config: str
    ruling: BudgetRuling
    patience: RetryPolicy
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
    moment: object = None
    """What stands for the file and the keys as they are: another object, where they are others."""
    limited: bool = False
    """Whether there are budgets to be asked."""

    @property
    def name(self) -> str:
        return self.asked_as or self.agent.name

    @property
    def fallback_on(self) -> Collection[str]:
        own = self.agent.fallback_on
        return self.roster.settings.calling.fallback_on if own is None else own


def steps(job: CallPlan) -> Steps:
    """Returns what the answered `Ask` was answered with.

    Raises NoAnswer, CallRefused or BudgetSpent.
    """
    run = _CallProgress()
    while True:
        if job.ruling.blocked:
            raise BudgetSpent(f"{job.name} is not called: {job.ruling.blocked}")
        every = dict.fromkeys(name for one in job.candidates.values() for name in one.names)
        resting: Mapping[str, Cooldown] = yield CheckCooldowns(tuple(every))
        hops = route_of(
            job.agent, job.roster, job.candidates, resting, job.ruling, fallback=job.fallback
        )
        run.take(job, resting, hops.skipped)
        for hop in hops:
            answer = yield from run.ask_provider(job.candidates[hop.provider])
            if isinstance(answer, CallPlan):
                job = answer
                break
            if answer is not None:
                return answer
        else:
            resting = yield CheckCooldowns(tuple(every))
            raise NoAnswer(job.name, run.in_order(resting))


def _left_out(skip: Skip) -> TriedProvider:
    fault = skip.fault or ("barred" if skip.seconds is None else "resting")
    return TriedProvider(
        skip.provider, skip.model, fault, skip.why, asked=False, back_in=skip.seconds
    )


class _CallProgress:
    """What a call has been through so far."""

    _job: CallPlan
    _resting: Mapping[str, Cooldown]

    def __init__(self) -> None:
        self._tried: list[TriedProvider] = []
        """Each attempt, and whoever was found resting meanwhile."""
        self._skipped: tuple[TriedProvider, ...] = ()
        self._done: set[str] = set()
        """Those that were asked, with the file and the keys as they are."""
        self._moment: object = None
        self._too_small: int | None = None
        """Tokens that the window of a model had for which the call was too long."""

    def take(self, job: CallPlan, resting: Mapping[str, Cooldown], skipped: Sequence[Skip]) -> None:
        """Go by these from now on."""
        if job.moment is not self._moment:
            self._done.clear()
        self._job, self._resting, self._moment = job, resting, job.moment
        self._skipped = tuple(map(_left_out, skipped))

    def in_order(self, resting: Mapping[str, Cooldown]) -> list[TriedProvider]:
        """In the order of the file's chain, then of the attempts; with who rests by now, and for
        how long, in the last line of each.
        """
        places = {name: place for place, name in enumerate(self._job.agent.chain.providers)}
        asked = {one.provider for one in self._tried}
        told = [*(one for one in self._skipped if one.provider not in asked), *self._tried]
        told.sort(key=lambda one: places.get(one.provider, len(places)))
        last = {one.provider: number for number, one in enumerate(told)}
        for name, number in last.items():
            candidate = self._job.candidates.get(name)
            rest = rest_of(candidate, resting) if candidate else None
            if rest is not None:
                told[number] = replace(told[number], back_in=rest.seconds)
        return told

    def ask_provider(self, candidate: Candidate) -> Steps:
        """The answer; None where the next one is to be asked; the job as it is by now, where that
        is another one.
        """
        if candidate.provider.name in self._done or self._too_short(candidate.provider):
            return None
        for key in candidate.keys:
            if key_rest(key, self._resting) is None:
                answer, then = yield from self._ask_key(candidate, key)
                if then != "next_key":
                    break
        else:
            answer = None
        if not isinstance(answer, CallPlan):
            self._done.add(candidate.provider.name)
        return answer

    def _ask_key(self, candidate: Candidate, key: CandidateKey) -> Steps:
        """What `ask_provider` returns, and whether another key or provider is next."""
        job, provider = self._job, candidate.provider
        retries = 0
        while True:
            place = yield WaitForTurn(provider.name, Pace(job.min_interval, provider.rate_limit))
            if place > 0 or retries:
                # Others have had time to find out what is the matter with it.
                self._resting = {**self._resting, **(yield CheckCooldowns(candidate.names))}
            if (rest := rest_with(candidate, key, self._resting)) is not None:
                yield ReturnTurn(place)
                self._found_resting(provider, rest)
                return None, "next_key"
            if (changed := (yield Admit(job, provider))) is not None:
                yield ReturnTurn(place)
                return changed, "again"
            result = yield SendRequest(self._order(candidate, key), self._attempt(provider))
            if not isinstance(result, CallFailure):
                return result, "done"
            verdict = after(result, retries, job.patience, job.fallback_on, job.chance)
            job.told(self._line(provider, result, verdict))
            self._note(provider, result)
            if verdict.then == "stop":
                raise CallRefused(job.name, provider.name, provider.model, result)
            if verdict.rest:
                name = _resting_name(candidate, key, result, verdict)
                yield StartCooldown(name, verdict.rest, _why(result))
            if verdict.then != "retry":
                return None, verdict.then
            retries += 1
            yield Sleep(verdict.delay)

    def _note(self, provider: Provider, failure: CallFailure) -> None:
        if failure.fault == "context_window":
            self._too_small = max(self._too_small or 0, self._job.window_of(provider) or 0)
        name, model = provider.name, provider.model
        self._tried.append(
            TriedProvider(name, model, failure.fault, _why(failure), failure.http_status)
        )

    def _found_resting(self, provider: Provider, rest: Cooldown) -> None:
        """Notes what others have found out, unless it was found out here, too."""
        if all(one.provider != provider.name for one in self._tried):
            why = f"resting for {rest.seconds:.0f} s more: {rest.why}"
            self._tried.append(
                TriedProvider(provider.name, provider.model, "resting", why, asked=False)
            )

    def _order(self, candidate: Candidate, key: CandidateKey) -> ModelRequest:
        provider, calling = candidate.provider, self._job.roster.settings.calling
        return ModelRequest(
            provider,
            key.secret,
            self._job.messages,
            provider.timeout or calling.request_timeout,
            self._job.parameters,
            candidate.base,
        )

    def _attempt(self, provider: Provider) -> AttemptRecord:
        job = self._job
        return AttemptRecord(
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
        # Who has no key was never meant to serve: nothing is fallen back from.
        unfit = {one.provider for one in self._skipped if one.fault in ("resting", "barred")}
        unfit.update(one.provider for one in self._tried)
        return next((one for one in reversed(earlier) if one in unfit), "")

    def _too_short(self, provider: Provider) -> bool:
        """Whether it is known to hold no more than what was too small already."""
        if not self._too_small:
            return False
        window = self._job.window_of(provider)
        if window is None or window > self._too_small:
            return False
        why = f"not asked: its context window is no longer ({window:,} tokens)"
        self._tried.append(
            TriedProvider(provider.name, provider.model, "context_window", why, asked=False)
        )
        return True

    def _line(self, provider: Provider, failure: CallFailure, verdict: NextAction) -> str:
        then = {
            "retry": f"again in {verdict.delay:.1f} s",
            "next_key": "next key or provider",
            "next": "next provider",
            "stop": "the call itself is at fault",
        }[verdict.then]
        told = with_status(_why(failure), failure.http_status)
        rest = f", resting {verdict.rest:.0f} s" if verdict.rest else ""
        return f"{self._job.name}: {provider.name} failed: {told} -> {then}{rest}"


def _why(failure: CallFailure) -> str:
    return failure.detail or failure.fault.replace("_", " ")


def _resting_name(
    candidate: Candidate, key: CandidateKey, failure: CallFailure, verdict: NextAction
) -> str:
    until_saved = failure.fault in LASTING
    if verdict.then == "next_key":
        return key.resting_until_saved if until_saved else key.resting
    return candidate.resting_until_saved if until_saved else candidate.resting


def answered(attempt: AttemptRecord, reply: Reply, latency_ms: float) -> AttemptRecord:
    """The attempt as it goes into the ledger, with the cost only if the vendor says it."""
    return replace(
        attempt.with_tokens(reply.tokens),
        cost_usd=reply.cost_usd,
        latency_ms=latency_ms,
        http_status=200,
    )


def failed(attempt: AttemptRecord, failure: CallFailure, latency_ms: float) -> AttemptRecord:
    """As `answered`, for one that was not."""
    return replace(
        attempt.with_tokens(failure.tokens),
        outcome=failure.fault,
        http_status=failure.http_status,
        latency_ms=latency_ms,
    )
