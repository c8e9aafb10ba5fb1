"""Several files of a folder written as one: all of them, or none, also after a crash in between."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from rscrew_console.document import split_archive
from rscrew_console.document.archive import join_archive
from rscrew_console.records import dataclass
from rscrew_console.session.disk import DISK, Disk
from rscrew_console.session.history import History
from rscrew_console.session.in_place import ChangedMeanwhileError, is_torn, overwrite
from rscrew_console.session.reading import read_bytes, why
from rscrew_console.session.writing import (
    WrittenFile,
    create_file,
    delete_file,
    remove_leftovers,
    replace_file,
)

KeepLock = Callable[[Path], None]
"""Called with the path of each new file, to lock it until the save is over."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file of a save, before and after. None stands for a file that does not exist."""

    name: str
    old: bytes | None
    new: bytes | None

    @property
    def reversed(self) -> FileChange:
        return FileChange(self.name, self.new, self.old)


def file_changes(old: bytes, new: bytes) -> list[FileChange]:
    """The files that differ between two states of a folder, in the order of their names.

    Both are the text of a `DocumentSet`. Raises DocumentError for anything else.
    """
    before, after = (split_archive(state.decode("utf-8")) for state in (old, new))
    return [
        FileChange(name, _encoded(before.get(name)), _encoded(after.get(name)))
        for name in sorted(before | after)
        if before.get(name) != after.get(name)
    ]


@dataclass(frozen=True, slots=True)
class FolderWriter:
    """Writes the files of one folder. All methods raise OSError."""

    folder: Path
    disk: Disk = DISK

    def write(self, old: bytes, new: bytes, keep: KeepLock) -> WrittenFile:
        """Make the files hold `new` instead of `old`; where one fails, all hold `old` again.

        Raises ChangedMeanwhileError where one of them does not hold `old`.
        """
        written: list[FileChange] = []
        notices: list[str] = []
        overtaken: dict[str, str] = {}
        for change in file_changes(old, new):
            written.append(change)
            try:
                result = self._write_one(change, keep)
            except OSError as error:
                self._take_back(written, keep, error)
                raise
            notices += [f"{change.name}: {notice}" for notice in result.notices]
            if result.overtaken is not None:
                overtaken[change.name] = result.overtaken.decode("utf-8", "replace")
        if not overtaken:
            return WrittenFile(notices)
        replaced = join_archive(split_archive(old.decode("utf-8")) | overtaken)
        return WrittenFile(notices, replaced.encode("utf-8"))

    def unfinished(self, history: History) -> list[FileChange]:
        """What the last save was to change, where it has written a part of it; else nothing.

        Raises DocumentError or UnicodeDecodeError where the history is damaged.
        """
        entry = history.unfinished()
        if entry is None:
            return []
        changes = file_changes(history.content(entry.before), history.content(entry.after))
        states = {self._state(change) for change in changes}
        return changes if len(states & {"old", "new", "torn"}) > 1 or "torn" in states else []

    def finish(self, changes: Sequence[FileChange], keep: KeepLock) -> None:
        """Write those that are not written yet; what somebody else has written since stays."""
        for change in changes:
            state = self._state(change)
            remove_leftovers(self.real(change.name), self.disk)
            if state == "old":
                self._write_one(change, keep)
            elif state == "torn" and change.new is not None:
                overwrite(self.real(change.name), change.new, self.disk)

    def real(self, name: str) -> Path:
        """The file itself at the end of all links, there or not."""
        return Path(self.disk.call(os.path.realpath, self.folder / name))

    def _write_one(self, change: FileChange, keep: KeepLock) -> WrittenFile:
        path = self.folder / change.name
        if change.new is None:
            delete_file(path, self.disk, expected=change.old or b"")
            return WrittenFile([])
        if change.old is None:
            create_file(path, change.new, self.disk, keep=keep)
            return WrittenFile([])
        real = self.real(change.name)
        return replace_file(real, change.new, self.disk, expected=change.old, keep=keep)

    def _take_back(self, written: Sequence[FileChange], keep: KeepLock, error: OSError) -> None:
        """Give the files their old content again, and raise the error with the file's name.

        The last of them has failed, before or after it got its new content.
        """
        failed = written[-1].name
        for change in reversed(written):
            try:
                if self._state(change) == "new":
                    self._write_one(change.reversed, keep)
            except OSError as second:
                reason = (
                    f"{failed}: {why(error)}; {change.name} holds its new text already, and could"
                    f" not be set back: {why(second)}"
                )
                raise OSError(reason) from error
        if not isinstance(error, ChangedMeanwhileError):
            raise OSError(f"{failed}: {why(error)}") from error

    def _state(self, change: FileChange) -> str:
        """Whether the file holds the "old" content, the "new", is "torn" between, or "other"."""
        try:
            real = self.real(change.name)
            content = read_bytes(real, self.folder / change.name, self.disk)
        except FileNotFoundError:
            content = None
        if content in (change.old, change.new):
            return "old" if content == change.old else "new"
        if content and change.old and change.new and is_torn(content, change.old, change.new):
            return "torn"
        return "other"


def _encoded(text: str | None) -> bytes | None:
    return None if text is None else text.encode("utf-8")
