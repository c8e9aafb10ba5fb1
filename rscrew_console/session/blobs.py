"""Contents of files, kept under their digest, compressed and encrypted: the same bytes once."""

from __future__ import annotations

import contextlib
import os
import zlib
from collections.abc import Iterable
from pathlib import Path

from rscrew_console.session.disk import DISK, Disk
from rscrew_console.session.reading import MAX_BYTES, digest_of, why
from rscrew_console.session.sealing import Sealer, is_sealed
from rscrew_console.session.state import write_private


class BlobStore:
    """A folder of them. All methods raise OSError."""

    def __init__(self, folder: Path, sealer: Sealer, disk: Disk = DISK) -> None:
        self._folder = folder
        self._sealer = sealer
        self._disk = disk

    def put(self, data: bytes) -> str:
        """Keep the bytes; returns their digest. What was damaged meanwhile is written anew."""
        digest = digest_of(data)
        if not self._is_whole(digest):
            self._write(digest, zlib.compress(data))
        return digest

    def seal_all(self) -> None:
        """Encrypt the contents that versions before 0.2 kept as they were."""
        for digest in self.sizes():
            with contextlib.suppress(IsADirectoryError):
                packed = self._packed(digest)
                if not is_sealed(packed):
                    self._write(digest, packed)

    def _write(self, digest: str, packed: bytes) -> None:
        write_private(self._folder / digest, self._sealer.seal(packed), self._disk)

    def _is_whole(self, digest: str) -> bool:
        if not self._disk.call(os.path.lexists, self._folder / digest):
            return False
        try:
            self.get(digest)
        except OSError:
            return False
        return True

    def get(self, digest: str) -> bytes:
        """Raises OSError too where the bytes were damaged since, or their key is gone."""
        try:
            packed = self._sealer.unseal(self._packed(digest))
        except FileNotFoundError as error:
            raise OSError(f"the kept text {digest[:12]} is gone") from error
        except OSError as error:
            raise OSError(f"the kept text {digest[:12]} cannot be read: {why(error)}") from error
        try:
            data = zlib.decompressobj().decompress(packed, MAX_BYTES)
        except zlib.error as error:
            raise OSError(f"the kept text {digest[:12]} is damaged: {error}") from error
        if digest_of(data) != digest:
            raise OSError(f"the kept text {digest[:12]} is damaged")
        return data

    def _packed(self, digest: str) -> bytes:
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        with self._disk.opened(self._folder / digest, flags) as handle:
            return self._disk.read(handle, 4 * MAX_BYTES)

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
