"""Unsaved changes, on disk as soon as they are made, so that they outlive their program.

A journal belongs to the process that holds its lock; one without a lock was left by a crash.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import stat
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from rscrew_console.records import dataclass
from rscrew_console.session import forks
from rscrew_console.session.change import Step
from rscrew_console.session.difference import diff_of
from rscrew_console.session.disk import DISK, Disk
from rscrew_console.session.journal_lines import (
    RecoveredJournal,
    drop_line,
    head_line,
    read,
    step_line,
)
from rscrew_console.session.sealing import Sealer, is_sealed
from rscrew_console.session.state import make_private

_PREFIX, _SUFFIX = "journal-", ".jsonl"
_LIMIT = 256 * 1024 * 1024
_CREATE = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_APPEND | os.O_CLOEXEC
_ADOPT = os.O_RDWR | os.O_NOFOLLOW | os.O_APPEND | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class UnsavedWork:
    """Changes that a session never saved. `since` is when the first was made, `last` the latest."""

    journal: Path
    since: datetime
    last: datetime
    labels: tuple[str, ...]
    base: bytes
    """The file as that session had read it."""
    text: str
    """The file as that session would have saved it."""

    @property
    def count(self) -> int:
        return len(self.labels)

    def diff(self, name: str) -> str:
        """What saving would have changed then, as a unified diff."""
        return diff_of(self.base.decode("utf-8"), self.text, name)


class Journal:
    """One session's journal. It exists on disk only while there is something in it.

    `folder` is the file's own state folder, `file_name` tells its syntax. All methods raise
    OSError.
    """

    def __init__(self, folder: Path, disk: Disk = DISK, file_name: str = "") -> None:
        self._folder = folder
        self._file_name = file_name
        self._disk = disk
        self._sealer = Sealer(folder, disk)
        self._open: tuple[Path, int] | None = None
        self._base: bytes | None = None
        self._noted: tuple[Step, ...] = ()
        self._process = os.getpid()

    def note(self, base: bytes, steps: Sequence[Step], moment: datetime) -> None:
        """Make the journal say that these steps lead from `base` to the unsaved state."""
        if self._process != os.getpid():  # a child of a fork: the journal is its parent's
            self._open, self._process = None, os.getpid()
        if not steps:
            self.remove()
        elif self._open is None or base != self._base:
            self._start(base, steps, moment)
        else:
            common = _alike(self._noted, steps)
            lines = [drop_line(len(self._noted) - common)] if common < len(self._noted) else []
            lines += [step_line(step) for step in steps[common:]]
            if lines:
                self._base = None  # a line that fails half-way must not be written on to
                self._write(self._open[1], b"".join(lines))
                self._base = base
        self._noted = tuple(steps)

    def adopt(self, pending: UnsavedWork) -> RecoveredJournal:
        """Take over the journal that a dead session left.

        Raises FileNotFoundError where another session was quicker.
        """
        handle = forks.keep(self._disk.call(os.open, pending.journal, _ADOPT))
        if not _locked(handle, self._disk) or not _is_there(pending.journal, handle, self._disk):
            forks.close(handle, self._disk)
            raise FileNotFoundError("another session has restored or discarded these changes")
        data = self._disk.read(handle, _LIMIT)
        recovered = read(unsealed_lines(data, self._sealer), self._file_name)
        if recovered is None:
            forks.close(handle, self._disk)
            raise FileNotFoundError("the journal cannot be read any more")
        self.remove()
        self._open = (pending.journal, handle)
        # Of a version that did not encrypt: the next step begins a journal of its own.
        self._base = recovered.base if is_sealed(data) else None
        self._noted = recovered.steps
        return recovered

    def remove(self) -> None:
        """Delete the journal: no change is unsaved."""
        if self._open is not None:
            (path, handle), self._open, self._noted = self._open, None, ()
            with contextlib.suppress(FileNotFoundError):
                self._disk.call(os.unlink, path)
            forks.close(handle, self._disk)

    def leave(self) -> None:
        """Leave the journal where it is, for whoever opens the file next."""
        if self._open is not None:
            (_, handle), self._open, self._base, self._noted = self._open, None, None, ()
            forks.close(handle, self._disk)

    def _start(self, base: bytes, steps: Sequence[Step], moment: datetime) -> None:
        """A new journal, whole and locked before it gets its name; then the old one goes."""
        make_private(self._folder, self._disk)
        name = f"{_PREFIX}{os.getpid()}-{secrets.token_hex(4)}{_SUFFIX}"
        path = self._folder / name
        temporary = path.with_suffix(".tmp")
        handle = forks.keep(self._disk.call(os.open, temporary, _CREATE, 0o600))
        _locked(handle, self._disk)
        self._write(handle, b"".join([head_line(base, moment), *map(step_line, steps)]))
        self._disk.call(os.replace, temporary, path)
        self._disk.sync_folder(self._folder)
        self.remove()
        self._open = (path, handle)
        self._base = base

    def _write(self, handle: int, data: bytes) -> None:
        """Append lines, each encrypted on its own, so that a torn one spoils no other."""
        lines = (self._sealer.seal(line) + b"\n" for line in data.splitlines())
        self._disk.write(handle, b"".join(lines))
        self._disk.sync(handle)


def pending(folder: Path, disk: Disk = DISK, file_name: str = "") -> tuple[UnsavedWork, ...]:
    """What dead sessions left, the latest first. Raises OSError."""
    try:
        names = disk.call(os.listdir, folder)
    except (FileNotFoundError, NotADirectoryError):
        return ()
    works = [
        work
        for name in names
        if name.startswith(_PREFIX) and name.endswith(_SUFFIX)
        if (work := _work_in(folder / name, disk, file_name)) is not None
    ]
    return tuple(sorted(works, key=lambda one: one.last, reverse=True))


def discard(work: UnsavedWork, disk: Disk = DISK) -> None:
    """Throw the changes away. Raises OSError."""
    with contextlib.suppress(FileNotFoundError):
        disk.call(os.unlink, work.journal)


def _work_in(path: Path, disk: Disk, file_name: str) -> UnsavedWork | None:
    """The changes in the journal; None while its session lives, or where it cannot be read."""
    if not stat.S_ISREG(disk.call(os.lstat, path).st_mode):
        return None  # a pipe, a folder or a link is none of ours
    with contextlib.suppress(FileNotFoundError), disk.opened(path, _ADOPT) as handle:
        if not _locked(handle, disk):
            return None
        lines = unsealed_lines(disk.read(handle, _LIMIT), Sealer(path.parent, disk))
        recovered = read(lines, file_name)
        if recovered is None or not recovered.steps:
            return None
        changes = [step.change for step in recovered.steps]
        labels = tuple(change.label for change in changes)
        text = recovered.steps[-1].new
        return UnsavedWork(path, changes[0].when, changes[-1].when, labels, recovered.base, text)
    return None


def _locked(handle: int, disk: Disk) -> bool:
    """Lock the file and return whether that worked; True too where the system has no locks."""
    try:
        disk.call(fcntl.flock, handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _is_there(path: Path, handle: int, disk: Disk) -> bool:
    return os.path.samestat(disk.call(os.fstat, handle), disk.call(os.stat, path))


def unsealed_lines(data: bytes, sealer: Sealer) -> bytes:
    """The lines of a journal, decrypted, up to the first that is torn or cannot be decrypted."""
    lines = []
    for line in data.split(b"\n")[:-1]:
        try:
            lines.append(sealer.unseal(line) + b"\n")
        except OSError:
            break
    return b"".join(lines)


def _alike(noted: Sequence[Step], steps: Sequence[Step]) -> int:
    """How many steps at the start are the same in both."""
    common = 0
    for one, other in zip(noted, steps, strict=False):
        if (one.old, one.new) != (other.old, other.new):
            break
        common += 1
    return common
