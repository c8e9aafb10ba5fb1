"""Writing into `rscrew.yaml`, which holds what a file of another format cannot."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from rscrew_console.dialects import Dialect
from rscrew_console.dialects.companion import COMPANION
from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.records import dataclass
from rscrew_console.session.context import companion_places
from rscrew_console.session.saving import SaveResult
from rscrew_console.session.section_edits import entry_edits
from rscrew_console.session.session import Session

_HEAD = "# What the file beside this one has no place for. rsc writes it, and so may you.\n"


@dataclass(frozen=True, slots=True)
class CompanionChange:
    """What was written, or would be."""

    path: Path
    diff: str
    """Of the file as it was before; empty where nothing changes."""
    saved: SaveResult | None
    """None where nothing was written."""


def companion_entries(path: Path, section: str, entries: Mapping[str, object]) -> Sequence[Edit]:
    """The edits that set these names of a section in the companion of the file at `path`.

    `ABSENT` takes one out.
    """
    document = Document.parse(_text(path))
    present = document.get((section,))
    taken_out = {name for name, value in entries.items() if value is ABSENT}
    if isinstance(present, Mapping) and not {*present, *entries} - taken_out:
        # A file in which nothing but comments is left could not be told from one that is broken.
        alone = len(document.value) == 1
        return [Edit((section,), present, {} if alone else ABSENT)]
    return entry_edits(document, (section,), entries)


def change_companion(
    path: Path, edits: Sequence[Edit], label: str, by: str, *, dry_run: bool = False,
    made_for: tuple[str, str] = ("", ""),
) -> CompanionChange:  # fmt: skip
    """Make the edits in the companion of the file (or folder) at `path`, with its own history.

    `made_for` is `together.made_for`.

    Where there is none beside it, it is made; where the user's own has counted so far, it begins as
    a copy of that, since only one of them counts. Raises SessionError and OSError.
    """
    target = beside(path)
    if not edits:
        return CompanionChange(target, "", None)
    if dry_run:
        before = Document.parse(_text(path))
        from rscrew_console.session.difference import diff_of

        diff = diff_of(before.text, before.apply(edits).text, str(target).lstrip("/"))
        return CompanionChange(target, diff, None)
    if not target.exists():
        text = _text(path)
        with target.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    with Session.alone(target, by) as session:
        session.change(edits, label)
        session.made_for = made_for
        diff = session.diff()
        return CompanionChange(target, diff, session.save(by))


def companion_document(path: Path) -> Document:
    """The companion of the file (or folder) at `path` that counts; an empty one for none."""
    return Document.parse(_text(path))


def settings_place(path: Path, dialect: Dialect) -> Path:
    """Where budgets and alerts stand: in the file, or beside one that has no place for them."""
    return path if dialect.capabilities.settings else beside(path)


def beside(path: Path) -> Path:
    """Where the companion of a file or folder stands, there or not."""
    return (path if path.is_dir() else path.parent) / COMPANION


def _text(path: Path) -> str:
    """Of the companion that counts; the beginning of a new one where there is none."""
    for place in companion_places(path, os.environ, None):
        if place.exists():
            return place.read_text(encoding="utf-8")
    return _HEAD
