"""The ledger's file opened, to write or to read, and its errors in words."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from rscrew_console.runtime.ledger import schema
from rscrew_console.runtime.ledger.errors import LedgerError, LedgerLocked
from rscrew_console.session.state import make_private

BUSY_SECONDS = 30.0
"""How long one writer waits for the others, unless it says otherwise."""
_AGAIN_SECONDS = 0.01

_REASONS = (
    ("SQLITE_NOTADB", "this is no SQLite database, or it is damaged; nothing is noted in it"),
    ("SQLITE_CORRUPT", "the database is damaged; once it is moved away, a new one is begun"),
    ("SQLITE_READONLY", "the ledger cannot be written: the file or its folder is read-only"),
    ("SQLITE_FULL", "the ledger cannot be written: the disk is full"),
    ("SQLITE_IOERR", "the ledger cannot be read or written: the disk refuses"),
    ("SQLITE_CANTOPEN", "the ledger cannot be opened; may this user write there?"),
)


@contextlib.contextmanager
def as_ledger_errors(path: Path) -> Iterator[None]:
    """Whatever goes wrong with the file inside is a LedgerError."""
    try:
        yield
    except sqlite3.Error as error:
        # An error of the module itself, and not of SQLite, has no such name.
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith("SQLITE_BUSY"):
            raise LedgerLocked(path, "other programs have kept the ledger locked") from error
        reasons = (reason for prefix, reason in _REASONS if name.startswith(prefix))
        raise LedgerError(path, next(reasons, str(error))) from error
    except UnicodeDecodeError as error:
        # SQLite quotes a damaged name in its own error, which cannot be read as text.
        raise LedgerError(path, dict(_REASONS)["SQLITE_CORRUPT"]) from error
    except OSError as error:
        place = f" ({error.filename})" if error.filename not in (None, str(path)) else ""
        text = error.strerror or str(error)
        reason = text[:1].lower() + text[1:]  # it may have a path in it
        raise LedgerError(path, f"the ledger cannot be opened: {reason}{place}") from error


def opened_to_write(path: Path, busy_seconds: float | None = None) -> sqlite3.Connection:
    """Made, private, where it is missing, and brought up to date. For use under `told`.

    `busy_seconds` is how long it waits for others; None: as long as `BUSY_SECONDS`.

    The connection may go from thread to thread, one at a time. It must not go over a fork.
    """
    make_private(path.parent)
    # SQLite would make it with the user's usual mode. A file that is there must not be opened
    # here: closing it again would take the locks of every connection of this process.
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    busy_seconds = BUSY_SECONDS if busy_seconds is None else busy_seconds
    connection = _connected(path, "rw", busy_seconds)
    try:
        connection.execute("PRAGMA synchronous = NORMAL")  # a killed program loses nothing
        if _version(connection, path) < len(schema.MIGRATIONS):
            _migrate(connection, path, busy_seconds)
    except BaseException:
        connection.close()
        raise
    return connection


@contextlib.contextmanager
def open_for_reading(
    path: Path, busy_seconds: float | None = None
) -> Iterator[sqlite3.Connection | None]:
    """A connection that sees one moment of the ledger and can change nothing.

    `busy_seconds` is as of `opened_to_write`. None where there is no ledger yet. Raises
    LedgerError.
    """
    with as_ledger_errors(path):
        connection = _opened_to_read(path, BUSY_SECONDS if busy_seconds is None else busy_seconds)
        if connection is None:
            yield None
            return
        with contextlib.closing(connection):
            connection.execute("BEGIN")
            yield connection


def _opened_to_read(path: Path, busy_seconds: float) -> sqlite3.Connection | None:
    if not path.exists():
        return None
    connection = _connected(path, "ro", busy_seconds)
    try:
        version = _version(connection, path)
    except BaseException:
        connection.close()
        raise
    if version == len(schema.MIGRATIONS):
        return _of_readable_rows(connection)
    connection.close()
    if version == 0:
        return None
    opened_to_write(path, busy_seconds).close()
    return _opened_to_read(path, busy_seconds)


def _of_readable_rows(connection: sqlite3.Connection) -> sqlite3.Connection:
    """The connection, which passes over rows that hold what no row of ours does."""
    try:
        for statement in schema.READABLE_ROWS:
            connection.execute(statement)
    except BaseException:
        connection.close()
        raise
    return connection


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "replace")


def _connected(path: Path, mode: str, busy_seconds: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=busy_seconds,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.text_factory = _decoded
    return connection


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """Return the version of the schema; 0 for an empty file. Raises LedgerError if the file is not
    ours.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (mark,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if mark != schema.APPLICATION_ID and (version or tables):
        raise LedgerError(
            path,
            "this is a database of another program; global_settings.usage_db has to name a file of"
            " its own",
        )
    if version > len(schema.MIGRATIONS):
        raise LedgerError(
            path,
            f"a newer version of rscrew-console has written this (its schema is {version}, this"
            f" one knows {len(schema.MIGRATIONS)}); update this one",
        )
    return int(version)


def _migrate(connection: sqlite3.Connection, path: Path, busy_seconds: float) -> None:
    _switch_to_wal(connection, busy_seconds)
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statements in schema.MIGRATIONS[_version(connection, path) :]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS)}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _switch_to_wal(connection: sqlite3.Connection, busy_seconds: float) -> None:
    """SQLite does not wait for others here, so we do."""
    give_up = time.monotonic() + busy_seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "SQLITE_BUSY" not in error.sqlite_errorname or time.monotonic() > give_up:
                raise
            time.sleep(_AGAIN_SECONDS)
        else:
            return
