"""What the ledger tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

By = Literal["agent", "provider", "model", "day"]


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums over attempts. A call that falls back is as many attempts as providers were asked."""

    calls: int = 0
    """Attempts, answered or not."""
    failures: int = 0
    """Those that were not answered."""
    fallbacks: int = 0
    """Those made in place of an earlier provider of the chain, which could not or may not serve."""
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

    @property
    def failure_rate(self) -> float:
        """The share of attempts that were not answered, 0 to 1."""
        return self.failures / self.calls if self.calls else 0.0

    @property
    def fallback_rate(self) -> float:
        """The share of attempts that were fallbacks, 0 to 1."""
        return self.fallbacks / self.calls if self.calls else 0.0


@dataclass(frozen=True, slots=True)
class UsageRow(Figures):
    """The attempts of one agent, provider, model or day."""

    name: str = ""
    """For a day its ISO date, in the reader's zone."""


@dataclass(frozen=True, slots=True)
class UsageTotals(Figures):
    """All attempts asked for. The rows' counts, tokens and costs add up to the totals."""

    rows: tuple[UsageRow, ...] = ()
    """Days in their order, and only those with attempts; others dearest first."""
