"""Replace a file's content so that at every moment the old or the new one is there, whole.

The new text goes into a file beside the old one and takes its name in one step. Of a file with
several names (hard links) only the name that was opened gets the new text: writing into the shared
file could be torn by a crash, and would reach into backups that share it on purpose. The user is
told.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shlex
import stat
from collections.abc import Callable
from pathlib import Path

from rscrew_console.session.disk import DISK, Disk

_OWN_MARK = ".rscrew-"
_CREATE = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
_ANYONE_WRITES = 0o222
_UNSUPPORTED = {errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}


class ReadOnlyError(OSError):
    """Nobody may write there: root would not be told by the system."""


class ReadBackError(OSError):
    """What was written is not what is there now."""


def refuse_read_only(real: Path, disk: Disk = DISK) -> None:
    """Raise OSError where the file or its folder must not be written.

    A rename needs no permission on the file it replaces, so the file's own bits are asked for
    here; and root is asked to respect what its owner has made read-only for everyone.
    """
    for place, what in ((real.parent, "folder"), (real, "file")):
        mode = disk.call(os.stat, place).st_mode
        if not mode & _ANYONE_WRITES:
            mode_now, mended = f"{stat.S_IMODE(mode):04o}", shlex.quote(str(place))
            raise ReadOnlyError(f"the {what} is read-only (mode {mode_now}); chmod u+w {mended}")
        if not disk.call(os.access, place, os.W_OK):
            raise ReadOnlyError(f"you may not write to the {what}")


def replace_file(
    real: Path,
    data: bytes,
    disk: Disk = DISK,
    *,
    keep: Callable[[int], None] = lambda _: None,
    ready: Callable[[], None] = lambda: None,
) -> list[str]:
    """Write beside the file, carry over mode and owner, rename over it, make that durable.

    `keep` is given the new file's descriptor while it is open, `ready` is called when all that can
    run out has been written, just before the rename: either may object by raising. Returns what
    the user should know. Raises OSError; the old file is whole then, except where making the rename
    durable or reading it back failed, which comes after the new one is in place.
    """
    status = disk.call(os.stat, real)
    _remove_leftovers(real, disk)
    name = f".{real.name}{_OWN_MARK}{os.getpid()}-{secrets.token_hex(4)}.tmp"
    beside = real.with_name(name)
    with disk.opened(beside, _CREATE) as handle:
        try:
            keep(handle)
            disk.write(handle, data)
            notices = _carry_over(status, real, handle, disk)
            disk.sync(handle)
            ready()
            disk.call(os.replace, beside, real)
        except BaseException:
            with contextlib.suppress(
                OSError
            ):  # the failure that brought us here is the one to tell
                disk.call(os.unlink, beside)
            raise
        disk.sync_folder(real.parent)
        _read_back(real, data, disk)
    if status.st_nlink > 1:
        notices.append("the file's other names (hard links) still hold the former text")
    return notices


def _carry_over(status: os.stat_result, real: Path, handle: int, disk: Disk) -> list[str]:
    """Owner, access list and other attributes, mode: in this order, as each may undo the next."""
    notices = []
    fresh = disk.call(os.fstat, handle)
    for uid, gid in ((-1, status.st_gid), (status.st_uid, -1)):
        if uid not in (-1, fresh.st_uid) or gid not in (-1, fresh.st_gid):
            try:
                disk.call(os.fchown, handle, uid, gid)
            except PermissionError:
                what = "group" if uid == -1 else "owner"
                notices.append(f"the file's {what} could not be kept: it is yours now")
    notices += _carry_attributes(real, handle, disk)
    disk.call(os.fchmod, handle, stat.S_IMODE(status.st_mode))
    return notices


def _carry_attributes(real: Path, handle: int, disk: Disk) -> list[str]:
    """Access lists and labels, where the system and the file have them."""
    if not hasattr(os, "listxattr"):
        return []
    try:
        names = disk.call(os.listxattr, real)
        for name in names:
            disk.call(os.setxattr, handle, name, disk.call(os.getxattr, real, name))
    except OSError as error:
        if error.errno in _UNSUPPORTED:
            return []
        if error.errno in (errno.EPERM, errno.EACCES, errno.ENODATA):
            return ["the file's access list or other attributes could not all be kept"]
        raise
    return []


def _remove_leftovers(real: Path, disk: Disk) -> None:
    """Files beside it that a killed save left: whoever writes one holds the lock that we hold."""
    prefix = f".{real.name}{_OWN_MARK}"
    with contextlib.suppress(OSError):  # they do no harm where they cannot be removed
        for name in disk.call(os.listdir, real.parent):
            if name.startswith(prefix) and name.endswith(".tmp"):
                disk.call(os.unlink, real.with_name(name))


def _read_back(real: Path, data: bytes, disk: Disk) -> None:
    with disk.opened(real, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW) as handle:
        if disk.read(handle, len(data) + 1) != data:
            raise ReadBackError("what was written is not what is read back")
