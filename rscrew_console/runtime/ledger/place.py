"""Where the ledger is."""

from __future__ import annotations

import os
from pathlib import Path

from rscrew_console.roster.calling import Calling

LEDGER_NAME = "usage.db"


def ledger_path(settings: Calling, config: Path, state: Path) -> Path:
    """`global_settings.usage_db`, from the real file's folder, or `usage.db` in the state folder.

    `config` is the file, `state` what `session.state.state_root()` says.
    """
    if not settings.usage_db:
        return state / LEDGER_NAME
    named = os.path.expanduser(settings.usage_db)  # noqa: PTH111 -- Path's fails without a home
    return config.resolve().parent / named


def config_name(config: Path) -> str:
    """What the ledger calls a file: its path with all links resolved."""
    return str(config.resolve())
