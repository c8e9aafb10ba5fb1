"""Read and overwrite a file in place, for where no other file can be renamed to its name.

Writing in place can be torn by a crash. The history holds both texts by then, so that a torn file
is known for what it is, and can be finished.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import signal
import time
from pathlib import Path

from rscrew_console.session.disk import DISK, Disk
from rscrew_console.session.reading import MAX_BYTES

_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW
_READ_WRITE = os.O_RDWR | os.O_NONBLOCK | os.O_NOFOLLOW
_LOOKS, _PAUSE = 50, 0.01
"""How often, and seconds in between, a file is looked at that another program has open to write."""


class ReadBackError(OSError):
    """The file, read back, does not hold what was written."""


class ChangedMeanwhileError(OSError):
    """The file does not hold any more what it held when it was read."""


def content_now(path: Path, disk: Disk = DISK) -> bytes:
    """Wait until no other program is writing the file, then read it.
    Raises OSError.
    """
    with disk.opened(path, _READ) as handle:
        for _ in range(_LOOKS):
            if not _is_being_written(handle, disk):
                break
            disk.call(time.sleep, _PAUSE)
        return disk.read(handle, MAX_BYTES + 1)


def overwrite(real: Path, data: bytes, disk: Disk = DISK, expected: bytes | None = None) -> None:
    """Give the file that content under its own name, whatever it held, or only if it is `expected`.

    Raises ChangedMeanwhileError if it is not, OSError where it cannot be written: what it held is
    put back then.
    """
    with disk.opened(real, _READ_WRITE) as handle:
        before = disk.read(handle, MAX_BYTES + 1)
        if expected is not None and before != expected:
            raise ChangedMeanwhileError("another program has written the file meanwhile")
        try:
            _put(handle, data, disk)
        except OSError:
            with contextlib.suppress(OSError):  # the first failure is the one to report
                _put(handle, before, disk)
            raise
    read_back(real, data, disk)


def is_torn(current: bytes, before: bytes, after: bytes) -> bool:
    """Whether `now` is what a crash leaves while `before` is overwritten with `after`."""
    pairs = enumerate(zip(current, after, strict=False))
    shorter = min(len(current), len(after))
    written = next((at for at, (first, second) in pairs if first != second), shorter)
    return current not in (before, after) and current[written:] == before[written:]


def read_back(real: Path, data: bytes, disk: Disk) -> None:
    """Raise ReadBackError if the file does not hold `data`."""
    with disk.opened(real, _READ) as handle:
        if disk.read(handle, len(data) + 1) != data:
            raise ReadBackError("what was written is not what is read back")


def _put(handle: int, data: bytes, disk: Disk) -> None:
    disk.call(os.lseek, handle, 0, os.SEEK_SET)
    disk.write(handle, data)
    disk.call(os.ftruncate, handle, len(data))
    disk.sync(handle)


def _is_being_written(handle: int, disk: Disk) -> bool:
    """Whether a program has the file open for writing; False where the system does not tell.

    Linux grants a lease for reading only where no program has. The signal that would tell of the
    lease's end is one that is ignored: the usual one ends the program.
    """
    if not hasattr(fcntl, "F_SETLEASE"):
        return False
    try:
        disk.call(fcntl.fcntl, handle, fcntl.F_SETSIG, signal.SIGURG)
        disk.call(fcntl.fcntl, handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        disk.call(fcntl.fcntl, handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return error.errno in (errno.EAGAIN, errno.EWOULDBLOCK)
    return False
