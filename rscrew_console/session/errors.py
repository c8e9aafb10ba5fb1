"""Why a file cannot be opened, changed or saved, in the user's words.

`str(error)` is a whole sentence with the place in front, for people. `exit_code` is the command
line's: 2 for bad input with nothing written, 3 for a file that is locked or changed under us.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rscrew_console.roster.problem import Problem

if TYPE_CHECKING:
    from rscrew_console.session.merge import Collision


class SessionError(Exception):
    """The parent of all errors of this package."""

    exit_code = 2

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class ConfigNotFound(SessionError):
    """`looked` holds the places that were tried, in order."""

    def __init__(self, message: str, looked: tuple[Path, ...] = ()) -> None:
        super().__init__(message)
        self.looked = looked


class SeveralFiles(ConfigNotFound):
    """Several files with agents, none of which was chosen: `looked` has them all."""


class CannotRead(SessionError):
    """The path names nothing that can be read. `line` is 1-based, 0 unknown."""

    def __init__(self, path: Path, reason: str, line: int = 0) -> None:
        super().__init__(f"{_place(path, line)}: {reason}")
        self.path = path
        self.reason = reason
        self.line = line


class BadConfig(SessionError):
    """The file was read, and it is not a crew. `problems` are sorted by line, errors among them."""

    def __init__(self, path: Path, problems: tuple[Problem, ...]) -> None:
        super().__init__(
            "\n".join(_sentence(path, problem) for problem in problems if is_error(problem))
        )
        self.path = path
        self.problems = problems


class CannotChange(SessionError):
    """A change that the text or its data forbids; it was not made. `line` is 1-based, 0 unknown,
    in the file with that name where there are many."""

    def __init__(self, path: Path, label: str, reason: str, line: int = 0, file: str = "") -> None:
        super().__init__(f"{_place(path / file, line)}: “{label}” was not done: {reason}")
        self.reason = reason
        self.line = line


class WouldBreak(CannotChange):
    """A change after which the file would have errors; it was not made."""

    def __init__(self, path: Path, label: str, problems: tuple[Problem, ...]) -> None:
        messages = "; ".join(problem.message for problem in problems if is_error(problem))
        super().__init__(path, label, f"it would break the file: {messages}")
        self.problems = problems


class SaveFailed(SessionError):
    """The save failed. The file is complete, and the unsaved changes are kept."""


class NothingToRevert(SessionError):
    """The history has no save to undo, redo or roll back to, or not the requested one."""


class Locked(SessionError):
    """Someone else is saving this very file and did not finish in time."""

    exit_code = 3


class ChangedOnDisk(SessionError):
    """The file changed meanwhile in a way that cannot be merged without asking.

    `collisions` are the places where both sides changed the same thing; empty where the file as a
    whole is the trouble (it is gone, or it has errors now).
    """

    exit_code = 3

    def __init__(self, message: str, collisions: tuple[Collision, ...] = ()) -> None:
        super().__init__(message)
        self.collisions = collisions


def is_error(problem: Problem) -> bool:
    """Whether the problem keeps the file from being used, as against a warning."""
    return problem.severity == "error" and not problem.opens


def _place(path: Path, line: int) -> str:
    return f"{path}:{line}" if line else str(path)


def _sentence(path: Path, problem: Problem) -> str:
    return f"{_place(path / problem.file, problem.line)}: {problem.message}"
