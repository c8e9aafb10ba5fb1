"""A ledger that another program keeps locked: one call waits for a second, once."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event

import pytest

from rscrew_console.runtime import ledger_writer
from rscrew_console.runtime.attempt_note import AttemptNote
from rscrew_console.runtime.budget_guard import BudgetGuard
from rscrew_console.runtime.ledger import Ledger, usage_of
from rscrew_console.runtime.ledger_writer import LedgerWriter
from tests.runtime.acting import CREW, NOON, world
from tests.runtime.ledger.attempts import attempt, ledger_of


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


class Note:
    """It can be written once `unlocked` is set; it says what it is asked."""

    def __init__(self) -> None:
        self.unlocked, self.tried, self.deferred = Event(), Event(), Event()

    def write(self) -> bool:
        self.tried.set()
        return self.unlocked.wait(0.01)

    def defer(self) -> None:
        self.deferred.set()


@pytest.fixture
def writer() -> LedgerWriter:
    one = LedgerWriter()
    one.ready()
    return one


def test_only_one_call_waits(writer: LedgerWriter) -> None:
    first, second, later = Note(), Note(), Note()
    assert not writer.until_written(writer.put(first), 0.05)
    # Whoever comes now does not wait: this would take for ever.
    done = writer.put(second)
    assert not writer.until_written(done, 1e6)
    assert not asyncio.run(writer.auntil_written(done, 1e6))
    assert second.deferred.wait(60)
    for note in (first, second, later):
        note.unlocked.set()
    assert writer.flush()
    assert done.done()
    assert writer.until_written(writer.put(later), 60)


def test_a_flush_that_waits_in_vain_does_so_once(
    writer: LedgerWriter, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(ledger_writer, "EXIT_PATIENCE", 0.05)
    notes = [Note(), Note()]
    for note in notes:
        writer.put(note)
    assert not writer.flush()
    monkeypatch.setattr(ledger_writer, "EXIT_PATIENCE", 1e6)
    writer.finish()
    assert caplog.messages == [
        "other programs have kept the ledger locked: 2 attempts are not in it"
    ]
    for note in notes:
        note.unlocked.set()


def test_what_is_written_late_is_written(tmp_path: Path) -> None:
    of = world(tmp_path)
    path = ledger_of(tmp_path / "state" / "usage.db", [attempt()])
    with locked(path):
        assert [of.call() for _ in range(3)] == ["Hello"] * 3
        assert usage_of(path).calls == 1
    of.manager.close()
    assert usage_of(path).calls == 4


def test_budgets_count_what_is_not_written_yet_and_count_it_once(tmp_path: Path) -> None:
    text = CREW + "budgets: {daily_usd: 2, on_exceed: block}\n"
    roster = world(tmp_path, text).manager.roster
    path = ledger_of(tmp_path / "usage.db", [attempt(config="/crew.yaml", cost_usd=0.5)])
    ledger, guard = Ledger(path, busy_seconds=0.01), BudgetGuard(lambda: NOON, lambda: 0.0)

    def spent_today() -> str:
        found = guard.ruling(roster, path, Path("/crew.yaml"), {})
        return found.blocked

    one = attempt(config="/crew.yaml", cost_usd=1.6)
    note = AttemptNote(one, None, ledger, guard, pytest.fail)
    with locked(path):
        assert spent_today() == ""
        assert not note.write()
        note.defer()
        note.defer()
        assert spent_today() == "the daily budget, $2.00, is spent: $2.10 today"
    assert note.write()
    assert spent_today() == "the daily budget, $2.00, is spent: $2.10 today"


EXIT = """
import logging, sys
from pathlib import Path
from rscrew_console.runtime import ledger_writer
from rscrew_console.runtime.attempt_note import AttemptNote
from rscrew_console.runtime.ledger import Ledger
from rscrew_console.runtime.budget_guard import BudgetGuard
from tests.runtime.ledger.attempts import NOON, attempt

logging.basicConfig(level=logging.WARNING, format="%(message)s")
ledger_writer.EXIT_PATIENCE = 0.1
ledger, guard = Ledger(Path(sys.argv[1]), busy_seconds=0.01), BudgetGuard(lambda: NOON, lambda: 0.0)
ledger_writer.LEDGER_WRITER.ready()
for _ in range(3):
    ledger_writer.LEDGER_WRITER.put(AttemptNote(attempt(), None, ledger, guard, print))
"""


def test_a_program_that_ends_tells_once_what_is_not_written(tmp_path: Path) -> None:
    path = ledger_of(tmp_path / "usage.db", [attempt()])
    with locked(path):
        ran = subprocess.run(
            [sys.executable, "-c", EXIT, path], capture_output=True, text=True, check=True,
            timeout=120,
        )  # fmt: skip
    assert ran.stderr.splitlines() == [
        "other programs have kept the ledger locked: 3 attempts are not in it"
    ]
    assert usage_of(path).calls == 1
