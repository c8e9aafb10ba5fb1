"""Let one process at a time save a file, by whatever user and link it is opened.

The lock is the system's own (`flock`) on the configuration itself. So it dies with its process,
needs no file beside the configuration, and is the same for all users and all links. A save puts a
new file in the place of the locked one: the new one is locked before it gets the name, and who
waited for the old one notices that it is not the file any more, and waits again.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from rscrew_console.session import forks
from rscrew_console.session.disk import DISK, Disk
from rscrew_console.session.errors import Locked
from rscrew_console.session.state import folder_of, make_private

WAIT = 10.0
"""Seconds: a save takes hundredths of one."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.002, 0.05
_ON_FILE = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW
_ON_LOCK_FILE = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW


class HeldLock:
    """The lock while it is held, and with `keep` on the file that is to replace the locked one."""

    def __init__(self, real: Path, disk: Disk, handle: int | None) -> None:
        self.real = real
        """The file that it locks, without links."""
        self._disk = disk
        self._handles = [] if handle is None else [handle]
        self.notices = [] if self._handles else ["the file could not be locked against other saves"]

    def add(self, handle: int | None) -> None:
        """Hold this one as well; None where that file could not be locked."""
        if handle is not None:
            self._handles.append(handle)

    def keep(self, fresh: Path) -> None:
        """Lock that file too, until this lock is released.

        It is opened once more for that: the lock must not hang on a descriptor that a forked child
        keeps.
        """
        if self._handles:
            own = forks.keep(self._disk.call(os.open, fresh, _ON_FILE | os.O_CLOEXEC))
            self._handles.append(own)
            with contextlib.suppress(OSError):  # no locks on this file system, see _acquire
                self._disk.call(fcntl.flock, own, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def release(self) -> None:
        while self._handles:
            with contextlib.suppress(OSError):  # it is closed all the same, and nothing was written
                forks.close(self._handles.pop(), self._disk)


@contextlib.contextmanager
def locked(
    real: Path, state: Path, moment: datetime, disk: Disk = DISK, *,
    by: str = "", wait: float = WAIT,
    others: Sequence[tuple[Path, Path]] = (),
) -> Iterator[HeldLock]:  # fmt: skip
    """Hold the lock of a file, or of a folder and (`others`) of files in it.

    `real` has no links in it, `state` is the file's own state folder, `wait` is in seconds;
    `others` are locked after it, in this order, each given with its state folder. Raises Locked
    when the time is over, OSError when the file cannot be opened.
    """
    lock = HeldLock(real, disk, _acquire(real, state, disk, wait))
    try:
        for other, other_state in others:
            with contextlib.suppress(FileNotFoundError):  # somebody has deleted it meanwhile
                lock.add(_acquire(other, other_state, disk, wait))
        _write_holder(state, moment, by, disk)
        yield lock
    finally:
        with contextlib.suppress(OSError):  # a note that stays behind is not the lock
            disk.call(os.unlink, _holder(state))
        lock.release()


class _UnsupportedError(OSError):
    """This file system has no such locks."""


def _acquire(real: Path, state: Path, disk: Disk, wait: float) -> int | None:
    """The descriptor that holds the lock; None where the system cannot lock files."""
    deadline = disk.call(time.monotonic) + wait
    try:
        return _wait_for(real, _ON_FILE, real, state, disk, deadline)
    except _UnsupportedError:
        # A file in the state folder serves at least all programs of this user.
        try:
            make_private(state, disk)
            return _wait_for(state / "lock", _ON_LOCK_FILE, real, state, disk, deadline)
        except OSError:
            return None


def _wait_for(
    target: Path, flags: int, real: Path, state: Path, disk: Disk, deadline: float
) -> int:
    pause = _FIRST_PAUSE
    while True:
        handle = forks.keep(disk.call(os.open, target, flags | os.O_CLOEXEC, 0o600))
        acquired = _try(handle, disk)
        if acquired and _is_still(target, handle, disk):
            return handle
        forks.close(handle, disk)
        if disk.call(time.monotonic) >= deadline:
            raise Locked(_who(real, state, disk))
        if not acquired:
            disk.call(time.sleep, pause)
            pause = min(pause * 1.5, _LONGEST_PAUSE)


def _try(handle: int, disk: Disk) -> bool:
    try:
        disk.call(fcntl.flock, handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        forks.close(handle, disk)
        raise _UnsupportedError(*error.args) from error
    return True


def _is_still(target: Path, handle: int, disk: Disk) -> bool:
    """Whether the locked file still has the name: a save may have replaced it while we waited."""
    try:
        return os.path.samestat(disk.call(os.fstat, handle), disk.call(os.lstat, target))
    except FileNotFoundError:
        return False


# ---------------------------------------------------------------------------- who holds it


def _holder(state: Path) -> Path:
    return state / "holder.json"


def _write_holder(state: Path, moment: datetime, by: str, disk: Disk) -> None:
    note = {
        "pid": os.getpid(),
        "host": os.uname().nodename,
        "since": moment.isoformat(timespec="seconds"),
        "by": by,
    }
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_NONBLOCK
    with contextlib.suppress(OSError):  # a courtesy to those who wait; the lock holds without it
        make_private(state, disk)
        with disk.opened(_holder(state), flags) as handle:
            disk.write(handle, json.dumps(note).encode())


def _who(real: Path, state: Path, disk: Disk) -> str:
    """Who has the file's lock, or that of its folder, which locks the files in it as well."""
    folder = folder_of(real.parent, state.parent.parent)
    who = _note_in(state, disk) or _note_in(folder, disk)
    who = who or "another program, which did not say its name"
    return f"{real}: it is being saved by {who}; nothing was written, try again in a moment"


def _note_in(state: Path, disk: Disk) -> str:
    """What the holder has written about itself, or "" where there is no such note."""
    try:
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        with disk.opened(_holder(state), flags) as handle:
            note = json.loads(disk.read(handle, 4096))
        by = f" ({note['by']})" if note["by"] else ""
        return f"process {note['pid']}{by} on {note['host']}, since {note['since']}"
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return ""
