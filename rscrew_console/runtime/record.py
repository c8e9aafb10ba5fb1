"""What the ledger keeps of an attempt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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
    output_tokens: int | None = None
    cost_usd: float | None = None
    """None where the price is not known: that is not nothing."""
    latency_ms: float = 0.0
    """To the whole answer, or to the failure."""
    fell_back_from: str = ""
    """The nearest provider before it in the chain that has failed in this call, or was resting, or
    was kept out by a budget; empty where there is none."""
    tier: str = ""
    """The provider's cost tier at that moment."""
    config: str = ""
    """The file that said so, with all links resolved."""
    user: str = ""
    """On whose behalf, where the application says so."""
