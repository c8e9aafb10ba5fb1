"""Replace a file's content so that at every moment the old or the new one is there, whole.

The new text goes into a file beside the old one and takes its name in one step. Of a file with
several names (hard links) only the name that was opened gets the new text: writing into the shared
file could be torn by a crash, and would reach into backups that share it on purpose. The user is
told. Where the system lets nothing take the name (a single file mounted into a container, a folder
that may not be written), `in_place` does it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shlex
import stat
from collections.abc import Callable
from pathlib import Path

from rscrew_console.records import dataclass
from rscrew_console.session.disk import DISK, Disk
from rscrew_console.session.exchange import UNSUPPORTED, exchange
from rscrew_console.session.in_place import (
    ChangedMeanwhileError,
    content_now,
    overwrite,
    read_back,
)

_OWN_MARK = ".rscrew-"
_CREATE = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
_ANYONE_WRITES = 0o222
_UNSUPPORTED = {errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}
_NO_NEW_FILES = {errno.EACCES, errno.EPERM, errno.EROFS}
_NO_NEW_NAME = {*_NO_NEW_FILES, errno.EBUSY, errno.EXDEV}
_MOUNTED = (
    "the file was written in place, as it may not be replaced (it is mounted by itself): a crash"
    " in that moment could have torn it; mount its folder instead"
)
_CLOSED_FOLDER = (
    "the file was written in place, as its folder may not be written: a crash in that moment could"
    " have torn it"
)


class ReadOnlyError(OSError):
    """The file is read-only for everyone; for root, the system itself would not object."""


class _CannotReplaceError(Exception):
    """No file can be renamed to this name here; the message is the notice for the user."""


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """The result of writing a file."""

    notices: list[str]
    """What the user should know, whole sentences."""
    overtaken: bytes | None = None
    """What another program had written there in the moment of the rename: it is nowhere else."""


def refuse_read_only(real: Path, disk: Disk = DISK) -> None:
    """Raise OSError where the file must not be written.

    A rename needs no permission on the file it replaces, so the file's own bits are asked for
    here; and root is asked to respect what its owner has made read-only for everyone.
    """
    mode = disk.call(os.stat, real).st_mode
    if not mode & _ANYONE_WRITES:
        mode_now, mended = f"{stat.S_IMODE(mode):04o}", shlex.quote(str(real))
        raise ReadOnlyError(f"the file is read-only (mode {mode_now}); chmod u+w {mended}")
    if not disk.call(os.access, real, os.W_OK):
        raise ReadOnlyError("you may not write to the file")


def replace_file(
    real: Path,
    data: bytes,
    disk: Disk = DISK,
    *,
    expected: bytes | None = None,
    keep: Callable[[Path], None] = lambda _: None,
    ready: Callable[[], None] = lambda: None,
) -> WrittenFile:
    """Write beside the file, carry over mode and owner, take its name, make that durable.

    `expected` is what the file holds: it is looked at right before the rename, and
    ChangedMeanwhileError is raised if it holds something else. `keep` is given the new file's path
    while it is new, `ready` is called when all that can run out has been written, just before the
    rename: either may object by raising. Raises OSError; the old file is whole then, except where
    making the rename durable or reading it back failed, which comes after the new one is in place.
    """
    status = disk.call(os.stat, real)
    try:
        return _replace(real, data, status, disk, expected, keep, ready)
    except _CannotReplaceError as refused:
        overwrite(real, data, disk, expected)
        return WrittenFile([str(refused)])


def create_file(
    path: Path, data: bytes, disk: Disk = DISK, keep: Callable[[Path], None] = lambda _: None
) -> None:
    """Make a file that is not there yet, whole or not at all, with the mode of a file beside it.

    `keep` is as for `replace_file`. Raises FileExistsError where there is one, else OSError.
    """
    if disk.call(os.path.lexists, path):
        raise FileExistsError(errno.EEXIST, f"there is a file {path.name} already")
    disk.call(os.makedirs, path.parent, exist_ok=True)
    remove_leftovers(path, disk)
    temporary = path.with_name(_fresh_name(path))
    with disk.opened(temporary, _CREATE, _mode_beside(path, disk)) as handle:
        try:
            keep(temporary)
            disk.write(handle, data)
            disk.sync(handle)
            try:
                disk.call(os.link, temporary, path)
            except FileExistsError:
                raise
            except OSError:  # some file systems have no hard links
                disk.call(os.replace, temporary, path)
            else:
                disk.call(os.unlink, temporary)
        except BaseException:
            with contextlib.suppress(OSError):  # the first failure is the one to tell
                disk.call(os.unlink, temporary)
            raise
    disk.sync_folder(path.parent)
    read_back(path, data, disk)


def delete_file(path: Path, disk: Disk = DISK, *, expected: bytes) -> None:
    """Remove the file (of a link only the link) if it holds `expected`.

    Raises ChangedMeanwhileError where it does not, else OSError.
    """
    former = path.with_name(_fresh_name(path))
    disk.call(os.replace, path, former)
    try:
        if content_now(Path(disk.call(os.path.realpath, former)), disk) != expected:
            raise ChangedMeanwhileError("another program has written the file meanwhile")
        disk.call(os.unlink, former)
    except OSError:
        with contextlib.suppress(OSError):  # the first failure is the one to tell
            disk.call(os.replace, former, path)
        raise
    disk.sync_folder(path.parent)


def _fresh_name(path: Path) -> str:
    import secrets  # which loads OpenSSL

    return f".{path.name}{_OWN_MARK}{os.getpid()}-{secrets.token_hex(4)}.tmp"


def _mode_beside(path: Path, disk: Disk) -> int:
    """The permissions of another file of that kind in the folder, by default 0644."""
    for name in sorted(disk.call(os.listdir, path.parent)):
        if name.endswith(path.suffix) and not name.startswith("."):
            status = disk.call(os.stat, path.with_name(name))
            if stat.S_ISREG(status.st_mode):
                return stat.S_IMODE(status.st_mode)
    return 0o644


def _replace(
    real: Path, data: bytes, status: os.stat_result, disk: Disk, expected: bytes | None,
    keep: Callable[[Path], None], ready: Callable[[], None],
) -> WrittenFile:  # fmt: skip
    if not disk.call(os.stat, real.parent).st_mode & _ANYONE_WRITES:
        raise _CannotReplaceError(_CLOSED_FOLDER)
    remove_leftovers(real, disk)
    temporary = real.with_name(_fresh_name(real))
    with contextlib.ExitStack() as stack:
        try:
            handle = stack.enter_context(disk.opened(temporary, _CREATE))
        except OSError as error:
            if error.errno in _NO_NEW_FILES:
                raise _CannotReplaceError(_CLOSED_FOLDER) from error
            raise
        try:
            keep(temporary)
            disk.write(handle, data)
            notices = _carry_over(status, real, handle, disk)
            disk.sync(handle)
            ready()
            former = _take_name(temporary, real, expected, disk)
            overtaken = None
            if former is not None:
                was = content_now(former, disk)
                overtaken = was if was != expected else None
                disk.call(os.unlink, former)
        except BaseException:
            with contextlib.suppress(
                OSError
            ):  # the failure that brought us here is the one to tell
                disk.call(os.unlink, temporary)
            raise
        disk.sync_folder(real.parent)
        read_back(real, data, disk)
    if status.st_nlink > 1:
        notices.append("the file's other names (hard links) still hold the former text")
    return WrittenFile(notices, overtaken if expected is not None else None)


def _take_name(temporary: Path, real: Path, expected: bytes | None, disk: Disk) -> Path | None:
    """The new file gets the name. Returns where the former one is now, None where it is gone."""
    if expected is not None and content_now(real, disk) != expected:
        raise ChangedMeanwhileError("another program has written the file meanwhile")
    try:
        try:
            disk.call(exchange, temporary, real)
            return temporary
        except OSError as error:
            if error.errno not in UNSUPPORTED:
                raise
        former = temporary.with_name(f"{temporary.stem}-former.tmp")
        linked = True
        try:
            disk.call(os.link, real, former)
        except OSError:  # some file systems have no hard links
            linked = False
        try:
            disk.call(os.replace, temporary, real)
        except OSError:
            if linked:
                disk.call(os.unlink, former)
            raise
    except OSError as error:
        if error.errno in _NO_NEW_NAME:
            raise _CannotReplaceError(
                _MOUNTED if error.errno == errno.EBUSY else _CLOSED_FOLDER
            ) from error
        raise
    return former if linked else None


def _carry_over(status: os.stat_result, real: Path, handle: int, disk: Disk) -> list[str]:
    """Copy owner, access list, other attributes and mode, in this order: each may reset the
    next.
    """
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


def remove_leftovers(real: Path, disk: Disk) -> None:
    """Delete temporary files that a killed save left: only the holder of the lock writes any."""
    prefix = f".{real.name}{_OWN_MARK}"
    with contextlib.suppress(OSError):  # they do no harm where they cannot be removed
        for name in disk.call(os.listdir, real.parent):
            if name.startswith(prefix) and name.endswith(".tmp"):
                disk.call(os.unlink, real.with_name(name))
