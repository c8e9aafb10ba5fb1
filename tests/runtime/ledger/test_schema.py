"""A ledger of an earlier version becomes one of this, by whoever opens it first."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from rscrew_console.runtime.ledger import Ledger, schema, usage_of
from tests.runtime.ledger.attempts import asked, attempt, ledger_of

MORE = ("CREATE TABLE tags (name TEXT)", "ALTER TABLE attempts ADD COLUMN tag TEXT")


def write(path: Path) -> None:
    ledger = Ledger(path)
    ledger.note(attempt())
    ledger.close()


def read(path: Path) -> None:
    usage_of(path)


@pytest.mark.parametrize(("use", "calls"), [(write, 2), (read, 1)])
def test_an_older_one_is_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, use: Callable[[Path], None], calls: int
) -> None:
    path = ledger_of(tmp_path / "usage.db", [attempt()])
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, MORE))
    use(path)
    assert asked(path, "PRAGMA user_version") == [(len(schema.MIGRATIONS),)]
    assert asked(path, "SELECT tag FROM attempts") == [(None,)] * calls
    assert usage_of(path).attempts == calls


def test_a_ledger_of_the_first_version_gets_the_parts_of_tokens(tmp_path: Path) -> None:
    path = tmp_path / "usage.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in schema.MIGRATIONS[0]:
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 1")
        connection.execute(
            "INSERT INTO attempts VALUES (1, 1795176000250001, 'c', 'writer', 'claude', 'opus',"
            " 'ok', 200, 1000, 300, 250000000, 1, '', '', '/crew.yaml', '')"
        )
    ledger = Ledger(path)
    ledger.note(attempt(cached_input_tokens=900, cache_write_tokens=50, reasoning_tokens=40))
    ledger.close()
    found = usage_of(path)
    assert (found.attempts, found.input_tokens, found.output_tokens) == (2, 2000, 600)
    parts = (found.cached_input_tokens, found.cache_write_tokens, found.reasoning_tokens)
    assert parts == (900, 50, 40)
    assert found.cost_usd == 0.5


def test_a_step_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = ledger_of(tmp_path / "usage.db", [attempt()])
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, (*MORE, "SELECT nonsense")))
        with pytest.raises(Exception, match=r"usage\.db: no such column: nonsense"):
            write(path)
    write(path)
    assert asked(path, "PRAGMA user_version") == [(len(schema.MIGRATIONS),)]
    assert usage_of(path).attempts == 2


def test_an_empty_file_is_a_ledger_without_attempts(tmp_path: Path) -> None:
    path = tmp_path / "usage.db"
    path.touch()
    assert usage_of(path).attempts == 0
    write(path)
    assert usage_of(path).attempts == 1


def test_a_quarter_of_an_hour_is_the_same_for_all() -> None:
    assert all(str(schema.QUARTER_US) in one for one in schema.MIGRATIONS[0] if "/ 9" in one)


def test_sums_for_budgets_do_not_read_every_attempt(tmp_path: Path) -> None:
    path = ledger_of(tmp_path / "usage.db", [attempt()])
    (plan,) = asked(
        path,
        "EXPLAIN QUERY PLAN SELECT count(*) FROM attempts"
        " WHERE config = 'x' AND at_us > 5 AND tier = 'premium' AND outcome = 'ok'",
    )
    assert "SEARCH attempts USING INDEX attempts_premium" in plan[-1]
