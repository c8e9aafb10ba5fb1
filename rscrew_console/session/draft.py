"""The unsaved state of a crew: the saved text, the current one, and every step between. No disk."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from operator import is_
from pathlib import Path
from typing import TYPE_CHECKING

from rscrew_console.dialects.findings import dotted
from rscrew_console.dialects.known_keys import added_keys
from rscrew_console.document import Document, DocumentError, Edit, is_archive
from rscrew_console.session.change import Change, Step, recent_documents
from rscrew_console.session.crew_states import CrewStates
from rscrew_console.session.difference import difference
from rscrew_console.session.errors import CannotChange, ChangedOnDisk, WouldBreak
from rscrew_console.session.parsing import (
    ParsedCrew,
    crew_of,
    document_of,
    name_of,
    parse_crew,
    with_known_entries,
)
from rscrew_console.session.timeline import Timeline

if TYPE_CHECKING:
    from rscrew_console.dialects.operations import Operation
    from rscrew_console.session.merge import Choices, RebaseResult
    from rscrew_console.session.parts import DiffPart

FEW = 3
"""Changes that a step tells one by one, where it stands for all that is unsaved."""


class Draft(CrewStates):
    """All methods raise SessionError, in the user's words, and leave the draft as it was then."""

    def __init__(self, path: Path, crew: ParsedCrew, clock: Callable[[], datetime]) -> None:
        super().__init__(path, crew)
        self._clock = clock
        self._timeline = Timeline()
        self._planned: (
            tuple[ParsedCrew, tuple[Operation, ...], tuple[list[Edit], tuple[Operation, ...]]]
            | None
        ) = None

    @property
    def changes(self) -> tuple[Change, ...]:
        """What was done since the file was read or saved, oldest first."""
        return tuple(step.change for step in self.unsaved_steps())

    def crew_without(self, left_out: Collection[DiffPart]) -> ParsedCrew:
        """The crew as it is without these changes of `parts`; what the file counts itself is
        counted again. Raises as `change` where that is no crew."""
        if not left_out:
            return self._current
        from rscrew_console.session.derived import derived_counts
        from rscrew_console.session.parts import text_without

        label = "leave changes out"
        text = text_without(self.saved.text, self.document.text, left_out)
        try:
            document = document_of(text, self.path.name)
            counts = derived_counts(self.dialect)
            if counts.are_stated(document) and not counts.recount(self.document):
                document = document.apply(counts.recount(document))
        except DocumentError as error:
            raise self._cannot_change(label, error) from error
        return self._crew_after(document, label)

    # ------------------------------------------------------------------------ changing it

    def edits_for(self, *operations: Operation) -> list[Edit]:
        """The edits that do these operations as one change. Raises OperationError."""
        return self._planned_edits(operations)[0]

    def _planned_edits(
        self, operations: tuple[Operation, ...]
    ) -> tuple[list[Edit], tuple[Operation, ...]]:
        """The edits, and the operations that change anything; kept, as who has asked for them
        makes them next."""

        from rscrew_console.session.applying import edits_for

        if (
            self._planned is None
            or self._planned[0] is not self._current
            or len(self._planned[1]) != len(operations)
            or not all(map(is_, self._planned[1], operations))
        ):
            planned = edits_for(self.dialect, self.document, self.roster, operations)
            self._planned = self._current, operations, planned
        return self._planned[2]

    def apply(self, *operations: Operation, label: str = "") -> tuple[Operation, ...]:
        """Do the operations as one step of undo. Returns those that changed anything.

        The step is called `label`, by default by what the operations say themselves. Raises
        OperationError where one cannot be done, and as `change`.
        """
        from rscrew_console.dialects.operations import label_of

        edits, effective = self._planned_edits(operations)
        label = label or label_of(effective, self.roster)
        return effective if edits and self.change(edits, label) else ()

    def change(self, edits: Sequence[Edit], label: str) -> bool:
        """Make the edits as one step of undo. False where they change nothing.

        Raises CannotChange where the text forbids it, WouldBreak where the file would have errors.
        """
        try:
            after = self.document.apply(edits)
        except DocumentError as error:
            raise self._cannot_change(label, error) from error
        if stray := added_keys(self.document.value, after.value, self.dialect.known_keys):
            reason = f"{self.dialect.title} has no key {dotted(stray[0])}"
            raise CannotChange(self.path, label, reason)
        brings_text = any(len(edit.path) == 1 and isinstance(edit.new, str) and edit.on == "value"
                          for edit in edits)  # fmt: skip
        if brings_text and is_archive(after.text):
            # A new file may be given as text: the step keeps what it is as data.
            edits = difference(self.document.value, after.value)
        return self._step_to(after, tuple(edits), label)

    def change_text(self, text: str, label: str) -> bool:
        """Take a whole text, comments and all, as one step of undo. Raises as `change`."""
        try:
            after = document_of(text, self.path.name)
        except DocumentError as error:
            raise self._cannot_change(label, error) from error
        return self._step_to(after, tuple(difference(self.document.value, after.value)), label)

    @property
    def undoable(self) -> Change | None:
        """What `undo` would take back."""
        return step.change if (step := self._timeline.undoable) else None

    @property
    def redoable(self) -> Change | None:
        """What `redo` would make again."""
        return step.change if (step := self._timeline.redoable) else None

    def undo(self) -> Change | None:
        """Take the last step back, to the byte. None where there is none.

        Raises CannotChange where the file changed outside since, in the same place.
        """
        if (step := self._timeline.undoable) is None:
            return None
        back = self._fitted(step.reversed)
        self._current = self._crew_after(back.after, back.change.label)
        self._timeline.undone(Step(step.change, back.new, back.old, self.path.name))
        self._steps_changed()
        return step.change

    def redo(self) -> Change | None:
        """Make the step again that was undone last. None where there is none. Raises as `undo`."""
        if (step := self._timeline.redoable) is None:
            return None
        rebased_step = self._fitted(step)
        self._current = self._crew_after(rebased_step.after, step.change.label)
        self._timeline.redone(rebased_step)
        self._steps_changed()
        return step.change

    def done_steps(self) -> tuple[Step, ...]:
        """Every step that was made since the file was opened, and not undone; oldest first."""
        return self._timeline.done

    def unsaved_steps(self) -> tuple[Step, ...]:
        """The way from the saved file to the current document."""
        return self._timeline.unsaved(self._one_step) if self.is_dirty else ()

    def rebase(self, theirs: ParsedCrew, choices: Choices | None = None) -> RebaseResult:
        """Take `theirs` as the saved file and redo the unsaved steps on top of it.

        With collisions that `choices` does not settle nothing is taken. Raises ChangedOnDisk where
        both together would not be a crew.
        """
        if not self.is_dirty:
            self._timeline.mark_saved()
        steps = self.unsaved_steps()
        try:
            carried = self._carry(steps, theirs.document, choices)
        except DocumentError as error:
            place = f"{self.path / error.file}:{error.line}"
            reason = f"{place}: your changes cannot be redone: {error.reason}"
            raise ChangedOnDisk(reason) from error
        if not carried.collisions:
            self._current = self._crew_beside(theirs, carried.document)
            self._saved = theirs
            self._timeline.rebase(carried.steps)
            self._steps_changed()
        return carried

    def mark_saved(self) -> None:
        """The current document is the file now."""
        self._saved = self._current
        self._timeline.mark_saved()
        self._steps_changed()

    def mark_saved_in_part(self, crew: ParsedCrew) -> None:
        """`crew` is the file now; what else the current document has stays unsaved."""
        self._saved = crew
        self._timeline.mark_saved_in_part()
        self._steps_changed()

    def replay(self, crew: ParsedCrew, steps: Sequence[Step]) -> None:
        """Take `crew` as the saved file and these steps from there as the unsaved ones."""
        last = self._crew_after(steps[-1].after, steps[-1].change.label) if steps else crew
        self._saved, self._current = crew, last
        self._timeline = Timeline()
        for step in steps:
            self._timeline.push(step)
        self._steps_changed()

    def _steps_changed(self) -> None:
        """The unsaved steps are others now. For who keeps a journal of them."""

    # ------------------------------------------------------------------------ in parts

    def _step_to(self, after: Document, edits: tuple[Edit, ...], label: str) -> bool:
        before = self.document
        if after.text == before.text:
            return False
        self._current = self._crew_after(after, label)
        change = Change(label, edits, self._clock())
        step = Step(change, before.text, after.text, self.path.name)
        for document, text in ((before, step.old), (after, step.new)):
            recent_documents.take(document, text, self.path.name)
        self._timeline.push(step)
        self._steps_changed()
        return True

    def _crew_after(self, document: Document, label: str) -> ParsedCrew:
        parsed = parse_crew(document, name_of(self.path), self._context, self._current)
        crew = crew_of(parsed)
        if crew is None:
            raise WouldBreak(self.path, label, parsed.problems)
        return with_known_entries(crew, self._current)

    def _crew_beside(self, theirs: ParsedCrew, document: Document) -> ParsedCrew:
        parsed = parse_crew(document, name_of(self.path), self._context)
        crew = theirs if document is theirs.document else crew_of(parsed)
        if crew is None:
            errors = "; ".join(problem.message for problem in parsed.errors)
            reason = "it changed on disk, and with your changes it would break"
            raise ChangedOnDisk(f"{self.path}: {reason}: {errors}")
        return crew

    def _fitted(self, step: Step) -> Step:
        """The step on the current document, which is another than it was made on after a merge."""
        try:
            carried = self._carry([step], self.document)
        except DocumentError as error:
            raise self._cannot_change(step.change.label, error) from error
        if carried.collisions:
            places = ", ".join(dotted(collision.path) for collision in carried.collisions)
            reason = f"changed outside since: {places}"
            raise CannotChange(self.path, step.change.label, reason)
        return Step(step.change, self.document.text, carried.document.text, self.path.name)

    def _carry(
        self, steps: Sequence[Step], onto: Document, choices: Choices | None = None
    ) -> RebaseResult:
        from rscrew_console.session.derived import derived_counts
        from rscrew_console.session.merge import carry

        return carry(steps, onto, choices, derived_counts(self.dialect))

    def _one_step(self) -> Step:
        """Return all unsaved changes as one step, for when the steps from the saved file are
        lost.
        """
        from rscrew_console.roster.describe import changes, lines

        described = lines(changes(self.saved_roster, self.roster))
        label = "; ".join(described) if len(described) <= FEW else ""
        label = label or (f"{self.unsaved} changes" if self.unsaved != 1 else "1 change")
        change = Change(label, self.net_edits, self._clock())
        return Step(change, self.saved.text, self.document.text, self.path.name)

    def _cannot_change(self, label: str, error: DocumentError) -> CannotChange:
        return CannotChange(self.path, label, error.reason, error.line, error.file)
