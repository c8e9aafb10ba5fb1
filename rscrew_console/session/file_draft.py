"""A draft of files on disk: takes in what others write there, and keeps a journal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rscrew_console.dialects.findings import dotted
from rscrew_console.records import dataclass
from rscrew_console.session.draft import Draft
from rscrew_console.session.errors import BadConfig, CannotRead, ChangedOnDisk, SaveFailed
from rscrew_console.session.parsing import ParsedCrew, crew_of, name_of, parse_crew, parse_text
from rscrew_console.session.reading import FileSnapshot, why
from rscrew_console.session.state import folder_of

if TYPE_CHECKING:
    from rscrew_console.roster.problem import Problem
    from rscrew_console.session.crew_files import CrewFiles
    from rscrew_console.session.journal import Journal, UnsavedWork
    from rscrew_console.session.merge import Choice, Choices, Collision


@dataclass(frozen=True, slots=True)
class RefreshResult:
    """The result of reading the file again.

    `notice` is a sentence for the user; empty where nothing happened.
    """

    kind: Literal["same", "reloaded", "merged", "collided", "unusable"]
    """`reloaded` without, `merged` with unsaved changes. In the last two cases nothing was taken:
    `collisions` are to be resolved, or the file is gone or has errors."""
    notice: str = ""
    collisions: tuple[Collision, ...] = ()


UNCHANGED = RefreshResult("same")


class FileDraft(Draft):
    """The draft, the files as they were read last, and the journal."""

    def __init__(
        self, files: CrewFiles, snapshot: FileSnapshot, crew: ParsedCrew,
        clock: Callable[[], datetime], *, journal: bool,
    ) -> None:  # fmt: skip
        super().__init__(snapshot.path, crew, clock)
        self._files = files
        self._on_disk = snapshot
        self._context = snapshot.context
        self._disk = files.disk
        self._journal = self._new_journal() if journal else None
        self.journal_trouble = ""
        """Why unsaved changes are not safe from a crash just now, or ""."""
        self.unusable = ""
        """Why the file could not be taken in when it was read last: it is gone, or broken."""

    @property
    def _state(self) -> Path:
        """The folder for the history and journals of these files."""
        return folder_of(self._on_disk.real, self._files.state_root)

    def _new_journal(self) -> Journal:
        from rscrew_console.session.journal import Journal

        return Journal(self._state, self._disk, self.path.name)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Warnings only, sorted by line; first those of files of a folder that are left out."""
        return (*self._on_disk.problems, *super().problems)

    # ------------------------------------------------------------------------ outside changes

    def reread_beside(self) -> None:
        """Take in what the files beside this one say now, such as `rscrew.yaml`."""
        try:
            self._context = self._files.read().context
        except (BadConfig, CannotRead):
            return  # `refresh` tells of that
        saved, current = (
            crew_of(parse_crew(document, name_of(self.path), self._context))
            for document in (self.saved, self.document)
        )
        if saved is not None and current is not None:
            self._saved, self._current = saved, current

    def refresh(self) -> RefreshResult:
        """Read the file again; take in what changed, under the unsaved changes.

        Nothing is taken where that needs a decision: then `resolve` does it. Never raises.
        """
        return self._refreshed(None)

    def resolve(self, choices: Choices | Choice) -> RefreshResult:
        """As `refresh`, with the user's choice for each collision, by path, or for all of them."""
        return self._refreshed(choices)

    def _refreshed(self, choices: Choices | Choice | None) -> RefreshResult:
        unsaved = self.unsaved_steps()
        former_trouble = self.unusable
        try:
            changed = self._take_in(self._read_again(), choices)
        except ChangedOnDisk as error:
            if error.collisions:
                return RefreshResult("collided", error.message, error.collisions)
            self.unusable = error.message
            is_new = error.message != former_trouble
            return RefreshResult("unusable", error.message if is_new else "")
        self.unusable = ""
        if not changed:
            back = RefreshResult("same", "the file is back as it was")
            return back if former_trouble else UNCHANGED
        if not unsaved:
            return RefreshResult("reloaded", "the file changed on disk and was read again")
        if not self.is_dirty:
            return RefreshResult(
                "merged", "the file changed on disk and holds all your changes now"
            )
        where = f"{self.unsaved} places" if self.unsaved > 1 else "1 place"
        notice = f"the file changed on disk; your changes in {where} went on top of it"
        return RefreshResult("merged", notice)

    def _read_again(self) -> FileSnapshot:
        try:
            return self._files.read()
        except CannotRead as error:
            raise missing(error) from error
        except BadConfig as error:
            raise ChangedOnDisk(f"{error.message}; your changes are kept") from error

    def _take_in(self, on_disk: FileSnapshot, choices: Choices | Choice | None) -> bool:
        """Redo the unsaved changes on top of the disk's content. Return whether it is new."""
        if on_disk.data == self._on_disk.data:
            self._on_disk = on_disk
            return False
        self._refuse_left_out(on_disk)
        parsed = parse_text(on_disk.text, name_of(self.path), on_disk.context)
        crew = crew_of(parsed)
        if crew is None:
            errors = "; ".join(
                f"line {problem.line}: {problem.message}" for problem in parsed.errors
            )
            raise ChangedOnDisk(f"{self.path}: it changed on disk and has errors now: {errors}")
        former, self._on_disk = self._on_disk, on_disk
        self._context = on_disk.context
        try:
            collisions = self._rebase_all(crew, choices)
        except ChangedOnDisk:
            self._on_disk = former
            raise
        if collisions:
            self._on_disk = former
            places = ", ".join(dotted(collision.path) for collision in collisions)
            reason = f"{self.path}: it changed on disk in the same places: {places}"
            raise ChangedOnDisk(reason, collisions)
        return True

    def _refuse_left_out(self, on_disk: FileSnapshot) -> None:
        """Raise ChangedOnDisk where a file of a folder is broken now that has unsaved changes."""
        unsaved = {path[0] for path in self.changed_paths}
        for problem in on_disk.problems:
            if problem.file and problem.file in unsaved:
                place = f"{self.path / problem.file}:{problem.line}"
                reason = "it changed on disk and has errors now"
                raise ChangedOnDisk(f"{place}: {reason}: {problem.message}")

    def _rebase_all(
        self, crew: ParsedCrew, choices: Choices | Choice | None
    ) -> tuple[Collision, ...]:
        """Put the unsaved changes on the newly read file; return the places both sides changed.

        A single choice ("ours" or "theirs") settles every such place, so that none is left.
        """
        if not isinstance(choices, str):
            return self.rebase(crew, choices).collisions
        settled: dict[tuple[str | int, ...], Choice] = {}
        while collisions := self.rebase(crew, settled).collisions:
            settled |= {collision.path: choices for collision in collisions}
        return ()

    # ------------------------------------------------------------------------ the journal

    def pending(self) -> tuple[UnsavedWork, ...]:
        """Changes to this file that sessions left unsaved when they died, the latest first.

        What the file says already was saved by then, or by somebody else: its journal goes.
        """
        from rscrew_console.session.journal import pending

        try:
            journals = pending(self._state, self._disk, self.path.name)
        except OSError as error:
            self.journal_trouble = why(error)
            return ()
        for work in journals:
            if work.text == self.saved.text:
                self.discard(work)
        return tuple(work for work in journals if work.text != self.saved.text)

    def restore(self, work: UnsavedWork) -> RefreshResult:
        """Take over the changes; the result is as of `refresh`, where the file changed since."""
        journal = self._journal or self._new_journal()
        try:
            recovered = journal.adopt(work)
        except OSError as error:
            raise SaveFailed(f"the changes cannot be restored: {why(error)}") from error
        text = recovered.base.decode("utf-8")
        crew = crew_of(parse_text(text, name_of(self.path), self._context))
        if crew is None:
            raise SaveFailed("the changes cannot be restored: they were made on no valid file")
        self._journal = journal
        self._on_disk = replace(self._on_disk, data=recovered.base, text=text)
        self.replay(crew, recovered.steps)
        return self.refresh()

    def discard(self, work: UnsavedWork) -> None:
        """Throw away the changes that another session left."""
        from rscrew_console.session.journal import discard

        try:
            discard(work, self._disk)
        except OSError as error:
            self.journal_trouble = why(error)

    def close(self) -> None:
        """Forget what is unsaved, on purpose: a session that is not closed counts as crashed."""
        if self._journal is not None:
            try:
                self._journal.remove()
            except OSError as error:
                self.journal_trouble = why(error)

    @property
    def why_not_set_aside(self) -> str:
        """Why the unsaved changes would be lost by `set_aside`, or ""."""
        return self.journal_trouble if self._journal is not None else "no journal is kept of them"

    def set_aside(self) -> None:
        """Let go of the file with its changes unsaved: they are `pending` the next time."""
        if self._journal is not None:
            try:
                self._journal.leave()
            except OSError as error:
                self.journal_trouble = why(error)

    def _steps_changed(self) -> None:
        if self._journal is not None:
            try:
                self._journal.note(self._on_disk.data, self.unsaved_steps(), self._clock())
                self.journal_trouble = ""
            except OSError as error:
                self.journal_trouble = why(error)


def missing(error: CannotRead) -> ChangedOnDisk:
    """The error of a file that could be read before."""
    return ChangedOnDisk(f"{error.message}; it was there before, and your changes are kept")
