"""Attempts into the ledger."""

from __future__ import annotations

from pathlib import Path

from rscrew_console.runtime.record import Attempt


class Ledger:
    """The file that attempts are noted in. Threads, processes and forks may share it."""

    def __init__(self, path: Path) -> None:
        """Nothing is opened or made before the first note."""
        self.path = path

    def note(self, attempt: Attempt) -> None:
        """Keep it, durably. It may wait for other writers, up to 30 s. Raises LedgerError."""

    def close(self) -> None:
        """The next note opens it again."""
