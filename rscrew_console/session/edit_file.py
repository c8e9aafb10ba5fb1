"""One command's change to a file: open, wish, save, all under the lock, so that commands queue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from rscrew_console.session.disk import DISK, Disk
from rscrew_console.session.lock import WAIT
from rscrew_console.session.saving import Saved, lock_file
from rscrew_console.session.session import Session, local_now


def edit_file(
    path: Path,
    edit: Callable[[Session], object],
    by: str,
    *,
    disk: Disk = DISK,
    clock: Callable[[], datetime] = local_now,
    state: Path | None = None,
    wait: float = WAIT,
) -> Saved:
    """Let `edit` make its changes to a session of the file as it is now, and save them.

    `by` is the command, for the history; `wait` is in seconds. Raises what `edit` raises, and
    SessionError; the file is as it was then.
    """
    with lock_file(path, state, clock(), disk, by, wait) as lock:
        session = Session.open(path, disk=disk, clock=clock, state=state)
        edit(session)
        return session.save_under(lock, by)
