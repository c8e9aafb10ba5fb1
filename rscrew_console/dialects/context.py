"""What a dialect is told beside the document: plain data, which the session has gathered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from rscrew_console.records import dataclass

if TYPE_CHECKING:
    from rscrew_console.document import Document
    from rscrew_console.roster.model import Roster
    from rscrew_console.roster.problem import Problem

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Layer:
    """Another file that may win over the one that is read, or lose against it."""

    path: str
    """As it is shown to the user."""
    value: Any
    """Its data; None where it could not be read."""


@dataclass(frozen=True, slots=True)
class Companion:
    """`rscrew.yaml`, for a format that has no place for the settings of this product."""

    path: str
    document: Document | None
    trouble: str = ""
    """Why there is no document though there is a file; a sentence without a full stop."""


def _no_file(_name: str) -> Document | None:
    return None


@dataclass(frozen=True, slots=True)
class FormerReading:
    """What the same file said before an edit; an entry of its data that did not change is the very
    same object now."""

    document: Document
    roster: Roster
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ReadContext:
    """Where a document comes from, and what else has a say in which model an agent gets."""

    path: str = ""
    """The path of the file or folder."""
    environment: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    """The variables that the dialect names in `variables`, of those that are set."""
    layers: tuple[Layer, ...] = ()
    """The files that the dialect names in `layer_paths`, of those that are there, in that order."""
    companion: Companion | None = None
    """Read by the session beside the dialect, see `dialects.companion`."""
    former: FormerReading | None = None
    """What of the file is known from before an edit: a dialect may take over what has not changed,
    and must come to the same as without it."""

    file_beside: Callable[[str], Document | None] = _no_file
    """Reads a file that the document itself names, relative to its folder and not outside of it;
    None where it cannot be read."""


NO_CONTEXT = ReadContext()
