"""The private folder in which the program keeps what must outlive it: one folder for each file."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from rscrew_console.session.disk import DISK, Disk


def state_root() -> Path:
    """The user's state folder, there or not."""
    import platformdirs  # noqa: PLC0415 - slow to load, and reading commands never come here

    return platformdirs.user_state_path("rscrew-console")


def folder_of(real: Path, root: Path | None = None) -> Path:
    """Where the state of one configuration lives; `real` is its path with all links resolved."""
    key = hashlib.sha256(os.fsencode(real)).hexdigest()[:32]
    return (root or state_root()) / "files" / key


def make_private(folder: Path, disk: Disk = DISK) -> None:
    """Make the folder and what is missing above it, for its user alone. Raises OSError.

    Earlier states of a file may hold what was typed there by mistake.
    """
    try:
        disk.call(os.mkdir, folder, 0o700)
    except FileExistsError:
        return
    except FileNotFoundError:
        make_private(folder.parent, disk)
        make_private(folder, disk)


def write_private(path: Path, data: bytes, disk: Disk = DISK) -> None:
    """Make or replace a small file in one step, durably. Raises OSError."""
    make_private(path.parent, disk)
    beside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    with disk.opened(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW) as handle:
        disk.write(handle, data)
        disk.sync(handle)
    disk.call(os.replace, beside, path)
    disk.sync_folder(path.parent)


def append_private(path: Path, data: bytes, disk: Disk = DISK) -> None:
    """Add to the end of a file, durably. Raises OSError."""
    make_private(path.parent, disk)
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
    with disk.opened(path, flags) as handle:
        disk.write(handle, data)
        disk.sync(handle)
