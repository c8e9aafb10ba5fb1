"""Errors in the user's words, and the exit status of each kind."""

from pathlib import Path

import pytest

from rscrew_console.cli.errors import messages_and_status
from rscrew_console.dialects import OperationError
from rscrew_console.roster.problem import Problem
from rscrew_console.session import (
    BadConfig,
    CannotRead,
    ChangedOnDisk,
    ConfigNotFound,
    Locked,
    SaveFailed,
    Session,
)
from tests.cli.conftest import Rsc
from tests.dialects.crews import CREW
from tests.rows import each_row

HERE = Path("x.yaml")


@each_row(("error", "told", "status"), [
    (CannotRead(HERE, "it is a \x1b[1mpipe", 0), ["x.yaml: it is a ␛[1mpipe"], 2),
    (ConfigNotFound("nothing\n  found"), ["nothing\n  found"], 2),
    (BadConfig(HERE, (
        Problem("error", "a", "one\nthing", (), 3),
        Problem("warning", "b", "another", (), 4),
        Problem("error", "c", "third", (), 5),
    )), ["x.yaml:3: one↵thing", "x.yaml:5: third"], 2),
    (Locked("somebody saves"), ["somebody saves"], 3),
    (ChangedOnDisk("it changed"), ["it changed"], 3),
    (SaveFailed("disk full"), ["disk full"], 2),
    (OperationError("no such thing", nearest="thing"), ['no such thing; did you mean "thing"?'], 2),
    (FileExistsError(17, "File exists", "a\nb"), ["a↵b: exists already and is not overwritten"],
     2),
    (PermissionError(13, "Permission denied", "a"), ["a: permission denied"], 2),
    (OSError("odd"), ["odd"], 2),
])  # fmt: skip
def test_messages_and_status(error: Exception, told: list[str], status: int) -> None:
    assert messages_and_status(error) == (told, status)


def test_a_bug_is_not_told_as_an_error_of_the_user_s() -> None:
    with pytest.raises(ZeroDivisionError):
        messages_and_status(ZeroDivisionError())


@pytest.mark.parametrize(("error", "status"), [
    (Locked("busy"), 3), (ChangedOnDisk("changed"), 3), (SaveFailed("full"), 2),
])  # fmt: skip
@pytest.mark.parametrize("command", [
    ("assign", "writer", "gemini"), ("assign", "writer", "gemini", "--json"),
    ("remove-agent", "writer"),
])  # fmt: skip
def test_a_save_that_fails_says_nothing_was_saved(
    rsc: Rsc, config: Path, monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...], error: Exception, status: int,
) -> None:  # fmt: skip
    def fail(self: Session, *_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Session, "save", fail)
    ran = rsc(*command)
    assert (ran.status, ran.out, ran.err) == (status, "", f"error: {error}\n")
    assert config.read_text() == CREW


def test_a_file_with_errors_tells_each_of_them(rsc: Rsc, config: Path) -> None:
    config.write_text(CREW.replace("claude\n    secondary", "x\n    secondary") + "providers: 1\n")
    ran = rsc("agents")
    assert ran.status == 2
    assert [line.split(": ")[:2] for line in ran.err.splitlines()] == [
        ["error", "model_config.yaml:31"], ["error", "model_config.yaml:31"],
    ]  # fmt: skip


def test_the_environment_names_the_file(
    rsc: Rsc, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.rename("elsewhere.yaml")
    assert rsc("agents").status == 2
    monkeypatch.setenv("RSCREW_MODEL_CONFIG_PATH", "elsewhere.yaml")
    assert rsc("agents").status == 0
    assert rsc("--config", "none.yaml", "agents").status == 2


def test_a_home_that_nobody_has_is_bad_input(rsc: Rsc, folder: Path) -> None:
    ran = rsc("--config", "~nobody-of-that-name/crew.yaml", "agents")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: ~nobody-of-that-name/crew.yaml (from --config)")
