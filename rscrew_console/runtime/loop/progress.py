"""What one call has been through so far, and whom it asks next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from itertools import chain
from typing import Any

from rscrew_console.roster.effective import route
from rscrew_console.roster.model import Provider
from rscrew_console.runtime.limits import Cooldown, Pace
from rscrew_console.runtime.loop.attempts import CallAttempts, line, why
from rscrew_console.runtime.loop.candidate import Candidate, CandidateKey
from rscrew_console.runtime.loop.policy import (
    LASTING,
    OF_THE_KEY,
    NextAction,
    after,
    cooldown_after,
    may_pass,
)
from rscrew_console.runtime.loop.route import Route, key_rest, rest_of, rest_with
from rscrew_console.runtime.loop.steps import (
    Admit,
    CallPlan,
    CheckCooldowns,
    PrepareTransport,
    ReturnTurn,
    SendRequest,
    Sleep,
    StartCooldown,
    Steps,
    WaitForTurn,
)
from rscrew_console.runtime.requests import AttemptRecord, CallFailure, ModelRequest

_MOST_ADJUSTMENTS = 6
"""Parameters that may be put right for one provider within one call."""
_SHORTEST_WAIT = 0.01
"""Seconds, for one that is back this very moment."""


class CallProgress:
    """Belongs to one call."""

    _plan: CallPlan
    _resting: Mapping[str, Cooldown]

    def __init__(self) -> None:
        self.attempts = CallAttempts()
        self._able_to_serve: tuple[str, ...] = ()
        """Those of the route that can serve, now or after a rest."""
        self._done: set[str] = set()
        """Those that are not asked again, with the file and the keys as they are."""
        self._patience_used: Counter[str] = Counter()
        """How often each was asked again as the last one that was left."""
        self._waited = 0.0
        """Seconds, for providers to be back."""
        self._moment: object = None
        self._too_small: int | None = None
        """Tokens that the window of a model had for which the call was too long."""

    def take(self, plan: CallPlan, resting: Mapping[str, Cooldown], hops: Route) -> None:
        """Go by these from now on."""
        if plan.moment is not self._moment:
            self._done.clear()
        self._plan, self._resting, self._moment = plan, resting, plan.moment
        self.attempts.take(hops.skipped)
        waiting = (one.provider for one in hops.skipped if one.seconds is not None)
        self._able_to_serve = (*(hop.provider for hop in hops), *waiting)

    def until_first_is_back(self, resting: Mapping[str, Cooldown]) -> float | None:
        """Seconds until one of those that are left alone can be asked again; None where that is
        not waited for.
        """
        patience, seconds_left = self._plan.patience, self._seconds_left()
        rests = self._rests(resting)
        if not rests or patience.max_retries < 1:
            return None
        seconds = max(min(rests), _SHORTEST_WAIT)
        if self._waited + seconds > patience.max_delay:
            return None
        if seconds_left is not None and seconds >= seconds_left:
            self.attempts.deadline_passed = True
            return None
        self._waited += seconds
        return seconds

    def _rests(self, resting: Mapping[str, Cooldown], but: str = "") -> list[float]:
        """The seconds for which each of those is left alone that may be asked again."""
        names = [name for name in self._able_to_serve if name not in self._done and name != but]
        rests = [rest_of(self._plan.candidates[name], resting) for name in names]
        return [cooldown.seconds for cooldown in rests if cooldown is not None]

    def ask_provider(self, candidate: Candidate, candidates_after: Sequence[Candidate]) -> Steps:
        """The answer; None where the next one is to be asked; the plan as it is by now, where that
        is another one. `later` are those that come after it.
        """
        name = candidate.provider.name
        if name in self._done:
            return None
        if (window := self._too_short(candidate.provider)) is not None:
            self._done.add(name)
            detail = f"its context window is no longer ({window:,} tokens)"
            self.attempts.note_unasked(candidate.provider, "context_window", detail)
            return None
        owed = False
        for key in candidate.keys:
            if key_rest(key, self._resting) is None:
                answer, then, may_come_back = yield from self._ask_key(
                    candidate, key, candidates_after
                )
                owed = owed or may_come_back
                if then != "next_key":
                    break
        else:
            answer = None
        if not owed and not isinstance(answer, CallPlan):
            self._done.add(name)
        return answer

    def _ask_key(
        self, candidate: Candidate, key: CandidateKey, candidates_after: Sequence[Candidate]
    ) -> Generator[Any, Any, tuple[Any, str, bool]]:
        """What `ask_provider` returns, whether another key or provider is next, and whether this
        one may be asked again in this call.
        """
        plan, provider = self._plan, candidate.provider
        retries = adjusted = 0
        if candidate.needs_litellm:
            yield PrepareTransport(self._order(candidate, key))
        while True:
            seconds_left = self._seconds_left()
            place = yield WaitForTurn(
                provider.name, Pace(plan.min_interval, provider.rate_limit), seconds_left
            )
            if seconds_left is not None and (seconds_left <= 0 or place > seconds_left):
                yield ReturnTurn(place)
                self.attempts.deadline_passed = True
                detail = (
                    "its turn would come after the deadline"
                    if seconds_left > 0
                    else "it is too late"
                )
                self.attempts.note_unasked(provider, "deadline", detail)
                return None, "next", False
            if place > 0 or retries:
                # Others have had time to find out what is the matter with it.
                self._resting = {**self._resting, **(yield CheckCooldowns(candidate.names))}
            if (cooldown := rest_with(candidate, key, self._resting)) is not None:
                yield ReturnTurn(place)
                self.attempts.note_resting(provider, cooldown)
                return None, "next_key", True
            if (changed := (yield Admit(plan, provider))) is not None:
                yield ReturnTurn(place)
                return changed, "again", False
            order = self._order(candidate, key)
            result = yield SendRequest(order, self._attempt(provider), plan.require_complete)
            if not isinstance(result, CallFailure):
                return result, "done", False
            self._note(provider, result)
            change = result.adjustment
            news = change is not None and change not in order.adjustments
            if change is not None and news and adjusted < _MOST_ADJUSTMENTS:
                adjusted += 1
                plan.adjustments.remember(provider, candidate.base, change)
                detail = f"{plan.name}: {provider.name} failed: {why(result)}"
                plan.log(f"{detail} -> again, with that put right")
                continue
            verdict, may_come_back = yield from self._verdict(
                candidate, key, candidates_after, result, retries, order
            )
            plan.log(line(plan.name, provider, result, verdict))
            if verdict.then == "stop":
                raise self.attempts.stopped(plan, provider, result)
            if verdict.cooldown_seconds:
                name = _resting_name(candidate, key, result, verdict)
                yield StartCooldown(name, verdict.cooldown_seconds, why(result))
            if verdict.then != "retry":
                return None, verdict.then, may_come_back
            retries += 1
            yield Sleep(verdict.delay)

    def _verdict(
        self, candidate: Candidate, key: CandidateKey, candidates_after: Sequence[Candidate],
        failure: CallFailure, retries: int, order: ModelRequest,
    ) -> Generator[Any, Any, tuple[NextAction, bool]]:  # fmt: skip
        """What comes next, and whether this provider may be asked again in this call."""
        plan, name = self._plan, candidate.provider.name
        if failure.fault == "timeout" and order.timeout < self._timeout(candidate.provider):
            # It was given less time than the file gives it: that is not its fault.
            self.attempts.deadline_passed = True
            return NextAction("next"), False
        last = not any(map(self._can_serve, candidates_after))
        behind = candidate.keys[candidate.keys.index(key) + 1 :]
        other_key = any(key_rest(one, self._resting) is None for one in behind)
        used = self._patience_used[name] if last else retries
        verdict = after(
            failure, used, plan.patience, plan.fallback_on, plan.chance, last=last,
            other_key=other_key,
        )  # fmt: skip
        if verdict.then == "stop":
            return verdict, False
        if verdict.then != "retry":
            passes = bool(verdict.cooldown_seconds) and may_pass(failure)
            return verdict, passes and not (last and used >= plan.patience.max_retries)
        if not last:
            return (verdict, True) if self._in_time(verdict) else (_next(failure), True)
        self._patience_used[name] += 1
        names = [one.names for one in plan.candidates.values()]
        fresh = yield CheckCooldowns(tuple(dict.fromkeys(chain.from_iterable(names))))
        if min(self._rests(fresh, but=name), default=verdict.delay) < verdict.delay:
            # Another one is back earlier than this one may be asked again.
            return NextAction("next", cooldown_seconds=max(verdict.delay, 1.0)), True
        if not self._in_time(verdict):
            self.attempts.deadline_passed = True
            return _next(failure), False
        return verdict, True

    def _can_serve(self, candidate: Candidate) -> bool:
        """Whether it could be asked at once."""
        if candidate.provider.name in self._done or self._too_short(candidate.provider) is not None:
            return False
        return rest_of(candidate, self._resting) is None

    def _in_time(self, verdict: NextAction) -> bool:
        seconds_left = self._seconds_left()
        return seconds_left is None or verdict.delay < seconds_left

    def _seconds_left(self) -> float | None:
        return None if self._plan.deadline is None else self._plan.deadline.seconds_left()

    def _note(self, provider: Provider, failure: CallFailure) -> None:
        if failure.fault == "context_window":
            self._too_small = max(self._too_small or 0, self._plan.window_of(provider) or 0)
        self.attempts.note(provider, failure)

    def _timeout(self, provider: Provider) -> float:
        """Seconds, as the file says."""
        return provider.timeout or self._plan.roster.settings.calling.request_timeout

    def _order(self, candidate: Candidate, key: CandidateKey) -> ModelRequest:
        provider, seconds_left = candidate.provider, self._seconds_left()
        timeout = self._timeout(provider)
        return ModelRequest(
            provider,
            key.secret,
            self._plan.messages,
            timeout if seconds_left is None else min(timeout, seconds_left),
            self._plan.parameters,
            candidate.base,
            seconds_left,
            self._plan.adjustments.of(provider, candidate.base),
        )

    def _attempt(self, provider: Provider) -> AttemptRecord:
        plan = self._plan
        return AttemptRecord(
            at=plan.clock(),
            call=plan.call,
            agent=plan.name,
            provider=provider.name,
            model=provider.model,
            outcome="ok",
            fell_back_from=self._before(provider.name),
            tier=provider.cost_tier,
            config=plan.config,
            user=plan.user,
        )

    def _before(self, name: str) -> str:
        """The nearest provider before it in the chain that has failed or could not be asked."""
        names = list(dict.fromkeys(route(self._plan.agent, self._plan.roster.settings)))
        earlier = names[: names.index(name)] if name in names else names
        unfit = self.attempts.unfit()
        return next((one for one in reversed(earlier) if one in unfit), "")

    def _too_short(self, provider: Provider) -> int | None:
        """Its window in tokens, where it is known to be no longer than what was too small."""
        window = self._plan.window_of(provider) if self._too_small else None
        return window if window is not None and window <= (self._too_small or 0) else None


def _next(failure: CallFailure) -> NextAction:
    return NextAction("next", cooldown_seconds=cooldown_after(failure))


def _resting_name(
    candidate: Candidate, key: CandidateKey, failure: CallFailure, verdict: NextAction
) -> str:
    until_saved = failure.fault in LASTING
    if verdict.then == "next_key" or failure.fault in OF_THE_KEY:
        return key.resting_until_saved if until_saved else key.resting
    return candidate.resting_until_saved if until_saved else candidate.resting
