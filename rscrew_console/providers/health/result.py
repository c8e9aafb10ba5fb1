"""What a check finds out about a provider."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime

from rscrew_console.providers.offers import OfferedModel
from rscrew_console.providers.status import USABLE, Status, in_words
from rscrew_console.records import dataclass


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """A status, why, and what to do about it. All texts are fit to be shown."""

    status: Status
    detail: str = ""
    hint: str = ""
    http_status: int | None = None
    retry_after: float | None = None
    """Seconds after which the vendor wants to be asked again."""


@dataclass(frozen=True, slots=True)
class Health:
    """One provider at one moment. All texts are fit to be shown, and hold no key."""

    provider: str
    """Its name in the file."""
    status: Status
    detail: str = ""
    """What is the matter, in our words and the vendor's."""
    hint: str = ""
    """What to do about it; often nothing."""
    latency_ms: float | None = None
    """From asking to the whole answer; None where there was none."""
    http_status: int | None = None
    checked_at: datetime | None = None
    """None for what was not asked, such as offline."""
    retry_after: float | None = None
    """Seconds, where the vendor says when to come back."""
    keys_good: int = 0
    keys_total: int = 0
    """Keys of its variable that were tried; 0 where it needs none."""
    called: bool = False
    """Whether the model itself was asked, not only what can be asked for free."""
    offers: tuple[OfferedModel, ...] = field(default=(), repr=False, compare=False)
    """The models that it offers, where it said so."""

    @property
    def usable(self) -> bool:
        """Whether a call may be expected to succeed."""
        return self.status in USABLE

    @property
    def objection(self) -> str:
        """What speaks against calling it; "" for nothing."""
        if self.usable:
            return ""
        return ": ".join(filter(None, (in_words(self.status), self.detail)))
