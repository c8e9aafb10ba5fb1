"""One open file: a draft of it, and all that passes between the draft and the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Self

from rscrew_console.session.cut_off import finish_cut_off_save
from rscrew_console.session.disk import DISK, Disk
from rscrew_console.session.draft import Draft
from rscrew_console.session.entries import Kind
from rscrew_console.session.errors import BadConfig, CannotRead, ChangedOnDisk, SaveFailed
from rscrew_console.session.history import History
from rscrew_console.session.in_place import ChangedMeanwhileError
from rscrew_console.session.journal import Journal, UnsavedWork, discard, pending
from rscrew_console.session.lock import WAIT, HeldLock
from rscrew_console.session.look import ParsedCrew, crew_of, look_at
from rscrew_console.session.merge import Choice, Choices, Collision, dotted
from rscrew_console.session.reading import FileSnapshot, read_file, why
from rscrew_console.session.refreshed import SAME, RefreshResult
from rscrew_console.session.saving import HistoryRecording, SaveResult, lock_file, refuse_empty
from rscrew_console.session.state import folder_of, passing_note, state_root
from rscrew_console.session.text_merge import lines_changed
from rscrew_console.session.writing import WrittenFile, refuse_read_only, replace_file


def local_now() -> datetime:
    """The time, with its zone."""
    return datetime.now().astimezone()


_TRIES = 5
"""How often a save is begun again because another program has written the file meanwhile."""


def _read_crew(path: Path, disk: Disk) -> tuple[FileSnapshot, ParsedCrew]:
    """Raises CannotRead and BadConfig."""
    on_disk = read_file(path, disk)
    look = look_at(on_disk.text)
    crew = crew_of(look)
    if crew is None:
        raise BadConfig(path, look.problems)
    return on_disk, crew


class Session(Draft):
    """Everything that is done to a file goes through one of these. Opening it writes nothing.

    All methods raise SessionError, in the user's words, and leave the session as it was then.
    """

    def __init__(
        self, on_disk: FileSnapshot, crew: ParsedCrew, disk: Disk, clock: Callable[[], datetime],
        state: Path | None, *, journal: bool,
    ) -> None:  # fmt: skip
        super().__init__(on_disk.path, crew, clock)
        self._on_disk = on_disk
        self._disk = disk
        self._state_root = state
        self._held: HeldLock | None = None
        self._journal = Journal(self._state, disk) if journal else None
        self.journal_trouble = ""
        """Why unsaved changes are not safe from a crash just now, or ""."""
        self.unusable = ""
        """Why the file could not be taken in when it was looked at last: it is gone, or broken."""

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
        """Read the file at `path`. A save that a crash cut off in the middle is finished first.

        With `journal` unsaved changes outlive the program. `state` is the folder for journals and
        histories, the user's own by default; `lock_held` is whether the caller has the file's lock.
        Raises CannotRead where there is no text to read, BadConfig where the text is not a crew.
        """
        try:
            on_disk, crew = _read_crew(path, disk)
        except (CannotRead, BadConfig):
            if not finish_cut_off_save(path, state, clock(), disk, lock_held=lock_held):
                raise
            on_disk, crew = _read_crew(path, disk)
        return cls(on_disk, crew, disk, clock, state, journal=journal)

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

        Each then sees what the one before it has saved. Saving lets nobody in either. Raises
        Locked, and as `open`.
        """
        with lock_file(path, state, clock(), disk, by, wait) as lock:
            session = cls.open(path, disk=disk, clock=clock, state=state, lock_held=True)
            session.hold(lock)
            yield session
            session.hold(None)

    def hold(self, lock: HeldLock | None) -> None:
        """Save under this lock from now on, or under one of its own each time."""
        self._held = lock

    @property
    def real_path(self) -> Path:
        """The file itself, behind all links."""
        return self._on_disk.real

    @property
    def read_only(self) -> str:
        """Why the file cannot be saved here, or "" where it can: to be said before work is lost."""
        try:
            refuse_read_only(self.real_path, self._disk)
        except OSError as error:
            return why(error)
        return ""

    @property
    def history(self) -> History:
        """The saves of this file."""
        return History(self._state, self._disk)

    @property
    def _state(self) -> Path:
        return folder_of(self.real_path, self._state_root)

    # ------------------------------------------------------------------------ saving

    def save(
        self, by: str = "", *, wait: float = WAIT, kind: Kind = "save", of: str = "",
        summary: str = "",
    ) -> SaveResult:  # fmt: skip
        """Write the current document, on top of what changed on disk meanwhile.

        `by` is the command or screen, for the history; so are `kind` and `of` of an undo, which is
        noted even if it had no effect, and `summary`, by default the labels of the changes. `wait`
        is for the lock, in seconds. Raises Locked, ChangedOnDisk, or SaveFailed; the file is whole
        then, and the changes are kept.
        """
        if self._held is not None:
            return self._save(self._held, by, kind, of, summary)
        try:
            with lock_file(
                self.path, self._state_root, self._clock(), self._disk, by, wait
            ) as lock:
                return self._save(lock, by, kind, of, summary)
        except CannotRead as error:
            raise self._gone(error) from error

    def _save(self, lock: HeldLock, by: str, kind: Kind, of: str, summary: str) -> SaveResult:
        overtaken = False
        for _ in range(_TRIES):
            try:
                saved = self._save_once(lock, by, kind, of, summary)
            except ChangedMeanwhileError:
                overtaken = True  # between reading and replacing it: once more, on top of that
            else:
                return replace(saved, merged=saved.merged or overtaken)
        reason = "another program writes it all the time; nothing was written, try again later"
        raise ChangedOnDisk(f"{self.path}: {reason}")

    def _save_once(self, lock: HeldLock, by: str, kind: Kind, of: str, summary: str) -> SaveResult:
        merged = self._take_in(self._read_again(), None)
        if self.real_path != lock.real:
            raise ChangedOnDisk(f"{self.path}: it is a link that leads elsewhere now; try again")
        summary = summary or "; ".join(change.label for change in self.changes)
        lines = lines_changed(self.saved.text, self.document.text)
        if not self.is_dirty and kind == "save":
            return SaveResult(self.path, summary, 0, merged)
        data = refuse_empty(self.path, self.document)
        noting = HistoryRecording(
            self.history, self._on_disk.data, data, self._clock(), by, summary, lines
        )
        written = WrittenFile([])
        try:
            refuse_read_only(self.real_path, self._disk)
            noting.begin(kind, of)
            if self.is_dirty:
                written = replace_file(
                    self.real_path, data, self._disk,
                    expected=self._on_disk.data, keep=lock.keep,
                )  # fmt: skip
        except ChangedMeanwhileError:
            noting.take_back()
            raise
        except OSError as error:
            raise SaveFailed(f"{self.path}: it was not saved: {why(error)}") from error
        noting.confirm(written.overtaken)
        notices = [*lock.notices, *written.notices]
        if (passing := passing_note(self._state_root or state_root())) and not noting.notices:
            notices.append(passing)
        self._on_disk = replace(self._on_disk, data=data, text=self.document.text)
        self.mark_saved()
        return SaveResult(self.path, summary, lines, merged, (*notices, *noting.notices))

    # ------------------------------------------------------------------------ outside changes

    def refresh(self) -> RefreshResult:
        """Look at the file again; take in what changed, under the unsaved changes.

        Nothing is taken where that needs a decision: then `resolve` does it. Never raises.
        """
        return self._refreshed(None)

    def resolve(self, choices: Choices | Choice) -> RefreshResult:
        """As `refresh`, with the user's choice for each collision, by path, or for all of them."""
        return self._refreshed(choices)

    def _refreshed(self, choices: Choices | Choice | None) -> RefreshResult:
        unsaved = self.unsaved_steps()
        try:
            changed = self._take_in(self._read_again(), choices)
        except ChangedOnDisk as error:
            if error.collisions:
                return RefreshResult("collided", error.message, error.collisions)
            was, self.unusable = self.unusable, error.message
            return RefreshResult("unusable", "" if was == error.message else error.message)
        was, self.unusable = self.unusable, ""
        if not changed:
            return RefreshResult("same", "the file is back as it was") if was else SAME
        if not unsaved:
            return RefreshResult("reloaded", "the file changed on disk and was read again")
        if not self.is_dirty:
            return RefreshResult(
                "merged", "the file changed on disk and holds all your changes now"
            )
        where = f"{self.unsaved} places" if self.unsaved > 1 else "1 place"
        notice = f"the file changed on disk; your changes in {where} went on top of it"
        return RefreshResult("merged", notice)

    def _read_again(self) -> FileSnapshot:
        try:
            return read_file(self.path, self._disk)
        except CannotRead as error:
            raise self._gone(error) from error

    @staticmethod
    def _gone(error: CannotRead) -> ChangedOnDisk:
        return ChangedOnDisk(f"{error.message}; it was there before, and your changes are kept")

    def _take_in(self, on_disk: FileSnapshot, choices: Choices | Choice | None) -> bool:
        """Make the unsaved changes again on what is on the disk, where that is something new."""
        if on_disk.data == self._on_disk.data:
            self._on_disk = on_disk
            return False
        look = look_at(on_disk.text)
        crew = crew_of(look)
        if crew is None:
            told = "; ".join(f"line {problem.line}: {problem.message}" for problem in look.errors)
            raise ChangedOnDisk(f"{self.path}: it changed on disk and has errors now: {told}")
        former, self._on_disk = self._on_disk, on_disk
        try:
            collisions = self._rebase_all(crew, choices)
        except ChangedOnDisk:
            self._on_disk = former
            raise
        if collisions:
            self._on_disk = former
            places = ", ".join(dotted(found.path) for found in collisions)
            reason = f"{self.path}: it changed on disk in the same places: {places}"
            raise ChangedOnDisk(reason, collisions)
        return True

    def _rebase_all(
        self, crew: ParsedCrew, choices: Choices | Choice | None
    ) -> tuple[Collision, ...]:
        if not isinstance(choices, str):
            return self.rebase(crew, choices).collisions
        settled: dict[tuple[str | int, ...], Choice] = {}
        while found := self.rebase(crew, settled).collisions:
            settled |= {collision.path: choices for collision in found}
        return ()

    # ------------------------------------------------------------------------ the journal

    def pending(self) -> tuple[UnsavedWork, ...]:
        """Changes to this file that sessions left unsaved when they died, the latest first.

        What the file says already was saved by then, or by somebody else: its journal goes.
        """
        try:
            found = pending(self._state, self._disk)
        except OSError as error:
            self.journal_trouble = why(error)
            return ()
        for left in found:
            if left.text == self.saved.text:
                self.discard(left)
        return tuple(left for left in found if left.text != self.saved.text)

    def restore(self, left: UnsavedWork) -> RefreshResult:
        """Take over the changes; the result is as of `refresh`, where the file changed since."""
        journal = self._journal or Journal(self._state, self._disk)
        try:
            recovered = journal.adopt(left)
        except OSError as error:
            raise SaveFailed(f"the changes cannot be restored: {why(error)}") from error
        crew = crew_of(look_at(recovered.base.decode("utf-8")))
        if crew is None:
            raise SaveFailed("the changes cannot be restored: they were made on no valid file")
        self._journal = journal
        text = recovered.base.decode("utf-8")
        self._on_disk = replace(self._on_disk, data=recovered.base, text=text)
        self.replay(crew, recovered.steps)
        return self.refresh()

    def discard(self, left: UnsavedWork) -> None:
        """Throw away the changes that another session left."""
        try:
            discard(left, self._disk)
        except OSError as error:
            self.journal_trouble = why(error)

    def close(self) -> None:
        """Forget what is unsaved, on purpose: a session that is not closed counts as crashed."""
        if self._journal is not None:
            try:
                self._journal.remove()
            except OSError as error:
                self.journal_trouble = why(error)

    def _moved(self) -> None:
        if self._journal is not None:
            try:
                self._journal.note(self._on_disk.data, self.unsaved_steps(), self._clock())
                self.journal_trouble = ""
            except OSError as error:
                self.journal_trouble = why(error)
