"""What the ledger keeps of an attempt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from rscrew_console.runtime.order import Tokens


@dataclass(frozen=True, slots=True)
class AttemptRecord:
    """One request to one provider, answered or not."""

    at: datetime
    """When it began, with its zone."""
    call: str
    """The same for all attempts of one call."""
    agent: str
    provider: str
    model: str
    outcome: str
    """`ok`, a fault of `order.FAULTS`, or `cancelled` for one whose answer nobody waited for."""
    http_status: int | None = None
    input_tokens: int | None = None
    """The whole prompt, with what was read from the vendor's cache or written to it."""
    output_tokens: int | None = None
    """The whole answer, with what the model has reasoned."""
    cost_usd: float | None = None
    """None where the price is not known: that is not nothing. Until it is written, what the vendor
    itself says."""
    latency_ms: float = 0.0
    """To the whole answer, or to the failure."""
    fell_back_from: str = ""
    """The nearest provider before it in the chain that has failed in this call, or was resting, or
    was kept out by a budget; empty where there is none."""
    tier: str = ""
    """The provider's cost tier at that moment."""
    config: str = ""
    """The absolute path of the file that said so, with its links as they are."""
    user: str = ""
    """On whose behalf, where the application says so."""
    cached_input_tokens: int | None = None
    cache_write_tokens: int | None = None
    """The parts of `input_tokens` that were read from the vendor's cache, and written to it."""
    reasoning_tokens: int | None = None
    """The part of `output_tokens` that the model has reasoned."""

    @property
    def tokens(self) -> Tokens:
        """All counts together."""
        return Tokens(
            self.input_tokens, self.output_tokens, self.cached_input_tokens,
            self.cache_write_tokens, self.reasoning_tokens,
        )  # fmt: skip

    def with_tokens(self, tokens: Tokens | None) -> AttemptRecord:
        """With these counts; as it is where there are none."""
        if tokens is None:
            return self
        return replace(
            self,
            input_tokens=tokens.input,
            output_tokens=tokens.output,
            cached_input_tokens=tokens.cached_input,
            cache_write_tokens=tokens.cache_write,
            reasoning_tokens=tokens.reasoning,
        )
