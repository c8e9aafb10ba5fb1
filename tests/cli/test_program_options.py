"""`--config` and `--read-only` belong to the program, and may stand behind a command, too."""

from pathlib import Path

import pytest

from rscrew_console.cli.commands import COMMANDS, OTHER_WORDS
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
    ("other.yaml", "agents"),
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


@pytest.mark.parametrize("file", ["agents", "no-such.yaml"])
def test_a_command_is_no_file_and_a_missing_file_is_none(
    rsc: Rsc, config: Path, other: Path, file: str
) -> None:
    (other.parent / "agents").write_text("not read", encoding="utf-8")
    ran = rsc(file)
    assert ran.status == (0 if file == "agents" else 2)
    assert file == "agents" or f'there is no file "{file}"' in ran.err


def test_every_other_word_leads_to_a_command() -> None:
    for word, command in OTHER_WORDS.items():
        assert word not in COMMANDS
        assert command.startswith("--") or command.split()[0] in COMMANDS


@pytest.mark.parametrize(("word", "command"), [
    ("list", "agents"), ("validate", "check"), ("help", "--help"), ("agent", "agents"),
])  # fmt: skip
def test_other_words_for_a_command_are_known(rsc: Rsc, word: str, command: str) -> None:
    assert f'did you mean "{command}"?' in rsc(word).err
