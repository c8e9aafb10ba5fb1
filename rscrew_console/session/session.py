"""An open crew, of one file or many: a draft of it, and all that passes between it and the disk."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from rscrew_console.session.clock import local_now
from rscrew_console.session.crew_files import CrewFiles, files_at, read_crew
from rscrew_console.session.disk import DISK, Disk
from rscrew_console.session.errors import BadConfig, CannotRead, ChangedOnDisk, SaveFailed
from rscrew_console.session.file_draft import FileDraft, missing
from rscrew_console.session.lock import WAIT, HeldLock
from rscrew_console.session.reading import FileSnapshot, why
from rscrew_console.session.state import passing_note, state_root

if TYPE_CHECKING:
    from rscrew_console.session.entries import Kind
    from rscrew_console.session.history import History
    from rscrew_console.session.parsing import ParsedCrew
    from rscrew_console.session.parts import DiffPart
    from rscrew_console.session.saving import SaveResult


_TRIES = 5
"""How often a save is begun anew because another program has written the file meanwhile."""


class Session(FileDraft):
    """Everything that is done to a crew goes through one of these. Opening it writes nothing.

    A folder of files is one crew: one step, one undo, one save. All methods raise SessionError, in
    the user's words, and leave the session as it was then.
    """

    def __init__(
        self, files: CrewFiles, snapshot: FileSnapshot, crew: ParsedCrew,
        clock: Callable[[], datetime], *, journal: bool,
    ) -> None:  # fmt: skip
        super().__init__(files, snapshot, crew, clock, journal=journal)
        self._lock: HeldLock | None = None
        self.made_for = ("", "")
        """Of `rscrew.yaml`: the crew that a save is made for, and the save of the crew's file that
        it belongs to, see `HistoryEntry`."""

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        journal: bool = False,
        disk: Disk = DISK,
        clock: Callable[[], datetime] = local_now,
        state: Path | None = None,
        lock_held: bool = False,
    ) -> Self:
        """Read the file, or the files of the folder, at `path`.

        A save that a crash cut off in the middle is finished first. With `journal` unsaved changes
        outlive the program. `state` is the folder for journals and histories, the user's own by
        default; `lock_held` is whether the caller has the file's lock. Raises CannotRead where
        there is no text to read, BadConfig where the text is not a crew.
        """
        files = files_at(path, state, disk)
        if files.is_folder:
            files.finish_cut_off_save(clock(), lock_held=lock_held)
        try:
            snapshot, crew = read_crew(files)
        except (CannotRead, BadConfig):
            if files.is_folder or not files.finish_cut_off_save(clock(), lock_held=lock_held):
                raise
            snapshot, crew = read_crew(files)
        return cls(files, snapshot, crew, clock, journal=journal)

    @classmethod
    @contextmanager
    def alone(
        cls,
        path: Path,
        by: str = "",
        *,
        disk: Disk = DISK,
        clock: Callable[[], datetime] = local_now,
        state: Path | None = None,
        wait: float = WAIT,
    ) -> Iterator[Self]:
        """Open the file with its lock held, so that commands on one file queue.

        Each then sees what the one before it has saved. Saving keeps the lock. Raises
        Locked, and as `open`.
        """
        with files_at(path, state, disk).lock(clock(), by, wait) as lock:
            session = cls.open(path, disk=disk, clock=clock, state=state, lock_held=True)
            session.hold(lock)
            yield session
            session.hold(None)

    def hold(self, lock: HeldLock | None) -> None:
        """Save under this lock from now on, or under one of its own each time."""
        self._lock = lock

    @property
    def real_path(self) -> Path:
        """The file or folder itself, behind all links."""
        return self._on_disk.real

    @property
    def is_folder(self) -> bool:
        """Whether the crew has a file for each agent: every path begins with a file's name then."""
        return self._files.is_folder

    @property
    def started_read_only(self) -> bool:
        """Whether the program was told to change no file at all."""
        return bool(self._disk.refuses_writes)

    @property
    def read_only(self) -> str:
        """Why the file cannot be saved here, or "" where it can: to be said before work is lost."""
        if self.started_read_only:
            return self._disk.refuses_writes
        try:
            self._files.refuse_read_only(self._on_disk.data, self._on_disk.data)
        except OSError as error:
            return why(error)
        return ""

    @property
    def history(self) -> History:
        """The saves of this crew."""
        from rscrew_console.session.history import History

        return History(self._state, self._disk)

    def save(
        self, by: str = "", *, wait: float = WAIT, kind: Kind = "save", of: str = "",
        summary: str = "", left_out: Collection[DiffPart] = (),
    ) -> SaveResult:  # fmt: skip
        """Write the current document, on top of what changed on disk meanwhile.

        `left_out` are changes (of `parts`) that stay unsaved; then nothing may have changed on disk
        since they were chosen, and the rest has to be a crew (CannotChange, WouldBreak).

        `by` is the command or screen, for the history; so are `kind` and `of` of an undo, which is
        noted even if it had no effect, and `summary`, by default the labels of the changes. `wait`
        is for the lock, in seconds. Raises Locked, ChangedOnDisk, or SaveFailed; the file is whole
        then, and the changes are kept.
        """
        if self._lock is not None:
            return self._save(self._lock, by, kind, of, summary, left_out)
        try:
            with self._files.lock(self._clock(), by, wait) as lock:
                return self._save(lock, by, kind, of, summary, left_out)
        except CannotRead as error:
            raise missing(error) from error

    def _save(
        self, lock: HeldLock, by: str, kind: Kind, of: str, summary: str,
        left_out: Collection[DiffPart],
    ) -> SaveResult:  # fmt: skip
        from rscrew_console.session.in_place import ChangedMeanwhileError

        overtaken = False
        for _ in range(_TRIES):
            try:
                saved = self._save_once(lock, by, kind, of, summary, left_out)
            except ChangedMeanwhileError:
                overtaken = True  # between reading and replacing it: once more, on top of that
            else:
                return replace(saved, merged=saved.merged or overtaken)
        reason = "another program writes it all the time; nothing was written, try again later"
        raise ChangedOnDisk(f"{self.path}: {reason}")

    def _save_once(
        self, lock: HeldLock, by: str, kind: Kind, of: str, summary: str,
        left_out: Collection[DiffPart],
    ) -> SaveResult:  # fmt: skip
        from rscrew_console.document.hunks import hunks
        from rscrew_console.roster.describe import changes, lines
        from rscrew_console.session.in_place import ChangedMeanwhileError
        from rscrew_console.session.saving import HistoryRecording, SaveResult, refuse_empty
        from rscrew_console.session.text_merge import lines_in
        from rscrew_console.session.writing import WrittenFile

        merged = self._take_in(self._read_again(), None)
        if merged and left_out:
            reason = "it changed on disk meanwhile: look at the changes once more"
            raise ChangedOnDisk(f"{self.path}: {reason}")
        if self.real_path != lock.real:
            reason = "it is a link that has another target now"
            raise ChangedOnDisk(f"{self.path}: {reason}; try again")
        crew = self.crew_without(left_out)
        document, rosters = crew.document, (self.saved_roster, crew.roster)
        if not summary:
            told = lines(changes(*rosters)) if left_out else [one.label for one in self.changes]
            summary = "; ".join(told)
        differences = tuple(hunks(self.saved.text, document.text))
        count = lines_in(differences)
        if document.text == self.saved.text and kind == "save":
            return SaveResult(self.path, summary, 0, merged=merged)
        old, new = self._on_disk.data, refuse_empty(self.path, document)
        replaced = self.saved.text, differences
        recording = HistoryRecording(
            self.history, old, new, self._clock(), by, summary, count, *self.made_for
        )
        written = WrittenFile([])
        try:
            self._files.refuse_read_only(old, new)
            recording.begin(kind, of)
            if document.text != self.saved.text:
                written = self._files.write(old, new, lock)
        except ChangedMeanwhileError:
            recording.take_back()
            raise
        except OSError as error:
            raise SaveFailed(f"{self.path}: it was not saved: {why(error)}") from error
        recording.confirm(written.overtaken)
        notices = [*lock.notices, *written.notices]
        if (note := passing_note(self._files.state_root or state_root())) and not recording.notices:
            notices.append(note)
        self._on_disk = replace(self._on_disk, data=new, text=document.text)
        self.mark_saved() if document is self.document else self.mark_saved_in_part(crew)
        all_notices = (*notices, *recording.notices)
        return SaveResult(self.path, summary, count, merged, all_notices, rosters, replaced)
