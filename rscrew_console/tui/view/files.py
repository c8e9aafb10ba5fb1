"""The files with agents that were found: what each is, and what waits in it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from rscrew_console.records import dataclass
from rscrew_console.roster.chain import FallbackRule
from rscrew_console.roster.visible import visible
from rscrew_console.session import WorkspaceFile
from rscrew_console.tui.view.table import Column, GridRow, Value
from rscrew_console.tui.view.text import NOTHING, Line, TextRun, count, line
from rscrew_console.tui.view.view_state import OWN_FORMAT, short_title

OPEN = TextRun("●", "accent")
COLUMNS = (
    Column("file", "file", least=24, floor=16, most=70, newest_last=True),
    Column("format", "format", least=10, most=24),
    Column("agents", "agents", least=6, right=True),
    Column("models", "models", least=6, rank=2, right=True),
    Column("fallbacks", "fallbacks", least=9, rank=1),
    Column("findings", "in file", least=8, rank=1, most=24),
    Column("unsaved", "unsaved", least=9, rank=1),
)
FIRES = {"never": "never", "off": "off", "on": "on"}


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file, or a folder of files, with agents."""

    path: Path
    name: str
    """The path as it is shown: from the working or the home folder."""
    format: str
    """As the header names it: `Claude Code`."""
    dialect: str
    agents: int | None
    """None where the file has errors."""
    models: int | None
    fallback: FallbackRule | None
    errors: int = 0
    warnings: int = 0
    unsaved: int = 0
    """Changes that are not in the file: of this session, or left by one before."""
    is_open: bool = False


def entry_of(
    file: WorkspaceFile, name: str, *, unsaved: int = 0, is_open: bool = False
) -> FileEntry:
    """What there is to show of a file that was found."""
    roster = file.roster
    return FileEntry(
        file.path, name, short_title(file.dialect.title), file.dialect.name,
        agents=roster.agent_count if roster else None,
        models=len(file.models) if roster else None,
        fallback=roster.fallback if roster else None,
        errors=file.error_count, warnings=file.warning_count,
        unsaved=unsaved, is_open=is_open,
    )  # fmt: skip


def rows(entries: Iterable[FileEntry]) -> list[GridRow]:
    """A row per file; row keys are the paths."""
    return [_row(entry) for entry in entries]


def why(entry: FileEntry) -> Line:
    """The selected file in words: its path, and whether its program goes on to fallbacks."""
    rule = entry.fallback
    if rule is None or entry.errors:
        return line(("it has errors; ", "bad"), ("⏎", "key"), " shows them")
    if entry.dialect == OWN_FORMAT and rule.enabled:
        return line(("with fallbacks", "dim"))
    if rule.fires != "on":
        return line((visible(rule.why) or f"fallbacks: {rule.fires}", "dim"))
    return line((f"fallbacks on {visible(', '.join(rule.on))}" if rule.on else "", "dim"))


def _row(entry: FileEntry) -> GridRow:
    fires = entry.fallback.fires if entry.fallback else ""
    unsaved = count(entry.unsaved, "change") if entry.unsaved else ""
    cells = {
        "file": line(visible(entry.name)),
        "format": line((visible(entry.format), "dim")),
        "agents": _number(entry.agents),
        "models": _number(entry.models),
        "fallbacks": line((FIRES.get(fires, NOTHING), "warn" if fires == "off" else "dim")),
        "findings": _findings(entry),
        "unsaved": line((unsaved, "edited")),
    }
    values: dict[str, Value] = {
        "file": entry.name,
        "format": entry.format,
        "dialect": entry.dialect,
    }
    return GridRow(os.fspath(entry.path), cells, values, OPEN if entry.is_open else None)


def _number(number: int | None) -> Line:
    return line((NOTHING, "dim")) if number is None else line(str(number))


def _findings(entry: FileEntry) -> Line:
    if entry.errors:
        return line((count(entry.errors, "error"), "bad"))
    if entry.warnings:
        return line((count(entry.warnings, "warning"), "warn"))
    return line(("none", "dim"))
