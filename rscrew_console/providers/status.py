"""How a provider is, in the words of the design."""

from __future__ import annotations

from typing import Literal, get_args

Status = Literal[
    "ok",
    "degraded",
    "unchecked",
    "no_key",
    "placeholder_key",
    "invalid_key",
    "restricted_key",
    "no_credit",
    "rate_limited",
    "model_not_found",
    "unverifiable",
    "overloaded",
    "server_error",
    "timeout",
    "unreachable",
    "bad_response",
]

STATUSES: tuple[Status, ...] = get_args(Status)
USABLE: frozenset[Status] = frozenset(
    {"ok", "degraded", "restricted_key", "unverifiable", "unchecked"}
)
"""What can be used, as far as one knows: `unchecked` stands for a key that nobody has tried."""


def in_words(status: Status) -> str:
    """As people read it: `no credit`."""
    return status.replace("_", " ")
