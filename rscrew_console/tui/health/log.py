"""What checks have found out so far, provider by provider. No clock of its own, no network."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from rscrew_console.records import dataclass
from rscrew_console.tui.view.health import LONGEST, HealthByProvider

if TYPE_CHECKING:
    from rscrew_console.providers.health import Health
    from rscrew_console.roster.model import Provider


@dataclass(frozen=True, slots=True)
class CheckSubject:
    """What a check is about: a provider that is edited is another one, until that is undone."""

    name: str
    model: str
    kind: str | None
    base_url: str | None
    api_key_env: str | None
    allow_insecure: bool


def subject_of(provider: Provider) -> CheckSubject:
    """All of a provider that a check depends on."""
    return CheckSubject(**{field: getattr(provider, field) for field in CheckSubject.__slots__})


class HealthLog:
    """The last checks of every provider. Mutable; `version` counts its changes."""

    def __init__(self) -> None:
        self.version = 0
        self.checked_at: datetime | None = None
        """When the last round over all providers ended."""
        self._checks: dict[CheckSubject, deque[Health]] = {}
        self._asking: Counter[CheckSubject] = Counter()

    def begin(self, providers: Iterable[Provider]) -> None:
        """These are being asked from now on."""
        self._asking.update(map(subject_of, providers))
        self.version += 1

    def take(self, provider: Provider, health: Health) -> Health | None:
        """Adds a check of the provider as it was when it was asked. Returns the one before."""
        from rscrew_console.providers.health.token import unrefuted  # loads with the first check

        checks = self._checks.setdefault(subject_of(provider), deque(maxlen=LONGEST))
        before = checks[-1] if checks else None
        health = unrefuted(before, health)
        if before is not None:
            # Vendors list thousands of models: one list of each is enough.
            checks[-1] = replace(before, offers=())
            if not health.offers:
                health = replace(health, offers=before.offers)
        checks.append(health)
        self.version += 1
        return before

    def end(self, providers: Iterable[Provider]) -> None:
        """These are not asked any more, whether they have answered or not."""
        self._asking.subtract(map(subject_of, providers))
        self._asking = +self._asking
        self.version += 1

    def date_round(self, at: datetime | None) -> None:
        """Note when a round over all providers ended; None while one is under way."""
        self.checked_at = at
        self.version += 1

    def rename(self, old: Provider, new: Provider) -> None:
        """What is known goes over to the new name; the old one keeps it for when that is undone."""
        if (checks := self._checks.get(subject_of(old))) is not None:
            renamed = (replace(health, provider=new.name) for health in checks)
            self._checks[subject_of(new)] = deque(renamed, maxlen=LONGEST)
            self.version += 1

    def of(self, provider: Provider) -> Sequence[Health]:
        """Return the checks of the provider as it is configured now, the oldest first."""
        return tuple(self._checks.get(subject_of(provider), ()))

    def unknown(self, providers: Iterable[Provider]) -> list[Provider]:
        """Return the providers of which nothing is known and that nobody is asking."""
        known_subjects = self._checks.keys() | self._asking.keys()
        return [provider for provider in providers if subject_of(provider) not in known_subjects]

    def healths(
        self, providers: Sequence[Provider], at: datetime, *, checks: bool, degraded_ms: float
    ) -> HealthByProvider:
        """What is known of these at that moment; `checks` is whether they are checked at all."""
        return HealthByProvider(
            past={provider.name: past for provider in providers if (past := self.of(provider))},
            asking=frozenset(p.name for p in providers if self._asking[subject_of(p)]),
            now=at,
            checked_at=self.checked_at,
            enabled=checks or bool(self._checks),
            degraded_ms=degraded_ms,
        )
