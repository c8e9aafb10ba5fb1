"""A file and its `rscrew.yaml` as one: what was written into both is undone and redone together.

Each has a history of its own. A save of `rscrew.yaml` notes the crew that it was made for, and the
save of the crew's file that it belongs to, if there was one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from rscrew_console.dialects.companion import COMPANION
from rscrew_console.records import dataclass
from rscrew_console.session.companion_file import beside
from rscrew_console.session.entries import HistoryEntry
from rscrew_console.session.errors import CannotRead, NothingToRevert
from rscrew_console.session.reading import resolve
from rscrew_console.session.reverting import redoable, undoable
from rscrew_console.session.rollback import RevertResult, SavedStates, index_of
from rscrew_console.session.state import folder_of


@dataclass(frozen=True, slots=True)
class SavedTogether:
    """A save of the crew's file, of its `rscrew.yaml`, or of both at once; one of them is there."""

    crew: HistoryEntry | None
    companion: HistoryEntry | None

    @property
    def first(self) -> HistoryEntry:
        """The save by which it is shown."""
        return next(one for one in (self.crew, self.companion) if one is not None)

    @property
    def lines_changed(self) -> int:
        """In both files."""
        return sum(one.lines_changed for one in (self.crew, self.companion) if one)

    @property
    def id(self) -> str:
        """That of the crew's file, or else that of `rscrew.yaml` with its name."""
        return self.first.id if self.crew else f"{self.first.id}@{COMPANION}"


@dataclass(frozen=True, slots=True)
class JointStates:
    """As `SavedStates`, of a file and its `rscrew.yaml`."""

    path: Path
    by: str = ""
    dry_run: bool = False

    def entries(self) -> tuple[SavedTogether, ...]:
        """All saves, newest first."""
        crew, companion = self._crew.entries(), self._companion_entries()
        own = {entry.id for entry in crew}
        belonging = {entry.beside: entry for entry in companion if entry.beside in own}
        rows = [SavedTogether(entry, belonging.get(entry.id)) for entry in crew]
        rows += [SavedTogether(None, entry) for entry in companion if entry.beside not in own]
        return tuple(sorted(rows, key=lambda row: row.first.time, reverse=True))

    def passed_over(self) -> int:
        """The number of lines of the crew's history that cannot be read."""
        return self._crew.passed_over()

    def undo(self) -> list[RevertResult]:
        """Take back the last save that stands. Raises as `SavedStates.undo`."""
        crew, companion = undoable(self._crew.entries()), undoable(self._companion_entries())
        if crew is None and companion is None:
            return [self._crew.undo()]  # it says why there is nothing
        return self._each("undo", *_newest(crew, companion, crew, companion))

    def redo(self) -> list[RevertResult]:
        """Make the save again that was taken back last. Raises as `SavedStates.redo`."""
        entries, beside_it = self._crew.entries(), self._companion_entries()
        crew, companion = redoable(entries), redoable(beside_it)
        if crew is None and companion is None:
            return [self._crew.redo()]
        undone = _undo_of(crew, entries), _undo_of(companion, beside_it)
        return self._each("redo", *_newest(crew, companion, *undone))

    def rollback(self, to: str = "1") -> list[RevertResult]:
        """Go back to before a save, by its number (1 is the last one) or id."""
        rows = self.entries()
        if not rows:
            return [self._crew.rollback(to)]  # it says why there is nothing
        ids = [row.id for row in rows]
        taken = rows[: index_of(self.path, ids, to) + 1]
        crew = [row.crew for row in taken if row.crew]
        companion = [row.companion for row in taken if row.companion]
        results = [self._crew.rollback(crew[-1].id)] if crew else []
        if companion:
            made = self._made() if crew else ""
            results.append(self._companion.take_back(companion, "rollback", "rollback", made))
        return results

    def undo_one(self, entry: HistoryEntry, label: str) -> list[RevertResult]:
        """Take back one save of the crew's file, and what was written with it."""
        written = self._companion_entries()
        undone = {one.of for one in written if one.kind == "undo"}
        others = (one for one in written if one.beside == entry.id and one.kind == "save")
        standing = [one for one in others if one.id not in undone]
        results = [self._crew.undo_one(entry, label)]
        made = self._made()
        more = (self._companion.take_back([one], "undo", label, made) for one in standing)
        return [*results, *more]

    def _each(
        self, what: str, crew: HistoryEntry | None, companion: HistoryEntry | None
    ) -> list[RevertResult]:
        results: list[RevertResult] = []
        if crew is not None:
            of_crew = self._crew
            results = [of_crew.undo_one(crew, "undo") if what == "undo" else of_crew.redo_one(crew)]
        if companion is not None:
            made = self._made() if crew is not None else ""
            results.append(
                self._companion.take_back([companion], "undo", "undo", made)
                if what == "undo"
                else self._companion.redo_one(companion, made)
            )
        return results

    def _made(self) -> str:
        """The save of the crew's file that was made just now."""
        return "" if self.dry_run else self._crew.entries()[0].id

    @property
    def _crew(self) -> SavedStates:
        return SavedStates(self.path, self.by, dry_run=self.dry_run)

    @property
    def _companion(self) -> SavedStates:
        return SavedStates(beside(self.path), self.by, dry_run=self.dry_run)

    def _companion_entries(self) -> tuple[HistoryEntry, ...]:
        """Those of `rscrew.yaml` that were made for this crew, newest first."""
        if beside(self.path) == self.path:
            return ()
        try:
            entries = self._companion.entries()
        except (CannotRead, NothingToRevert, OSError):
            return ()  # there is none, or it tells nothing
        crew = crew_id(self.path)
        return tuple(entry for entry in entries if entry.crew == crew)


def made_for(path: Path, *, with_last_save: bool = False) -> tuple[str, str]:
    """What a save of `rscrew.yaml` notes of the crew at `path`: for which it is, and, with
    `with_last_save`, to which save of the crew's file it belongs: the one just made."""
    entries = SavedStates(path).entries() if with_last_save else ()
    return crew_id(path), entries[0].id if entries else ""


def crew_id(path: Path) -> str:
    """What stands for a crew's file or folder in the history of its `rscrew.yaml`."""
    return folder_of(resolve(path)).name


def _newest(
    crew: HistoryEntry | None, companion: HistoryEntry | None,
    crew_at: HistoryEntry | None, companion_at: HistoryEntry | None,
) -> tuple[HistoryEntry | None, HistoryEntry | None]:  # fmt: skip
    """Both where they belong together, else the one whose moment is the later one."""
    if crew is None or companion is None or companion.beside == crew.id:
        return crew, companion
    if crew_at is not None and companion_at is not None and crew_at.time > companion_at.time:
        return crew, None
    return None, companion


def _undo_of(entry: HistoryEntry | None, entries: Sequence[HistoryEntry]) -> HistoryEntry | None:
    """The newest save that has undone it; `entries` are newest first."""
    if entry is None:
        return None
    undos = (one for one in entries if one.kind == "undo" and one.of == entry.id)
    return next(chain(undos, (entry,)))
