"""Attempts for the tests of the ledger."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rscrew_console.runtime.ledger import Ledger
from rscrew_console.runtime.requests import AttemptRecord

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
"""A Friday."""


def attempt(**changes: Any) -> AttemptRecord:
    """An answered one, with some things different."""
    usual = {
        "at": NOON, "call": "c1", "agent": "writer", "provider": "claude", "model": "opus",
        "outcome": "ok", "http_status": 200, "input_tokens": 1000, "output_tokens": 300,
        "cost_usd": 0.25, "latency_ms": 1500.0, "tier": "premium", "config": "/crew.yaml",
    }  # fmt: skip
    return AttemptRecord(**{**usual, **changes})


def ledger_of(path: Path, attempts: Iterable[AttemptRecord]) -> Path:
    """The path of a ledger that has noted them."""
    ledger = Ledger(path)
    for one in attempts:
        ledger.note(one)
    ledger.close()
    return path


def asked(path: Path, query: str) -> list[tuple[Any, ...]]:
    """The rows that a query of SQLite's own finds."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()
