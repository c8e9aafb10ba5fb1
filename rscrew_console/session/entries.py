"""The history's log as bytes, and what it says happened. Pure.

JSON, a line each: `{"entry": …}` notes a save, `{"done": id}` confirms it. A line that a crash
tore is skipped.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal

Kind = Literal["save", "undo", "redo", "rollback"]


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One save. `before` and `after` are digests of the bytes that it replaced and wrote."""

    id: str
    """An "s" and a number that no other save of this file has."""
    time: datetime
    by: str
    """The command or screen."""
    summary: str
    lines_changed: int
    before: str
    after: str
    kind: Kind = "save"
    of: str = ""
    """For an undo or redo: the entry that it took back or made again."""


class HistoryLog:
    """One state of the log."""

    def __init__(self, data: bytes) -> None:
        self._torn = bool(data) and not data.endswith(b"\n")
        self._noted: dict[str, HistoryEntry] = {}
        self._done: set[str] = set()
        self._void: set[str] = set()
        self._last = 0
        for record in _records(data):
            if (entry := _entry(record.get("entry"))) is not None:
                self._noted[entry.id] = entry
            self._done.add(str(record.get("done")))
            self._void.add(str(record.get("void")))
            self._last = max(self._last, _number(record.get("last")))

    @property
    def next_id(self) -> str:
        return f"s{max([self._last, *map(_number, self._noted)]) + 1}"

    def happened(self, current: str) -> tuple[HistoryEntry, ...]:
        """The saves that did happen, oldest first. `current` is the digest of the file now.

        One that was never confirmed was cut off: before its rename if the file still is what it
        was to replace.
        """
        return tuple(
            entry
            for entry in self._noted.values()
            if entry.id in self._done or (entry.id not in self._void and entry.before != current)
        )

    def to_append(self, entry: HistoryEntry) -> bytes:
        """The lines that note a save; what was left open before it is settled first."""
        lines: list[dict[str, Any]] = [
            {"done" if other in self.happened(entry.before) else "void": other.id}
            for other in self._noted.values()
            if other.id not in self._done | self._void
        ]
        return (b"\n" if self._torn else b"") + _packed([*lines, {"entry": _plain(entry)}])

    @staticmethod
    def confirmation(entry: HistoryEntry) -> bytes:
        return _packed([{"done": entry.id}])

    @staticmethod
    def of(entries: Iterable[HistoryEntry], last: HistoryEntry) -> bytes:
        """A log of nothing but these entries; `last` is the newest there ever was."""
        lines = [
            line for entry in entries for line in ({"entry": _plain(entry)}, {"done": entry.id})
        ]
        return _packed([{"last": last.id}, *lines])


def _records(data: bytes) -> Iterator[dict[str, Any]]:
    for line in data.splitlines():
        try:
            record = json.loads(line)
        except ValueError:
            continue  # torn
        if isinstance(record, dict):
            yield record


def _entry(plain: object) -> HistoryEntry | None:
    if not isinstance(plain, dict) or not _number(plain.get("id")):
        return None
    known = {field.name for field in fields(HistoryEntry)}
    values = {name: value for name, value in plain.items() if name in known}
    try:
        return HistoryEntry(**{**values, "time": datetime.fromisoformat(values["time"])})
    except (TypeError, ValueError, LookupError):
        return None


def _plain(entry: HistoryEntry) -> dict[str, Any]:
    plain = {field.name: getattr(entry, field.name) for field in fields(HistoryEntry)}
    return plain | {"time": entry.time.isoformat()}


def _packed(records: Iterable[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def _number(entry_id: object) -> int:
    """0 for what is no id."""
    digits = entry_id[1:] if isinstance(entry_id, str) and entry_id[:1] == "s" else ""
    return int(digits) if digits.isascii() and digits.isdigit() else 0
