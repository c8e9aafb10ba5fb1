"""Checks as the console knows them, for tests."""

from __future__ import annotations

from rscrew_console.providers.health import Health
from tests.tui.console import NOON


def found(status: str = "ok", name: str = "claude", **rest: object) -> Health:
    return Health(name, status, **{"checked_at": NOON, "latency_ms": 200.0, **rest})
