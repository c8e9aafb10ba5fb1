"""Every attempt of one call, and the error that it ends with where none was answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rscrew_console.roster.model import Provider
from rscrew_console.runtime.errors import (
    CallError,
    CallRefused,
    NoAnswer,
    TriedProvider,
    with_status,
)
from rscrew_console.runtime.limits import Cooldown
from rscrew_console.runtime.loop.policy import REFUSALS, NextAction
from rscrew_console.runtime.loop.route import Skip, rest_of
from rscrew_console.runtime.loop.steps import CallPlan
from rscrew_console.runtime.requests import CallFailure


def why(failure: CallFailure) -> str:
    return failure.detail or failure.fault.replace("_", " ")


def tried(provider: Provider, failure: CallFailure) -> TriedProvider:
    """One that was asked and has failed."""
    return TriedProvider(
        provider.name, provider.model, failure.fault, why(failure), failure.http_status
    )


def was_not_asked(provider: Provider, fault: str, told: str) -> TriedProvider:
    """One that was not asked, for what this call has found out."""
    return TriedProvider(provider.name, provider.model, fault, told, asked=False)


def was_left_out(skip: Skip) -> TriedProvider:
    """One that was not asked, for what was known before."""
    fault = skip.fault or ("barred" if skip.seconds is None else "resting")
    return TriedProvider(
        skip.provider, skip.model, fault, skip.why, asked=False, back_in=skip.seconds
    )


def line(agent: str, provider: Provider, failure: CallFailure, verdict: NextAction) -> str:
    """What has happened, and what comes next."""
    then = {
        "retry": f"again in {verdict.delay:.1f} s",
        "next_key": "next key or provider",
        "next": "next provider",
        "stop": "the call itself is at fault",
    }[verdict.then]
    told = with_status(why(failure), failure.http_status)
    rest = f", resting {verdict.rest:.0f} s" if verdict.rest else ""
    return f"{agent}: {provider.name} failed: {told} -> {then}{rest}"


class CallAttempts:
    """Belongs to one call."""

    def __init__(self) -> None:
        self.tried: list[TriedProvider] = []
        """Each attempt, and whoever was found resting meanwhile."""
        self._skipped: tuple[TriedProvider, ...] = ()
        self._refused: list[tuple[Provider, CallFailure]] = []
        self.late = False
        """Whether the deadline has kept anybody from being asked."""

    def take(self, skipped: Sequence[Skip]) -> None:
        """These are left out from now on."""
        self._skipped = tuple(map(was_left_out, skipped))

    def note(self, provider: Provider, failure: CallFailure) -> None:
        """One that was asked and has failed."""
        if failure.fault in REFUSALS:
            self._refused.append((provider, failure))
        self.tried.append(tried(provider, failure))

    def note_unasked(self, provider: Provider, fault: str, told: str) -> None:
        """One that was not asked, for what this call has found out."""
        self.tried.append(was_not_asked(provider, fault, told))

    def note_resting(self, provider: Provider, rest: Cooldown) -> None:
        """What others have found out, unless it was found out here, too."""
        if all(one.provider != provider.name for one in self.tried):
            told = f"resting for {rest.seconds:.0f} s more: {rest.why}"
            self.note_unasked(provider, "resting", told)

    def unfit(self) -> set[str]:
        """Those that were meant to serve and have not."""
        # Who has no key was never meant to serve: nothing is fallen back from.
        kept_out = {one.provider for one in self._skipped if one.fault in ("resting", "barred")}
        return kept_out | {one.provider for one in self.tried}

    def error(self, job: CallPlan, resting: Mapping[str, Cooldown]) -> CallError:
        """What the call ends with."""
        attempts = self._in_order(job, resting)
        if self._refused and self._all_refuse():
            provider, failure = self._refused[0]
            return CallRefused(job.name, provider.name, provider.model, failure, attempts)
        late = job.deadline is not None and (self.late or job.deadline.left() <= 0)
        return NoAnswer(job.name, attempts, job.deadline.seconds if job.deadline and late else None)

    def stopped(self, job: CallPlan, provider: Provider, failure: CallFailure) -> CallRefused:
        """What the call ends with where nobody else is to be asked."""
        name, model = provider.name, provider.model
        return CallRefused(job.name, name, model, failure, self.tried, stopped=True)

    def _all_refuse(self) -> bool:
        """Whether nobody is left who might have answered the same call."""
        last = {one.provider: one.fault for one in self.tried}
        others = [one.fault in ("resting", "barred") for one in self._skipped]
        return not self.late and set(last.values()) <= REFUSALS and not any(others)

    def _in_order(self, job: CallPlan, resting: Mapping[str, Cooldown]) -> list[TriedProvider]:
        """In the order of the file's chain, then of the attempts; with who rests by now, and for
        how long, in the last line of each.
        """
        places = {name: place for place, name in enumerate(job.agent.chain.providers)}
        asked = {one.provider for one in self.tried}
        told = [*(one for one in self._skipped if one.provider not in asked), *self.tried]
        told.sort(key=lambda one: places.get(one.provider, len(places)))
        last = {one.provider: number for number, one in enumerate(told)}
        for name, number in last.items():
            candidate = job.candidates.get(name)
            rest = rest_of(candidate, resting) if candidate else None
            if rest is not None:
                told[number] = replace(told[number], back_in=rest.seconds)
        return told
