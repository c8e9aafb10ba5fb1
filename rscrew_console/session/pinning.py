"""Ending a pin that has rewritten every row: the save that made it is undone by itself.

What was changed since then, here or by others, stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rscrew_console.dialects.sections.names import SETTINGS
from rscrew_console.document import ABSENT
from rscrew_console.session.companion_file import (
    CompanionChange,
    change_companion,
    companion_entries,
)
from rscrew_console.session.entries import HistoryEntry
from rscrew_console.session.errors import NothingToRevert
from rscrew_console.session.rollback import RevertResult, SavedStates, entries_of
from rscrew_console.session.session import Session
from rscrew_console.session.together import JointStates, crew_id

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
        raise NothingToRevert(f"{path}: nothing is pinned")
    return results


def note_pin(session: Session, by: str, provider: str, why: str = "") -> CompanionChange:
    """Say in `rscrew.yaml` that the crew was pinned by its last save; "" takes the note out.

    Raises SessionError and OSError.
    """
    name = next((one.chain.primary for one in session.roster.agents if one.path), "")
    entries: dict[str, object] = {"pin": name or provider, "pin_why": why or ABSENT}
    if not provider:
        entries = {"pin": ABSENT, "pin_why": ABSENT}
    edits = companion_entries(session.path, SETTINGS, entries)
    belongs = (crew_id(session.path), entries_of(session)[0].id)
    label = f"pin {provider}" if provider else "unpin"
    return change_companion(session.path, edits, label, by, made_for=belongs)


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
