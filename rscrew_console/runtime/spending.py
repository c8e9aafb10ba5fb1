"""What budgets allow, asked before each call without reading the ledger each time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Lock

from rscrew_console.roster.budgets import (
    PREMIUM_TIER,
    Ruling,
    Sums,
    ruling,
    with_daily_default,
)
from rscrew_console.roster.model import Roster
from rscrew_console.roster.visible import visible
from rscrew_console.runtime.ledger import LedgerError, spent
from rscrew_console.runtime.record import Attempt

log = logging.getLogger("rscrew_console")
FRESH = 1.0
"""Seconds for which sums are taken as they are, but for what this process adds to them."""


class Spending:
    """Belongs to one manager. `monotonic` gives seconds."""

    def __init__(self, clock: Callable[[], datetime], monotonic: Callable[[], float]) -> None:
        self._clock, self._monotonic = clock, monotonic
        self._lock = Lock()
        self._sums: Sums | None = None
        self._of: tuple[Path, Path] | None = None
        self._read_at = 0.0
        self._under_way = 0
        self._told: set[str] = set()

    def ruling(
        self, roster: Roster, ledger: Path, config: Path, environ: Mapping[str, str]
    ) -> Ruling:
        """What a call must obey now; nothing where the file and the environment set no limit."""
        settings = roster.settings
        budgets, trouble = with_daily_default(settings.budgets, environ)
        if trouble:
            self._tell(trouble)
        if not budgets and settings.premium.calls_per_hour is None:
            return Ruling()
        with self._lock:
            sums = self._current(ledger, config)
            sums = replace(sums, premium_calls=sums.premium_calls + self._under_way)
        found = ruling(replace(settings, budgets=budgets), sums, roster)
        for note in found.notes:
            self._tell(note)
        return found

    def begin(self, tier: str) -> None:
        """A call is under way: it counts before it is answered."""
        if tier.strip().casefold() == PREMIUM_TIER:
            with self._lock:
                self._under_way += 1

    def end(self, attempt: Attempt) -> None:
        """It has ended, and is in the ledger or will be."""
        premium = attempt.tier.strip().casefold() == PREMIUM_TIER
        with self._lock:
            self._under_way -= premium
            if self._sums is not None and attempt.outcome == "ok":
                self._sums = self._sums.plus(attempt.provider, attempt.cost_usd, premium=premium)

    def _current(self, ledger: Path, config: Path) -> Sums:
        now, of = self._monotonic(), (ledger, config)
        if self._sums is None or of != self._of or now - self._read_at >= FRESH:
            try:
                self._sums = spent(ledger, self._clock(), config=config)
            except LedgerError as error:
                self._tell(f"{error}; budgets count what this program has spent itself")
                self._sums = self._sums or Sums(self._clock().date())
            self._of, self._read_at = of, now
        return self._sums

    def _tell(self, news: str) -> None:
        if news not in self._told:
            self._told.add(news)
            log.warning("%s", visible(news))
