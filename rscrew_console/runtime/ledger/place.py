"""Where the ledger is."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

from rscrew_console.roster.calling import Calling

LEDGER_NAME = "usage.db"


def ledger_path(settings: Calling, config: Path, state: Path) -> Path:
    """`global_settings.usage_db`, from the real file's folder, or `usage.db` in the state folder.

    `config` is the file, `state` what `session.state.state_root()` says.
    """
    if not settings.usage_db:
        return state / LEDGER_NAME
    named = os.path.expanduser(settings.usage_db)
    return config.resolve().parent / named


def config_name(config: Path, cwd: Path | None = None, environ: Mapping[str, str] = {}) -> str:
    """The path by which the ledger finds a file's crew: absolute, and with its links as they are.

    A shell that has gone through a link says so in `PWD`, while `cwd` is what is behind it.
    """
    if config.is_absolute():
        return os.path.abspath(config)
    folder = cwd or Path.cwd()
    named = environ.get("PWD", "")
    with contextlib.suppress(OSError):
        if os.path.isabs(named) and os.path.samefile(named, folder):
            folder = Path(named)
    return os.path.abspath(folder / config)
