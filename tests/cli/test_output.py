"""What is coloured, and what a command's help says."""

import io
from pathlib import Path

import pytest

from rscrew_console.cli import output
from tests.cli.conftest import Rsc


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
    "status", "providers", "agents", "models", "detect", "preflight", "assign", "check", "doctor",
    "init",
    "demo", "serve",
    "add-provider", "remove-provider", "add-agent", "remove-agent", "rename", "bulk",
    "save-strategy", "cost", "usage", "what-if", "pin",
    "unpin", "expect", "alias", "scenario",
    "files", "where", "replace", "convert", "history", "undo", "redo", "rollback",
    "export",
)  # fmt: skip


def test_help_lists_every_command_and_fits_80_columns(rsc: Rsc, folder: Path) -> None:
    ran = rsc("--help")
    assert ran.status == 0
    lines = ran.out.split("Commands:\n")[1].splitlines()
    # A help that goes on in the next line stands further right there.
    assert [line.split()[0] for line in lines if not line.startswith("   ")] == [*COMMANDS]
    assert max(map(len, ran.out.splitlines())) <= 80


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(rsc: Rsc, folder: Path, command: str) -> None:
    for option in ("--help", "-h"):
        ran = rsc(command, option)
        assert ran.status == 0
        assert f"Usage: rsc {command}" in ran.out
