"""Every save of one file: what it replaced, what it wrote, when, by what and why.

A save is noted before its rename and confirmed after it, so that after a crash in between the
file itself tells whether it happened.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from rscrew_console.session.blobs import BlobStore
from rscrew_console.session.disk import DISK, Disk
from rscrew_console.session.entries import HistoryEntry, HistoryLog, Kind
from rscrew_console.session.state import append_private, write_private

MOST_ENTRIES = 200
MOST_BYTES = 50 * 1024 * 1024
"""As they are kept, compressed."""
_LOG_LIMIT = 64 * 1024 * 1024


class History:
    """The history of one file, in its state folder. All methods raise OSError.

    `begin` and `confirm` are for who holds the file's lock.
    """

    def __init__(
        self, folder: Path, disk: Disk = DISK, *,
        most_entries: int = MOST_ENTRIES, most_bytes: int = MOST_BYTES,
    ) -> None:  # fmt: skip
        self._path = folder / "history.jsonl"
        self._disk = disk
        self._blobs = BlobStore(folder / "blobs", disk)
        self._most_entries = most_entries
        self._most_bytes = most_bytes

    def entries(self, current: str) -> tuple[HistoryEntry, ...]:
        """Newest first. `current` is the digest of the file as it is now."""
        return self._read().happened(current)[::-1]

    def content(self, digest: str) -> bytes:
        """The bytes that an entry's `before` or `after` stands for."""
        return self._blobs.get(digest)

    def begin(
        self, before: bytes, after: bytes, time: datetime, by: str, summary: str,
        lines_changed: int, kind: Kind = "save", of: str = "",
    ) -> HistoryEntry:  # fmt: skip
        """Note a save that is about to happen, and keep both texts."""
        old, new = self._blobs.put(before), self._blobs.put(after)
        log = self._read()
        entry = HistoryEntry(log.next_id, time, by, summary, lines_changed, old, new, kind, of)
        append_private(self._path, log.to_append(entry), self._disk)
        return entry

    def confirm(self, entry: HistoryEntry) -> None:
        """The save did happen. Forgets what is too old or too much."""
        append_private(self._path, HistoryLog.confirmation(entry), self._disk)
        kept = self._read().happened(entry.after)
        sizes = self._blobs.sizes()
        excess = max(0, len(kept) - self._most_entries)
        while excess < len(kept) and _weight(kept[excess:], sizes) > self._most_bytes:
            excess += 1
        if excess:
            write_private(self._path, HistoryLog.of(kept[excess:], last=entry), self._disk)
        self._blobs.remove(sizes.keys() - _digests(kept[excess:]))

    def _read(self) -> HistoryLog:
        try:
            with self._disk.opened(self._path, os.O_RDONLY | os.O_NOFOLLOW) as handle:
                return HistoryLog(self._disk.read(handle, _LOG_LIMIT))
        except FileNotFoundError:
            return HistoryLog(b"")


def _digests(entries: tuple[HistoryEntry, ...]) -> set[str]:
    return {digest for entry in entries for digest in (entry.before, entry.after)}


def _weight(entries: tuple[HistoryEntry, ...], sizes: dict[str, int]) -> int:
    return sum(sizes.get(digest, 0) for digest in _digests(entries))
