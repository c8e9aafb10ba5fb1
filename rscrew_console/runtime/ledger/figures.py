"""What the ledger tells."""

from __future__ import annotations

from typing import Literal

from rscrew_console.records import dataclass

By = Literal["agent", "provider", "model", "day"]


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums over attempts. A call is as many attempts as requests were sent for it: to each
    provider that it fell back to, and again to the same one where it was retried."""

    calls: int = 0
    """Calls with any of these attempts, answered or not."""
    failures: int = 0
    """Attempts that were not answered."""
    fallbacks: int = 0
    """How often a call went to another provider than the one before it in the chain, because that
    one could not or may not serve."""
    input_tokens: int = 0
    output_tokens: int = 0
    """As far as vendors have told."""
    cost_usd: float = 0.0
    """Of those whose price is known."""
    unpriced: int = 0
    """Answered ones whose price is not known, so that they are not in `cost_usd`."""
    p50_ms: float | None = None
    p95_ms: float | None = None
    """By nearest rank over the answered ones; None where there are none."""
    cached_input_tokens: int = 0
    cache_write_tokens: int = 0
    """The parts of `input_tokens` that were read from vendors' caches, and written to them."""
    reasoning_tokens: int = 0
    """The part of `output_tokens` that models have reasoned."""
    attempts: int = 0
    """Requests, answered or not."""

    @property
    def failure_rate(self) -> float:
        """The share of attempts that were not answered, 0 to 1."""
        return self.failures / self.attempts if self.attempts else 0.0


@dataclass(frozen=True, slots=True)
class UsageRow(Figures):
    """The attempts of one agent, provider, model or day."""

    name: str = ""
    """For a day its ISO date, in the reader's zone."""


@dataclass(frozen=True, slots=True)
class UsageTotals(Figures):
    """All attempts asked for. The rows' attempts, tokens and costs add up to the totals.

    Their calls need not: a call is counted once in the totals and once for each provider, model
    or day that it has attempts of.
    """

    rows: tuple[UsageRow, ...] = ()
    """Days in their order, and only those with attempts; others dearest first."""


@dataclass(frozen=True, slots=True)
class RecentCalls:
    """How many calls a model was asked in."""

    week: int = 0
    """In the last 7 days."""
    month: int = 0
    """In the last 30 days."""


NO_CALLS = RecentCalls()
