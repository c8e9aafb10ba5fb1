"""`--version --verbose`: what a bug report needs, versions and places, and no secrets."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Mapping
from pathlib import Path

from rscrew_console.cli.version import VERSION
from rscrew_console.roster.visible import visible
from rscrew_console.runtime.ledger.place import LEDGER_NAME
from rscrew_console.session import SessionError, find_config
from rscrew_console.session.find import user_config
from rscrew_console.session.state import state_root

_TERMINAL = ("TERM", "COLORTERM", "TERM_PROGRAM", "NO_COLOR", "LANG", "LC_ALL")
_WIDTH = 18


def details(config_option: Path | None, environ: Mapping[str, str], cwd: Path) -> list[str]:
    """Return lines for a bug report, the home folder shortened to `~`."""
    from rscrew_console.versions import misfits, packages

    home = os.path.expanduser("~")
    rows = [
        ("Python", f"{platform.python_version()}, {sys.executable}"),
        ("system", platform.platform()),
        ("terminal", " ".join(f"{name}={environ[name]}" for name in _TERMINAL if name in environ)),
        ("program", str(Path(__file__).parents[1])),
        ("file", _file(config_option, environ, cwd)),
        ("your own file", str(user_config())),
        ("state", str(state_root())),
        ("ledger", f"{state_root() / LEDGER_NAME}, unless the file says usage_db"),
        ("crash log", str(state_root() / "crash.log")),
    ]
    places = [f"{name:{_WIDTH}}{_short(text, home)}" for name, text in rows if text]
    versions = [f"{name:{_WIDTH}}{version or 'not installed'}" for name, version in packages()]
    return [VERSION, *places, *versions, *(f"warning: {warning}" for warning in misfits())]


def _file(config_option: Path | None, environ: Mapping[str, str], cwd: Path) -> str:
    try:
        return str(find_config(config_option, environ, cwd))
    except SessionError:
        return "none"


def _short(text: str, home: str) -> str:
    inside = len(home) > 1 and home.startswith("/")
    return visible(text.replace(f"{home}/", "~/") if inside else text)
