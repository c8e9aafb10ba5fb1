"""The one gate to the operating system: what a test makes fail, or die, at the n-th call."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_NOT_FOR_FOLDERS = {errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES}
"""Some file systems cannot sync a folder; and one that may not be listed cannot be opened."""
_CHUNK = 1024 * 1024
_FULL_SYNC = getattr(fcntl, "F_FULLFSYNC", None)
"""macOS's fsync alone leaves the data in the drive's own cache."""


class Disk:
    """Every system call that reads or writes a file of ours goes through `call`."""

    refuses_writes = ""
    """Why nothing can be written at all, in words for the user; empty where it can."""

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call `function`; return what it returns, raise what it raises."""
        return function(*args, **kwargs)

    @contextlib.contextmanager
    def opened(self, path: Path, flags: int, mode: int = 0o600) -> Iterator[int]:
        """A file descriptor, closed on the way out. Raises OSError."""
        handle = self.call(os.open, path, flags | os.O_CLOEXEC, mode)
        try:
            yield handle
        finally:
            self.call(os.close, handle)

    def read(self, handle: int, limit: int) -> bytes:
        """Read the rest of a file, but at most `limit` bytes."""
        parts: list[bytes] = []
        missing = limit
        while missing > 0 and (part := self.call(os.read, handle, min(_CHUNK, missing))):
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    def write(self, handle: int, data: bytes) -> None:
        """Write all bytes: the system may take only a part of them at a time."""
        unwritten = memoryview(data)
        while unwritten:
            unwritten = unwritten[self.call(os.write, handle, unwritten) :]

    def sync(self, handle: int) -> None:
        """Make the content of an open file outlive a power cut."""
        self.call(sync, handle)

    def sync_folder(self, folder: Path) -> None:
        """Make a new or renamed entry of the folder outlive a power cut, where folders can."""
        try:
            with self.opened(folder, os.O_RDONLY | os.O_DIRECTORY) as handle:
                self.call(os.fsync, handle)
        except OSError as error:
            if error.errno not in _NOT_FOR_FOLDERS:
                raise


def sync(handle: int) -> None:
    if _FULL_SYNC is None:
        os.fsync(handle)
    else:
        fcntl.fcntl(handle, _FULL_SYNC)


DISK = Disk()
