"""The console opens without what reads commands; everything else goes on to that."""

import subprocess
import sys
from pathlib import Path

import pytest

from rscrew_console.cli import start_console
from rscrew_console.session import ConfigNotFound
from rscrew_console.starter import STARTER_NAME, config_folder

STARTER = config_folder() / STARTER_NAME
KEY = "sk-proj-0123456789abcdefghijklmnopqrstuvwxyz0123456789ABCD"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Path | None]:
    """What the console was opened on, in a terminal of which nothing is known."""
    paths: list[Path | None] = []

    def run(target: Path | None = None) -> int:
        paths.append(target)
        return 3

    monkeypatch.chdir(tmp_path)
    (tmp_path / "crew.yaml").write_text("")
    (tmp_path / "agents").write_text("")
    monkeypatch.setattr("rscrew_console.tui.run", run)
    monkeypatch.setattr(start_console, "is_terminal", lambda _stream: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("_RSC_COMPLETE", raising=False)
    return paths


@pytest.mark.parametrize(("arguments", "path"), [
    ([], None),
    (["crew.yaml"], Path("crew.yaml")),
    (["./agents"], Path("agents")),
    (["--config", "missing.yaml"], Path("missing.yaml")),
])  # fmt: skip
def test_it_opens(opened: list[Path | None], arguments: list[str], path: Path | None) -> None:
    assert start_console.start_console(arguments) == 3
    assert opened == [path]


@pytest.mark.parametrize("arguments", [
    ["agents"], ["missing.yaml"], ["--help"], ["--config"], ["--config", ""],
    ["--config", "--help"], ["--config", "crew.yaml", "agents"], ["crew.yaml", "--read-only"],
    ["--read-only"], [KEY], ["--config", KEY], ["a" * 300 + ".yaml"],
])  # fmt: skip
def test_anything_else_is_read_as_a_command(
    opened: list[Path | None], arguments: list[str]
) -> None:
    assert start_console.start_console(arguments) is None
    assert opened == []


@pytest.mark.parametrize(("name", "value"), [("TERM", "dumb"), ("_RSC_COMPLETE", "bash_source")])
def test_a_terminal_that_cannot_show_it(
    opened: list[Path | None], monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert start_console.start_console([]) is None
    assert opened == []


@pytest.mark.parametrize(("error", "status", "told"), [
    (ConfigNotFound("no file here", ()), 2, "error: no file here"),
    (PermissionError(13, "Permission denied", "crew.yaml"), 2, "error: crew.yaml: permission"),
    (KeyboardInterrupt(), 130, "error: interrupted"),
])  # fmt: skip
def test_an_error_is_told_as_a_command_tells_it(
    opened: list[Path | None], monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str], error: BaseException, status: int, told: str,
) -> None:  # fmt: skip
    def fail(_target: Path | None) -> int:
        raise error

    monkeypatch.setattr("rscrew_console.tui.run", fail)
    assert start_console.start_console([]) == status
    assert told in capsys.readouterr().err
    assert opened == []


def test_it_loads_nothing_that_reads_commands() -> None:
    code = (
        "import sys\n"
        "import rscrew_console.cli.start_console as start, rscrew_console.tui as tui\n"
        "start.is_terminal = lambda _stream: True\n"
        f"sys.argv = ['rsc', '--config', {str(STARTER)!r}]\n"
        "def run(target):\n"
        "    from rscrew_console.tui.opening import app_for\n"
        "    print(app_for(target, {}, target.parent) is not None, *sys.modules)\n"
        "    return 0\n"
        "tui.run = run\n"
        "from rscrew_console.cli import main\n"
        "main()\n"
    )
    env = {"TERM": "xterm", "PATH": "", "HOME": "/nowhere"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=env
    )
    loaded = set(done.stdout.split())
    assert {"True", "rscrew_console.tui.app"} <= loaded, done.stderr
    assert not loaded & {"click", "rscrew_console.cli.app", "rscrew_console.cli.errors"}
