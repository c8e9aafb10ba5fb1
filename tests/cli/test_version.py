"""`--version`, and what `--verbose` adds for a bug report."""

import platform
from pathlib import Path

import pytest

from rscrew_console import __version__
from rscrew_console.versions import installed
from tests.cli.conftest import Rsc

KEY = "sk-0123456789abcdef"


def test_the_version_alone(rsc: Rsc) -> None:
    ran = rsc("--version")
    assert (ran.status, ran.out, ran.err) == (0, f"rscrew-console {__version__}\n", "")


@pytest.mark.parametrize("arguments", [("--version", "--verbose"), ("--verbose", "--version")])
def test_versions_and_places(
    rsc: Rsc, config: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("TERM", "xterm-256color")
    ran = rsc(*arguments)
    assert (ran.status, ran.err) == (0, "")
    first, *lines = ran.out.splitlines()
    told = dict(line.split(maxsplit=1) for line in lines)
    assert first == f"rscrew-console {__version__}"
    assert told["Python"].startswith(platform.python_version())
    assert told["terminal"].startswith("TERM=xterm-256color")
    assert told["file"] == str(config)
    assert told["state"].endswith("/rscrew-console")
    assert told["ledger"].startswith(told["state"] + "/usage.db")
    assert {name: told[name] for name in ("textual", "click", "httpcore", "litellm")} == {
        name: installed(name) for name in ("textual", "click", "httpcore", "litellm")
    }
    assert "pytest" not in told, "what only development needs"
    assert KEY not in ran.out


def test_the_home_folder_is_not_told(rsc: Rsc, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Path.cwd().parent / "home"
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    out = rsc("--version", "--verbose").out
    assert "~/state/rscrew-console" in out
    assert str(home) not in out
    assert "\nfile              none\n" in out


def test_verbose_alone_is_bad_usage(rsc: Rsc) -> None:
    ran = rsc("--verbose")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: --verbose without a command works only with --version")
