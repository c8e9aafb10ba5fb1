"""A save that wrote in place and was cut off by a crash: it is finished by whoever comes next."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path

from rscrew_console.session.disk import Disk
from rscrew_console.session.errors import SessionError
from rscrew_console.session.history import History
from rscrew_console.session.in_place import is_torn, overwrite
from rscrew_console.session.reading import read_bytes, resolve
from rscrew_console.session.saving import lock_file
from rscrew_console.session.state import folder_of


def finish_cut_off_save(
    path: Path, state: Path | None, now: datetime, disk: Disk, *, lock_held: bool
) -> bool:
    """Write the whole of the text whose save left the file torn. Whether there was such a save.

    Nothing but a mixture of the two texts that the history holds for that save counts as torn.
    """
    lock: AbstractContextManager[object] = (
        nullcontext() if lock_held else lock_file(path, state, now, disk, "finish a save", 0)
    )
    try:
        real = resolve(path, disk)
        history = History(folder_of(real, state), disk)
        entry = history.unfinished()
        if entry is None:
            return False
        before, after = history.content(entry.before), history.content(entry.after)
        if not is_torn(read_bytes(real, path, disk), before, after):
            return False
        with lock:
            torn = read_bytes(real, path, disk)
            if not is_torn(torn, before, after):
                return False
            overwrite(real, after, disk, torn)
            history.confirm(entry)
    except (OSError, SessionError):
        return False  # it is as it was, and why it cannot be opened is told by who asked
    return True
