"""What was found in the ledger. Loads nothing that reads one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from rscrew_console.roster.cost import Averages
from rscrew_console.roster.standings import BudgetStatus

if TYPE_CHECKING:
    from rscrew_console.runtime.ledger import By, UsageTotals


@dataclass(frozen=True, slots=True)
class LedgerSource:
    """Where ledgers usually are, and how they are read."""

    state: Callable[[], Path]
    """The user's state folder."""
    tz: tzinfo | None = None
    """Where days begin at midnight; None for where this machine is."""


@dataclass(frozen=True, slots=True)
class UsageSummary:
    """What is shown of the ledger on every screen."""

    averages: Mapping[str, Averages] = field(default_factory=dict)
    """By agent."""
    standings: tuple[BudgetStatus, ...] = ()
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
