"""Encryption of what is kept of a file: its history and journal are no second copy of its secrets.

A file may hold API keys, wherever in it and in whatever form. So nothing of its text is kept in
the state folder as it stands: texts of the history, summaries, and the lines of a journal are
encrypted (Fernet: AES-128-CBC with HMAC-SHA256) with a key of that file's own, which only its user
may read. A copy or a backup without that key is worth nothing.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from rscrew_console.session.disk import DISK, Disk
from rscrew_console.session.state import make_private

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

_SEALED = b"gAAAA"
"""Every Fernet token begins so, and neither JSON nor compressed bytes do."""
_KEY_NAME = "key"
_KEY_LENGTH = 44
"""Characters of a Fernet key."""


def is_sealed(data: bytes) -> bool:
    """Whether the bytes are encrypted: those that versions before 0.2 kept are not."""
    return data.startswith(_SEALED)


class Sealer:
    """Encrypts and decrypts with the key in a file's own state folder. Raises OSError."""

    def __init__(self, folder: Path, disk: Disk = DISK) -> None:
        self._path = folder / _KEY_NAME
        self._disk = disk
        self._fernet: Fernet | None = None

    def seal(self, data: bytes) -> bytes:
        """The encrypted bytes: ASCII, on one line. Makes the key where there is none yet."""
        if self._fernet is None:
            self._fernet = _fernet(self._stored_key() or self._new_key())
        return self._fernet.encrypt(data)

    def unseal(self, data: bytes) -> bytes:
        """The bytes that were encrypted; what is not encrypted comes back as it is.

        Raises OSError where the key is gone, or is another one.
        """
        if not is_sealed(data):
            return data
        from cryptography.fernet import InvalidToken

        if self._fernet is None:
            key = self._stored_key()
            if key is None:
                raise OSError(f"it is encrypted, and its key {self._path} is gone")
            self._fernet = _fernet(key)
        try:
            return self._fernet.decrypt(data)
        except InvalidToken as error:
            raise OSError("it is damaged, or was encrypted with another key") from error

    def _stored_key(self) -> bytes | None:
        """None where there is no key that could be one."""
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        try:
            with self._disk.opened(self._path, flags) as handle:
                key = self._disk.read(handle, _KEY_LENGTH + 1)
        except FileNotFoundError:
            return None
        try:
            _fernet(key)
        except OSError:
            return None
        return key

    def _new_key(self) -> bytes:
        """Make one, unless another process does so in the same moment: then that one."""
        from cryptography.fernet import Fernet

        make_private(self._path.parent, self._disk)
        key = Fernet.generate_key()
        name = f"{_KEY_NAME}.{os.getpid()}-{secrets.token_hex(4)}.tmp"
        temporary = self._path.with_name(name)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        with self._disk.opened(temporary, flags) as handle:
            self._disk.write(handle, key)
            self._disk.sync(handle)
        try:
            self._disk.call(os.link, temporary, self._path)
        except FileExistsError:
            if (stored := self._stored_key()) is not None:
                key = stored
            else:  # that file is no key: nothing can be decrypted with it
                self._disk.call(os.replace, temporary, self._path)
                return key
        except OSError:  # some file systems have no hard links
            self._disk.call(os.replace, temporary, self._path)
            return key
        self._disk.call(os.unlink, temporary)
        self._disk.sync_folder(self._path.parent)
        return key


def _fernet(key: bytes) -> Fernet:
    try:
        from cryptography.fernet import Fernet

        return Fernet(key)
    except ImportError as error:
        raise OSError(f"nothing can be encrypted here: {error}") from error
    except ValueError as error:
        raise OSError("its key is damaged") from error
