"""Installers, each for somebody whose home is empty."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TOOLS = Path(sys.prefix) / "bin"
"""Where `make test-newest` has uv and pipx."""
KEPT = ("HTTP", "HTTPS", "NO_PROXY", "LANG", "PATH", "PIP_", "SSL_", "UV_")
"""How the names of variables begin that are this machine's way to the packages."""


def environment_of(home: Path) -> dict[str, str]:
    """That of a user with an empty home, and this machine's way to the packages."""
    kept = {name: value for name, value in os.environ.items() if name.upper().startswith(KEPT)}
    return {**kept, "HOME": str(home), "UV_PYTHON": sys.executable, "UV_LINK_MODE": "copy",
            "PIPX_DEFAULT_PYTHON": sys.executable}  # fmt: skip


def run(home: Path, *command: str | Path) -> str:
    """What a command prints, run in that home; it must succeed."""
    home.mkdir(exist_ok=True)
    done = subprocess.run(
        command, cwd=home, env=environment_of(home), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


def with_pip(home: Path, wheel: str) -> Path:
    run(home, sys.executable, "-m", "venv", home / "venv")
    run(home, home / "venv" / "bin" / "pip", "install", "--quiet", wheel)
    return home / "venv" / "bin"


def with_uv_tool(home: Path, wheel: str) -> Path:
    run(home, TOOLS / "uv", "tool", "install", "--quiet", wheel)
    return home / ".local" / "bin"


def with_pipx(home: Path, wheel: str) -> Path:
    run(home, TOOLS / "pipx", "install", "--quiet", wheel)
    return home / ".local" / "bin"
