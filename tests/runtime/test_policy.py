"""What a failure leads to."""

from __future__ import annotations

import pytest

from rscrew_console.runtime.loop.policy import (
    LASTING,
    OF_THE_KEY,
    PASSING,
    Patience,
    Verdict,
    after,
)
from rscrew_console.runtime.order import FAULTS, Failure, Fault

PATIENCE = Patience(max_retries=2, base_delay=1.0, max_delay=60.0)


def then(fault: Fault, retries: int = 0, retry_after: float | None = None, *on: str) -> Verdict:
    return after(Failure(fault, retry_after=retry_after), retries, PATIENCE, on, lambda: 1.0)


@pytest.mark.parametrize(("verdict", "expected"), [
    (then("invalid_key"), Verdict("next_key", rest=600)),
    (then("restricted_key"), Verdict("next_key", rest=600)),
    (then("no_credit"), Verdict("next_key", rest=600)),
    (then("model_not_found"), Verdict("next", rest=600)),
    (then("rate_limited"), Verdict("next_key", rest=60)),
    (then("rate_limited", 0, 7.5), Verdict("next_key", rest=7.5)),
    (then("rate_limited", 0, 0.0), Verdict("next_key", rest=1.0)),
    (then("server_error", 0), Verdict("retry", delay=1.0)),
    (then("server_error", 1), Verdict("retry", delay=2.0)),
    (then("server_error", 2), Verdict("next", rest=60)),
    (then("overloaded", 0, 5.0), Verdict("retry", delay=5.0)),
    (then("overloaded", 0, 300.0), Verdict("next", rest=300)),
    (then("timeout", 2), Verdict("next", rest=60)),
    (then("unreachable", 0), Verdict("retry", delay=1.0)),
    (then("bad_response", 0), Verdict("retry", delay=1.0)),
    (then("bad_request"), Verdict("stop")),
    (then("bad_request", 0, None, "context_window", "content_policy"), Verdict("stop")),
    (then("context_window"), Verdict("stop")),
    (then("context_window", 0, None, "content_policy"), Verdict("stop")),
    (then("context_window", 0, None, "context_window"), Verdict("next")),
    (then("content_policy"), Verdict("stop")),
    (then("content_policy", 0, None, "content_policy"), Verdict("next")),
    (then("unverifiable"), Verdict("next", rest=60)),
])  # fmt: skip
def test_a_failure_leads_to(verdict: Verdict, expected: Verdict) -> None:
    assert verdict == expected


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_but_the_callers_own_rests_and_moves_on_in_the_end(fault: Fault) -> None:
    verdict = then(fault, retries=PATIENCE.max_retries)
    if fault in ("bad_request", "context_window", "content_policy"):
        assert verdict == Verdict("stop")
    else:
        assert verdict.then in ("next", "next_key")
        assert verdict.rest >= 60


def test_no_fault_is_of_two_kinds() -> None:
    assert not PASSING & (LASTING | OF_THE_KEY)


@pytest.mark.parametrize(("retry", "chance", "seconds"), [
    (0, 1.0, 1.0), (0, 0.0, 0.5), (1, 1.0, 2.0), (2, 0.5, 3.0), (5, 1.0, 32.0), (6, 1.0, 60.0),
    (10_000, 1.0, 60.0),
])  # fmt: skip
def test_delays_double_are_spread_and_end(retry: int, chance: float, seconds: float) -> None:
    assert PATIENCE.delay(retry, lambda: chance) == seconds
