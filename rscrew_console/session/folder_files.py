"""The files of a folder that together are one crew: read, locked and written as one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from rscrew_console.dialects import Dialect
from rscrew_console.dialects.registry import folder_formats
from rscrew_console.document import Document, DocumentError, DocumentSet
from rscrew_console.document.archive import is_file_name
from rscrew_console.document.syntaxes import AnyDocument, parse_document
from rscrew_console.records import dataclass
from rscrew_console.roster.problem import Problem
from rscrew_console.session.context import context_at
from rscrew_console.session.disk import DISK, Disk
from rscrew_console.session.errors import (
    BadConfig,
    CannotRead,
    SaveFailed,
    SessionError,
    is_error,
)
from rscrew_console.session.parsing import name_of
from rscrew_console.session.reading import FileSnapshot, read_file, resolve, why
from rscrew_console.session.state import folder_of

MOST_FILES = 1000
"""The most files of one folder that are read."""


if TYPE_CHECKING:
    from rscrew_console.session.folder_save import FolderWriter
    from rscrew_console.session.lock import HeldLock
    from rscrew_console.session.writing import WrittenFile


@dataclass
class FolderFiles:
    """A crew whose agents have a file each.

    A file that cannot be read, or has errors, is left out and reported; the crew is the others.
    """

    path: Path
    dialect: Dialect
    state_root: Path | None = None
    disk: Disk = DISK
    is_folder = True
    _notes: list[Problem] = field(default_factory=list)
    """What is wrong with the folder itself."""

    @classmethod
    def at(cls, path: Path, state_root: Path | None = None, disk: Disk = DISK) -> FolderFiles:
        """Raises CannotRead where the folder holds no file of a format with a file an agent."""
        formats = folder_formats()
        likely: list[tuple[int, FolderFiles]] = []
        for dialect in formats:
            files = cls(path, dialect, state_root, disk)
            documents, broken = files._documents()
            sure = dialect.recognises(DocumentSet(documents).value, name_of(path))
            if sure or (broken and not documents):
                likely.append((sure, files))
        if likely:
            return max(likely, key=lambda one: one[0])[1]
        patterns = {one for each in formats for one in each.file_places.crew_files}
        names = f", and has no crew of many files: {', '.join(sorted(patterns))}"
        raise CannotRead(path, f"this is a folder, not a file{names if patterns else ''}")

    # ---------------------------------------------------------------------------- reading

    def read(self) -> FileSnapshot:
        try:
            real = resolve(self.path, self.disk)
        except OSError as error:
            raise CannotRead(self.path, why(error)) from error
        documents, problems = self._documents()
        together = DocumentSet(documents)
        while errors := self._errors_in(together):
            problems += errors
            for name in {one.file for one in errors}:
                documents.pop(name, None)
            together = DocumentSet(documents)
            if not all(one.file for one in errors):
                break
        if not documents:
            if problems:
                raise BadConfig(self.path, tuple(problems))
            raise CannotRead(self.path, "there is no file of the crew in this folder any more")
        text = together.text
        warnings = (_left_out(one) if is_error(one) else one for one in problems)
        return FileSnapshot(
            self.path, real, text.encode("utf-8"), text, (*self._notes, *warnings),
            context_at(self.path), cast("Document", together),
        )  # fmt: skip

    def _documents(self) -> tuple[dict[str, AnyDocument], list[Problem]]:
        """The files that are documents of their syntax, by name, and what is wrong with others."""
        documents: dict[str, AnyDocument] = {}
        problems: list[Problem] = []
        for name in self.names():
            try:
                documents[name] = parse_document(read_file(self.path / name, self.disk).text, name)
            except CannotRead as error:
                if self.disk.call(os.path.lexists, self.path / name):
                    reason = error.reason
                    problems.append(
                        Problem("error", "unreadable-file", reason, (name,), error.line, name)
                    )
            except DocumentError as error:
                problems.append(
                    Problem("error", "broken-file", error.reason, (name,), error.line, name)
                )
        return documents, problems

    def names(self) -> list[str]:
        """The names of the crew's files, sorted. Raises CannotRead."""
        try:
            names = self.disk.call(_matching, self.path, self.dialect.file_places.crew_files)
        except OSError as error:
            raise CannotRead(self.path, why(error)) from error
        if len(names) > MOST_FILES:
            raise CannotRead(self.path, f"there are more than {MOST_FILES} files of a crew in it")
        return names

    def _errors_in(self, together: DocumentSet) -> list[Problem]:
        if not together.documents:
            return []
        return list(filter(is_error, self.dialect.read(cast("Document", together)).problems))

    # ---------------------------------------------------------------------------- locks

    @contextmanager
    def lock(self, moment: datetime, by: str, wait: float) -> Iterator[HeldLock]:
        """The folder's own lock first, then those of its files in the order of their real paths:
        so a session of one file and one of its folder exclude each other, and none waits for one
        that waits for it."""
        from rscrew_console.session.lock import locked  # looking at a folder needs none

        with ExitStack() as stack:
            try:
                real = resolve(self.path, self.disk)
                files = sorted({self._writer.real(name) for name in self.names()})
                others = [(one, folder_of(one, self.state_root)) for one in files]
                state = folder_of(real, self.state_root)
                folder_lock = locked(
                    real, state, moment, self.disk, by=by, wait=wait, others=others
                )
                lock = stack.enter_context(folder_lock)
            except FileNotFoundError as error:
                raise CannotRead(self.path, why(error)) from error
            except OSError as error:
                raise SaveFailed(f"{self.path}: it cannot be saved: {why(error)}") from error
            yield lock

    # ---------------------------------------------------------------------------- writing

    @property
    def _writer(self) -> FolderWriter:
        from rscrew_console.session.folder_save import FolderWriter  # only a save needs it

        return FolderWriter(self.path, self.disk)

    def refuse_read_only(self, old: bytes, new: bytes) -> None:
        from rscrew_console.session.folder_save import file_changes  # only a save needs these
        from rscrew_console.session.writing import refuse_read_only

        changes = file_changes(old, new)
        for name in [change.name for change in changes] or self.names():
            if self.disk.call(os.path.exists, self.path / name):
                try:
                    refuse_read_only(self._writer.real(name), self.disk)
                except OSError as error:
                    raise OSError(f"{name}: {why(error)}") from error

    def write(self, old: bytes, new: bytes, lock: HeldLock) -> WrittenFile:
        return self._writer.write(old, new, lock.keep)

    def finish_cut_off_save(self, moment: datetime, *, lock_held: bool) -> bool:
        """Write the files that a save has not come to, where it has written others already."""
        from rscrew_console.session.history import History  # looking at a folder needs none
        from rscrew_console.session.lock import WAIT, HeldLock

        self._notes.clear()
        try:
            real = resolve(self.path, self.disk)
            history = History(folder_of(real, self.state_root), self.disk)
            if not self._writer.unfinished(history):
                return False
            with nullcontext() if lock_held else self.lock(moment, "finish a save", WAIT) as lock:
                # Whoever held the lock until now may have finished it.
                if changes := self._writer.unfinished(history):
                    self._writer.finish(changes, (lock or HeldLock(real, self.disk, None)).keep)
                if (entry := history.unfinished()) is not None:
                    history.confirm(entry)
        except (OSError, SessionError, DocumentError, UnicodeDecodeError) as error:
            reason = why(error) if isinstance(error, OSError) else str(error)
            message = f"a save was cut off between two files, and cannot be finished: {reason}"
            self._notes.append(Problem("warning", "cut-off-save", message))
            return False
        return True


def _matching(folder: Path, patterns: tuple[str, ...]) -> list[str]:
    """The files in the folder with such names, hidden ones left out. Raises OSError."""
    next(folder.iterdir(), None)  # raises, where glob would find nothing and say nothing
    names = {
        path.relative_to(folder).as_posix()
        for pattern in patterns
        for path in folder.glob(pattern)
        if not path.is_dir()
    }
    return sorted(
        name
        for name in names
        if is_file_name(name) and not any(part.startswith(".") for part in name.split("/"))
    )


def _left_out(problem: Problem) -> Problem:
    """The error of one file, as a warning of the crew that goes on without it."""
    message = f"{problem.file} is left out: {problem.message}" if problem.file else problem.message
    return Problem("warning", problem.code, message, problem.path, problem.line, problem.file)
