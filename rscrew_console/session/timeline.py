"""The undo stack: steps done, steps undone, and where among them the file on disk is. Pure.

The saved state may be before the current one (after changes), after it (after undoing past a
save), or not on the stack (after a new change there).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rscrew_console.session.change import Step


LONGEST = 1000
"""Steps; the oldest are forgotten."""


class Timeline:
    """Mutable. It holds steps and positions, and does not read or write files."""

    def __init__(self) -> None:
        self._steps: list[Step] = []
        self._position = 0
        self._saved: int | None = 0

    def push(self, step: Step) -> None:
        """A new step; what was undone is forgotten."""
        if self._saved is not None and self._saved > self._position:
            self._saved = None
        self._steps[self._position :] = [step]
        self._position += 1
        if len(self._steps) > LONGEST:
            del self._steps[0]
            self._position -= 1
            self._saved = self._saved - 1 if self._saved else None

    @property
    def undoable(self) -> Step | None:
        """The step that undo would take back, as it was made."""
        return self._steps[self._position - 1] if self._position else None

    @property
    def redoable(self) -> Step | None:
        return self._steps[self._position] if self._position < len(self._steps) else None

    @property
    def done(self) -> tuple[Step, ...]:
        """The steps that were made and not undone, oldest first."""
        return tuple(self._steps[: self._position])

    def undone(self, step: Step) -> None:
        """Return the timeline one step back; `step` is the step as it is after a merge."""
        self._position -= 1
        self._steps[self._position] = step

    def redone(self, step: Step) -> None:
        """Return the timeline one step forward; `step` as for `undone`."""
        self._steps[self._position] = step
        self._position += 1

    def mark_saved(self) -> None:
        """The current state is the file's."""
        self._saved = self._position

    def mark_saved_in_part(self) -> None:
        """The file's state is none of those here: a save has left some changes out."""
        self._saved = None

    @property
    def is_lost(self) -> bool:
        """Whether no steps lead from the file's state to the current one."""
        return self._saved is None

    def unsaved(self, otherwise: Callable[[], Step]) -> tuple[Step, ...]:
        """The steps from the file's state to the current one, in the order to make them.

        Steps undone past a save come as their opposites. `otherwise` gives one step for all where
        the way is lost.
        """
        if self._saved is None:
            return (otherwise(),)
        if self._saved <= self._position:
            return tuple(self._steps[self._saved : self._position])
        return tuple(step.reversed for step in self._steps[self._position : self._saved][::-1])

    def rebase(self, unsaved: Sequence[Step]) -> None:
        """Replace the unsaved steps with those that a merge has redone.

        Older and undone steps stay as they were; they find their ground when they are wanted.
        """
        if self._saved is not None and self._saved <= self._position:
            self._steps[self._saved : self._position] = unsaved
            self._position = self._saved + len(unsaved)
        elif unsaved:
            self._steps[self._position :] = unsaved
            self._saved = self._position
            self._position += len(unsaved)
        else:
            self._saved = self._position
