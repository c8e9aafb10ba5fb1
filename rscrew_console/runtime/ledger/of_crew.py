"""The ledger as far as it is about one file: what its calls have taken, cost, and told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from rscrew_console.providers.health.evidence import Evidence
from rscrew_console.records import dataclass
from rscrew_console.roster.budgets import with_daily_default
from rscrew_console.roster.cost import MEASURED_DAYS, Averages
from rscrew_console.roster.model import Settings
from rscrew_console.roster.standings import BudgetStatus, standings
from rscrew_console.runtime.ledger.place import config_name, ledger_path


@dataclass(frozen=True, slots=True)
class CrewLedger:
    """`settings` are the file's, with `DAILY_BUDGET_USD`. Its methods raise LedgerError."""

    ledger: Path
    """The file in which calls are counted, there or not."""
    config: Path
    """The path by which the ledger finds the crew."""
    settings: Settings
    now: datetime

    @classmethod
    def of(
        cls, settings: Settings, path: Path, now: datetime, *,
        cwd: Path, environ: Mapping[str, str], state: Path,
    ) -> CrewLedger:  # fmt: skip
        """The ledger of the file at `path`; `state` is the folder of `session.state`."""
        config = Path(config_name(path, cwd, environ))
        return cls(ledger_path(settings.calling, path, state), config, settings, now)

    def averages(self) -> Mapping[str, Averages]:
        """Average tokens and calls a day of each agent."""
        from rscrew_console.runtime.ledger import averages_of

        since = self.now - timedelta(days=MEASURED_DAYS)
        return averages_of(self.ledger, since=since, until=self.now, config=self.config)

    def evidence(self) -> tuple[Evidence, ...]:
        """The last calls of the last minutes."""
        from rscrew_console.runtime.ledger import recent_evidence

        return recent_evidence(self.ledger, config=self.config, now=self.now)

    def standings(self) -> tuple[BudgetStatus, ...]:
        """How budgets, alerts and limits stand; nothing where the file has none."""
        from rscrew_console.runtime.ledger import budget_totals

        settings = self.settings
        if not (settings.budgets or settings.alerts or settings.premium.calls_per_hour is not None):
            return ()
        totals = budget_totals(self.ledger, self.now, config=self.config, alerts=settings.alerts)
        return standings(settings, totals)


def with_limits(settings: Settings, env: Mapping[str, str]) -> tuple[Settings, str]:
    """The settings with `DAILY_BUDGET_USD`, if it is set; and what is wrong with that, or ""."""
    budgets, wrong = with_daily_default(settings.budgets, env)
    return replace(settings, budgets=budgets), wrong
