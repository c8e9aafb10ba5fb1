"""From a text that was proved to a file that has it: the guards, the lock, and the way back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from rscrew_console.dialects.companion import COMPANION
from rscrew_console.document import Document, DocumentError
from rscrew_console.document.data import same
from rscrew_console.records import dataclass
from rscrew_console.roster.describe import FieldChange, changes
from rscrew_console.session.entries import HistoryEntry, Kind
from rscrew_console.session.errors import SaveFailed
from rscrew_console.session.history import History
from rscrew_console.session.parsing import document_of
from rscrew_console.session.reading import why

if TYPE_CHECKING:
    from rscrew_console.document.hunks import Hunk
    from rscrew_console.roster.model import Roster


@dataclass(frozen=True)
class SaveResult:
    """The result of a save."""

    path: Path
    """As given."""
    summary: str
    """The labels of the changes that it wrote."""
    lines_changed: int
    """0 where the file was not written, as it holds the text already."""
    merged: bool = False
    """Whether the file had changed meanwhile, and the changes went on top of that."""
    notices: tuple[str, ...] = ()
    """Whole sentences for the user."""
    rosters: tuple[Roster, Roster] | None = field(default=None, repr=False)
    """The crew before and after; None where nothing was written."""
    text: tuple[str, Sequence[Hunk]] = field(default=("", ()), repr=False)
    """The text before, and what was replaced in it."""

    @cached_property
    def bytes_changed(self) -> int:
        """How many bytes of the file are others now."""
        from rscrew_console.session.text_merge import bytes_in

        return bytes_in(*self.text)

    @cached_property
    def changed(self) -> tuple[FieldChange, ...]:
        """What the save has changed of agents, providers and so on."""
        return changes(*self.rosters) if self.rosters else ()


def refuse_empty(path: Path, document: Document) -> bytes:
    """The bytes to write. Raises SaveFailed for a text that is empty, or holds other data.

    Every edit was proved when it was made. The value of a YAML document that was read whole is that
    of this very text, and is not read once more; of all others this is the last look before the
    disk: also of a large one of which only the entries that changed were read.
    `rscrew.yaml` may be nothing but comments: it is so before anything is written into it. `{}` is
    a whole JSON file, as opencode.json is before its first model.
    """
    text = document.text
    may_be_empty = path.name == COMPANION or text.lstrip().startswith("{")
    try:
        is_intact = (bool(document.value) or may_be_empty) and (
            (type(document) is Document and document.is_read_whole)
            or same(document_of(text, path.name).value, document.value)
        )
    except DocumentError as error:
        place = f"{path / error.file}:{error.line}"
        raise SaveFailed(f"{place}: it was not saved: {error.reason}") from error
    if not is_intact:
        raise SaveFailed(f"{path}: it was not saved: the new text would not say what was meant")
    return text.encode("utf-8")


@dataclass
class HistoryRecording:
    """A save's entry in the history, which must never be what stops the save."""

    history: History
    before: bytes
    after: bytes
    time: datetime
    by: str
    summary: str
    lines_changed: int
    crew: str = ""
    beside: str = ""
    notices: list[str] = field(default_factory=list)
    _entry: HistoryEntry | None = None

    def begin(self, kind: Kind, of: str) -> None:
        with self._noting_failure():
            self._entry = self.history.begin(
                self.before, self.after, self.time, self.by, self.summary, self.lines_changed,
                kind, of, self.crew, self.beside,
            )  # fmt: skip

    def confirm(self, overtaken: bytes | None = None) -> None:
        """The save happened; `overtaken` is what it replaced, if that is not what was thought."""
        if self._entry is None:
            return
        with self._noting_failure():
            if overtaken is not None:
                self.history.take_back(self._entry)
                self.before = overtaken
                self._entry = self.history.begin(
                    overtaken, self.after, self.time, self.by, self.summary, self.lines_changed,
                    crew=self.crew, beside=self.beside,
                )  # fmt: skip
                self.notices.append(
                    "another program wrote the file in that very moment; its text is kept, and"
                    " undo brings it back"
                )
            self.history.confirm(self._entry)

    def take_back(self) -> None:
        """The save did not happen."""
        if self._entry is not None:
            with self._noting_failure():
                self.history.take_back(self._entry)
            self._entry = None

    @contextmanager
    def _noting_failure(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.notices.append(
                "the history could not be kept up, undo may miss this:"
                f" {why(error)} ({self.history.folder})"
            )
