"""Which saves to undo or redo, and the text of the file after that. Pure, but for reading texts.

Each save is undone by itself, newest first. Where the file is what the save left, that gives back
the very bytes that it replaced; where somebody changed it since, the save's changes are taken out
of it and theirs stay.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rscrew_console.dialects.companion import COMPANION
from rscrew_console.records import dataclass
from rscrew_console.session.change import Change, Step
from rscrew_console.session.derived import DerivedCounts
from rscrew_console.session.difference import difference
from rscrew_console.session.entries import HistoryEntry
from rscrew_console.session.merge import Collision, carry
from rscrew_console.session.parsing import document_of

Content = Callable[[str], bytes]
"""Digest → bytes."""


@dataclass(frozen=True, slots=True)
class RevertMerge:
    """The text that was reached; with collisions, what collided is as it was."""

    text: str
    collisions: tuple[Collision, ...] = ()


def undoable(entries: Sequence[HistoryEntry]) -> HistoryEntry | None:
    """The save that the next undo takes back. `entries` are newest first."""
    done, _ = _stacks(entries)
    return done[-1] if done else None


def redoable(entries: Sequence[HistoryEntry]) -> HistoryEntry | None:
    """The save that the next redo makes again."""
    _, undone = _stacks(entries)
    return undone[-1] if undone else None


def _stacks(entries: Sequence[HistoryEntry]) -> tuple[list[HistoryEntry], list[HistoryEntry]]:
    """Return the saves in force and the saves undone, the next to undo or redo last. A new save
    empties the second.
    """
    done: list[HistoryEntry] = []
    undone: list[HistoryEntry] = []
    for entry in reversed(entries):
        if entry.kind in ("save", "rollback"):
            done.append(entry)
            undone.clear()
        source, target = (done, undone) if entry.kind == "undo" else (undone, done)
        if moved := [candidate for candidate in source if candidate.id == entry.of]:
            source.remove(moved[0])
            target.append(moved[0])
    return done, undone


def text_before(
    entries: Sequence[HistoryEntry],
    current: str,
    content: Content,
    derived: DerivedCounts,
    file_name: str = "",
) -> RevertMerge:
    """The text without these saves, newest first, of the file that now holds the text `now`.

    Raises OSError where a kept text is lost, DocumentError where it cannot be made.
    """
    result = RevertMerge(current)
    for entry in entries:
        result = _step(entry, (entry.after, entry.before), result, content, derived, file_name)
    return result


def text_after(
    entry: HistoryEntry,
    current: str,
    content: Content,
    derived: DerivedCounts,
    file_name: str = "",
) -> RevertMerge:
    """The text with the save redone. Raises as `text_before`."""
    return _step(
        entry, (entry.before, entry.after), RevertMerge(current), content, derived, file_name
    )


def _step(
    entry: HistoryEntry,
    way: tuple[str, str],
    at: RevertMerge,
    content: Content,
    derived: DerivedCounts,
    file_name: str,
) -> RevertMerge:
    start, end = (content(digest).decode("utf-8") for digest in way)
    if at.text == start:
        return RevertMerge(end, at.collisions)
    before, after, current = (document_of(text, file_name) for text in (start, end, at.text))
    old, new = before.value, after.value
    if file_name == COMPANION:
        # Several crews may share it: a section that a save has made may have others' entries now.
        old, new = _with_sections(old, new), _with_sections(new, old)
    edits = tuple(difference(old, new))
    step = Step(Change(entry.summary, edits, entry.time), start, end, file_name)
    carried = carry([step], current, derived=derived)
    return RevertMerge(carried.document.text, (*at.collisions, *carried.collisions))


def _with_sections(value: Any, other: Any) -> dict[Any, Any]:
    """The data with an empty section for each that only the other has."""
    sections = other.items() if isinstance(other, dict) else ()
    empty: dict[Any, Any] = {name: {} for name, section in sections if isinstance(section, dict)}
    return {**empty, **(value if isinstance(value, dict) else {})}
