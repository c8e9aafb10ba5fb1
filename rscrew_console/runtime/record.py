"""What the ledger keeps of an attempt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request to one provider, answered or not."""

    at: datetime
    """When it began, with its zone."""
    call: str
    """The same for all attempts of one call."""
    agent: str
    provider: str
    model: str
    outcome: str
    """`ok`, or a fault of `order.FAULTS`."""
    http_status: int | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost_usd: float | None = None
    """None where the price is not known: that is not nothing."""
    latency_ms: float = 0.0
    """To the whole answer, or to the failure."""
    fell_back_from: str = ""
    """The provider that was tried before in the same call; empty for the first one."""
    tier: str = ""
    """The provider's cost tier at that moment."""
    config: str = ""
    """The file that said so, with all links resolved."""
    user: str = ""
    """On whose behalf, where the application says so."""
