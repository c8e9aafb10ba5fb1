"""One undoable step: what was wished, the document before it and the one after it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

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
    """A change with the documents around it. Both are kept, so that undo is exact to the byte."""

    change: Change
    before: Document
    after: Document

    @property
    def reversed(self) -> Step:
        """The step that takes this one back."""
        edits = tuple(edit.inverse for edit in reversed(self.change.edits))
        label = f"undo: {self.change.label}"
        return Step(replace(self.change, label=label, edits=edits), self.after, self.before)
