"""One open file: a draft of it, and all that passes between the draft and the disk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from rscrew_console.session.disk import DISK, Disk
from rscrew_console.session.draft import Draft
from rscrew_console.session.errors import BadConfig, CannotRead, ChangedOnDisk, SaveFailed
from rscrew_console.session.lock import WAIT, HeldLock
from rscrew_console.session.look import Crew, crew_of, look_at
from rscrew_console.session.merge import dotted
from rscrew_console.session.reading import OnDisk, read_file, why
from rscrew_console.session.saving import Saved, lock_file, refuse_empty
from rscrew_console.session.text_merge import lines_changed
from rscrew_console.session.writing import refuse_read_only, replace_file


def local_now() -> datetime:
    """The time, with its zone."""
    return datetime.now().astimezone()


class Session(Draft):
    """Everything that is done to a file goes through one of these. Opening it writes nothing."""

    def __init__(
        self, on_disk: OnDisk, crew: Crew, disk: Disk, clock: Callable[[], datetime],
        state: Path | None,
    ) -> None:  # fmt: skip
        super().__init__(on_disk.path, crew, clock)
        self._on_disk = on_disk
        self._disk = disk
        self._state_root = state

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        disk: Disk = DISK,
        clock: Callable[[], datetime] = local_now,
        state: Path | None = None,
    ) -> Session:
        """Read the file at `path`.

        `state` is the folder for journals and histories, the user's own by default. Raises
        CannotRead where there is no text to read, BadConfig where the text is not a crew.
        """
        on_disk = read_file(path, disk)
        look = look_at(on_disk.text)
        crew = crew_of(look)
        if crew is None:
            raise BadConfig(path, look.problems)
        return cls(on_disk, crew, disk, clock, state)

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

    def save(self, by: str = "", *, wait: float = WAIT) -> Saved:
        """Write the current document, on top of what changed on disk meanwhile.

        `by` is the command or screen, for the history. `wait` is for the lock, in seconds. Raises
        Locked, ChangedOnDisk, or SaveFailed; the file is whole then, and the changes are kept.
        """
        now = self._clock()
        with lock_file(self.path, self._state_root, now, self._disk, by, wait) as lock:
            return self.save_under(lock, by)

    def save_under(self, lock: HeldLock, by: str = "") -> Saved:  # noqa: ARG002 - the history will say it
        """As `save`, for who holds the lock already."""
        merged = self._take_in_outside()
        summary = "; ".join(change.label for change in self.changes)
        if not self.is_dirty:
            return Saved(self.path, summary, 0, merged)
        data = refuse_empty(self.path, self.document)
        try:
            refuse_read_only(self.real_path, self._disk)
            notices = replace_file(self.real_path, data, self._disk, keep=lock.keep)
        except OSError as error:
            raise SaveFailed(f"{self.path}: it was not saved: {why(error)}") from error
        lines = lines_changed(self.saved.text, self.document.text)
        self._on_disk = read_file(self.path, self._disk)
        self.mark_saved()
        return Saved(self.path, summary, lines, merged, (*lock.notices, *notices))

    def _take_in_outside(self) -> bool:
        """Make the unsaved changes again on what is on the disk, where that is something new."""
        on_disk = self._read_again()
        if on_disk.data == self._on_disk.data:
            self._on_disk = on_disk
            return False
        look = look_at(on_disk.text)
        crew = crew_of(look)
        if crew is None:
            told = "; ".join(problem.message for problem in look.errors)
            raise ChangedOnDisk(f"{self.path}: it changed on disk and has errors now: {told}")
        carried = self.rebase(crew)
        if carried.collisions:
            places = ", ".join(dotted(found.path) for found in carried.collisions)
            raise ChangedOnDisk(
                f"{self.path}: it changed on disk in the same places: {places}", carried.collisions
            )
        self._on_disk = on_disk
        return True

    def _read_again(self) -> OnDisk:
        try:
            return read_file(self.path, self._disk)
        except CannotRead as error:
            raise ChangedOnDisk(f"{error.message}, any more; your changes are kept") from error
