"""The two states of an open crew, as saved and as it is now, and what differs. No disk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rscrew_console.session.context import ContextSource, no_context
from rscrew_console.session.difference import diff_of, difference, leaf_paths
from rscrew_console.session.parsing import ParsedCrew, read_document

if TYPE_CHECKING:
    from rscrew_console.dialects import Dialect
    from rscrew_console.document import Document, Edit
    from rscrew_console.document import Path as DataPath
    from rscrew_console.roster.model import Roster
    from rscrew_console.roster.places import Places
    from rscrew_console.roster.problem import Problem
    from rscrew_console.session.parts import DiffPart


class CrewStates:
    """What is known of the saved and of the current state; nothing here changes either."""

    def __init__(self, path: Path, crew: ParsedCrew) -> None:
        self.path = path
        """As given by the user: messages and diffs call the file by it."""
        self._saved = crew
        self._current = crew
        self._context: ContextSource = no_context
        self._net: tuple[Document, Document, tuple[Edit, ...]] | None = None

    @property
    def document(self) -> Document:
        return self._current.document

    @property
    def saved(self) -> Document:
        """The file as it was when it was last read or written."""
        return self._saved.document

    @property
    def dialect(self) -> Dialect:
        return self._current.dialect

    @property
    def roster(self) -> Roster:
        return self._current.roster

    @property
    def saved_roster(self) -> Roster:
        """What the file said when it was last read or written."""
        return self._saved.roster

    def roster_of(self, document: Document) -> Roster | None:
        """What another state of this file says, with what else has a say now; None for nothing."""
        return read_document(document, self.dialect, self._context).roster

    @property
    def places(self) -> Places:
        """The paths of the roster's agents and providers in the document."""
        return self.dialect.places(self.roster)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Warnings, and errors with which the file is opened all the same, sorted by line."""
        return self._current.problems

    @property
    def net_edits(self) -> tuple[Edit, ...]:
        """All that differs in the data from the saved file."""
        saved, document = self.saved, self.document
        if self._net is None or self._net[0] is not saved or self._net[1] is not document:
            self._net = (saved, document, tuple(difference(saved.value, document.value)))
        return self._net[2]

    @property
    def changed_paths(self) -> frozenset[DataPath]:
        """The leaves that differ from the saved file, or that it has and the document has not."""
        return leaf_paths(self.net_edits)

    @property
    def is_dirty(self) -> bool:
        """Whether there is anything to save, if only a comment."""
        return self.document.text != self.saved.text

    @property
    def unsaved(self) -> int:
        """How many places the user changed, net; a difference in comments alone counts one."""
        from rscrew_console.session.derived import derived_counts

        counted = derived_counts(self.dialect).owns
        own = sum(1 for edit in self.net_edits if not counted(edit.path))
        return own or int(self.is_dirty)

    def diff(self) -> str:
        """What saving would change, as a unified diff; empty where nothing would."""
        return diff_of(self.saved.text, self.document.text, str(self.path).lstrip("/"))

    @property
    def parts(self) -> tuple[DiffPart, ...]:
        """The single changes that saving would make, each of which it can leave out."""
        from rscrew_console.session.parts import parts_of

        return parts_of(self.saved.text, self.document.text)
