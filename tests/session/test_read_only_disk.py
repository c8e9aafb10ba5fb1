"""A program that was started with `--read-only` has no way to write."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rscrew_console.dialects.operations import Assign
from rscrew_console.session import SaveFailed, Session
from rscrew_console.session.read_only import READ_ONLY_DISK
from tests.dialects.crews import CREW


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "model_config.yaml"
    path.write_text(CREW, encoding="utf-8")
    return path


@pytest.mark.parametrize("call", [
    lambda path: READ_ONLY_DISK.call(os.open, path, os.O_WRONLY),
    lambda path: READ_ONLY_DISK.call(os.open, path, os.O_RDWR),
    lambda path: READ_ONLY_DISK.call(os.open, path.with_name("new"), os.O_CREAT),
    lambda path: READ_ONLY_DISK.call(os.replace, path, path.with_name("new")),
    lambda path: READ_ONLY_DISK.call(os.unlink, path),
    lambda path: READ_ONLY_DISK.call(os.chmod, path, 0o777),
    lambda path: READ_ONLY_DISK.call(os.mkdir, path.with_name("new")),
])  # fmt: skip
def test_calls_that_write_are_refused(path: Path, call: object) -> None:
    before = (path.read_bytes(), path.stat().st_mode, sorted(path.parent.iterdir()))
    with pytest.raises(OSError, match="--read-only"):
        call(path)
    assert (path.read_bytes(), path.stat().st_mode, sorted(path.parent.iterdir())) == before


def test_a_session_is_read_and_never_saved(path: Path, tmp_path: Path) -> None:
    state = tmp_path / "state"
    session = Session.open(path, disk=READ_ONLY_DISK, state=state)
    assert session.started_read_only
    assert "--read-only" in session.read_only
    session.apply(Assign("planner", {"primary": "gemini"}))
    with pytest.raises(SaveFailed, match="--read-only"):
        session.save()
    assert path.read_text(encoding="utf-8") == CREW
    assert not state.exists()
