"""The private folder in which the program keeps what must outlive it: one folder for each file."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from rscrew_console.session.disk import DISK, Disk
from rscrew_console.user_folders import user_folder

NOWHERE = Path(os.devnull) / "rscrew-console"
"""Stands for a state folder where there can be none: whatever is asked of it fails as an OSError
does."""
_FILES = "files"


def state_root() -> Path:
    """The user's state folder, there or not. Never raises.

    Where no home folder is known (a container's user without `HOME` and without an entry in
    /etc/passwd), it is a private folder among the temporary files, and `NOWHERE` where even that
    cannot be.
    """
    try:
        root = user_folder("state")
    except (RuntimeError, LookupError, OSError):
        return _temporary()
    return root if root.is_absolute() else _temporary()


def _temporary() -> Path:
    """A folder that only this user can have made: others may write among temporary files, too."""
    import tempfile

    user = os.getuid()
    try:
        folder = Path(tempfile.gettempdir()) / f"rscrew-console-{user}"
        folder.mkdir(0o700, exist_ok=True)
        status = folder.lstat()
    except OSError:
        return NOWHERE
    private = stat.S_ISDIR(status.st_mode) and not stat.S_IMODE(status.st_mode) & 0o077
    return folder if private and status.st_uid == user else NOWHERE


def passing_note(root: Path) -> str:
    """What the user should know of where the state is kept; "" where it is the usual place."""
    if root == NOWHERE:
        return "there is no home folder and no folder for temporary files: nothing is kept for undo"
    if root.name == f"rscrew-console-{os.getuid()}":
        return (
            f"there is no home folder: what undo needs is kept in {root}; set HOME or"
            " XDG_STATE_HOME to keep it elsewhere"
        )
    return ""


def folder_of(real: Path, root: Path | None = None) -> Path:
    """Where the state of one configuration lives; `real` is its path with all links resolved."""
    import hashlib

    key = hashlib.sha256(os.fsencode(real)).hexdigest()[:32]
    return (root or state_root()) / _FILES / key


def keeps_any(root: Path | None = None) -> bool:
    """Whether there is a state of any configuration: most readers of many need no more."""
    return os.path.lexists((root or state_root()) / _FILES)


def make_private(folder: Path, disk: Disk = DISK) -> None:
    """Make the folder and what is missing above it, for its user alone. Raises OSError.

    Earlier states of a file may hold what was typed there by mistake.
    """
    try:
        disk.call(os.mkdir, folder, 0o700)
    except FileExistsError:
        return
    except FileNotFoundError:
        if disk.call(os.path.islink, folder.parent):
            reason = f"{folder.parent} is a link that leads nowhere"
            raise OSError(reason) from None
        make_private(folder.parent, disk)
        try:
            disk.call(os.mkdir, folder, 0o700)
        except FileExistsError:
            return


def write_private(path: Path, data: bytes, disk: Disk = DISK) -> None:
    """Make or replace a small file in one step, durably. Raises OSError."""
    make_private(path.parent, disk)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    with disk.opened(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW) as handle:
        disk.write(handle, data)
        disk.sync(handle)
    disk.call(os.replace, temporary, path)
    disk.sync_folder(path.parent)


def append_private(path: Path, data: bytes, disk: Disk = DISK) -> None:
    """Add to the end of a file, durably. Raises OSError."""
    make_private(path.parent, disk)
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_NONBLOCK
    with disk.opened(path, flags) as handle:
        disk.write(handle, data)
        disk.sync(handle)
