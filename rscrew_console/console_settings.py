"""The user's own settings of the console: `console.yaml` in the configuration folder.

    keys:
      save: ctrl+w          # a command's id, and the key or keys that run it
      undo: [z, backspace]
    theme: dark             # or light
    start: providers        # what is open at first
    check_interval: 30      # seconds between checks; the file's own otherwise
    columns:
      agents: [primary, runs, reasoning]

What is wrong in it is told with the nearest right name, and the rest holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from rscrew_console.document import Document, DocumentError
from rscrew_console.records import dataclass
from rscrew_console.roster.nearest import did_you_mean
from rscrew_console.roster.visible import visible
from rscrew_console.user_folders import user_folder

NAME = "console.yaml"
THEMES = ("light", "dark")
STARTS = ("agents", "providers", "strategies", "usage", "health", "doctor", "files", "checklist")
TABLES = ("agents", "providers")
SECTIONS = ("keys", "theme", "start", "check_interval", "columns")
MOST_BYTES = 256 * 1024
MOST_SECONDS = 86400


@dataclass(frozen=True)
class ConsoleSettings:
    """`keys` by command's id, as they are written; `columns` by table. Problems are sentences."""

    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    theme: str = ""
    start: str = ""
    check_interval: float | None = None
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def settings_path() -> Path:
    """Where the settings live, there or not."""
    return user_folder("config") / NAME


def load_settings(path: Path) -> ConsoleSettings:
    """The settings of that file; none where there is no file. Never raises."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return ConsoleSettings()
    except OSError as error:
        return ConsoleSettings(problems=(f"it cannot be read: {error.strerror or error}",))
    if len(data) > MOST_BYTES:
        return ConsoleSettings(problems=("it is larger than 256 KiB, and is not read",))
    try:
        return read_settings(data.decode("utf-8"))
    except UnicodeDecodeError:
        return ConsoleSettings(problems=("it is not UTF-8 text, and is not read",))


def read_settings(text: str) -> ConsoleSettings:
    """What the text says; what is wrong is left out, and told."""
    if not text.strip():
        return ConsoleSettings()
    try:
        value = Document.parse(text).value
    except DocumentError as error:
        return ConsoleSettings(problems=(f"line {error.line}: {error.reason}",))
    if value is None:
        return ConsoleSettings()
    if not isinstance(value, dict):
        return ConsoleSettings(problems=(f"it has to be a mapping of {', '.join(SECTIONS)}",))
    problems = [
        f'there is no setting "{visible(str(name))}"'
        + (did_you_mean(str(name), SECTIONS) or f"; there are {', '.join(SECTIONS)}")
        for name in value
        if name not in SECTIONS
    ]
    return ConsoleSettings(
        _keys(value.get("keys"), problems),
        _one_of("theme", value.get("theme"), THEMES, problems),
        _one_of("start", value.get("start"), STARTS, problems),
        _seconds(value.get("check_interval"), problems),
        _columns(value.get("columns"), problems),
        tuple(problems),
    )


def _keys(value: Any, problems: list[str]) -> dict[str, tuple[str, ...]]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        problems.append("keys: write a command and its key on each line, as in save: ctrl+w")
        return {}
    keys = {}
    for name, given in value.items():
        if (listed := _texts(given)) is None:
            where = f"keys.{visible(str(name))}"
            problems.append(
                f"{where}: write a key or a list of keys, in quotes where YAML needs it"
            )
        else:
            keys[str(name)] = listed
    return keys


def _columns(value: Any, problems: list[str]) -> dict[str, tuple[str, ...]]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        problems.append("columns: write agents or providers, and a list of columns")
        return {}
    columns = {}
    for table, given in value.items():
        if table not in TABLES:
            hint = did_you_mean(str(table), TABLES)
            problems.append(f'columns: there is no table "{visible(str(table))}"{hint}')
        elif (listed := _texts(given)) is None:
            problems.append(f"columns.{table}: write a list of columns")
        else:
            columns[str(table)] = listed
    return columns


def _texts(value: Any) -> tuple[str, ...] | None:
    """The texts of one or of a list; a digit is a text, too. None for anything else."""
    listed = value if isinstance(value, list) else [value]
    good = all(isinstance(one, str | int) and not isinstance(one, bool) for one in listed)
    return tuple(map(str, listed)) if good and listed else None


def _one_of(name: str, value: Any, names: tuple[str, ...], problems: list[str]) -> str:
    if value is None or value in names:
        return value or ""
    hint = did_you_mean(str(value), names)
    problems.append(f'{name}: "{visible(str(value))}" is none of {", ".join(names)}{hint}')
    return ""


def _seconds(value: Any, problems: list[str]) -> float | None:
    if value is None:
        return None
    if (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and 1 <= value <= MOST_SECONDS
    ):
        return float(value)
    problems.append(f"check_interval: write a number of seconds from 1 to {MOST_SECONDS}")
    return None
