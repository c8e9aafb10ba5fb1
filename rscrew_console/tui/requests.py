"""What a dialogue is to show, as values: commands ask by them, and the screens draw them.

So commands need to know no screen, and the screens load only when they are asked for.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from rscrew_console.document import Path as DataPath
from rscrew_console.records import dataclass
from rscrew_console.session.merge import Choice
from rscrew_console.tui.view.files import FileEntry
from rscrew_console.tui.view.table import Column, GridRow
from rscrew_console.tui.view.text import Line
from rscrew_console.tui.view.view_state import Kind

if TYPE_CHECKING:
    from rscrew_console.doctor.diagnose import Diagnosis
    from rscrew_console.doctor.finding import Finding, ToldFinding
    from rscrew_console.roster.checklist import Checklist
    from rscrew_console.roster.problem import Problem
    from rscrew_console.session import Collision, HistoryEntry
    from rscrew_console.session.parts import DiffPart

Answer = TypeVar("Answer")

Anchor = tuple[int, int, int]
"""x, y and width in cells of the table cell that a dialogue opens beside."""
LaterRows = tuple[list[GridRow], str]
"""Rows that replace the first ones, and a sentence about them."""
Purpose = Literal["look", "save", "quit", "switch", "restore", "preview"]
Decision = Literal["save", "discard", "leave"]


def accept_any(_text: str) -> str:
    """Refuses no text."""
    return ""


class DialogueRequest(Generic[Answer]):
    """Asked with `ConsoleContext.ask`, which returns the answer, or None where there was none."""


@dataclass(frozen=True)
class PickRequest(DialogueRequest[str]):
    """Choose a row; the answer is its key.

    With `free` any text can be taken that `refuse` has no reason against. `load_rows` finds out
    what there really is to choose from; the user can choose before it returns.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[GridRow]
    anchor: Anchor
    current: str = ""
    """The key of the row that is in force."""
    free: bool = False
    refuse: Callable[[str], str] = accept_any
    load_rows: Callable[[], Awaitable[LaterRows]] | None = None


@dataclass(frozen=True)
class TextRequest(DialogueRequest[str]):
    """Type a text. `refuse` returns why a text cannot be taken, or "" where it can."""

    title: str
    value: str = ""
    anchor: Anchor | None = None
    hint: str = ""
    refuse: Callable[[str], str] = accept_any


@dataclass(frozen=True)
class ConfirmRequest(DialogueRequest[bool]):
    """Agree to something that cannot be taken back."""

    title: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class ReviewAnswer:
    """What was decided, and which changes of the diff a save is to leave out."""

    decision: Decision
    left_out: frozenset[DiffPart] = frozenset()


@dataclass(frozen=True)
class ReviewRequest(DialogueRequest[ReviewAnswer]):
    """Look at what differs between two texts of a file or folder, or decide about it."""

    old: str
    new: str
    path: str
    changes: Sequence[str]
    """What the diff holds, one line per change."""
    purpose: Purpose
    read_only: str = ""
    """Why the file cannot be written, and how to mend that; "" where it can."""
    cannot_leave: str = ""
    """Why the changes cannot be left unsaved while another file is open; "" where they can."""
    since: datetime | None = None
    """When the first of the changes of an earlier session was made."""
    why_not_without: Callable[[Collection[DiffPart]], str] | None = None
    """Why the rest cannot be saved without these changes, or ""; None where none can be left
    out."""


@dataclass(frozen=True)
class CollisionsRequest(DialogueRequest[Mapping[DataPath, Choice]]):
    """Choose between the file's value and one's own in every place that both sides changed."""

    collisions: Sequence[Collision]


@dataclass(frozen=True)
class HistoryRequest(DialogueRequest[str]):
    """Choose an earlier save; the answer is its id. `diff_of` raises SessionError."""

    entries: Sequence[HistoryEntry]
    diff_of: Callable[[HistoryEntry], str]
    read_only: str = ""
    """Why none can be brought back, if none can."""
    nothing: str = "nothing was saved yet; every save will be listed here"
    """What to say where there is none."""


@dataclass(frozen=True)
class WarningsRequest(DialogueRequest[str]):
    """Choose a problem; the answer is its number as text."""

    problems: Sequence[Problem]


@dataclass(frozen=True)
class ChecklistRequest(DialogueRequest[str]):
    """Choose a point of the checklist; the answer is its number as text."""

    checklist: Checklist


@dataclass(frozen=True)
class FilesRequest(DialogueRequest[str]):
    """Choose one of the files with agents; the answer is its path."""

    entries: Sequence[FileEntry]


@dataclass(frozen=True)
class FieldsRequest(DialogueRequest[None]):
    """Edit all fields of one agent or provider."""

    kind: Kind
    name: str


@dataclass(frozen=True)
class HealthRequest(DialogueRequest[None]):
    """See everything that is known of one provider's health."""

    provider: str


@dataclass(frozen=True)
class DoctorAnswer:
    """What to do: mend all that is safe, look again, or go to what is told."""

    action: Literal["fix", "again", "go"]
    told: ToldFinding | None = None


@dataclass(frozen=True)
class DoctorRequest(DialogueRequest[DoctorAnswer]):
    """See what is wrong. `is_here` is whether a finding is about a cell of the tables."""

    diagnosis: Diagnosis
    path: str
    """The open file, as findings name it."""
    is_here: Callable[[Finding], bool]
    read_only: str = ""
    """Why nothing can be mended, if nothing can."""


@dataclass(frozen=True)
class CommandLogRequest(DialogueRequest[None]):
    """See what was done, as command lines."""


@dataclass(frozen=True)
class UsageRequest(DialogueRequest[None]):
    """See what calls have cost."""


@dataclass(frozen=True)
class StrategiesRequest(DialogueRequest[None]):
    """Choose a strategy for these agents, or for all of them where there are none."""

    agents: Sequence[str] = ()
    strategy: str = ""
    """The one to begin with; "" for the one that is followed."""


@dataclass(frozen=True)
class ScenariosRequest(DialogueRequest[None]):
    """See and change the scenarios of an experiment."""


@dataclass(frozen=True)
class WhatIfRequest(DialogueRequest[None]):
    """See what happens when this provider is down, or these two."""

    providers: Sequence[str]


AnyRequest = DialogueRequest[Any]
