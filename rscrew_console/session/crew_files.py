"""Where a session's text comes from and where it goes to: one file, or the files of a folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rscrew_console.records import dataclass
from rscrew_console.roster.problem import Problem
from rscrew_console.session.disk import DISK, Disk
from rscrew_console.session.errors import BadConfig, CannotRead, SaveFailed, SessionError
from rscrew_console.session.parsing import (
    ParsedCrew,
    ParsedText,
    crew_of,
    name_of,
    parse_crew,
    parse_text,
)
from rscrew_console.session.reading import (
    FileSnapshot,
    read_bytes,
    read_file,
    refuse_special,
    resolve,
    why,
)
from rscrew_console.session.state import folder_of

if TYPE_CHECKING:
    from rscrew_console.session.lock import HeldLock
    from rscrew_console.session.writing import WrittenFile


class CrewFiles(Protocol):
    """The one or many files of a crew. A session knows them only as one text, in bytes."""

    path: Path
    """As given by the user: the file, or the folder."""
    state_root: Path | None
    """The folder for journals and histories; None for the user's own."""
    disk: Disk
    is_folder: bool

    def names(self) -> list[str]:
        """The names of the files of a folder; none for a single file. Raises CannotRead."""

    def read(self) -> FileSnapshot:
        """Raises CannotRead, and BadConfig where no file of a folder can be used."""

    def refuse_read_only(self, old: bytes, new: bytes, /) -> None:
        """Raise OSError where what differs between the two must not be written."""

    def lock(self, moment: datetime, by: str, wait: float) -> AbstractContextManager[HeldLock]:
        """Hold the lock of all the files. Raises Locked, CannotRead or SaveFailed."""

    def write(self, old: bytes, new: bytes, lock: HeldLock) -> WrittenFile:
        """Make the files hold `new` instead of `old`.

        Raises ChangedMeanwhileError where they do not hold `old`, OSError where they cannot be
        written: they hold `old` then.
        """

    def finish_cut_off_save(self, moment: datetime, *, lock_held: bool) -> bool:
        """Finish a save that a crash has cut off. Whether there was one, and it is finished."""


@dataclass
class OneFile:
    """A crew in one file. What saves it is loaded when it is saved: most are only read."""

    path: Path
    state_root: Path | None = None
    disk: Disk = DISK
    is_folder = False

    def names(self) -> list[str]:
        return []

    def read(self) -> FileSnapshot:
        return read_file(self.path, self.disk)

    def refuse_read_only(self, _old: bytes, _new: bytes, /) -> None:
        from rscrew_console.session.writing import refuse_read_only

        refuse_read_only(resolve(self.path, self.disk), self.disk)

    @contextmanager
    def lock(self, moment: datetime, by: str, wait: float) -> Iterator[HeldLock]:
        from rscrew_console.session.lock import locked

        with ExitStack() as stack:
            try:
                real = resolve(self.path, self.disk)
                refuse_special(self.path, self.disk.call(real.lstat))
                state = folder_of(real, self.state_root)
                file_lock = locked(real, state, moment, self.disk, by=by, wait=wait)
                lock = stack.enter_context(file_lock)
            except FileNotFoundError as error:
                raise CannotRead(self.path, why(error)) from error
            except OSError as error:
                raise SaveFailed(f"{self.path}: it cannot be saved: {why(error)}") from error
            yield lock

    def write(self, old: bytes, new: bytes, lock: HeldLock) -> WrittenFile:
        from rscrew_console.session.writing import replace_file

        return replace_file(lock.real, new, self.disk, expected=old, keep=lock.keep)

    def finish_cut_off_save(self, moment: datetime, *, lock_held: bool) -> bool:
        """Only a file that was written in place can be torn: nothing but a mixture of the two
        texts that the history holds for that save counts as torn."""
        from rscrew_console.session.history import History
        from rscrew_console.session.in_place import is_torn, overwrite

        try:
            real = resolve(self.path, self.disk)
            history = History(folder_of(real, self.state_root), self.disk)
            entry = history.unfinished()
            if entry is None:
                return False
            before, after = history.content(entry.before), history.content(entry.after)
            if not is_torn(read_bytes(real, self.path, self.disk), before, after):
                return False
            with nullcontext() if lock_held else self.lock(moment, "finish a save", 0):
                torn = read_bytes(real, self.path, self.disk)
                if not is_torn(torn, before, after):
                    return False
                overwrite(real, after, self.disk, torn)
                history.confirm(entry)
        except (OSError, SessionError):
            return False  # the file is as it was, and whoever asked says why it cannot be opened
        return True


def files_at(path: Path, state_root: Path | None = None, disk: Disk = DISK) -> CrewFiles:
    """The crew's files at the path of a file or of a folder.

    Raises CannotRead for a folder whose files are of no known format.
    """
    if path.is_dir():
        from rscrew_console.session.folder_files import FolderFiles

        return FolderFiles.at(path, state_root, disk)
    return OneFile(path, state_root, disk)


def paths_of(path: Path) -> tuple[Path, ...]:
    """The paths that change when the crew does: of the file, or of a folder and its files."""
    if not path.is_dir():
        return (path,)
    try:
        files = files_at(path)
    except CannotRead:
        return (path,)
    return (path, *(path / name for name in files.names()))


def parse_snapshot(snapshot: FileSnapshot) -> ParsedText:
    """What the text that was read says; files of a folder that could not be read are problems."""
    parsed = _parsed(snapshot)
    if not snapshot.problems:
        return parsed
    problems = (*parsed.problems, *snapshot.problems)
    return ParsedText(parsed.document, parsed.dialect, parsed.roster, problems)


def _parsed(snapshot: FileSnapshot) -> ParsedText:
    name = name_of(snapshot.path)
    if snapshot.document is not None:
        return parse_crew(snapshot.document, name, snapshot.context)
    return parse_text(snapshot.text, name, snapshot.context)


def read_crew(files: CrewFiles) -> tuple[FileSnapshot, ParsedCrew]:
    """The files as they are now. Raises CannotRead and BadConfig."""
    snapshot = files.read()
    parsed = _parsed(snapshot)
    crew = crew_of(parsed)
    if crew is None:
        raise BadConfig(files.path, parsed.problems)
    return snapshot, crew


def read_text(path: Path) -> tuple[FileSnapshot, ParsedText]:
    """A crew that is only looked at, errors and all. Raises CannotRead and BadConfig."""
    snapshot = files_at(path).read()
    return snapshot, parse_snapshot(snapshot)


def problems_of(path: Path, disk: Disk = DISK) -> tuple[Problem, ...]:
    """Errors and warnings of a file or folder. Raises CannotRead where there is nothing to read.

    A file that is not UTF-8 text is there, and wrong in one line: that is a problem too.
    """
    try:
        return parse_snapshot(files_at(path, disk=disk).read()).problems
    except BadConfig as error:
        return error.problems
    except CannotRead as error:
        if not error.line:
            raise
        return (Problem("error", "not-utf8", error.reason, (), error.line),)
