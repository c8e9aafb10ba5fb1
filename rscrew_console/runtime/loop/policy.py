"""What a failure leads to: another try, another provider, or the caller."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal

from rscrew_console.roster.calling import FALLBACK_ON
from rscrew_console.runtime.order import CallFailure, Fault

LASTING_REST = 600.0
SHORT_REST = 60.0
"""Seconds for which a provider is left alone."""

LASTING: frozenset[Fault] = frozenset(
    {"no_key", "placeholder_key", "invalid_key", "restricted_key", "no_credit", "model_not_found"}
)
"""What does not pass by itself: it takes another key, or another entry in the file."""
OF_THE_KEY: frozenset[Fault] = frozenset(
    {"invalid_key", "restricted_key", "no_credit", "rate_limited"}
)
"""What another key of the same provider may be spared."""
PASSING: frozenset[Fault] = frozenset(
    {"overloaded", "server_error", "timeout", "unreachable", "bad_response"}
)
"""What may be gone a moment later."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often the same provider is asked again, and after how long."""

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
    rest: float = 0.0
    """Seconds for which what failed is left alone; 0 for not at all."""


def after(
    failure: CallFailure,
    retries: int,
    patience: RetryPolicy,
    fallback_on: Collection[str],
    chance: Callable[[], float],
) -> NextAction:
    """What comes after a failure of a provider that was asked again `retries` times."""
    fault, wanted = failure.fault, failure.retry_after
    if fault == "bad_request" or (fault in FALLBACK_ON and fault not in fallback_on):
        return NextAction("stop")
    if fault in FALLBACK_ON:
        return NextAction("next")
    if fault in PASSING:
        delay = patience.delay(retries, chance)
        patient = wanted is None or wanted <= patience.max_delay
        if retries < patience.max_retries and patient:
            return NextAction("retry", delay=max(delay, wanted or 0.0))
        return NextAction("next", rest=SHORT_REST if wanted is None else max(wanted, 1.0))
    rest = LASTING_REST if fault in LASTING else SHORT_REST
    if fault == "rate_limited" and wanted is not None:
        rest = max(wanted, 1.0)
    return NextAction("next_key" if fault in OF_THE_KEY else "next", rest=rest)
