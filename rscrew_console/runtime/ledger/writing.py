"""Attempts into the ledger."""

from __future__ import annotations

import math
import os
import sqlite3
import threading
import weakref
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rscrew_console.runtime.ledger import database
from rscrew_console.runtime.ledger.crews import ConfigFile, config_file, remember_crew
from rscrew_console.runtime.requests import AttemptRecord

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NANO = 1_000_000_000
_MOST_TOKENS = 10**12
_MOST_USD = 10**6
"""Past these a figure can only be a mistake of the vendor's, and sums would overflow."""

_INSERT = """
    INSERT INTO attempts (
        at_us, call, agent, provider, model, outcome, http_status, input_tokens, output_tokens,
        cost_nano, latency_us, fell_back_from, tier, config, user,
        cached_input_tokens, cache_write_tokens, reasoning_tokens
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

_LOCK = threading.Lock()
"""Held during every write of this process, and during a fork, so that none is cut in half."""
_LEDGERS: weakref.WeakSet[Ledger] = weakref.WeakSet()


class Ledger:
    """The file that attempts are noted in. Threads, processes and forks may share it."""

    def __init__(self, path: Path, *, busy_seconds: float | None = None) -> None:
        """Remember the path; the file is opened, or made, by the first note.

        `busy_seconds` is how long a note waits for other writers; None: 30.
        """
        self._busy_seconds = busy_seconds
        self._connection: sqlite3.Connection | None = None
        self.path = path
        self._file: tuple[int, int] | None = None
        self._crews: dict[ConfigFile, str] = {}
        """Those that the open file knows."""
        _LEDGERS.add(self)

    def note(self, attempt: AttemptRecord) -> None:
        """Keep it, durably. Raises LedgerLocked where others do not let us, else LedgerError."""
        with _LOCK, database.as_ledger_errors(self.path):
            connection = self._opened()
            row = _row(attempt, self._crew(connection, attempt))
            connection.execute(_INSERT, row)

    def close(self) -> None:
        """The next note opens it again. Raises LedgerError."""
        with _LOCK, database.as_ledger_errors(self.path):
            self._close()

    def leave_behind(self) -> None:
        """In the child of a fork: SQLite forbids to use and even to close the parent's connection.

        One reference too many, and it will never be closed, not even when this process ends.
        """
        if self._connection is not None:
            import ctypes

            ctypes.pythonapi.Py_IncRef(ctypes.py_object(self._connection))
            self._connection = None

    def __del__(self) -> None:
        if self._connection is not None:
            self._connection.close()

    def _crew(self, connection: sqlite3.Connection, attempt: AttemptRecord) -> str:
        """The name of the crew, which is remembered again whenever its file has changed."""
        if not attempt.config:
            return ""
        file = config_file(attempt.config)
        if (crew := self._crews.get(file)) is None:
            connection.execute("BEGIN IMMEDIATE")
            try:
                crew = remember_crew(connection, file, microseconds(attempt.at))
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
            self._crews[file] = crew
        return crew

    def _opened(self) -> sqlite3.Connection:
        if self._connection is not None and _identity(self.path) != self._file:
            self._close()  # moved or deleted meanwhile: nothing more may go there
        if self._connection is None:
            self._connection = database.opened_to_write(self.path, self._busy_seconds)
            self._file = _identity(self.path)
        return self._connection

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        self._crews.clear()
        if connection is not None:
            connection.close()


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what identifies the file itself, whatever its name; None if there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def _in_child() -> None:
    for ledger in tuple(_LEDGERS):
        ledger.leave_behind()
    _LOCK.release()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_LOCK.acquire, after_in_parent=_LOCK.release, after_in_child=_in_child
    )


def microseconds(moment: datetime) -> int:
    """Since 1970, whatever the zone of `moment`."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def _row(attempt: AttemptRecord, crew: str) -> tuple[str | int | None, ...]:
    return (
        microseconds(attempt.at),
        _text(attempt.call),
        _text(attempt.agent),
        _text(attempt.provider),
        _text(attempt.model),
        _text(attempt.outcome),
        attempt.http_status,
        _tokens(attempt.input_tokens),
        _tokens(attempt.output_tokens),
        _nano(attempt.cost_usd),
        _latency_us(attempt.latency_ms),
        _text(attempt.fell_back_from),
        _text(attempt.tier.strip().casefold()),
        crew,
        _text(attempt.user),
        _tokens(attempt.cached_input_tokens),
        _tokens(attempt.cache_write_tokens),
        _tokens(attempt.reasoning_tokens),
    )


def _text(text: str) -> str:
    """Return the text without lone surrogates, which no file can hold."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _tokens(count: int | None) -> int | None:
    return None if count is None else min(max(int(count), 0), _MOST_TOKENS)


def _nano(usd: float | None) -> int | None:
    if usd is None or not math.isfinite(usd):
        return None
    return round(min(max(usd, 0.0), _MOST_USD) * NANO)


def _latency_us(milliseconds: float) -> int:
    is_valid = math.isfinite(milliseconds) and milliseconds > 0
    return round(min(milliseconds, 1e12) * 1000) if is_valid else 0
