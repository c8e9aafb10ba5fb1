"""Checks budgets before each call, without reading the ledger each time."""

from __future__ import annotations

import contextlib
import logging
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from threading import Lock

from rscrew_console.roster.budget_ruling import (
    BudgetRuling,
    BudgetTotals,
    ruling,
)
from rscrew_console.roster.budgets import Budgets, with_daily_default
from rscrew_console.roster.model import PREMIUM_TIER, Provider, Roster, tier_of
from rscrew_console.runtime import forks
from rscrew_console.runtime.ledger import LedgerError
from rscrew_console.runtime.logs import LogOnce
from rscrew_console.runtime.loop.route import forbids
from rscrew_console.runtime.requests import AttemptRecord

FRESH = 1.0
"""Seconds for which sums are taken as they are, unless this process adds to them."""

UNREADABLE = 30.0
"""Seconds for which a ledger that cannot be read is not read again: each try may cost a second."""


class BudgetGuard:
    """Belongs to one manager. `monotonic` gives seconds."""

    def __init__(self, clock: Callable[[], datetime], monotonic: Callable[[], float]) -> None:
        self._clock, self._monotonic = clock, monotonic
        self._sums: BudgetTotals | None = None
        self._of: tuple[Path, Path] | None = None
        self._read_at: float | None = None
        self._written = BudgetTotals(date.min)
        """What the ledger has said last."""
        self._unreadable_until: float | None = None
        self._news = LogOnce(logging.WARNING)
        self._unwritten: deque[AttemptRecord] = deque(maxlen=100_000)
        """Attempts that were answered or have cost something, and that the ledger has not taken."""
        self.renew()
        forks.renew_in_children(self)

    def renew(self) -> None:
        """Reset in a forked child: calls of the parent are none of its own."""
        self._lock = Lock()
        self._under_way = 0

    def limits(self, roster: Roster, environ: Mapping[str, str]) -> bool:
        """Whether there are any."""
        budgets = self._budgets(roster, environ)
        return bool(budgets) or roster.settings.premium.calls_per_hour is not None

    def ruling(
        self, roster: Roster, ledger: Path, config: Path, environ: Mapping[str, str]
    ) -> BudgetRuling:
        """What a call must obey now; nothing where the file and the environment set no limit."""
        if not self.limits(roster, environ):
            return BudgetRuling()
        with self._lock:
            budget_ruling = self._ruling(roster, ledger, config, environ)
        for note in budget_ruling.notes:
            self._news.tell(note)
        return budget_ruling

    def admit(
        self, provider: Provider, roster: Roster, ledger: Path, config: Path,
        environ: Mapping[str, str],
    ) -> BudgetRuling | None:  # fmt: skip
        """None where the provider may be asked, which counts from now on; else what forbids it."""
        premium = tier_of(provider) == PREMIUM_TIER
        if not self.limits(roster, environ):
            with self._lock:
                self._under_way += premium
            return None
        with self._lock:
            budget_ruling = self._ruling(roster, ledger, config, environ)
            if forbids(budget_ruling, provider, roster):
                return budget_ruling
            self._under_way += premium
        return None

    def release(self, provider: Provider) -> None:
        """Take back an admission: the provider is not asked after all."""
        with self._lock:
            self._under_way -= tier_of(provider) == PREMIUM_TIER

    def end(self, attempt: AttemptRecord, *, written: bool) -> None:
        """Note that an admitted call has ended; `written` is whether its row is in the ledger."""
        with self._lock:
            self._under_way -= _is_premium(attempt)
            self._read_at = None
            if not written and (attempt.outcome == "ok" or attempt.cost_usd is not None):
                self._unwritten.append(attempt)

    def written(self, attempt: AttemptRecord) -> None:
        """Note that the row is in the ledger after all."""
        with self._lock, contextlib.suppress(ValueError):  # the oldest of very many are let go
            self._unwritten.remove(attempt)
        self._read_at = None

    def _budgets(self, roster: Roster, environ: Mapping[str, str]) -> Budgets:
        budgets, trouble = with_daily_default(roster.settings.budgets, environ)
        if trouble:
            self._news.tell(trouble)
        return budgets

    def _ruling(
        self, roster: Roster, ledger: Path, config: Path, environ: Mapping[str, str]
    ) -> BudgetRuling:
        settings = replace(roster.settings, budgets=self._budgets(roster, environ))
        sums = self._current(ledger, config)
        sums = replace(sums, premium_calls=sums.premium_calls + self._under_way)
        return ruling(settings, sums, roster)

    def _current(self, ledger: Path, config: Path) -> BudgetTotals:
        seconds, of = self._monotonic(), (ledger, config)
        fresh = self._read_at is not None and seconds - self._read_at < FRESH
        if self._sums is None or of != self._of or not fresh:
            self._written = self._read_sums(ledger, config, of)
            sums = self._written
            for one in self._unwritten:
                sums = sums.plus(one.provider, one.cost_usd, premium=_is_answered_premium(one))
            self._sums, self._of, self._read_at = sums, of, seconds
        return self._sums

    def _read_sums(self, ledger: Path, config: Path, of: tuple[Path, Path]) -> BudgetTotals:
        """What is written; what was, where the ledger cannot be read just now."""
        from rscrew_console.runtime.ledger import budget_totals  # for who has limits

        today = self._clock().date()
        last = self._written if of == self._of and self._written.day == today else None
        if self._unreadable_until is None or self._monotonic() >= self._unreadable_until:
            try:
                totals = budget_totals(ledger, self._clock(), config=config, busy_seconds=FRESH)
            except LedgerError as error:
                self._news.tell(f"{error}; budgets count what this program has spent itself")
                self._unreadable_until = self._monotonic() + UNREADABLE
            else:
                self._unreadable_until = None
                return totals
        return last or BudgetTotals(today)


def _is_answered_premium(attempt: AttemptRecord) -> bool:
    return attempt.outcome == "ok" and _is_premium(attempt)


def _is_premium(attempt: AttemptRecord) -> bool:
    return attempt.tier.strip().casefold() == PREMIUM_TIER
