"""One attempt to have a call answered: what is asked of whom, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from rscrew_console.providers.secret import Secret
from rscrew_console.roster.model import Provider

Fault = Literal[
    "no_key",
    "placeholder_key",
    "invalid_key",
    "restricted_key",
    "no_credit",
    "model_not_found",
    "rate_limited",
    "overloaded",
    "server_error",
    "timeout",
    "unreachable",
    "bad_response",
    "unverifiable",
    "context_window",
    "content_policy",
    "bad_request",
]
"""Why an attempt failed: the statuses of health checks, and three that only calls know."""
FAULTS: tuple[Fault, ...] = get_args(Fault)


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """What is asked of one provider with one key."""

    provider: Provider
    key: Secret | None
    """None for what needs no key."""
    messages: Sequence[Mapping[str, Any]]
    """As OpenAI's API has them: `{"role": …, "content": …}`."""
    timeout: float
    """Seconds that the whole attempt may take; in a stream, until each next piece."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """The caller's own, such as `tools`, `stop` or `response_format`, over those of the file."""
    base: str = ""
    """The provider's base URL as the environment says it; see `providers.health.target`."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What an answer has taken, as far as the vendor says so."""

    input: int | None = None
    output: int | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer."""

    text: str
    tool_calls: tuple[Any, ...] = ()
    """LiteLLM's own objects: `.id`, `.function.name`, `.function.arguments`."""
    tokens: Tokens = field(default_factory=Tokens)
    cost_usd: float | None = None
    """By LiteLLM's price map; None where it does not know the model."""
    provider: str = ""
    model: str = ""
    """Who has given it; the loop says so."""


@dataclass(frozen=True, slots=True)
class StreamChunk:
    """A part of an answer that comes in a stream. The last one has no text and the tokens."""

    text: str = ""
    tool_calls: tuple[Any, ...] = ()
    tokens: Tokens | None = None
    cost_usd: float | None = None


@dataclass(frozen=True, slots=True)
class CallFailure:
    """Why an attempt was not answered. `detail` is fit to be shown, and holds no key."""

    fault: Fault
    detail: str = ""
    http_status: int | None = None
    retry_after: float | None = None
    """Seconds, where the vendor says when to come back."""


class CallFailed(Exception):
    """An attempt that was not answered."""

    def __init__(self, failure: CallFailure) -> None:
        super().__init__(failure.detail or failure.fault)
        self.failure = failure
