"""Ways in which a simulated vendor behaves."""

from __future__ import annotations

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
]
BEHAVIOURS: tuple[Name, ...] = get_args(Name)


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

    def at(self, seconds: float) -> Behaviour:
        """What `flapping` is, so many seconds after it began; all others are what they are."""
        if self.name != "flapping":
            return self
        failing = int(seconds // self.period) % 2 == 1
        return replace(self, name="server_error" if failing else "healthy")

    def when(self, method: str) -> Behaviour:
        """With a call, which is a POST, or with a question."""
        if method != "POST" or self.calls is None:
            return self
        return replace(self, name=self.calls)


HEALTHY = Behaviour()
