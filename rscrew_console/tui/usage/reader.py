"""Reads the ledger for the console. Everything here waits for a disk; nothing writes."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from rscrew_console.records import dataclass
from rscrew_console.roster.alerts import DAYS
from rscrew_console.roster.checklist import NO_AUTHENTICATION_FAILURE
from rscrew_console.roster.cost import MEASURED_DAYS
from rscrew_console.roster.standings import standings
from rscrew_console.runtime.ledger import (
    By,
    LedgerError,
    UsageTotals,
    averages_of,
    budget_totals,
    ledger_path,
    recent_evidence,
    usage_of,
)
from rscrew_console.runtime.ledger.days import midnight
from rscrew_console.tui.view.usage_report import UsageReport, UsageSummary, WeekOfCalls

if TYPE_CHECKING:
    from rscrew_console.roster.model import Settings
    from rscrew_console.tui.usage.ledger_source import LedgerSource

FILES = ("", "-wal")
"""What SQLite writes to, behind the ledger's name."""
BY: tuple[By, ...] = ("agent", "provider", "model")

Stamp = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class LedgerReader:
    """Of the attempts that `config` has led to: the absolute path of the file, links and all."""

    ledger_source: LedgerSource
    settings: Settings
    config: Path

    @property
    def ledger(self) -> Path:
        """The ledger's file, there or not."""
        return ledger_path(self.settings.calling, self.config, self.ledger_source.state())

    def stamp(self, at: datetime) -> Stamp:
        """Another one when there may be something new: attempts, limits, or an hour that begins."""
        ledger = self.ledger
        hour = at.astimezone(self.ledger_source.tz).replace(minute=0, second=0, microsecond=0)
        return (self.settings, hour, ledger, *(_stamp(f"{ledger}{end}") for end in FILES))

    def read(self, at: datetime, days: int | None) -> tuple[UsageSummary, UsageReport | None]:
        """What is shown everywhere, and the last `days` in full. What goes wrong is `trouble`."""
        try:
            return self._summary(at), None if days is None else self._report(at, days)
        except LedgerError as error:
            return UsageSummary(trouble=str(error)), None

    def week(self, at: datetime) -> WeekOfCalls:
        """What the last 7 days tell; nothing where the ledger cannot be read, which is told
        elsewhere."""
        since = at - timedelta(days=DAYS["week"])
        try:
            calls = usage_of(self.ledger, since=since, config=self.config)
            sums = budget_totals(
                self.ledger, at, config=self.config, alerts=(NO_AUTHENTICATION_FAILURE,)
            )
        except LedgerError:
            return WeekOfCalls()
        refused = sums.alerts.get(NO_AUTHENTICATION_FAILURE)
        failures = int(refused.value or 0) if refused and calls.attempts else None
        return WeekOfCalls(calls.p95_ms, failures)

    def _summary(self, at: datetime) -> UsageSummary:
        ledger, config, settings = self.ledger, self.config, self.settings
        since = at - timedelta(days=MEASURED_DAYS)
        averages = averages_of(ledger, since=since, until=at, config=config)
        sums = budget_totals(
            ledger, at, tz=self.ledger_source.tz, config=config, alerts=settings.alerts
        )
        evidence = recent_evidence(ledger, config=config, now=at)
        limit = settings.budgets.limits.day
        return UsageSummary(averages, standings(settings, sums), evidence, limit)

    def _report(self, at: datetime, days: int) -> UsageReport:
        tz = self.ledger_source.tz
        today = at.astimezone(tz).date()
        since = midnight(today - timedelta(days=days - 1), tz)

        def usage(by: By) -> UsageTotals:
            return usage_of(self.ledger, since=since, by=by, config=self.config, tz=tz)

        by_day, by = usage("day"), {name: usage(name) for name in BY}
        has_any = by_day.calls > 0 or usage_of(self.ledger, config=self.config).calls > 0
        return UsageReport(today, days, by_day, by, has_any)


def _stamp(path: str) -> tuple[int, int] | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    # Reading makes an empty log where there was none; that is nothing new.
    return (status.st_mtime_ns, status.st_size) if status.st_size else None
