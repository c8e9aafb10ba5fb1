"""What is coloured, and what a command's help says."""

import io
import re
from pathlib import Path

import pytest

from rscrew_console.cli import output
from rscrew_console.cli.commands import TASKS
from tests.cli.conftest import Rsc
from tests.rows import each_row


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "env", "text"), [
    (Terminal(), {}, "\x1b[1mx\x1b[0m"),
    (Terminal(), {"NO_COLOR": ""}, "\x1b[1mx\x1b[0m"),
    (Terminal(), {"NO_COLOR": "1"}, "x"),
    (Terminal(), {"TERM": "dumb"}, "x"),
    (io.StringIO(), {}, "x"),
])  # fmt: skip
def test_styled(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, env: dict[str, str], text: str
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert output.styled("x", "bold", stream) == text


def test_streams_that_are_closed_are_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", None)
    output.say("x")
    assert not output.on_terminal()


COMMANDS = (
    "status", "providers", "agents", "models", "detect", "preflight", "recommend", "assign",
    "check", "doctor", "init", "demo", "serve", "keys",
    "add-provider", "remove-provider", "add-agent", "remove-agent", "rename", "bulk",
    "save-strategy", "cost", "usage", "what-if", "pin",
    "unpin", "expect", "alias",
    "checklist", "budget", "alert",
    "migrate", "scenario",
    "set-agent", "set-provider", "patch", "files", "where", "replace",
    "convert", "classify", "route",
    "history", "undo", "redo", "rollback",
    "export",
)  # fmt: skip


def test_help_lists_every_command_by_task_and_fits_80_columns(rsc: Rsc, folder: Path) -> None:
    ran = rsc("--help")
    assert ran.status == 0
    tasks = ran.out.split("\nLook:\n")[1]
    # A help that goes on in the next line stands further right there.
    listed = [line.split()[0] for line in tasks.splitlines() if re.match(r"  \S", line)]
    assert sorted(listed) == sorted(COMMANDS)
    titles = re.findall(r"^(\S.*):$", ran.out, re.MULTILINE)
    assert titles[-len(TASKS) :] == [*TASKS]
    assert max(map(len, ran.out.splitlines())) <= 80


@each_row("command", COMMANDS)
def test_every_command_has_help(rsc: Rsc, folder: Path, command: str) -> None:
    for option in ("--help", "-h"):
        ran = rsc(command, option)
        assert ran.status == 0
        assert f"Usage: rsc {command}" in ran.out
