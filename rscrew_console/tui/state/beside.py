"""What the console writes into `rscrew.yaml`: strategies, limits, and pins of other formats."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from rscrew_console.dialects.sections.names import STRATEGIES
from rscrew_console.dialects.strategies import as_data
from rscrew_console.document import Edit
from rscrew_console.plans.spending_limits import SpendingLimit
from rscrew_console.records import dataclass
from rscrew_console.roster.strategies.model import Strategy
from rscrew_console.session import SaveResult, Session, SessionError
from rscrew_console.session.companion_file import (
    beside,
    change_companion,
    companion_document,
    companion_entries,
)
from rscrew_console.session.entries import HistoryEntry
from rscrew_console.session.parts import DiffPart
from rscrew_console.session.pinning import note_pin, unpin_rows
from rscrew_console.session.read_only import ReadOnly
from rscrew_console.session.rollback import SavedStates
from rscrew_console.session.together import crew_id

_BY = "console"
_PIN = re.compile(r"(undo: )?pin (.+?)(?: \(([^()]*)\))?")


@dataclass(frozen=True, slots=True)
class WrittenBeside:
    """A step that was written into `rscrew.yaml` at once, to be taken back by `u`."""

    label: str
    entry: HistoryEntry
    unsaved: int
    """How many unsaved changes of the file itself there were then."""


def save_both(session: Session, left_out: Collection[DiffPart]) -> SaveResult:
    """Save the file, and say in `rscrew.yaml` whether it is pinned, where it cannot itself.

    Raises SessionError.
    """
    labels = [change.label for change in session.changes]
    saved = session.save(by=_BY, left_out=left_out)
    pins = [match for label in labels if (match := _PIN.fullmatch(label))]
    if not pins or not saved.lines_changed or session.dialect.capabilities.pin:
        return saved
    undone, provider, why = pins[-1].groups()
    try:
        note = note_pin(session, _BY, "" if undone else provider, "" if undone else why or "")
    except (SessionError, OSError) as error:
        return replace(saved, notices=(*saved.notices, f"rscrew.yaml: {error}"))
    session.reread_beside()
    if note.saved is None:
        return saved
    return replace(saved, notices=(*saved.notices, *note.saved.notices))


def keep_strategy_beside(session: Session, strategy: Strategy) -> WrittenBeside | None:
    """Write the strategy into `rscrew.yaml`. None where it is there already, word for word.

    Raises SessionError and OSError.
    """
    edits = companion_entries(session.path, STRATEGIES, {strategy.name: as_data(strategy)})
    return _write(session, edits, f"keep strategy {strategy.name}")


def keep_limit_beside(session: Session, limit: SpendingLimit) -> WrittenBeside | None:
    """Write a budget or an alert into `rscrew.yaml`. None where it says so already.

    Raises OperationError, SessionError and OSError.
    """
    document = companion_document(session.path)
    edits = limit.edits(session.dialect, document, session.roster)
    return _write(session, edits, limit.label(session.roster))


def _write(session: Session, edits: Sequence[Edit], label: str) -> WrittenBeside | None:
    change = change_companion(session.path, edits, label, _BY, made_for=(crew_id(session.path), ""))
    session.reread_beside()
    if change.saved is None:
        return None
    return WrittenBeside(label, states_of(session.path).entries()[0], len(session.changes))


def unpin_here(session: Session) -> None:
    """End a pin that has rewritten every row, in the file and in `rscrew.yaml`, and take that in.

    Raises SessionError.
    """
    if session.started_read_only:
        raise ReadOnly
    unpin_rows(session.path, _BY, dry_run=False)
    session.refresh()
    session.reread_beside()


def states_of(path: Path) -> SavedStates:
    """The saved states of the `rscrew.yaml` beside the file, and the ways between them."""
    return SavedStates(beside(path), _BY)
