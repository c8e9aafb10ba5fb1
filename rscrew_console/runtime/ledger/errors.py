"""Why the ledger cannot be used, in the user's words."""

from __future__ import annotations

from pathlib import Path


class LedgerError(Exception):
    """`str(error)` is a whole sentence with the path in front."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class LedgerLocked(LedgerError):
    """Other programs keep it locked: it may be tried again."""
