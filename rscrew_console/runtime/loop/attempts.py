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


def was_not_asked(provider: Provider, fault: str, detail: str) -> TriedProvider:
    """One that was not asked, for what this call has found out."""
    return TriedProvider(provider.name, provider.model, fault, detail, asked=False)


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
    reason = with_status(why(failure), failure.http_status)
    cooldown = f", resting {verdict.cooldown_seconds:.0f} s" if verdict.cooldown_seconds else ""
    return f"{agent}: {provider.name} failed: {reason} -> {then}{cooldown}"


class CallAttempts:
    """Belongs to one call."""

    def __init__(self) -> None:
        self.tried: list[TriedProvider] = []
        """Each attempt, and whoever was found resting meanwhile."""
        self._skipped: tuple[TriedProvider, ...] = ()
        self._refused: list[tuple[Provider, CallFailure]] = []
        self.deadline_passed = False
        """Whether the deadline has kept anybody from being asked."""

    def take(self, skipped: Sequence[Skip]) -> None:
        """These are left out from now on."""
        self._skipped = tuple(map(was_left_out, skipped))

    def note(self, provider: Provider, failure: CallFailure) -> None:
        """One that was asked and has failed."""
        if failure.fault in REFUSALS:
            self._refused.append((provider, failure))
        self.tried.append(tried(provider, failure))

    def note_unasked(self, provider: Provider, fault: str, detail: str) -> None:
        """One that was not asked, for what this call has found out."""
        self.tried.append(was_not_asked(provider, fault, detail))

    def note_resting(self, provider: Provider, cooldown: Cooldown) -> None:
        """What others have found out, unless it was found out here, too."""
        if all(one.provider != provider.name for one in self.tried):
            detail = f"resting for {cooldown.seconds:.0f} s more: {cooldown.why}"
            self.note_unasked(provider, "resting", detail)

    def unfit(self) -> set[str]:
        """The providers that could not serve the call."""
        # Who has no key was never meant to serve: nothing is fallen back from.
        kept_out = {one.provider for one in self._skipped if one.fault in ("resting", "barred")}
        return kept_out | {one.provider for one in self.tried}

    def error(self, plan: CallPlan, resting: Mapping[str, Cooldown]) -> CallError:
        """What the call ends with."""
        attempts = self._in_order(plan, resting)
        if self._refused and self._all_refuse():
            provider, failure = self._refused[0]
            return CallRefused(plan.name, provider.name, provider.model, failure, attempts)
        deadline_passed = plan.deadline is not None and (
            self.deadline_passed or plan.deadline.seconds_left() <= 0
        )
        return NoAnswer(
            plan.name,
            attempts,
            plan.deadline.seconds if plan.deadline and deadline_passed else None,
        )

    def stopped(self, plan: CallPlan, provider: Provider, failure: CallFailure) -> CallRefused:
        """What the call ends with where nobody else is to be asked."""
        name, model = provider.name, provider.model
        return CallRefused(plan.name, name, model, failure, self.tried, stopped=True)

    def _all_refuse(self) -> bool:
        """Whether nobody is left who might have answered the same call."""
        last = {one.provider: one.fault for one in self.tried}
        others = [one.fault in ("resting", "barred") for one in self._skipped]
        return not self.deadline_passed and set(last.values()) <= REFUSALS and not any(others)

    def _in_order(self, plan: CallPlan, resting: Mapping[str, Cooldown]) -> list[TriedProvider]:
        """In the order of the file's chain, then of the attempts; with who rests by now, and for
        how long, in the last line of each.
        """
        places = {name: place for place, name in enumerate(plan.agent.chain.providers)}
        asked_names = {one.provider for one in self.tried}
        attempts = [*(one for one in self._skipped if one.provider not in asked_names), *self.tried]
        attempts.sort(key=lambda one: places.get(one.provider, len(places)))
        last = {one.provider: number for number, one in enumerate(attempts)}
        for name, number in last.items():
            candidate = plan.candidates.get(name)
            cooldown = rest_of(candidate, resting) if candidate else None
            if cooldown is not None:
                attempts[number] = replace(attempts[number], back_in=cooldown.seconds)
        return attempts
