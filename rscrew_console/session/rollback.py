"""Undo, redo and rollback of saves: each is a save itself, noted like others, never a loss."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from functools import partial
from pathlib import Path

from rscrew_console.dialects.findings import dotted
from rscrew_console.document import DocumentError
from rscrew_console.records import dataclass
from rscrew_console.session.clock import local_now
from rscrew_console.session.crew_files import CrewFiles, files_at
from rscrew_console.session.derived import DerivedCounts, derived_counts
from rscrew_console.session.difference import diff_of
from rscrew_console.session.disk import DISK, Disk
from rscrew_console.session.entries import HistoryEntry, Kind
from rscrew_console.session.errors import ChangedOnDisk, NothingToRevert
from rscrew_console.session.history import History
from rscrew_console.session.lock import WAIT
from rscrew_console.session.reading import digest_of, why
from rscrew_console.session.reverting import (
    Content,
    RevertMerge,
    redoable,
    text_after,
    text_before,
    undoable,
)
from rscrew_console.session.saving import SaveResult
from rscrew_console.session.session import Session
from rscrew_console.session.state import folder_of


@dataclass(frozen=True, slots=True)
class RevertResult:
    """What an undo, redo or rollback did, or would do."""

    entry: HistoryEntry
    """The save that was undone or redone; of a rollback the oldest one."""
    label: str
    diff: str
    """Unified; empty where the file says all that already."""
    saved: SaveResult | None
    """None for a dry run."""


@dataclass(frozen=True, slots=True)
class SavedStates:
    """The saved states of one file, and the ways between them.

    `by` is the command, for the history. A dry run writes nothing and waits for no lock. All
    methods raise SessionError: NothingToRevert where the history ends, ChangedOnDisk where the file
    was changed outside since in the very same places.
    """

    path: Path
    by: str = ""
    dry_run: bool = False
    disk: Disk = DISK
    clock: Callable[[], datetime] = local_now
    state: Path | None = None
    wait: float = WAIT

    def entries(self) -> tuple[HistoryEntry, ...]:
        """All saves, newest first. Of a file with errors, too."""
        on_disk = self._files().read()
        history = History(folder_of(on_disk.real, self.state), self.disk)
        return _entries(history, self.path, on_disk.digest)

    def passed_over(self) -> int:
        """The number of lines of the history that cannot be read."""
        real = self._files().read().real
        try:
            return History(folder_of(real, self.state), self.disk).passed_over()
        except OSError:
            return 0  # `entries` tells of that

    def undo(self) -> RevertResult:
        """Take back the last save that stands."""
        with self._session() as session:
            if (entry := undoable(entries_of(session))) is None:
                raise NothingToRevert(f"{self.path}: there is no save to undo")
            text = text_without(session, [entry])
            return self._go(session, text, "undo", entry)

    def redo(self) -> RevertResult:
        """Make the save again that was taken back last."""
        with self._session() as session:
            if (entry := redoable(entries_of(session))) is None:
                raise NothingToRevert(f"{self.path}: there is no undone save to redo")
            text = text_with(session, entry)
            return self._go(session, text, "redo", entry)

    def rollback(self, to: str = "1") -> RevertResult:
        """Go back to before a save, given by its number (1 is the last one) or its id."""
        with self._session() as session:
            entries = entries_of(session)
            index = index_of(self.path, [entry.id for entry in entries], to)
            text = text_without(session, entries[: index + 1])
            return self._go(session, text, "rollback", entries[index])

    def undo_one(self, entry: HistoryEntry, label: str) -> RevertResult:
        """Take back one save, whatever was saved since; that stays. `label` is for the history."""
        return self.take_back([entry], "undo", label)

    def take_back(
        self, entries: Sequence[HistoryEntry], kind: Kind, label: str, beside: str = ""
    ) -> RevertResult:
        """Take back these saves, newest first, and no others; as one save of the `kind`, which
        belongs to the save `beside` of another file."""
        with self._session() as session:
            text = text_without(session, entries)
            return self._go(session, text, kind, entries[-1], label, beside)

    def redo_one(self, entry: HistoryEntry, beside: str = "") -> RevertResult:
        """Make one save again that was taken back. `beside` is as of `take_back`."""
        with self._session() as session:
            return self._go(session, text_with(session, entry), "redo", entry, beside=beside)

    def _go(
        self, session: Session, text: str, kind: Kind, entry: HistoryEntry, verb: str = "",
        beside: str = "",
    ) -> RevertResult:  # fmt: skip
        verb = verb or kind
        label = f"{verb} {entry.id}: {entry.summary}" if entry.summary else f"{verb} {entry.id}"
        session.change_text(text, label)
        diff = session.diff()
        if self.dry_run:
            return RevertResult(entry, label, diff, None)
        session.made_for = (entry.crew, beside)
        saved = session.save(self.by or kind, kind=kind, of=entry.id, summary=label)
        return RevertResult(entry, label, diff, saved)

    def _files(self) -> CrewFiles:
        return files_at(self.path, self.state, self.disk)

    def _open(self) -> Session:
        return Session.open(self.path, disk=self.disk, clock=self.clock, state=self.state)

    def _session(self) -> AbstractContextManager[Session]:
        if self.dry_run:
            return nullcontext(self._open())
        return Session.alone(
            self.path, self.by, disk=self.disk, clock=self.clock, state=self.state, wait=self.wait
        )


def entries_of(session: Session) -> tuple[HistoryEntry, ...]:
    """The saves of the session's file, newest first. Raises NothingToRevert."""
    digest = digest_of(session.saved.text.encode("utf-8"))
    return _entries(session.history, session.path, digest)


def _entries(history: History, path: Path, current: str) -> tuple[HistoryEntry, ...]:
    try:
        return history.entries(current)
    except OSError as error:
        raise NothingToRevert(f"{path}: its history cannot be read: {why(error)}") from error


def text_without(session: Session, entries: Sequence[HistoryEntry]) -> str:
    """The saved file as it would be without these saves: the newest ones, the last save first.

    Raises ChangedOnDisk where changes made outside are in the way, NothingToRevert where a text is
    lost.
    """
    return _arrive(session, partial(text_before, entries))


def text_with(session: Session, entry: HistoryEntry) -> str:
    """The saved file with an undone save redone. Raises as `text_without`."""
    return _arrive(session, partial(text_after, entry))


def entry_diff(session: Session, entry: HistoryEntry) -> str:
    """What that save changed, as a unified diff. Raises NothingToRevert where a text is lost."""
    content = session.history.content
    try:
        before, after = content(entry.before).decode("utf-8"), content(entry.after).decode("utf-8")
    except OSError as error:
        raise NothingToRevert(f"{session.path}: {why(error)}") from error
    except UnicodeDecodeError as error:
        raise NothingToRevert(f"{session.path}: a kept text is not UTF-8") from error
    return diff_of(before, after, str(session.path).lstrip("/"))


def _arrive(
    session: Session, way: Callable[[str, Content, DerivedCounts, str], RevertMerge]
) -> str:
    try:
        derived = derived_counts(session.dialect)
        result = way(session.saved.text, session.history.content, derived, session.path.name)
    except OSError as error:
        raise NothingToRevert(f"{session.path}: {why(error)}") from error
    except UnicodeDecodeError as error:
        raise NothingToRevert(f"{session.path}: a kept text is not UTF-8") from error
    except DocumentError as error:
        place = session.path / error.file
        reason = f"{place}:{error.line}: it changed outside since: {error.reason}"
        raise ChangedOnDisk(reason) from error
    if result.collisions:
        places = ", ".join(dotted(collision.path) for collision in result.collisions)
        reason = f"{session.path}: it was changed outside since in the same places: {places}"
        raise ChangedOnDisk(reason, result.collisions)
    return result.text


def index_of(path: Path, ids: Sequence[str], to: str) -> int:
    """Return the index of the save with that number or id; the ids are of all, newest first.

    Raises NothingToRevert.
    """
    if to.isascii() and to.isdigit() and len(to) < 10 and 1 <= int(to) <= len(ids):
        return int(to) - 1
    if to in ids:
        return ids.index(to)
    choices = f"1 to {len(ids)}, or an id of `history`" if ids else "none: there is no save"
    raise NothingToRevert(f"{path}: there is no saved state {to}; there are {choices}")
