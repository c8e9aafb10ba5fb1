"""Whatever stands in the ledger's file is passed over, or is an error in the user's words."""

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rscrew_console.roster.alerts import Alert
from rscrew_console.runtime.ledger import (
    Ledger,
    LedgerError,
    averages_of,
    budget_totals,
    last_attempts,
    passed_over,
    usage_of,
)
from rscrew_console.runtime.ledger.figures import By
from tests.runtime.ledger.attempts import NOON, attempt, ledger_of

CONFIG = Path("/crew.yaml")
EARLIER, LATER = NOON - timedelta(days=1), NOON + timedelta(hours=1)
NUMBERS = (
    "at_us", "http_status", "input_tokens", "output_tokens", "cost_nano", "latency_us",
    "cached_input_tokens", "cache_write_tokens", "reasoning_tokens",
)  # fmt: skip
TEXTS = (
    "call",
    "agent",
    "provider",
    "model",
    "outcome",
    "fell_back_from",
    "tier",
    "config",
    "user",
)
TABLES = {
    "attempts": (*NUMBERS, *TEXTS),
    "quarters": ("config", "quarter", "provider", "cost_nano", "unpriced"),
    "crew_paths": ("path", "crew", "seen_us"),
    "crew_files": ("crew", "path", "digest", "changed_ns"),
}
BYTES = b"\xff\x00x"


def change(path: Path, table: str, column: str, value: object) -> None:
    """Put a value into one row, if SQLite takes it."""
    with closing(sqlite3.connect(path)) as connection, connection:
        query = "UPDATE TABLE_ SET COLUMN = ? WHERE COLUMN = (SELECT COLUMN FROM TABLE_ LIMIT 1)"
        query = query.replace("TABLE_", table).replace("COLUMN", column)
        with suppress(sqlite3.Error):  # a constraint of the column's own
            connection.execute(query, (value,))


@pytest.mark.parametrize("column", ["at_us", *TEXTS, *NUMBERS[2:5]])
def test_an_attempt_with_bytes_in_it_is_in_no_sum_and_counted(tmp_path: Path, column: str) -> None:
    path = ledger_of(tmp_path / "usage.db", [attempt(call="bad"), attempt(agent="coder")])
    with closing(sqlite3.connect(path)) as connection, connection:
        query = "UPDATE attempts SET COLUMN = ? WHERE call = 'bad'"
        connection.execute(query.replace("COLUMN", column), (BYTES,))
    for by in ("agent", "provider", "model", "day"):
        found = usage_of(path, by=by, tz=UTC)  # type: ignore[arg-type] # one of a literal's words
        assert (found.calls, found.cost_usd, len(found.rows)) == (1, 0.25, 1)
    assert passed_over(path, since=EARLIER) == 1
    assert set(averages_of(path, since=EARLIER, until=LATER)) == {"coder"}


def test_a_whole_ledger_has_nothing_to_pass_over(tmp_path: Path) -> None:
    assert passed_over(tmp_path / "none.db", since=EARLIER) == 0
    assert passed_over(ledger_of(tmp_path / "usage.db", [attempt()]), since=EARLIER) == 0


values = st.one_of(
    st.binary(max_size=20), st.text(max_size=20).map(lambda text: text.replace("\ud800", "")),
    st.none(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False),
)  # fmt: skip


def readers(path: Path) -> list[Callable[[], Any]]:
    """All that reads a ledger, and what writes it."""
    kinds: tuple[By, ...] = ("agent", "provider", "model", "day")
    alerts = tuple(
        Alert("a", metric, 1.0, "day")
        for metric in ("cost", "calls", "cost_per_user", "p95_latency_ms")
    )  # fmt: skip
    return [
        *(lambda by=by: usage_of(path, by=by, tz=UTC) for by in kinds),  # type: ignore[misc] # a default
        lambda: usage_of(path, config=CONFIG, since=EARLIER, until=LATER),
        lambda: averages_of(path, since=EARLIER, until=LATER, config=CONFIG),
        lambda: budget_totals(path, LATER, tz=UTC, config=CONFIG, alerts=alerts),
        lambda: budget_totals(path, LATER, tz=UTC),
        lambda: last_attempts(path, config=CONFIG, since=EARLIER),
        lambda: passed_over(path, since=EARLIER),
        lambda: Ledger(path, busy_seconds=0.1).note(attempt(at=LATER)),
    ]


def use(path: Path) -> None:
    for reader in readers(path):
        try:
            reader()
        except LedgerError as error:
            assert str(error)


@pytest.fixture(scope="module")
def two_attempts(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of a ledger with two attempts."""
    path = tmp_path_factory.mktemp("whole") / "usage.db"
    return ledger_of(path, [attempt(), attempt(call="c2")]).read_bytes()


@given(st.data(), st.sampled_from([(table, one) for table in TABLES for one in TABLES[table]]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_value_in_any_column(
    tmp_path_factory: pytest.TempPathFactory,
    two_attempts: bytes,
    data: st.DataObject,
    place: tuple[str, str],
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "usage.db"
    path.write_bytes(two_attempts)
    change(path, *place, data.draw(values))
    use(path)


@given(st.binary(max_size=200), st.integers(0, 40_000), st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_bytes_in_the_file(
    tmp_path_factory: pytest.TempPathFactory,
    two_attempts: bytes,
    damage: bytes,
    place: int,
    cut: bool,
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "usage.db"
    after = b"" if cut else two_attempts[place + len(damage) :]
    path.write_bytes(two_attempts[:place] + damage + after)
    use(path)
