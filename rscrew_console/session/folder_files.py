"""The files of a folder that together are one crew: read, locked and written as one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import cast

from rscrew_console.dialects import Dialect
from rscrew_console.dialects.registry import folder_formats
from rscrew_console.document import Document, DocumentError, DocumentSet, split_archive
from rscrew_console.document.document_set import is_file_name, join_archive
from rscrew_console.document.syntaxes import AnyDocument, parse_document
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
from rscrew_console.session.history import History
from rscrew_console.session.in_place import ChangedMeanwhileError, is_torn, overwrite
from rscrew_console.session.lock import WAIT, HeldLock, locked
from rscrew_console.session.reading import FileSnapshot, read_bytes, read_file, resolve, why
from rscrew_console.session.state import folder_of
from rscrew_console.session.writing import (
    WrittenFile,
    create_file,
    delete_file,
    refuse_read_only,
    remove_leftovers,
    replace_file,
)

MOST_FILES = 1000
"""Of one folder: far more than anybody has agents."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file of a save. None stands for a file that is not there."""

    name: str
    old: bytes | None
    new: bytes | None

    @property
    def reversed(self) -> FileChange:
        return FileChange(self.name, self.new, self.old)


@dataclass
class FolderFiles:
    """A crew whose agents have a file each.

    A file that cannot be read, or has errors, is left out and told of; the crew is the others.
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
        for dialect in formats:
            files = cls(path, dialect, state_root, disk)
            documents, broken = files._documents()
            if dialect.recognises(DocumentSet(documents).value) or (broken and not documents):
                return files
        patterns = {one for each in formats for one in each.file_places.crew_files}
        known = f", and has no crew of many files: {', '.join(sorted(patterns))}"
        raise CannotRead(path, f"this is a folder, not a file{known if patterns else ''}")

    # ---------------------------------------------------------------------------- reading

    def read(self) -> FileSnapshot:
        try:
            real = resolve(self.path, self.disk)
        except OSError as error:
            raise CannotRead(self.path, why(error)) from error
        documents, problems = self._documents()
        errors = [one for one in self._problems_in(documents) if is_error(one)]
        while errors:
            problems += errors
            for name in {one.file for one in errors}:
                documents.pop(name, None)
            if not all(one.file for one in errors):
                break
            errors = [one for one in self._problems_in(documents) if is_error(one)]
        if not documents:
            if problems:
                raise BadConfig(self.path, tuple(problems))
            raise CannotRead(self.path, "there is no file of the crew in this folder any more")
        text = DocumentSet(documents).text
        told = (_left_out(one) if is_error(one) else one for one in problems)
        return FileSnapshot(
            self.path, real, text.encode("utf-8"), text, (*self._notes, *told),
            context_at(self.path),
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

    def _problems_in(self, documents: Mapping[str, AnyDocument]) -> tuple[Problem, ...]:
        if not documents:
            return ()
        return self.dialect.read(cast("Document", DocumentSet(documents))).problems

    # ---------------------------------------------------------------------------- locks

    @contextmanager
    def lock(self, now: datetime, by: str, wait: float) -> Iterator[HeldLock]:
        """The folder's own lock first, then those of its files in the order of their real paths:
        so a session of one file and one of its folder exclude each other, and none waits for one
        that waits for it."""
        with ExitStack() as stack:
            try:
                real = resolve(self.path, self.disk)
                files = sorted({self._real(name) for name in self.names()})
                others = [(one, folder_of(one, self.state_root)) for one in files]
                state = folder_of(real, self.state_root)
                held = locked(real, state, now, self.disk, by=by, wait=wait, others=others)
                lock = stack.enter_context(held)
            except FileNotFoundError as error:
                raise CannotRead(self.path, why(error)) from error
            except OSError as error:
                raise SaveFailed(f"{self.path}: it cannot be saved: {why(error)}") from error
            yield lock

    def _real(self, name: str) -> Path:
        """The file itself at the end of all links, there or not."""
        return Path(self.disk.call(os.path.realpath, self.path / name))

    # ---------------------------------------------------------------------------- writing

    def refuse_read_only(self, old: bytes, new: bytes) -> None:
        changes = file_changes(old, new)
        names = [one.name for one in changes] if changes else self.names()
        for name in names:
            if self.disk.call(os.path.exists, self.path / name):
                try:
                    refuse_read_only(self._real(name), self.disk)
                except OSError as error:
                    raise OSError(f"{name}: {why(error)}") from error

    def write(self, old: bytes, new: bytes, lock: HeldLock) -> WrittenFile:
        written: list[FileChange] = []
        notices: list[str] = []
        overtaken: dict[str, str] = {}
        changes = file_changes(old, new)
        try:
            for change in changes:
                result = self._write_one(change, lock)
                written.append(change)
                notices += [f"{change.name}: {notice}" for notice in result.notices]
                if result.overtaken is not None:
                    overtaken[change.name] = result.overtaken.decode("utf-8", "replace")
        except OSError as error:
            self._take_back([*written, change], lock, error)
            raise
        if not overtaken:
            return WrittenFile(notices)
        before = join_archive(split_archive(old.decode("utf-8")) | overtaken)
        return WrittenFile(notices, before.encode("utf-8"))

    def _write_one(self, change: FileChange, lock: HeldLock) -> WrittenFile:
        path = self.path / change.name
        if change.new is None:
            delete_file(path, self.disk, expected=change.old or b"")
            return WrittenFile([])
        if change.old is None:
            create_file(path, change.new, self.disk, keep=lock.keep)
            return WrittenFile([])
        return replace_file(
            self._real(change.name), change.new, self.disk, expected=change.old, keep=lock.keep
        )

    def _take_back(self, begun: list[FileChange], lock: HeldLock, error: OSError) -> None:
        """Give the files that are written already their old content again.

        The last of them has failed, before or after it got its new content.
        """
        failed = begun[-1].name
        for change in reversed(begun):
            try:
                if self._content(change.name) == change.new:
                    self._write_one(change.reversed, lock)
            except OSError as second:
                reason = f"{failed}: {why(error)}; {change.name} holds its new text already, and "
                reason += f"could not be set back: {why(second)}"
                raise OSError(reason) from error
        if not isinstance(error, ChangedMeanwhileError):
            raise OSError(f"{failed}: {why(error)}") from error

    # ---------------------------------------------------------------------------- after a crash

    def finish_cut_off_save(self, now: datetime, *, lock_held: bool) -> bool:
        """Write the files that a save has not come to, where it has written others already.

        A file that somebody else has changed since stays as it is.
        """
        self._notes.clear()
        try:
            real = resolve(self.path, self.disk)
            history = History(folder_of(real, self.state_root), self.disk)
            if self._cut_off(history) is None:
                return False
            with nullcontext() if lock_held else self.lock(now, "finish a save", WAIT) as lock:
                held = lock or HeldLock(real, self.disk, None)
                if (changes := self._cut_off(history)) is None:
                    return True  # whoever held the lock has done it
                for change in changes:
                    self._finish(change, held)
                if (entry := history.unfinished()) is not None:
                    history.confirm(entry)
        except (OSError, SessionError, DocumentError, UnicodeDecodeError) as error:
            reason = why(error) if isinstance(error, OSError) else str(error)
            message = f"a save was cut off between two files, and cannot be finished: {reason}"
            self._notes.append(Problem("warning", "cut-off-save", message))
            return False
        return True

    def _cut_off(self, history: History) -> list[FileChange] | None:
        """What the last save was to change, where it has done a part of it; else None."""
        entry = history.unfinished()
        if entry is None:
            return None
        changes = file_changes(history.content(entry.before), history.content(entry.after))
        held = [self._content(change.name) for change in changes]
        if all(one == change.old for one, change in zip(held, changes, strict=True)):
            return None
        if all(one == change.new for one, change in zip(held, changes, strict=True)):
            return None
        return changes

    def _finish(self, change: FileChange, lock: HeldLock) -> None:
        held = self._content(change.name)
        remove_leftovers(self._real(change.name), self.disk)
        if held == change.old:
            self._write_one(change, lock)
        elif held and change.old and change.new and is_torn(held, change.old, change.new):
            overwrite(self._real(change.name), change.new, self.disk, held)

    def _content(self, name: str) -> bytes | None:
        try:
            return read_bytes(self._real(name), self.path / name, self.disk)
        except FileNotFoundError:
            return None


def file_changes(old: bytes, new: bytes) -> list[FileChange]:
    """The files that differ between two states of a folder, in the order of their names."""
    before, after = (split_archive(one.decode("utf-8")) for one in (old, new))
    return [
        FileChange(name, _encoded(before.get(name)), _encoded(after.get(name)))
        for name in sorted(before | after)
        if before.get(name) != after.get(name)
    ]


def _encoded(text: str | None) -> bytes | None:
    return None if text is None else text.encode("utf-8")


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
