"""Attempts in words: for errors, and for those who look on."""

from __future__ import annotations

from rscrew_console.roster.model import Provider
from rscrew_console.runtime.errors import TriedProvider, with_status
from rscrew_console.runtime.loop.policy import NextAction
from rscrew_console.runtime.loop.route import Skip
from rscrew_console.runtime.order import CallFailure


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
