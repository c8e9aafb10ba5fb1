"""Where the ledger is. Loads nothing that reads one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from pathlib import Path

from rscrew_console.records import dataclass


@dataclass(frozen=True, slots=True)
class LedgerSource:
    """Where ledgers usually are, and how they are read."""

    state: Callable[[], Path]
    """The user's state folder."""
    tz: tzinfo | None = None
    """Where days begin at midnight; None for where this machine is."""
