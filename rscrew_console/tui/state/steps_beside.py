"""What was written into `rscrew.yaml` since the last save, to be taken back and made again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from rscrew_console.session import Session
    from rscrew_console.tui.state.beside import WrittenBeside


class StepsBeside:
    """Mutable. What was written into `rscrew.yaml` since the last save, and what was taken back."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._written: list[WrittenBeside] = []
        self._undone: list[WrittenBeside] = []

    @property
    def undoable(self) -> bool:
        """Whether there is anything that `u` takes back, sooner or later."""
        return bool(self._written)

    @property
    def redoable(self) -> bool:
        """Whether there is anything that `U` makes again, sooner or later."""
        return bool(self._undone)

    def note(self, written: WrittenBeside) -> None:
        """One more step."""
        self._written.append(written)
        self._undone.clear()

    def forget_undone(self) -> None:
        """What was taken back stays so: something else was done since."""
        self._undone.clear()

    def step(self, which: Literal["undo", "redo"]) -> str:
        """Takes back, or makes again, the step whose turn it is: as many changes of the file itself
        are in force as when it was made.

        Returns its label, "" where it is the turn of a change of the file itself. Raises
        SessionError.
        """
        away, to = (self._written, self._undone)[:: 1 if which == "undo" else -1]
        if not away or away[-1].unsaved != len(self._session.changes):
            return ""
        from rscrew_console.tui.state.beside import states_of  # loads with the first step

        states = states_of(self._session.path)
        if which == "undo":
            states.undo_one(away[-1].entry, "undo")
        else:
            states.redo_one(away[-1].entry)
        self._session.reread_beside()
        to.append(away.pop())
        return to[-1].label
