"""What the file says of calls: their pace, their patience, and what a failure leads to."""

from __future__ import annotations

from rscrew_console.records import dataclass

FALLBACK_ON = ("context_window", "content_policy")
"""Faults of the caller's own that the next provider may be asked about; see `Calling`."""


@dataclass(frozen=True, slots=True)
class Calling:
    """How calls are made. Fields with a default are optional in the file."""

    min_interval: float | None = None
    """Seconds between two calls; 0 where rate limiting is switched off, None where nothing is said.
    """
    request_timeout: float = 60.0
    """Seconds that each attempt may take."""
    deadline: float | None = None
    """Seconds that a whole call may take, with all that it waits for; None for no such bound."""
    fallback_on: tuple[str, ...] = ("context_window",)
    """Of `FALLBACK_ON`. What the file says stands for itself: an empty list is none of them."""
    redis_url: str | None = None
    """Where processes and machines share limits and resting providers."""
    usage_db: str | None = None
    """The ledger's file; its usual place where nothing is said."""
    debug: bool = False
