"""One step of undo: its edits, the text before it and the text after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from rscrew_console.records import dataclass
from rscrew_console.session.parsing import document_of

if TYPE_CHECKING:
    from rscrew_console.document import Document, Edit


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the list of unsaved changes."""

    label: str
    """In the user's terms: "code_writer primary claude → openai"."""
    edits: tuple[Edit, ...]
    when: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """A change with the texts around it, so that undo is exact to the byte.

    Texts, as there may be a thousand steps: documents weigh twenty times as much, and are read
    again when they are wanted.
    """

    change: Change
    old: str
    new: str
    file_name: str = ""
    """The name of the file, which tells its syntax."""

    @property
    def before(self) -> Document:
        return _document(self.old, self.file_name)

    @property
    def after(self) -> Document:
        return _document(self.new, self.file_name)

    @property
    def reversed(self) -> Step:
        """The step that takes this one back."""
        edits = tuple(edit.inverse for edit in reversed(self.change.edits))
        label = f"undo: {self.change.label}"
        return Step(
            replace(self.change, label=label, edits=edits), self.new, self.old, self.file_name
        )


@lru_cache(maxsize=16)
def _document(text: str, file_name: str) -> Document:
    """Parse the text of a step, which was a valid document when the step was made."""
    return document_of(text, file_name)
