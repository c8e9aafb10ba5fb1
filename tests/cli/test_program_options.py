"""`--config` and `--read-only` belong to the program, and may stand behind a command, too."""

from pathlib import Path

import pytest

from tests.cli.conftest import Rsc
from tests.dialects.crews import CREW


@pytest.fixture
def other(folder: Path) -> Path:
    """A crew that the command line does not find by itself."""
    path = folder / "other.yaml"
    path.write_text(CREW, encoding="utf-8")
    return path


@pytest.mark.parametrize("arguments", [
    ("--config", "other.yaml", "agents"),
    ("agents", "--config", "other.yaml"),
    ("agents", "--json", "--config=other.yaml"),
    ("--config", "other.yaml", "agents", "--config", "other.yaml"),
], ids=" ".join)  # fmt: skip
def test_the_file_is_named_before_or_behind_the_command(
    rsc: Rsc, other: Path, arguments: tuple[str, ...]
) -> None:
    ran = rsc(*arguments)
    assert (ran.status, ran.err) == (0, "")
    assert "planner" in ran.out


def test_read_only_behind_the_command_writes_nothing(rsc: Rsc, other: Path) -> None:
    before = other.read_bytes()
    ran = rsc("assign", "planner", "gemini", "--config", "other.yaml", "--read-only")
    assert ran.status == 2
    assert "rsc was started with --read-only" in ran.err
    assert other.read_bytes() == before


def test_a_part_of_a_group_takes_them(rsc: Rsc, other: Path) -> None:
    ran = rsc("scenario", "list", "--config", "other.yaml")
    assert ran.status == 2
    assert "has no place for scenarios" in ran.err


def test_two_different_files_are_refused(rsc: Rsc, other: Path) -> None:
    ran = rsc("--config", "other.yaml", "agents", "--config", "third.yaml")
    assert ran.status == 2
    assert ran.err.startswith("error: --config is given twice, with different values")


def test_help_lists_them_once(rsc: Rsc, folder: Path) -> None:
    assert "--config" in rsc("--help").out
    assert "--config" not in rsc("agents", "--help").out
