"""What calls of the last minutes have proved, beside what a free check can find out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from rscrew_console.providers.health.hints import in_words as time_in_words
from rscrew_console.providers.health.result import Health
from rscrew_console.providers.status import STATUSES, Status, in_words
from rscrew_console.records import dataclass
from rscrew_console.roster.model import Provider

RECENT = timedelta(minutes=10)
"""How long a call counts."""

_LASTING: tuple[Status, ...] = ("no_credit", "invalid_key", "model_not_found")
"""What does not pass by itself, and what a list of models cannot show."""
_NOT_TOLD: tuple[Status, ...] = (
    "unverifiable", "restricted_key", "bad_response", "model_not_found",
)  # fmt: skip
"""Verdicts of a free check that an answered call refutes."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The last call of a provider's model."""

    provider: str
    """Its name in the file."""
    model: str
    """As the file spelled it then."""
    ok: bool
    """Whether it was answered."""
    fault: str
    """What was wrong, where it was not: a status, or a fault that only calls know."""
    at: datetime


def failing_by(
    providers: Iterable[Provider], evidence: Iterable[Evidence], moment: datetime
) -> frozenset[str]:
    """The providers whose last call failed for a reason that does not pass by itself."""
    recent = _recent(providers, evidence, moment)
    return frozenset(name for name, one in recent.items() if not one.ok and one.fault in _LASTING)


def with_evidence(
    healths: Iterable[Health],
    providers: Iterable[Provider],
    evidence: Iterable[Evidence],
    moment: datetime,
) -> list[Health]:
    """The healths as the last calls have them, where those know more than free checks do.

    Only calls of the last ten minutes to the model that the provider has now count, and none
    against a health for which the model itself was asked.
    """
    recent = _recent(providers, evidence, moment)
    return [_with_one(health, recent.get(health.provider), moment) for health in healths]


def _recent(
    providers: Iterable[Provider], evidence: Iterable[Evidence], moment: datetime
) -> dict[str, Evidence]:
    """Return the call that counts for each provider that has one."""
    models = {provider.name: provider.model for provider in providers}
    return {
        one.provider: one
        for one in evidence
        if models.get(one.provider) == one.model and timedelta(0) <= moment - one.at <= RECENT
    }


def _with_one(health: Health, one: Evidence | None, moment: datetime) -> Health:
    if one is None or health.called or health.checked_at is None:
        return health
    ago = f"{time_in_words((moment - one.at).total_seconds())} ago"
    if one.ok:
        if health.status not in _NOT_TOLD:
            return health
        return replace(health, status="ok", detail=f"a call was answered {ago}", hint="")
    fault = next((status for status in STATUSES if status == one.fault), None)
    if fault is None or not health.usable:
        return health
    if fault in _LASTING or health.status == "unverifiable":
        return replace(
            health,
            status=fault,
            detail=f"a call failed {ago}: {in_words(fault)}",
            hint="rsc status --deep asks again, for one token",
        )
    return health
