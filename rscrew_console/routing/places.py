"""The routing file to open where none is named."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from rscrew_console.dialects.registry import dialect_named

VARIABLE = "ORCHESTRATION_CONFIG_PATH"
BUILT_IN_FILE = Path(__file__).parent / "built_in.yaml"
"""Says nothing, so that all that is built in counts."""


def routing_file(
    path: str | os.PathLike[str] | None, environ: Mapping[str, str], cwd: Path
) -> Path:
    """The path that is named, else that of the variable, else the first usual one that is there,
    else the built-in file."""
    named = str(path) if path is not None else environ.get(VARIABLE, "").strip()
    if named:
        return Path(named).expanduser()
    dialect = dialect_named("orchestration")
    usual = dialect.file_places.project if dialect else ()
    return next((cwd / one for one in usual if (cwd / one).is_file()), BUILT_IN_FILE)
