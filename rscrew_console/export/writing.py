"""Put an exported text into a file: whole or not at all, and never over what is not ours."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from rscrew_console.session.disk import DISK
from rscrew_console.session.writing import refuse_read_only, replace_file

_CREATE = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
_USUAL_MODE = 0o666  # less the user's umask


class ForeignFile(Exception):
    """The file is one that an export must not replace. `str(error)` says why, and what to do."""


def write_text(path: Path, text: str, mark: str, source: Path, *, force: bool) -> None:
    """Write a text that begins with `mark`. `source` is the file that it was made from.

    Raises ForeignFile, or OSError; the former file is whole then.
    """
    if path.is_symlink():
        raise ForeignFile(f"{path} is a link: name the file that is meant, {path.resolve()}")
    data = text.encode()
    if not os.path.lexists(path):
        _create(path, data)
        return
    _refuse_foreign(path, mark, source, force=force)
    refuse_read_only(path)
    replace_file(path, data)


def _refuse_foreign(path: Path, mark: str, source: Path, *, force: bool) -> None:
    if not path.is_file():
        raise ForeignFile(f"{path} is no file")
    if source.exists() and path.samefile(source):
        raise ForeignFile(f"{path} is the crew's own file: name another one")
    if force:
        return
    with path.open("rb") as file:
        begins = file.read(len(mark.encode()))
    if begins != mark.encode():
        raise ForeignFile(f"{path} was not made by this command: --force replaces it all the same")


def _create(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.rscrew-{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        with DISK.opened(temporary, _CREATE, _USUAL_MODE) as handle:
            DISK.write(handle, data)
            DISK.sync(handle)
        temporary.replace(path)
    except BaseException as error:
        with contextlib.suppress(OSError):  # the failure that brought us here is the one to tell
            temporary.unlink()
        if isinstance(error, OSError):
            error.filename = str(path)  # not a name that the user has never heard of
        raise
    DISK.sync_folder(path.parent)
