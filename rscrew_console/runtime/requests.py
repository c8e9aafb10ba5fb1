"""One attempt to have a call answered: what is asked of whom, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from typing import Any, Literal, get_args

from rscrew_console.providers.secret import Secret
from rscrew_console.records import dataclass
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
    "unsupported",
    "empty_answer",
    "incomplete_answer",
    "internal_error",
]
"""Why an attempt failed: the statuses of health checks, and those that only calls know.

`bad_request` is a request that this vendor refuses; `unsupported` one that this model cannot serve
(no tools, no images); `empty_answer` an answer without text or tool calls; `incomplete_answer` one
that was cut off, where the caller wants whole ones; `internal_error` a fault of this library or of
one below it, which says nothing about the vendor.
"""
FAULTS: tuple[Fault, ...] = get_args(Fault)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What is changed in requests to a model that refuses a parameter of the file."""

    parameter: str
    """As the file or the caller names it: `temperature`, `max_tokens`, `reasoning_effort`, …"""
    send_as: str = ""
    """The name that the model takes instead; empty where it is left out or has another value."""
    value: float | None = None
    """The value that the model takes instead, such as its largest `max_tokens`."""
    is_minimum: bool = False
    """Whether `value` is the smallest that the model takes, not the largest."""


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """What is asked of one provider with one key."""

    provider: Provider
    key: Secret | None
    """None for what needs no key."""
    messages: Sequence[Mapping[str, Any]]
    """As OpenAI's API has them: `{"role": …, "content": …}`."""
    timeout: float
    """Seconds that the whole attempt may take, from when the request leaves; in a stream, until the
    first byte and from each to the next."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """The caller's own, such as `tools`, `stop` or `response_format`, over those of the file."""
    base: str = ""
    """The provider's base URL as the environment says it; see `providers.health.target`."""
    deadline: float | None = None
    """Seconds that the attempt may take in all, a stream to its end; None for no such bound."""
    adjustments: tuple[Adjustment, ...] = ()
    """What this model is known to refuse in the parameters of the file."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What an answer has taken, as far as the vendor says so."""

    input: int | None = None
    """The whole prompt, with what was read from a cache or written to it."""
    output: int | None = None
    """The whole answer, with what the model has reasoned."""
    cached_input: int | None = None
    """The part of `input` that was read from the vendor's cache."""
    cache_write: int | None = None
    """The part of `input` that was written to the vendor's cache."""
    reasoning: int | None = None
    """The part of `output` that the model has reasoned."""


@dataclass(frozen=True, slots=True)
class ToolFunction:
    """The function that a model wants to have called; `arguments` are JSON text."""

    name: str
    arguments: str = "{}"


@dataclass(frozen=True, slots=True)
class ToolCall:
    """In the shape of OpenAI's API, whoever has answered."""

    id: str
    function: ToolFunction
    type: str = "function"

    def as_message(self) -> dict[str, Any]:
        """As it stands in the `tool_calls` of an assistant's message."""
        function = {"name": self.function.name, "arguments": self.function.arguments}
        return {"id": self.id, "type": self.type, "function": function}


FinishReason = Literal["", "stop", "length", "tool_calls", "content_filter"]
"""Why an answer ended, in OpenAI's words for all vendors; empty where the vendor does not say."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer."""

    text: str
    tool_calls: tuple[Any, ...] = ()
    """Of `ToolCall`."""
    tokens: Tokens = field(default_factory=Tokens)
    cost_usd: float | None = None
    """What the vendor itself says that it costs; None where it says nothing."""
    finish_reason: FinishReason = ""
    reasoning: str = ""
    """The model's thoughts, where the vendor shows them; they are no part of `text`."""
    provider: str = ""
    model: str = ""
    """Who has given it; the loop says so."""


@dataclass(frozen=True, slots=True)
class StreamChunk:
    """A part of an answer that comes in a stream.

    The last one has no text and the `tokens`, with `finish_reason` and all whole `tool_calls`.
    """

    text: str = ""
    tool_calls: tuple[Any, ...] = ()
    tokens: Tokens | None = None
    cost_usd: float | None = None
    finish_reason: FinishReason = ""
    reasoning: str = ""


@dataclass(frozen=True, slots=True)
class CallFailure:
    """Why an attempt was not answered. `detail` is fit to be shown, and holds no key."""

    fault: Fault
    detail: str = ""
    http_status: int | None = None
    retry_after: float | None = None
    """Seconds, where the vendor says when to come back."""
    adjustment: Adjustment | None = None
    """What would make the request one that this model takes, where its refusal tells."""
    tokens: Tokens | None = None
    """What a failed attempt has taken, where that is known: a broken stream, an empty answer."""


class CallFailed(Exception):
    """An attempt that was not answered."""

    def __init__(self, failure: CallFailure) -> None:
        super().__init__(failure.detail or failure.fault)
        self.failure = failure


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
        """Return the record with these counts; unchanged if there are none."""
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
