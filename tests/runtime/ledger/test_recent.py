"""The last attempt of every provider."""

from datetime import timedelta
from pathlib import Path

from rscrew_console.runtime.ledger import LastAttempt, last_attempts
from tests.runtime.ledger.attempts import NOON, attempt, ledger_of


def test_the_last_of_each_provider_counts(tmp_path: Path) -> None:
    first = attempt(provider="openai", model="gpt", at=NOON - timedelta(minutes=2))
    config = Path(first.config)
    path = ledger_of(tmp_path / "usage.db", [
        attempt(provider="openai", model="gpt", at=NOON, outcome="no_credit"),
        first,
        attempt(provider="claude", model="opus", at=NOON - timedelta(hours=1)),
        attempt(provider="local", model="llama", at=NOON, config="/elsewhere.yaml"),
    ])  # fmt: skip
    assert last_attempts(path, config=config, since=NOON - timedelta(minutes=10)) == (
        LastAttempt("openai", "gpt", "no_credit", NOON),
    )
    assert last_attempts(tmp_path / "none.db", config=config, since=NOON) == ()
