"""The history's log as bytes, and what it says happened. Pure.

JSON, a line each: `{"entry": …}` notes a save, `{"done": id}` confirms it. A line that a crash
tore is skipped. Summaries are encrypted: `seal` and `unseal` are given by who has the key.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import datetime
from typing import Any, Literal, get_args

from rscrew_console.records import dataclass

Kind = Literal["save", "undo", "redo", "rollback"]

_ID = re.compile(r"s[1-9][0-9]{0,17}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_CREW = re.compile(r"(?:[0-9a-f]{32})?")
"""It names a file, too: nothing else may come from the log into a path."""
_YEARS = range(1971, 9998)
"""In these every zone's clock can tell the time."""
_LONGEST = 2000
"""Characters of a summary or a command's name."""


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
    """For an undo or redo: the entry that it undid or redid."""
    crew: str = ""
    """Of a save of `rscrew.yaml`: the crew it was made for, as `together.crew_id` names it."""
    beside: str = ""
    """And the save of the crew's own file that it belongs to."""


class HistoryLog:
    """The saves of a file as they were read from the log."""

    def __init__(
        self, data: bytes, size: int | None = None, unseal: Callable[[str], str] = str
    ) -> None:
        """`data` is the end of a log that has `size` bytes."""
        self._unseal = unseal
        self.size = len(data) if size is None else size
        self.unreadable = 0
        """The number of lines that could not be read and were skipped."""
        self._torn = bool(data) and not data.endswith(b"\n")
        self._noted: dict[str, HistoryEntry] = {}
        self._done: set[str] = set()
        self._void: set[str] = set()
        self._last = 0
        for line in data.splitlines():
            if line:
                self.unreadable += not self._learn(_record(line))

    def _learn(self, record: dict[str, Any]) -> bool:
        """Learn from one line. Return whether it could be read."""
        if (entry := _entry(record.get("entry"), self._unseal)) is not None:
            self._noted[entry.id] = entry
        done, void, last = (record.get(name) for name in ("done", "void", "last"))
        for entry_id, ids in ((done, self._done), (void, self._void)):
            if _number(entry_id):
                ids.add(str(entry_id))
        self._last = max(self._last, _number(last))
        return entry is not None or any(map(_number, (done, void, last)))

    @property
    def next_id(self) -> str:
        return f"s{max([self._last, *map(_number, self._noted)]) + 1}"

    @property
    def unfinished(self) -> HistoryEntry | None:
        """The newest entry, if it is neither confirmed nor taken back."""
        newest = next(reversed(self._noted.values()), None)
        settled = newest is None or newest.id in self._done | self._void
        return None if settled else newest

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

    def to_append(self, entry: HistoryEntry, seal: Callable[[str], str] = str) -> bytes:
        """The lines that note a save; what was left open before it is settled first."""
        happened = {earlier.id for earlier in self.happened(entry.before)}
        lines: list[dict[str, Any]] = [
            {"done" if earlier.id in happened else "void": earlier.id}
            for earlier in self._noted.values()
            if earlier.id not in self._done | self._void
        ]
        return (b"\n" if self._torn else b"") + _packed([*lines, {"entry": _plain(entry, seal)}])

    @staticmethod
    def confirmation(entry: HistoryEntry) -> bytes:
        return _packed([{"done": entry.id}])

    @staticmethod
    def refusal(entry: HistoryEntry) -> bytes:
        return _packed([{"void": entry.id}])

    @staticmethod
    def of(
        entries: Iterable[HistoryEntry], last: HistoryEntry, seal: Callable[[str], str] = str
    ) -> bytes:
        """A log of nothing but these entries; `last` is the newest there ever was."""
        lines = [
            line
            for entry in entries
            for line in ({"entry": _plain(entry, seal)}, {"done": entry.id})
        ]
        return _packed([{"last": last.id}, *lines])


def _record(line: bytes) -> dict[str, Any]:
    """The record in a line of the history; empty if the line is cut off or holds something else."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def _entry(plain: object, unseal: Callable[[str], str]) -> HistoryEntry | None:
    """The save that the line records, or None for any other data."""
    if not isinstance(plain, dict):
        return None
    lines, kind, of = plain.get("lines_changed"), plain.get("kind", "save"), plain.get("of", "")
    texts = {name: plain.get(name) for name in ("by", "summary")}
    digests = {name: plain.get(name) for name in ("before", "after")}
    crew, beside = plain.get("crew", ""), plain.get("beside", "")
    time = _time(plain.get("time"))
    if (
        time is None
        or not _number(plain.get("id"))
        or not isinstance(lines, int)
        or kind not in get_args(Kind)
        or not all(one == "" or _number(one) for one in (of, beside))
        or not (isinstance(crew, str) and _CREW.fullmatch(crew))
        or not all(isinstance(text, str) for text in texts.values())
        or not all(isinstance(each, str) and _DIGEST.fullmatch(each) for each in digests.values())
    ):
        return None
    by, summary = _printable(str(texts["by"])), _printable(unseal(str(texts["summary"])))
    return HistoryEntry(
        id=plain["id"], time=time, lines_changed=int(lines), kind=kind, of=of,
        by=by, summary=summary,
        before=str(digests["before"]), after=str(digests["after"]), crew=crew, beside=beside,
    )  # fmt: skip


def _time(text: object) -> datetime | None:
    try:
        time = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return time.astimezone() if time is not None and time.year in _YEARS else None


def _printable(text: str) -> str:
    """No longer than need be, and without the halves of characters that JSON can hold."""
    return text[:_LONGEST].encode("utf-8", "replace").decode("utf-8")


def _plain(entry: HistoryEntry, seal: Callable[[str], str]) -> dict[str, Any]:
    plain = {field.name: getattr(entry, field.name) for field in fields(HistoryEntry)}
    return plain | {"time": entry.time.isoformat(), "summary": seal(_printable(entry.summary))}


def _packed(records: Iterable[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def _number(entry_id: object) -> int:
    """0 for what is no id."""
    return int(entry_id[1:]) if isinstance(entry_id, str) and _ID.fullmatch(entry_id) else 0
