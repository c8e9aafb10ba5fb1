"""Many processes write at once and nothing is lost; killed ones leave a sound file."""

import os
import random
import subprocess
import sys
from pathlib import Path

from rscrew_console.runtime.ledger import Ledger, budget_totals, usage_of
from tests.runtime.ledger.attempts import NOON, asked, attempt

ROOT = Path(__file__).parents[3]
PROCESSES, EACH = 8, 250


def started(what: str, path: Path, name: str, times: int = 0) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.runtime.ledger.writers", what, path, name, str(times)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )


def sound(path: Path) -> bool:
    """Whether SQLite finds nothing wrong, and the budgets' sums are those of the attempts."""
    ((attempts, nano),) = asked(path, "SELECT count(*), sum(cost_nano) FROM attempts")
    assert asked(path, "SELECT sum(cost_nano) FROM quarters") == [(nano,)]
    assert nano == attempts * 250_000_000
    return asked(path, "PRAGMA integrity_check") == [("ok",)]


def test_eight_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "state" / "usage.db"
    writers = [started("many", path, f"a{index}", EACH) for index in range(PROCESSES)]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write(b"go\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate()
    assert [writer.returncode for writer in writers] == [0] * PROCESSES
    found = usage_of(path, by="agent")
    total = PROCESSES * EACH
    assert (found.attempts, found.input_tokens, found.cost_usd) == (
        total,
        total * 1000,
        total * 0.25,
    )
    assert {row.name: row.attempts for row in found.rows} == {
        f"a{n}": EACH for n in range(PROCESSES)
    }
    assert asked(path, "SELECT count(DISTINCT call) FROM attempts") == [(total,)]
    assert budget_totals(path, NOON).total["day"].usd == total * 0.25
    assert sound(path)


def test_killed_in_the_middle_what_was_noted_is_there(tmp_path: Path) -> None:
    path = tmp_path / "usage.db"
    chance = random.Random(20261121)  # noqa: S311 - a repeatable choice of moments
    told = 0
    for turn in range(12):
        victim = started("endless", path, f"v{turn}")
        assert victim.stdout is not None
        told += len(os.read(victim.stdout.fileno(), 1))
        for _ in range(chance.randrange(60)):
            told += len(os.read(victim.stdout.fileno(), 1))
        victim.kill()
        told += len(victim.communicate()[0])
        assert sound(path)
    noted = usage_of(path).attempts
    assert told <= noted <= told + 12, "the last of each may have been noted and not told"
    ledger = Ledger(path)
    ledger.note(attempt())
    ledger.close()
    assert usage_of(path).attempts == noted + 1


def test_parent_and_child_of_a_fork_both_write(tmp_path: Path) -> None:
    path = tmp_path / "usage.db"
    for turn in range(5):
        parent = started("fork", path, "parent", 40)
        parent.communicate()
        assert parent.returncode == 0
        assert usage_of(path).attempts == (turn + 1) * 121
    assert sound(path)
