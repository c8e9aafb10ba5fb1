"""`pip install`, `uv tool install` and `pipx install` of the wheel, in empty homes."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from rscrew_console import __version__
from tests.wheel.installing import run, with_pip, with_pipx, with_uv_tool


@pytest.mark.parametrize("installed_with", [with_pip, with_uv_tool, with_pipx])
def test_it_installs_and_works(tmp_path: Path, installed_with: Callable[[Path, str], Path]) -> None:
    home = tmp_path / "home"
    folder = installed_with(home, os.environ["RSC_TESTED_WHEEL"])
    rsc = folder / "rsc"
    assert run(home, folder / "rscrew-console", "--version") == f"rscrew-console {__version__}\n"
    told = run(home, rsc, "--version", "--verbose")
    assert "warning:" not in told
    assert "\nfile              none\n" in told
    assert [*home.rglob("man/man1/rsc.1")], "for man, where an installer has a place for it"
    assert run(home, rsc, "init").strip()
    assert "code_implementer" in run(home, rsc, "agents")
    run(home, rsc, "assign", "code_implementer", "gemini")
    assert "saved" in run(home, rsc, "undo")
