"""Sums out of the ledger. A file that is not there is an empty one; reading never makes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from pathlib import Path

from rscrew_console.roster.alerts import Alert
from rscrew_console.roster.budgets import Sums
from rscrew_console.roster.cost import Averages
from rscrew_console.runtime.ledger.figures import By, Usage


def usage_of(
    path: Path,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    by: By | None = None,
    config: Path | None = None,
    tz: tzinfo | None = None,
) -> Usage:
    """The attempts from `since` until before `until`, of one configuration or of all.

    Times have zones. `tz` is where days begin at midnight; None: where this machine is. Raises
    LedgerError.
    """
    return Usage()


def averages_of(
    path: Path, *, since: datetime, now: datetime, config: Path | None = None
) -> Mapping[str, Averages]:
    """Agent → what its answered calls since then take on average. Raises LedgerError."""
    return {}


def spent(
    path: Path,
    now: datetime,
    *,
    tz: tzinfo | None = None,
    config: Path | None = None,
    alerts: Sequence[Alert] = (),
) -> Sums:
    """What budgets are measured against. It is quick, whatever the ledger's size, as long as no
    `alerts` are asked for. Raises LedgerError.
    """
    return Sums(now.astimezone(tz).date())
