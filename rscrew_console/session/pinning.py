"""Ending a pin that has rewritten every row: the save that made it is undone by itself.

What was changed since then, here or by others, stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rscrew_console.session.entries import HistoryEntry
from rscrew_console.session.errors import NothingToRevert
from rscrew_console.session.rollback import RevertResult, SavedStates
from rscrew_console.session.together import JointStates

PIN = "pin "
"""How the summary of such a save begins: see `dialects.operations.Pin.label`."""


def unpin_rows(path: Path, by: str, *, dry_run: bool) -> list[RevertResult]:
    """Take back the saves of all pins that stand, newest first; in a dry run of the newest alone.

    Raises NothingToRevert where nothing is pinned, ChangedOnDisk where the same rows were changed
    since.
    """
    states = SavedStates(path, by, dry_run=dry_run)
    results: list[RevertResult] = []
    while (pin := first_pin(states.entries())) is not None:
        results += JointStates(path, by, dry_run).undo_one(pin, "unpin")
        if dry_run:
            break
    if not results:
        raise NothingToRevert(f"{path}: nothing is pinned: its history has no pin that stands")
    return results


def first_pin(entries: Sequence[HistoryEntry]) -> HistoryEntry | None:
    """The save of the pin that stands; `entries` are newest first."""
    undone = {entry.of for entry in entries if entry.kind == "undo"}
    redone = {entry.of for entry in entries if entry.kind == "redo"}
    return next(
        (
            entry
            for entry in entries
            if entry.kind == "save"
            and entry.summary.startswith(PIN)
            and (entry.id not in undone or entry.id in redone)
        ),
        None,
    )
