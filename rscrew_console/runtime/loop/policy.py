"""What a failure leads to: another try, another provider, or the caller."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Literal

from rscrew_console.records import dataclass
from rscrew_console.roster.calling import FALLBACK_ON
from rscrew_console.runtime.requests import CallFailure, Fault

LASTING_REST = 600.0
SHORT_REST = 60.0
"""Seconds for which a provider is left alone."""
SHORTLY = 0.5
"""Seconds after which a provider is asked once more while another one could be asked instead."""

LASTING: frozenset[Fault] = frozenset(
    {"no_key", "placeholder_key", "invalid_key", "restricted_key", "no_credit", "model_not_found"}
)
"""What does not pass by itself: it takes another key, or another entry in the file."""
OF_THE_KEY: frozenset[Fault] = frozenset(
    {"invalid_key", "restricted_key", "no_credit", "rate_limited"}
)
"""What another key of the same provider may be spared."""
MOMENTARY: frozenset[Fault] = frozenset(
    {"overloaded", "server_error", "bad_response", "empty_answer"}
)
"""What is often gone with the next try."""
PASSING: frozenset[Fault] = MOMENTARY | {"timeout", "unreachable"}
"""What may be gone some time later."""
OF_THE_CALL: frozenset[Fault] = frozenset(
    {"bad_request", "unsupported", "incomplete_answer", "internal_error"}
)
"""What says nothing of how the provider would serve another call."""
REFUSALS: frozenset[Fault] = frozenset(
    {"bad_request", "unsupported", "context_window", "content_policy"}
)
"""Where every provider ends with one of these, the call itself is refused."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often the last provider that is left is asked again, and after how long."""

    max_retries: int = 3
    base_delay: float = 1.0
    max_delay: float = 60.0
    """Seconds, before the first retry and at most."""

    def delay(self, retry: int, chance: Callable[[], float]) -> float:
        """Seconds before the retry of that number, from 0: doubled each time, and spread.

        `chance` gives numbers from 0 to 1, so that many who failed together do not return together.
        """
        longest = min(self.max_delay, self.base_delay * 2.0 ** min(retry, 30))
        return longest * (0.5 + chance() / 2)


@dataclass(frozen=True, slots=True)
class NextAction:
    """What comes next."""

    then: Literal["retry", "next_key", "next", "stop"]
    delay: float = 0.0
    """Seconds before a retry."""
    cooldown_seconds: float = 0.0
    """Seconds for which what failed is left alone; 0 for not at all."""


def after(
    failure: CallFailure,
    retries: int,
    patience: RetryPolicy,
    fallback_on: Collection[str],
    chance: Callable[[], float],
    *,
    last: bool = True,
    other_key: bool = False,
) -> NextAction:
    """What comes after a failure of a provider that was asked again `retries` times.

    `last` is whether no other provider can be asked: only then is anything waited for. `other_key`
    is whether this one has another key that can be used.
    """
    fault, retry_after = failure.fault, failure.retry_after
    if fault in FALLBACK_ON and fault not in fallback_on:
        return NextAction("stop")
    if fault in FALLBACK_ON or fault in OF_THE_CALL:
        return NextAction("next")
    if retries < patience.max_retries:
        delay = max(patience.delay(retries, chance), retry_after or 0.0)
        waits = may_pass(failure) and not (fault == "rate_limited" and other_key)
        if last and waits and (retry_after or 0.0) <= patience.max_delay:
            return NextAction("retry", delay=delay)
        shortly = fault in MOMENTARY and may_pass(failure)
        if not last and shortly and retries == 0 and (retry_after or 0.0) <= SHORTLY:
            return NextAction("retry", delay=max(min(delay, SHORTLY), retry_after or 0.0))
    return NextAction(
        "next_key" if fault in OF_THE_KEY else "next", cooldown_seconds=cooldown_after(failure)
    )


def may_pass(failure: CallFailure) -> bool:
    """Whether the same request may be answered some time later: no path appears by itself."""
    return failure.fault in PASSING | {"rate_limited"} and failure.http_status != 404


def cooldown_after(failure: CallFailure) -> float:
    """Seconds for which who has failed so is left alone; 0 for not at all."""
    fault, retry_after = failure.fault, failure.retry_after
    if fault == "empty_answer" or fault in OF_THE_CALL or fault in FALLBACK_ON:
        return 0.0
    if retry_after is not None and (fault in PASSING or fault == "rate_limited"):
        return max(retry_after, 1.0)
    return LASTING_REST if fault in LASTING else SHORT_REST
