"""What is known of the providers' health at one moment, as a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rscrew_console.providers.health import Health

LONGEST = 30
"""Checks that are remembered of each provider."""


@dataclass(frozen=True)
class HealthByProvider:
    """All of it by provider's name; a provider that was never checked is not in `past`."""

    past: Mapping[str, Sequence[Health]] = field(default_factory=dict)
    """Its checks, the oldest first, at least one."""
    asking: frozenset[str] = frozenset()
    """Those who are asked just now."""
    now: datetime | None = None
    checked_at: datetime | None = None
    """When all were checked last."""
    shown: bool = False
    """Whether there is, or will be, anything to show."""
    degraded_ms: float = 2000.0

    def last(self, provider: str) -> Health | None:
        """What the last check of it found."""
        past = self.past.get(provider)
        return past[-1] if past else None

    def age(self, provider: str) -> str:
        """How long ago its last check was, in words."""
        last = self.last(provider)
        return ago(last.checked_at if last else None, self.now)

    @property
    def age_of_all(self) -> str:
        """How long ago all were checked, in words; empty before that."""
        return ago(self.checked_at, self.now)


def down(healths: HealthByProvider) -> frozenset[str]:
    """Those that failed their last check for another reason than having no key."""
    unasked = ("no_key", "placeholder_key", "unchecked")
    return frozenset(
        name
        for name in healths.past
        if (last := healths.last(name)) and not last.usable and last.status not in unasked
    )


def ago(then: datetime | None, now: datetime | None) -> str:
    """`just now`, `10 s ago`, `3 min ago`, `2 h ago`, `4 d ago`; empty where it is not known.

    Below a minute it goes in steps of five seconds, so that the screen keeps quiet.
    """
    if then is None or now is None:
        return ""
    seconds = max((now - then).total_seconds(), 0.0)
    if seconds < 5:
        return "just now"
    if seconds < 60:
        return f"{int(seconds // 5) * 5} s ago"
    for unit, length, most in (("min", 60, 60), ("h", 3600, 48)):
        if seconds < most * length:
            return f"{int(seconds // length)} {unit} ago"
    return f"{int(seconds // 86400)} d ago"
