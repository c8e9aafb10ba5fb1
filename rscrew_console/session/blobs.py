"""Contents of files, kept under their own digest and compressed: the same bytes are kept once."""

from __future__ import annotations

import contextlib
import os
import zlib
from collections.abc import Iterable
from pathlib import Path

from rscrew_console.session.disk import DISK, Disk
from rscrew_console.session.reading import MAX_BYTES, digest_of
from rscrew_console.session.state import write_private


class BlobStore:
    """A folder of them. All methods raise OSError."""

    def __init__(self, folder: Path, disk: Disk = DISK) -> None:
        self._folder = folder
        self._disk = disk

    def put(self, data: bytes) -> str:
        """Keep the bytes; returns their digest. What was damaged meanwhile is written anew."""
        digest = digest_of(data)
        if not self._is_whole(digest):
            write_private(self._folder / digest, zlib.compress(data), self._disk)
        return digest

    def _is_whole(self, digest: str) -> bool:
        if not self._disk.call(os.path.lexists, self._folder / digest):
            return False
        try:
            self.get(digest)
        except OSError:
            return False
        return True

    def get(self, digest: str) -> bytes:
        """Raises OSError too where the bytes were damaged since."""
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        try:
            with self._disk.opened(self._folder / digest, flags) as handle:
                packed = self._disk.read(handle, 2 * MAX_BYTES)
        except FileNotFoundError as error:
            raise OSError(f"the kept text {digest[:12]} is gone") from error
        try:
            data = zlib.decompressobj().decompress(packed, MAX_BYTES)
        except zlib.error as error:
            raise OSError(f"the kept text {digest[:12]} is damaged: {error}") from error
        if digest_of(data) != digest:
            raise OSError(f"the kept text {digest[:12]} is damaged")
        return data

    def sizes(self) -> dict[str, int]:
        """Digest → bytes on disk, of all that is kept."""
        try:
            names = self._disk.call(os.listdir, self._folder)
        except FileNotFoundError:
            return {}
        return {name: self._disk.call(os.lstat, self._folder / name).st_size for name in names}

    def remove(self, digests: Iterable[str]) -> None:
        for digest in digests:
            with contextlib.suppress(FileNotFoundError, IsADirectoryError, PermissionError):
                self._disk.call(os.unlink, self._folder / digest)
