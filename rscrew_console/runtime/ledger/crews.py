"""Which crew a configuration is, however its file is deployed: its sums follow it.

A crew is known by every path under which its configuration was seen: as its user names it, links
and all, and behind all links. So a release link or a ConfigMap may lead to another file, and it is
the same crew. A file that was moved is known by its content and the time of its last change, if
there is nothing any more where it was. `attempts.config` has the crew's name: the first path behind
all links, which is also what earlier versions have written there.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Mapping
from pathlib import Path

from rscrew_console.records import dataclass

_MOST_PATHS = 50
"""Of one crew: each release may add one, and queries ask for all of them."""


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """A configuration as it was found on the disk."""

    named: str
    """The absolute path as its user names it."""
    real: str
    """Behind all links."""
    changed_ns: int | None
    """When it was changed, nanoseconds since 1970; None where it cannot be looked at."""


def config_file(named: str | Path) -> ConfigFile:
    """What is there now. A path that is not absolute is taken from the current folder."""
    path = os.path.abspath(named)
    try:
        changed: int | None = Path(path).stat().st_mtime_ns
    except OSError:
        changed = None
    return ConfigFile(path, os.path.realpath(path), changed)


def find_crew(connection: sqlite3.Connection, file: ConfigFile) -> str:
    """The crew's name: of the path as it is named, else of the path behind links, else of the file
    that was moved here, else the path behind links itself.
    """
    for path in (file.named, file.real):
        row = connection.execute(
            "SELECT crew FROM crew_paths WHERE path = ?", (_text(path),)
        ).fetchone()
        if row:
            return str(row[0])
    return _moved_here(connection, file) or _text(file.real)


def paths_of_crew(connection: sqlite3.Connection, config: Path) -> list[str]:
    """Every text that `attempts.config` may have for the crew of that configuration."""
    file = config_file(config)
    crew = find_crew(connection, file)
    paths = {path for (path,) in connection.execute(
        "SELECT path FROM crew_paths WHERE crew = ?", (crew,)
    )}  # fmt: skip
    real_is_another_s = connection.execute(
        "SELECT 1 FROM crew_paths WHERE path = ? AND crew <> ?", (_text(file.real), crew)
    ).fetchone()
    return sorted(paths | {crew} | (set() if real_is_another_s else {_text(file.real)}))


def chosen_configs(connection: sqlite3.Connection, config: Path | None) -> dict[str, str]:
    """The parameters of a query about the crew of that configuration, or about all."""
    paths = [] if config is None else paths_of_crew(connection, config)
    return {f"config{place}": path for place, path in enumerate(paths)}


def of_configs(parameters: Mapping[str, object]) -> str:
    """The condition of SQL for what `chosen_configs` has given, whatever else is among them."""
    names = [name for name in parameters if name.startswith("config")]
    return f"config IN ({', '.join(f':{name}' for name in names)})" if names else "TRUE"


def remember_crew(connection: sqlite3.Connection, file: ConfigFile, seen_us: int) -> str:
    """Note where the crew's configuration is now; returns the crew's name.

    `seen_us` is the moment, in microseconds since 1970. To be called within a transaction that may
    write.
    """
    crew = find_crew(connection, file)
    for path in (file.named, file.real, crew):
        connection.execute(
            "INSERT INTO crew_paths VALUES (?, ?, ?)"
            " ON CONFLICT (path) DO UPDATE SET seen_us = excluded.seen_us",
            (_text(path), crew, seen_us),
        )
    connection.execute(
        "DELETE FROM crew_paths WHERE crew = :crew AND path <> :crew AND path NOT IN"
        " (SELECT path FROM crew_paths WHERE crew = :crew ORDER BY seen_us DESC LIMIT :most)",
        {"crew": crew, "most": _MOST_PATHS},
    )
    if file.changed_ns is not None and (digest := _digest(file)):
        connection.execute(
            "INSERT OR REPLACE INTO crew_files VALUES (?, ?, ?, ?)",
            (crew, _text(file.named), digest, file.changed_ns),
        )
    return crew


def _moved_here(connection: sqlite3.Connection, file: ConfigFile) -> str | None:
    if file.changed_ns is None or not (digest := _digest(file)):
        return None
    rows = connection.execute(
        "SELECT crew, path FROM crew_files WHERE digest = ? AND changed_ns = ?",
        (digest, file.changed_ns),
    )
    return next((crew for crew, path in rows if not os.path.lexists(path)), None)


def _digest(file: ConfigFile) -> str:
    """Return the digest of the content; empty if it cannot be read."""
    try:
        return hashlib.sha256(Path(file.real).read_bytes()).hexdigest()
    except OSError:
        return ""


def _text(path: str) -> str:
    """Return the text without lone surrogates, which SQLite cannot hold."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")
