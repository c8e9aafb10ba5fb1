"""`serve`: what it refuses before it listens, and what it starts consoles with."""

import socket
import sys
from pathlib import Path

import pytest

from rscrew_console.cli.serve import console_command
from rscrew_console.web.server import ServerSettings
from tests.cli.conftest import Rsc


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "box.lan"])
def test_other_machines_only_when_that_is_said(rsc: Rsc, host: str) -> None:
    ran = rsc("serve", "--host", host)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f'error: "{host}" can be reached by other machines: say --allow')


def test_a_port_that_is_taken_is_a_sentence(rsc: Rsc) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = rsc("serve", "--port", str(port))
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"error: 127.0.0.1 port {port} cannot be used: ")
    assert "--port" in ran.err


@pytest.mark.parametrize("arguments", [
    ("--port", "x"), ("--port", "-1"), ("--port", "65536"), ("--port", "²"), ("--sessions", "0"),
    ("--sessions", "1.5"),
])  # fmt: skip
def test_numbers_that_are_none(rsc: Rsc, arguments: tuple[str, ...]) -> None:
    ran = rsc("serve", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert f"{arguments[0]} takes a whole number from" in ran.err


def test_without_the_extra_it_says_what_to_install(
    rsc: Rsc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rscrew_console.cli.serve.NEEDED", ("no_such_package",))
    ran = rsc("serve")
    assert (ran.status, ran.out) == (2, "")
    assert 'pip install "rscrew-console[web]"' in ran.err


@pytest.mark.parametrize(("params", "read_only", "expected"), [
    ({}, False, []),
    ({}, True, ["--read-only"]),
    ({"config": Path("a b.yaml"), "theme": "light", "no_checks": True}, False,
     ["--config", "a b.yaml", "--theme", "light", "--no-checks"]),
])  # fmt: skip
def test_a_console_gets_the_options_of_rsc(
    params: dict[str, object], read_only: bool, expected: list[str]
) -> None:
    command = console_command(params, read_only=read_only)
    assert command == [sys.executable, "-P", "-m", "rscrew_console.web.child", *expected]


@pytest.mark.parametrize(("options", "read_only"), [
    ((), False),
    (("--allow-edit",), False),
    (("--host", "0.0.0.0", "--allow-remote"), True),
    (("--host", "0.0.0.0", "--allow-remote", "--allow-edit"), False),
])  # fmt: skip
def test_other_machines_change_nothing_unless_that_is_said(
    rsc: Rsc, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], read_only: bool
) -> None:
    started: list[ServerSettings] = []

    def remember(settings: ServerSettings, _access: object) -> None:
        started.append(settings)
        raise OSError("the test ends here")

    monkeypatch.setattr("rscrew_console.web.server.ConsoleServer", remember)
    assert rsc("serve", "--port", "0", *options).status == 2
    (settings,) = started
    assert ("--read-only" in settings.command) is read_only
