"""The interface of limit stores, which keep turns and cooldowns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, Self

from rscrew_console.records import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast calls may follow each other."""

    min_interval: float = 0.0
    """Seconds between any two calls, whatever their providers."""
    rate_limit: float | None = None
    """Calls a minute of this provider."""


@dataclass(frozen=True, slots=True)
class Cooldown:
    """For how long a provider or key is not asked, and why."""

    seconds: float
    """Left, more than 0."""
    why: str


class Turn(float):
    """Seconds to wait for one's turn; the same value gives the turn back."""

    __slots__ = ("provider", "slot", "ticket")
    provider: str
    slot: int
    """When the turn is, in microseconds of this process's clock."""
    ticket: str
    """The turn's name in Redis; empty where only this process knows of it."""

    def __new__(cls, seconds: float, provider: str, slot: int, ticket: str = "") -> Self:
        place = super().__new__(cls, seconds)
        place.provider, place.slot, place.ticket = provider, slot, ticket
        return place


class LimitStore(Protocol):
    """Keeps turns and cooldowns. No method sleeps, and none raises.

    The methods that begin with `a` do the same as those without, and never block the event loop.
    """

    def reserve(self, provider: str, pace: Pace) -> float:
        """Take the next turn of this provider; seconds until then, fit for `give_back`.

        Turns of one provider come in the order in which they are asked for, and none is before one
        that was taken earlier; another provider may have the time between them.
        """

    def give_back(self, place: float) -> None:
        """Return a turn of `reserve` that will not be used: no call was made.

        Those who wait behind it keep their turns; those who come later may have its time.
        """

    def start_cooldown(self, name: str, seconds: float, why: str) -> None:
        """Start a cooldown; of two, the longer one stays. `why` may be shown: it has no key."""

    def cooldowns(self, names: Sequence[str]) -> dict[str, Cooldown]:
        """The cooldowns of those of `names` that have one."""

    def end_cooldown(self, name: str) -> None:
        """End its cooldown, if it has one."""

    async def areserve(self, provider: str, pace: Pace) -> float: ...
    async def agive_back(self, place: float) -> None: ...
    async def astart_cooldown(self, name: str, seconds: float, why: str) -> None: ...
    async def acooldowns(self, names: Sequence[str]) -> dict[str, Cooldown]: ...
    async def aend_cooldown(self, name: str) -> None: ...

    def close(self) -> None:
        """Close connections. A store that is used again opens them again."""
