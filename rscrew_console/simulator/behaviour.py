"""Ways in which a simulated vendor behaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, get_args

Name = Literal[
    "healthy",
    "invalid_key",
    "restricted",
    "no_credit",
    "rate_limited",
    "overloaded",
    "missing",
    "server_error",
    "escapes",
    "nonsense",
    "other_json",
    "truncated",
    "endless",
    "bomb",
    "hanging",
    "closing",
    "redirecting",
    "flapping",
    "context_window",
    "content_policy",
    "bad_request",
]
BEHAVIOURS: tuple[Name, ...] = get_args(Name)
Streaming = Literal["whole", "breaking", "stalling", "erring"]
"""How an answer in pieces goes on after the first words: to its end, or into a closed connection,
into silence, or into an error that is told in the stream.
"""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What a vendor does with every request, whatever its key."""

    name: Name = "healthy"
    delay: float = 0.0
    """Seconds before it answers."""
    retry_after: str = ""
    """The header of that name, as it is sent."""
    location: str = ""
    """Where `redirecting` sends to."""
    period: float = 20.0
    """Seconds for which `flapping` is well, and then fails, in turn."""
    echo: bool = False
    """Whether complaints quote the key whole, instead of masked, and a cookie does so too."""
    crowd: int = 0
    """It answers nobody until so many requests are under way together."""

    calls: Name | None = None
    """How it behaves when a model is called, where that is otherwise."""
    refuses: str = ""
    """A parameter of a call that it takes for an error; `*` for whatever is sent."""
    text: str | None = None
    """What models say, where that is not the usual words."""
    arguments: str = ""
    """JSON with which a model calls the first tool that it is offered, instead of saying words."""
    streaming: Streaming = "whole"
    pause: float = 0.0
    """Seconds between any two bytes that it sends."""

    def at(self, seconds: float) -> Behaviour:
        """Return the behaviour at that many seconds after the start; only `flapping` changes over
        time.
        """
        if self.name != "flapping":
            return self
        failing = int(seconds // self.period) % 2 == 1
        return replace(self, name="server_error" if failing else "healthy")

    def when(self, method: str) -> Behaviour:
        """Return the behaviour for a request: calls are POSTs, checks are not."""
        if method != "POST" or self.calls is None:
            return self
        return replace(self, name=self.calls)


HEALTHY = Behaviour()
Script = Callable[[int], Behaviour]
"""The behaviour with each request, the first of which is number 0."""


def in_turn(*behaviours: Behaviour) -> Script:
    """Behave like each of these once, in order, and like the last one from then on."""
    return lambda number: behaviours[min(number, len(behaviours) - 1)]
