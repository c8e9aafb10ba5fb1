"""Files with locks on them, which a forked child must not keep.

`flock` belongs to the open file, which a child shares with its parent: without this, a process
that another thread forks during a save would hold the lock for as long as it lives. (`O_CLOEXEC`
closes them only in children that start another program.)
"""

from __future__ import annotations

import contextlib
import os

from rscrew_console.session.disk import Disk

_locked: set[int] = set()


def keep(handle: int) -> int:
    """The descriptor, closed in every child that is forked until `close`."""
    _locked.add(handle)
    return handle


def close(handle: int, disk: Disk) -> None:
    """Close it, unless that was done because this is a child. Raises OSError."""
    if handle in _locked:
        _locked.discard(handle)
        disk.call(os.close, handle)


def _forget() -> None:
    while _locked:
        with contextlib.suppress(OSError):
            os.close(_locked.pop())


os.register_at_fork(after_in_child=_forget)
