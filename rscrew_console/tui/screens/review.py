"""The exact diff: to look at, to save, or to decide about on the way out."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content

from rscrew_console.roster.visible import visible
from rscrew_console.tui.command import CommandGroup, bindings
from rscrew_console.tui.requests import Decision, ReviewRequest
from rscrew_console.tui.screens.dialogue import Dialogue
from rscrew_console.tui.screens.helping import HELP
from rscrew_console.tui.view import diffs
from rscrew_console.tui.view.text import Line, line
from rscrew_console.tui.widgets.grid import EDGE, MARGIN, Grid
from rscrew_console.tui.widgets.keybar import KeyBar
from rscrew_console.tui.widgets.lines import Lines

MOST = 5
"""Lines that tell what the diff holds; the diff itself has it all."""

REVIEW: CommandGroup[Review] = CommandGroup("In a diff")


def _why_not(review: Review) -> str:
    if review.request.purpose == "look":
        return "this only shows the diff; S saves"
    if review.request.purpose == "preview":
        return "nothing of this is done yet; Enter on the strategy applies it"
    return review.request.read_only if review.request.purpose != "restore" else ""


def _nothing_to_discard(review: Review) -> str:
    if review.request.purpose in ("quit", "switch", "restore"):
        return ""
    return "u on the main screen takes changes back"


def _accept(review: Review) -> str:
    names = {"quit": "save and quit", "switch": "save and open", "restore": "take over"}
    return names.get(review.request.purpose, "save")


def _discard(review: Review) -> str:
    names = {"quit": "discard and quit", "switch": "discard and open"}
    return names.get(review.request.purpose, "discard")


def _why_not_leave(review: Review) -> str:
    if review.request.purpose != "switch":
        return "this is for when another file is opened"
    why = review.request.cannot_leave
    return f"the changes would be lost: {why}" if why else ""


def _back(review: Review) -> str:
    return {"look": "back", "preview": "back", "restore": "decide later"}.get(
        review.request.purpose, "keep editing"
    )


@REVIEW.command("enter", label="save", footer=90, unless=_why_not, naming=_accept)
def accept(review: Review) -> None:
    """Write exactly this; of changes left behind, take them over."""
    review.dismiss("save")


def _why_not_now(review: Review) -> str:
    if review.request.purpose == "restore":
        return "this takes changes over; save them afterwards"
    return review.request.read_only if review.request.purpose == "look" else _why_not(review)


@REVIEW.command("S", "ctrl+s", label="save", footer=85, unless=_why_not_now)
def save_now(review: Review) -> None:
    """Write exactly this."""
    review.dismiss("save")


@REVIEW.command("D", label="discard", footer=80, unless=_nothing_to_discard, naming=_discard)
def discard(review: Review) -> None:
    """Throw these changes away; the file stays as it is."""
    review.dismiss("discard")


@REVIEW.command("L", label="leave unsaved", footer=75, unless=_why_not_leave)
def leave(review: Review) -> None:
    """Open the other file and leave these changes unsaved: this file offers them next time."""
    review.dismiss("leave")


@REVIEW.command("escape", "q", label="back", footer=70, naming=_back)
def back(review: Review) -> None:
    """Back to editing; nothing is written."""
    review.dismiss(None)


class Review(Dialogue[Decision]):
    """Answers a `ReviewRequest`; None is to go on editing."""

    CSS_PATH = "review.tcss"
    COMMAND_GROUPS = (REVIEW, HELP)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings((REVIEW, HELP))]
    AUTO_FOCUS = "Grid"

    def __init__(self, request: ReviewRequest) -> None:
        super().__init__()
        self.request = request

    def compose(self) -> ComposeResult:
        with Vertical(id="box", classes="panel") as box:
            box.border_title = Content(self._title())
            yield Lines(*self._summary(), id="summary")
            yield Grid(cursor="none", header=False)
            yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.call_after_refresh(self._fold)

    def on_resize(self) -> None:
        self.call_after_refresh(self._fold)

    def _fold(self) -> None:
        grid = self.query_one(Grid)
        # One cell less, for the scrollbar that may come.
        grid.show(diffs.COLUMNS, diffs.rows(self.request.diff, grid.size.width - MARGIN - EDGE - 1))

    def _title(self) -> str:
        match self.request.purpose:
            case "save":
                return f"Save {visible(self.request.path)}?"
            case "quit":
                return "Quit with unsaved changes?"
            case "switch":
                return "Open another file, with unsaved changes in this one?"
            case "restore":
                when = f" of {self.request.since:%Y-%m-%d %H:%M}" if self.request.since else ""
                return f"Unsaved changes{when}: take over?"
            case "preview":
                return f"Would change {visible(self.request.path)}"
            case "look":
                return f"Not saved yet in {visible(self.request.path)}"

    def _summary(self) -> list[Line]:
        added, removed = diffs.counts(self.request.diff)
        lines = [line((f"+{added}", "good"), (f" −{removed}", "bad"), (" lines", "dim"))]
        if self.request.read_only:
            lines.insert(0, line(("✗ cannot be saved: ", "bad"), visible(self.request.read_only)))
        changes = self.request.changes
        listed = changes if len(changes) <= MOST else changes[: MOST - 1]
        lines += [line(("· ", "dim"), visible(change)) for change in listed]
        if more := len(changes) - len(listed):
            lines.append(line((f"  and {more} more", "dim")))
        return lines
