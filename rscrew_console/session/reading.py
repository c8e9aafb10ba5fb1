"""From a path to the text of a regular file: quickly, in bounded memory, without side effects."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from rscrew_console.records import dataclass
from rscrew_console.session.context import ContextSource, context_at, no_context
from rscrew_console.session.disk import DISK, Disk
from rscrew_console.session.errors import CannotRead

if TYPE_CHECKING:
    from rscrew_console.document import Document
    from rscrew_console.roster.problem import Problem

MAX_BYTES = 64 * 1024 * 1024

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_IN_WORDS = {
    errno.ENOENT: "there is no such file",
    errno.ENOTDIR: "there is no such file: a part of the path is not a folder",
    errno.EACCES: "permission denied",
    errno.EPERM: "the system does not permit it",
    errno.ELOOP: "its symbolic links go round in a circle",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ENOSPC: "the disk is full; free some space and try again",
    errno.EDQUOT: "your quota on this disk is used up; free some space and try again",
    errno.EFBIG: "the file would be larger than is allowed here",
    errno.EROFS: "this disk is mounted read-only",
    errno.EBUSY: "the system is using it and does not let it be replaced (a mount point?)",
    errno.EIO: "the disk failed to read or write",
}
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class FileSnapshot:
    """A file, or the files of a folder as one text (see `DocumentSet.text`), at one moment.

    `path` is as given, `real` with every link resolved.
    """

    path: Path
    real: Path
    data: bytes
    text: str
    """All of the data decoded, byte order mark and line ends as they are."""
    problems: tuple[Problem, ...] = ()
    """Of a folder: warnings of the files that are left out, as they cannot be read."""
    context: ContextSource = field(default=no_context, compare=False, repr=False)
    """What else has a say, for the dialect that the text turns out to be in."""
    document: Document | None = field(default=None, compare=False, repr=False)
    """The text as a document, if whoever read it has parsed it already."""

    @property
    def digest(self) -> str:
        return digest_of(self.data)


def digest_of(data: bytes) -> str:
    """What content is compared by: SHA-256, as hexadecimal digits."""
    import hashlib  # which loads OpenSSL: looking at a file needs no digest

    return hashlib.sha256(data).hexdigest()


def read_file(path: Path, disk: Disk = DISK) -> FileSnapshot:
    """Read a configuration. Raises CannotRead for all that is not a readable UTF-8 text file."""
    try:
        real = resolve(path, disk)
        data = read_bytes(real, path, disk)
    except OSError as error:
        raise CannotRead(path, why(error)) from error
    return FileSnapshot(path, real, data, _decoded(path, data), context=context_at(path))


def resolve(path: Path, disk: Disk = DISK) -> Path:
    """The file itself at the end of all links. Raises OSError."""
    return Path(disk.call(os.path.realpath, path, strict=True))


def read_bytes(real: Path, path: Path, disk: Disk = DISK) -> bytes:
    """The content of a regular file that is no link.

    Raises OSError, and CannotRead (about `path`) for what is no file or too large.
    """
    # Looked at before it is opened: opening a pipe waits, opening a device may do something.
    refuse_special(path, disk.call(os.lstat, real))
    with disk.opened(real, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_NOFOLLOW) as handle:
        status = disk.call(os.fstat, handle)
        refuse_special(path, status)
        data = disk.read(handle, MAX_BYTES + 1) if status.st_size <= MAX_BYTES else b""
        if max(status.st_size, len(data)) > MAX_BYTES:
            raise CannotRead(path, f"the file is larger than {MAX_BYTES // 1024 // 1024} MiB")
    return data


def why(error: OSError) -> str:
    """The system's reason in plain words."""
    plain = _IN_WORDS.get(error.errno or 0)
    return plain or (error.strerror or "").lower() or str(error) or type(error).__name__


def refuse_special(path: Path, status: os.stat_result) -> None:
    """Raise CannotRead for what has no content of its own; better before it is opened."""
    for is_kind, name in _KINDS:
        if is_kind(status.st_mode):
            raise CannotRead(path, f"this is {name}, not a file")


def _decoded(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if data.startswith(_UTF16_MARKS):
            reason = "the file is in UTF-16; save it as UTF-8"
            raise CannotRead(path, reason, 1) from error
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"the byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise CannotRead(path, reason, line) from error
