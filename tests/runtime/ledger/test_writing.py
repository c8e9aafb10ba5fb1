"""What is noted is there, whatever it is; what cannot be noted is told in words."""

import sqlite3
import stat
import threading
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.runtime.ledger import Ledger, LedgerError, database, usage_of
from rscrew_console.runtime.requests import AttemptRecord
from tests.runtime.ledger.attempts import NOON, asked, attempt, ledger_of


def test_nothing_is_made_before_the_first_note(tmp_path: Path) -> None:
    path = tmp_path / "state" / "usage.db"
    ledger = Ledger(path)
    ledger.close()
    assert not path.parent.exists()


def test_the_file_and_its_folders_are_for_the_user_alone(tmp_path: Path) -> None:
    path = ledger_of(tmp_path / "a" / "b" / "usage.db", [attempt()])
    modes = [stat.S_IMODE(place.stat().st_mode) for place in (path, *list(path.parents)[:2])]
    assert modes == [0o600, 0o700, 0o700]


def test_an_attempt_as_it_is_kept(tmp_path: Path) -> None:
    moment = datetime(2026, 11, 20, 14, 0, 0, 250_001, timezone(timedelta(hours=2)))
    one = attempt(at=moment, fell_back_from="openai", user="ann", cost_usd=1e-9, tier=" Premium ")
    path = ledger_of(tmp_path / "usage.db", [one])
    assert asked(path, "SELECT * FROM attempts") == [
        (1, 1_795_176_000_250_001, "c1", "writer", "claude", "opus", "ok", 200, 1000, 300, 1,
         1_500_000, "openai", "premium", "/crew.yaml", "ann", None, None, None),
    ]  # fmt: skip
    assert asked(path, "PRAGMA journal_mode") == [("wal",)]


@pytest.mark.parametrize(("field", "value", "kept"), [
    ("agent", "", ""),
    ("agent", "a'; DROP TABLE attempts; --", "a'; DROP TABLE attempts; --"),
    ("agent", "\ud800", "\\ud800"),
    ("user", "名\n\x1b[31m", "名\n\x1b[31m"),
    ("input_tokens", None, None),
    ("input_tokens", -5, 0),
    ("input_tokens", 10**30, 10**12),
    ("http_status", None, None),
    ("cached_input_tokens", 950, 950),
    ("cache_write_tokens", None, None),
    ("reasoning_tokens", -1, 0),
])  # fmt: skip
def test_odd_values_are_kept(tmp_path: Path, field: str, value: object, kept: object) -> None:
    path = ledger_of(tmp_path / "usage.db", [attempt(**{field: value})])
    assert asked(path, f"SELECT {field} FROM attempts") == [(kept,)]  # noqa: S608 -- from above


@pytest.mark.parametrize(("usd", "nano"), [
    (None, None), (0, 0), (0.1, 100_000_000), (1.5e-9, 2), (float("nan"), None),
    (float("inf"), None), (-1, 0), (1e12, 10**15),
])  # fmt: skip
def test_costs_are_whole_billionths(tmp_path: Path, usd: float | None, nano: int | None) -> None:
    path = ledger_of(tmp_path / "usage.db", [attempt(cost_usd=usd)])
    assert asked(path, "SELECT cost_nano FROM attempts") == [(nano,)]


@pytest.mark.parametrize(("milliseconds", "kept"), [
    (1.5, 1500), (0, 0), (-3, 0), (float("nan"), 0), (float("inf"), 0),
])  # fmt: skip
def test_latencies(tmp_path: Path, milliseconds: float, kept: int) -> None:
    path = ledger_of(tmp_path / "usage.db", [attempt(latency_ms=milliseconds)])
    assert asked(path, "SELECT latency_us FROM attempts") == [(kept,)]


def test_many_threads_share_one_ledger(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "usage.db")

    def work(name: str) -> None:
        for _ in range(50):
            ledger.note(attempt(agent=name))

    threads = [threading.Thread(target=work, args=(f"a{index}",)) for index in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ledger.close()
    assert usage_of(ledger.path).attempts == 400


@pytest.mark.parametrize("closed", [True, False])
def test_a_ledger_that_was_deleted_is_begun_anew(tmp_path: Path, closed: bool) -> None:
    ledger = Ledger(tmp_path / "usage.db")
    ledger.note(attempt(agent="before"))
    if closed:
        ledger.close()
    for file in tmp_path.iterdir():
        file.unlink()
    ledger.note(attempt(agent="after"))
    ledger.close()
    assert [row.name for row in usage_of(ledger.path, by="agent").rows] == ["after"]


def not_sqlite(path: Path) -> None:
    path.write_bytes(b"no database at all, " * 100)


def damaged(path: Path) -> None:
    ledger_of(path, [attempt()] * 200)
    data = path.read_bytes()
    path.write_bytes(data[:5000] + b"\xff" * 20_000 + data[25_000:])


def another_program_s(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes (text)")


def newer(path: Path) -> None:
    ledger_of(path, [attempt()])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


def a_folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(("spoil", "says"), [
    (not_sqlite, "this is no SQLite database"),
    (damaged, "the database is damaged"),
    (another_program_s, "this is a database of another program"),
    (newer, "a newer version of rscrew-console has written this (its schema is 99"),
    (a_folder, "the ledger cannot be "),
])  # fmt: skip
def test_a_file_that_is_no_good(tmp_path: Path, spoil: Any, says: str) -> None:
    path = tmp_path / "usage.db"
    spoil(path)
    ledger = Ledger(path)
    for use in (lambda: ledger.note(attempt()), lambda: usage_of(path, by="agent")):
        with pytest.raises(LedgerError) as caught:
            use()
        assert str(caught.value).startswith(f"{path}: {says}")
    ledger.close()


def test_a_place_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LedgerError, match="the ledger cannot be opened: not a directory"):
        Ledger(tmp_path / "file" / "usage.db").note(attempt())


def test_a_file_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = ledger_of(tmp_path / "usage.db", [attempt()])

    def read_only(path: Path, mode: str, busy_seconds: float) -> sqlite3.Connection:
        # Permissions do not bind who runs tests as root.
        return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None)

    monkeypatch.setattr(database, "_connected", read_only)
    ledger = Ledger(path)
    with pytest.raises(LedgerError, match="the file or its folder is read-only"):
        ledger.note(attempt())
    ledger.close()
    assert usage_of(path).attempts == 1


def test_a_ledger_that_others_keep_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0)
    path = ledger_of(tmp_path / "usage.db", [attempt()])
    ledger = Ledger(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match="other programs have kept the ledger locked"):
            ledger.note(attempt())
        assert usage_of(path).attempts == 1, "readers do not wait"
        other.execute("ROLLBACK")
    ledger.note(attempt())
    ledger.close()
    assert usage_of(path).attempts == 2


def test_a_moment_without_a_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="offset-naive"):
        Ledger(tmp_path / "usage.db").note(
            AttemptRecord(NOON.replace(tzinfo=None), "", "", "", "", "ok")
        )
