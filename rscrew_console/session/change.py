"""One step of undo: its edits, the text before it and the text after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
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
        return recent_documents.of(self.old, self.file_name)

    @property
    def after(self) -> Document:
        return recent_documents.of(self.new, self.file_name)

    @property
    def reversed(self) -> Step:
        """The step that takes this one back."""
        edits = tuple(edit.inverse for edit in reversed(self.change.edits))
        label = f"undo: {self.change.label}"
        return Step(
            replace(self.change, label=label, edits=edits), self.new, self.old, self.file_name
        )


class RecentDocuments:
    """The documents of the texts that were met last. Mutable.

    What is undone then has the very objects that it had, and nothing of it is worked out anew.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Document] = {}

    def of(self, text: str, file_name: str) -> Document:
        """The document in the text of a step, which was a valid one when the step was made."""
        known = self._known.pop((text, file_name), None)
        document = document_of(text, file_name) if known is None else known
        self.take(document, text, file_name)
        return document

    def take(self, document: Document, text: str, file_name: str) -> None:
        """Keep the document in the place of those that were met the longest time ago."""
        self._known.pop((text, file_name), None)
        self._known[text, file_name] = document
        heavy = [key for key, one in self._known.items() if _weighs_much(one, key[0])]
        for key in (*heavy[:-MOST_HEAVY], *[*self._known][:-MOST]):
            self._known.pop(key, None)


MOST, MOST_HEAVY = 16, 3
HEAVY = 500_000
"""Characters of a text whose nodes take tens of megabytes, unless they are another document's."""


def _weighs_much(document: Document, text: str) -> bool:
    return len(text) >= HEAVY and getattr(document, "is_read_whole", True)


recent_documents = RecentDocuments()
