"""What a failure leads to."""

from __future__ import annotations

from rscrew_console.runtime.loop.policy import (
    LASTING,
    OF_THE_CALL,
    OF_THE_KEY,
    PASSING,
    NextAction,
    RetryPolicy,
    after,
)
from rscrew_console.runtime.requests import FAULTS, CallFailure, Fault
from tests.rows import each_row

PATIENCE = RetryPolicy(max_retries=2, base_delay=1.0, max_delay=60.0)


def then(fault: Fault, retries: int = 0, retry_after: float | None = None, *on: str) -> NextAction:
    return after(CallFailure(fault, retry_after=retry_after), retries, PATIENCE, on, lambda: 1.0)


def first(fault: Fault, retries: int = 0, retry_after: float | None = None) -> NextAction:
    """As long as another provider can be asked."""
    failure = CallFailure(fault, retry_after=retry_after)
    return after(failure, retries, PATIENCE, (), lambda: 1.0, last=False)


@each_row(("verdict", "expected"), [
    (then("invalid_key"), NextAction("next_key", cooldown_seconds=600)),
    (then("restricted_key"), NextAction("next_key", cooldown_seconds=600)),
    (then("no_credit"), NextAction("next_key", cooldown_seconds=600)),
    (then("model_not_found"), NextAction("next", cooldown_seconds=600)),
    (then("rate_limited", 2), NextAction("next_key", cooldown_seconds=60)),
    (then("rate_limited", 2, 7.5), NextAction("next_key", cooldown_seconds=7.5)),
    (then("rate_limited", 2, 0.0), NextAction("next_key", cooldown_seconds=1.0)),
    (then("rate_limited", 0, 7.5), NextAction("retry", delay=7.5)),
    (then("rate_limited", 0, 61.0), NextAction("next_key", cooldown_seconds=61)),
    (first("rate_limited"), NextAction("next_key", cooldown_seconds=60)),
    (first("rate_limited", 0, 7.5), NextAction("next_key", cooldown_seconds=7.5)),
    (first("server_error", 0), NextAction("retry", delay=0.5)),
    (first("server_error", 1), NextAction("next", cooldown_seconds=60)),
    (first("overloaded", 0, 0.4), NextAction("retry", delay=0.5)),
    (first("overloaded", 0, 0.6), NextAction("next", cooldown_seconds=1.0)),
    (first("empty_answer", 0), NextAction("retry", delay=0.5)),
    (first("empty_answer", 1), NextAction("next")),
    (first("timeout"), NextAction("next", cooldown_seconds=60)),
    (first("unreachable"), NextAction("next", cooldown_seconds=60)),
    (then("server_error", 0), NextAction("retry", delay=1.0)),
    (then("server_error", 1), NextAction("retry", delay=2.0)),
    (then("server_error", 2), NextAction("next", cooldown_seconds=60)),
    (then("overloaded", 0, 5.0), NextAction("retry", delay=5.0)),
    (then("overloaded", 0, 300.0), NextAction("next", cooldown_seconds=300)),
    (then("timeout", 2), NextAction("next", cooldown_seconds=60)),
    (then("unreachable", 0), NextAction("retry", delay=1.0)),
    (then("bad_response", 0), NextAction("retry", delay=1.0)),
    (then("bad_request"), NextAction("next")),
    (then("unsupported"), NextAction("next")),
    (then("internal_error"), NextAction("next")),
    (then("incomplete_answer"), NextAction("next")),
    (then("empty_answer", 0), NextAction("retry", delay=1.0)),
    (then("empty_answer", 2), NextAction("next")),
    (then("context_window"), NextAction("stop")),
    (then("context_window", 0, None, "content_policy"), NextAction("stop")),
    (then("context_window", 0, None, "context_window"), NextAction("next")),
    (then("content_policy"), NextAction("stop")),
    (then("content_policy", 0, None, "content_policy"), NextAction("next")),
    (then("unverifiable"), NextAction("next", cooldown_seconds=60)),
])  # fmt: skip
def test_a_failure_leads_to(verdict: NextAction, expected: NextAction) -> None:
    assert verdict == expected


@each_row("fault", FAULTS)
def test_every_fault_but_the_callers_own_rests_and_moves_on_in_the_end(fault: Fault) -> None:
    verdict = then(fault, retries=PATIENCE.max_retries)
    if fault in ("context_window", "content_policy"):
        assert verdict == NextAction("stop")
    elif fault in OF_THE_CALL or fault == "empty_answer":
        assert verdict == NextAction("next"), "nobody rests for one call's fault"
    else:
        assert verdict.then in ("next", "next_key")
        assert verdict.cooldown_seconds >= 60


def test_no_fault_is_of_two_kinds() -> None:
    assert not PASSING & (LASTING | OF_THE_KEY)


@each_row(("retry", "chance", "seconds"), [
    (0, 1.0, 1.0), (0, 0.0, 0.5), (1, 1.0, 2.0), (2, 0.5, 3.0), (5, 1.0, 32.0), (6, 1.0, 60.0),
    (10_000, 1.0, 60.0),
])  # fmt: skip
def test_delays_double_are_spread_and_end(retry: int, chance: float, seconds: float) -> None:
    assert PATIENCE.delay(retry, lambda: chance) == seconds
