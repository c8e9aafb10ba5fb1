"""`history`, `undo`, `redo`, `rollback`, and commands that meet on one file."""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Rsc
from tests.dialects.crews import CREW

WRITER = ("  writer:\n    primary: openai", "  writer:\n    primary: gemini")


@pytest.fixture(autouse=True)
def _keys(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GEMINI_API_KEY", "DEEPSEEK_API_KEY"):
        monkeypatch.setenv(name, "a1b2c3d4")


@pytest.fixture
def texts(rsc: Rsc, config: Path) -> list[str]:
    """The four states of a file that was saved three times."""
    found = [CREW]
    for arguments in (
        ("assign", "writer", "gemini"),
        ("assign", "planner", "--tertiary", "-"),
        ("rename", "openai", "gpt"),
    ):
        assert rsc(*arguments).status == 0
        found.append(config.read_text())
    return found


def test_history_as_json(rsc: Rsc, texts: list[str]) -> None:
    entries = json.loads(rsc("history", "--json").out)["entries"]
    assert [(entry["id"], entry["summary"], entry["lines_changed"]) for entry in entries] == [
        ("s3", "rename provider openai → gpt", 5),
        ("s2", "planner tertiary gemini → empty", 1),
        ("s1", "writer primary openai → gemini", 3),
    ]
    assert all(datetime.fromisoformat(entry["time"]).tzinfo for entry in entries)


def test_history_as_a_table(rsc: Rsc, texts: list[str]) -> None:
    head, *rows, how = rsc("history").out.splitlines()
    assert head.split() == ["id", "time", "by", "lines", "what"]
    told = [(row.split()[:2], row.split()[4], row.split("  ")[-1].strip()) for row in rows]
    assert told == [
        (["1", "s3"], "rename", "rename provider openai → gpt"),
        (["2", "s2"], "assign", "planner tertiary gemini → empty"),
        (["3", "s1"], "assign", "writer primary openai → gemini"),
    ]
    assert how.startswith("rollback N or ID")


def test_without_a_save_there_is_no_history(rsc: Rsc) -> None:
    assert rsc("history").out.startswith("model_config.yaml: no save yet")


def test_a_history_that_cannot_be_kept_is_told_as_such(
    rsc: Rsc, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rscrew_console.doctor.machine.os.access", lambda *_: False)
    assert "no save is kept, as" in rsc("history").out
    assert json.loads(rsc("history", "--json").out) == {"entries": []}
    ran = rsc("undo")
    assert (ran.status, ran.err) == (2, "error: model_config.yaml: there is no save to undo\n")


def test_undo_to_the_first_bytes_and_redo_to_the_last(
    rsc: Rsc, config: Path, texts: list[str]
) -> None:
    for text in texts[2::-1]:
        assert rsc("undo").status == 0
        assert config.read_text() == text
    assert rsc("undo").status == 2
    for text in texts[1:]:
        assert rsc("redo").status == 0
        assert config.read_text() == text
    assert rsc("redo").status == 2


@pytest.mark.parametrize(("to", "index"), [((), 2), (("2",), 1), (("3",), 0), (("s1",), 0)])
def test_rollback(
    rsc: Rsc, config: Path, texts: list[str], to: tuple[str, ...], index: int
) -> None:
    ran = rsc("rollback", *to)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("rollback s")
    assert config.read_text() == texts[index]


@pytest.mark.parametrize("command", ["undo", "rollback"])
def test_a_dry_run_prints_the_diff_and_writes_nothing(
    rsc: Rsc, config: Path, texts: list[str], command: str
) -> None:
    out = rsc(command, "--dry-run").out
    assert "-  gpt: {model: gpt-6-luna" in out
    assert "+  openai: {model: gpt-6-luna" in out
    assert config.read_text() == texts[3]


def test_what_was_changed_outside_stays(rsc: Rsc, config: Path, texts: list[str]) -> None:
    config.write_text(texts[3].replace("# A crew of three.", "# A fine crew."))
    rsc("rollback", "3")
    assert config.read_text() == CREW.replace("# A crew of three.", "# A fine crew.")


def test_a_collision_is_told_and_nothing_written(rsc: Rsc, config: Path, texts: list[str]) -> None:
    theirs = texts[1].replace("writer:\n    primary: gemini", "writer:\n    primary: claude")
    config.write_text(theirs)
    rsc("undo"), rsc("undo")
    before = config.read_text()
    ran = rsc("undo")
    assert (ran.status, config.read_text()) == (3, before)
    assert ran.err == (
        "error: model_config.yaml: it was changed outside since in the same places:"
        " agent_assignments.writer.primary\n"
    )


def test_a_key_in_an_earlier_state_is_not_shown(rsc: Rsc, config: Path) -> None:
    key = "sk-ant-a1b2c3d4e5f6a7b8c9d0"
    config.write_text(CREW.replace("gemini:\n", f"gemini:\n    api_key_env: {key}\n", 1))
    assert rsc("assign", "writer", "claude").status == 0
    config.write_text(config.read_text().replace(key, "GEMINI_API_KEY"))
    assert rsc("assign", "writer", "gemini").status == 0
    for arguments in (("rollback", "2", "--dry-run"), ("history",), ("undo",), ("undo",)):
        ran = rsc(*arguments)
        assert key not in ran.out + ran.err


def test_commands_at_the_same_time_all_take_effect(folder: Path, config: Path) -> None:
    """Each swaps two slots of one agent: done twelve times, on what the one before has left."""
    command = [sys.executable, "-m", "rscrew_console", "assign", "planner", "--secondary"]
    here = Path(__file__).parents[2]
    for _ in range(3):
        running = [
            subprocess.Popen([*command, provider], cwd=folder, stdout=subprocess.DEVNULL,
                             env={"PYTHONPATH": str(here), "HOME": str(folder.parent)})
            for provider in ("openai", "gemini", "openai", "gemini")
        ]  # fmt: skip
        assert [process.wait() for process in running] == [0] * 4
    left = config.read_text()
    first, second = (
        "secondary: openai\n    tertiary: gemini",
        "secondary: gemini\n    tertiary: openai",
    )
    assert left in (CREW, CREW.replace(first, second))
