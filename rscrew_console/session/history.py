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
from rscrew_console.session.sealing import Sealer
from rscrew_console.session.state import append_private, write_private

MOST_ENTRIES = 200
MOST_BYTES = 50 * 1024 * 1024
"""As they are kept, compressed."""
_LOG_LIMIT = 8 * 1024 * 1024
"""Bytes at the end of the log that are read: far more than a log of ours takes."""
_LOG_TIDY = 1024 * 1024
"""A log that is larger is written anew with what it says."""
_MOST_OF_ALL = 5
"""Undone and redone saves are kept as well: so many times as many as saves."""


class History:
    """The history of one file, in its state folder. All methods raise OSError.

    `begin` and `confirm` are for who holds the file's lock.
    """

    def __init__(
        self, folder: Path, disk: Disk = DISK, *,
        most_entries: int | None = None, most_bytes: int | None = None,
    ) -> None:  # fmt: skip
        self.folder = folder
        self._path = folder / "history.jsonl"
        self._disk = disk
        self._sealer = Sealer(folder, disk)
        self._blobs = BlobStore(folder / "blobs", self._sealer, disk)
        self._all_sealed = folder / "sealed"
        """The file exists as soon as everything in the history is encrypted."""
        self._most_entries = MOST_ENTRIES if most_entries is None else most_entries
        self._most_bytes = MOST_BYTES if most_bytes is None else most_bytes

    def entries(self, current: str) -> tuple[HistoryEntry, ...]:
        """Newest first. `current` is the digest of the file as it is now."""
        return self._read().happened(current)[::-1]

    def passed_over(self) -> int:
        """The number of lines of the log that cannot be read."""
        return self._read().unreadable

    def content(self, digest: str) -> bytes:
        """The bytes that an entry's `before` or `after` stands for."""
        return self._blobs.get(digest)

    def begin(
        self, before: bytes, after: bytes, time: datetime, by: str, summary: str,
        lines_changed: int, kind: Kind = "save", of: str = "", crew: str = "", beside: str = "",
    ) -> HistoryEntry:  # fmt: skip
        """Note a save that is about to happen, and keep both texts."""
        log = self._read()
        if not log.size:
            write_private(self._all_sealed, b"", self._disk)
        old, new = self._blobs.put(before), self._blobs.put(after)
        entry = HistoryEntry(
            log.next_id, time, by, summary, lines_changed, old, new, kind, of, crew, beside
        )
        append_private(self._path, log.to_append(entry, self._seal), self._disk)
        return entry

    def confirm(self, entry: HistoryEntry) -> None:
        """The save did happen. Forgets what is too old or too much."""
        append_private(self._path, HistoryLog.confirmation(entry), self._disk)
        log = self._read()
        all_saves = log.happened(entry.after)
        sizes = self._blobs.sizes()
        retained = self._within_bounds(all_saves, sizes)
        sealed = self._disk.call(os.path.lexists, self._all_sealed)
        if len(retained) < len(all_saves) or log.size > _LOG_TIDY or not sealed:
            text = HistoryLog.of(retained, last=entry, seal=self._seal)
            write_private(self._path, text, self._disk)
        self._blobs.remove(sizes.keys() - _digests(retained))
        if not sealed:
            self._blobs.seal_all()
            write_private(self._all_sealed, b"", self._disk)

    def unfinished(self) -> HistoryEntry | None:
        """The last save, if it was begun and never confirmed."""
        return self._read().unfinished

    def take_back(self, entry: HistoryEntry) -> None:
        """The save that was begun did not happen."""
        append_private(self._path, HistoryLog.refusal(entry), self._disk)

    def _within_bounds(
        self, entries: tuple[HistoryEntry, ...], sizes: dict[str, int]
    ) -> tuple[HistoryEntry, ...]:
        """The newest entries, as many as may be kept: in one pass from the newest back.

        Undone and redone saves are not counted: otherwise undoing would push out the very saves
        that are to be undone next.
        """
        first, saves, weight = len(entries), 0, 0
        counted: set[str] = set()
        for entry in reversed(entries):
            saves += entry.kind in ("save", "rollback")
            fresh = {entry.before, entry.after} - counted
            weight += sum(sizes.get(digest, 0) for digest in fresh)
            counted |= fresh
            many = len(entries) - first >= self._most_entries * _MOST_OF_ALL
            if saves > self._most_entries or weight > self._most_bytes or many:
                break
            first -= 1
        return entries[first:]

    def _read(self) -> HistoryLog:
        try:
            flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
            with self._disk.opened(self._path, flags) as handle:
                size = self._disk.call(os.fstat, handle).st_size
                if size > _LOG_LIMIT:
                    self._disk.call(os.lseek, handle, size - _LOG_LIMIT, os.SEEK_SET)
                data = self._disk.read(handle, _LOG_LIMIT)
        except (FileNotFoundError, NotADirectoryError):
            return HistoryLog(b"")
        whole_lines = data.partition(b"\n")[2] if size > _LOG_LIMIT else data
        return HistoryLog(whole_lines, size, self._unseal)

    def _seal(self, summary: str) -> str:
        return self._sealer.seal(summary.encode("utf-8", "replace")).decode("ascii")

    def _unseal(self, summary: str) -> str:
        try:
            return self._sealer.unseal(summary.encode("utf-8", "replace")).decode(
                "utf-8", "replace"
            )
        except OSError:
            return "(encrypted; its key is gone)"


def _digests(entries: tuple[HistoryEntry, ...]) -> set[str]:
    return {digest for entry in entries for digest in (entry.before, entry.after)}
