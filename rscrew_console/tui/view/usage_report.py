"""What was read from the ledger: what every screen shows of it, and some days in full."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING

from rscrew_console.records import dataclass

if TYPE_CHECKING:
    from rscrew_console.providers.health.evidence import Evidence
    from rscrew_console.roster.cost import Averages
    from rscrew_console.roster.standings import BudgetStatus
    from rscrew_console.runtime.ledger import By, UsageTotals


@dataclass(frozen=True, slots=True)
class UsageSummary:
    """What is shown of the ledger on every screen."""

    averages: Mapping[str, Averages] = field(default_factory=dict)
    """By agent."""
    standings: tuple[BudgetStatus, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    """The last calls of each provider, of the last minutes."""
    daily_usd: float | None = None
    """The budget of a day for all providers together, if there is one."""
    trouble: str = ""
    """Why it cannot be read, in a sentence."""


@dataclass(frozen=True, slots=True)
class UsageReport:
    """The attempts of the last `days` days, today among them."""

    today: date
    days: int
    by_day: UsageTotals
    by: Mapping[By, UsageTotals]
    """By agent, provider and model."""
    ever: bool
    """Whether there is any attempt, however old."""


@dataclass(frozen=True, slots=True)
class WeekOfCalls:
    """What the calls of the last 7 days tell, for the checklist."""

    p95_ms: float | None = None
    """None without an answer."""
    authentication_failures: int | None = None
    """None without a call."""
