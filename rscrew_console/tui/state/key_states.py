"""What the console asks of the places where keys are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rscrew_console.roster.budgets import Budgets
    from rscrew_console.roster.facts import Facts
    from rscrew_console.roster.model import Roster
    from rscrew_console.tui.health.checker import Clock, HealthChecker


class KeyStates(Protocol):
    """What is known of the providers' keys; never a key itself."""

    @property
    def problems(self) -> Sequence[str]:
        """What is wrong with the places where keys were looked for, a sentence each."""
        ...

    def budgets(self, budgets: Budgets) -> tuple[Budgets, str]:
        """With what is said of them where keys are kept, and what is wrong with that."""
        ...

    def facts(self, roster: Roster) -> Mapping[str, Facts]:
        """What the file does not say of each provider: its kind, and if its key is set."""
        ...

    def reload(self) -> None:
        """Looks again where keys are kept."""
        ...

    def learn(self) -> bool:
        """Finds out what takes too long to wait for. Whether that changes the facts."""
        ...

    def health_checker(self, clock: Clock) -> HealthChecker:
        """Who asks providers with these keys."""
        ...
