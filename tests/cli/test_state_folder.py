"""Whatever bytes stand in the state folder: commands do their work or say what is wrong."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.cli.conftest import Rsc
from tests.dialects.crews import CREW
from tests.runtime.ledger.attempts import attempt, ledger_of

COMMANDS = (
    ("history",), ("history", "--json"), ("undo", "--dry-run"), ("redo", "--dry-run"),
    ("rollback", "1", "--dry-run"), ("usage",), ("usage", "--by", "day", "--json"),
    ("usage", "--check"), ("cost",), ("status", "--offline"), ("bulk", "balanced", "--dry-run"),
    ("undo",), ("redo",), ("assign", "writer", "gemini"), ("assign", "writer", "openai"),
    ("history",), ("undo",),
)  # fmt: skip


@pytest.fixture
def state(rsc: Rsc, config: Path, tmp_path: Path) -> Iterator[Path]:
    """A state folder with all that the command line and an application have left in it."""
    for provider in ("gemini", "claude", "openai"):
        rsc("assign", "planner", "--tertiary", "-")
        rsc("assign", "writer", provider)
    rsc("undo")
    folder = Path(os.environ["XDG_STATE_HOME"]) / "rscrew-console"
    ledger_of(folder / "usage.db", [attempt(config=str(config)), attempt(agent="coder")])
    kept = tmp_path / "kept"
    shutil.copytree(folder, kept)
    yield folder
    shutil.rmtree(kept)


def restored(folder: Path) -> list[Path]:
    """The files of the state folder as they were, in an order of their own."""
    shutil.rmtree(folder)
    shutil.copytree(folder.parents[1] / "kept", folder)
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_the_state_folder_has_every_kind_of_file(state: Path) -> None:
    names = {path.name for path in restored(state)}
    assert {"history.jsonl", "usage.db"} <= names
    assert any(path.parent.name == "blobs" for path in restored(state))


@given(st.integers(0, 100), st.one_of(st.binary(max_size=300), st.just(b"deep")),
       st.one_of(st.none(), st.integers(0, 5000)))  # fmt: skip
@settings(
    max_examples=8, deadline=None, phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
def test_any_bytes_in_any_file(
    rsc: Rsc, config: Path, state: Path, number: int, damage: bytes, place: int | None
) -> None:
    damage = b"[" * 50_000 if damage == b"deep" else damage
    files = restored(state)
    config.write_text(CREW)
    target = files[number % len(files)]
    before = target.read_bytes()
    after = damage if place is None else before[:place] + damage + before[place + len(damage) :]
    target.write_bytes(after)
    for command in COMMANDS:
        ran = rsc(*command)  # a fault of the program's own is raised here
        assert ran.status in (0, 1, 2, 3), (command, target.name)
        assert "This is a bug" not in ran.err
        assert "Traceback" not in ran.err
    assert rsc("check").status == 0
