"""The exact diff: to look at, to save, or to decide about on the way out."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content

from rscrew_console.roster.visible import visible
from rscrew_console.session.parts import DiffPart, parts_of
from rscrew_console.tui.command import Command, CommandGroup, bindings
from rscrew_console.tui.requests import Decision, ReviewAnswer, ReviewRequest
from rscrew_console.tui.screens.dialogue import Dialogue
from rscrew_console.tui.screens.helping import HELP
from rscrew_console.tui.view import review as view
from rscrew_console.tui.view.diff_lines import diff_lines
from rscrew_console.tui.view.text import Line, count, line
from rscrew_console.tui.widgets.grid import EDGE, MARGIN, Grid
from rscrew_console.tui.widgets.keybar import KeyBar
from rscrew_console.tui.widgets.lines import Lines

MOST = 5
"""Lines that tell what the diff holds; the diff itself has it all."""
WIDE = 120
"""Cells from which on old and new stand side by side."""

REVIEW: CommandGroup[Review] = CommandGroup("In a diff")


def _why_not_choose(review: Review) -> str:
    if review.request.why_not_without is None:
        names = {"quit": "S on the main screen saves in parts", "switch": "S saves in parts first"}
        return names.get(review.request.purpose, "here it is all or nothing")
    return "" if review.parts else "no change of this diff can be left out"


def _why_not(review: Review) -> str:
    if review.request.purpose == "look":
        return "this only shows the diff; S saves"
    if review.request.purpose == "preview":
        return "nothing of this is done yet; Enter on the strategy applies it"
    if review.request.purpose == "restore":
        return ""
    return review.request.read_only or review.why_not


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
        return "this is only for opening another file"
    why = review.request.cannot_leave
    return f"the changes would be lost: {why}" if why else ""


def _back(review: Review) -> str:
    return {"look": "back", "preview": "back", "restore": "decide later"}.get(
        review.request.purpose, "keep editing"
    )


@REVIEW.command("enter", label="save", footer=90, unless=_why_not, naming=_accept)
def accept(review: Review) -> None:
    """Write exactly this; in the diff of restored changes, restore them."""
    review.answer("save")


def _why_not_now(review: Review) -> str:
    if review.request.purpose == "restore":
        return "this restores the changes; save them afterwards"
    if review.request.purpose == "look":
        return review.request.read_only or review.why_not
    return _why_not(review)


@REVIEW.command("S", "ctrl+s", label="save", footer=62, unless=_why_not_now)
def save_now(review: Review) -> None:
    """Write exactly this."""
    review.answer("save")


@REVIEW.command("D", label="discard", footer=80, unless=_nothing_to_discard, naming=_discard)
def discard(review: Review) -> None:
    """Throw these changes away; the file stays as it is."""
    review.answer("discard")


@REVIEW.command("L", label="leave unsaved", footer=75, unless=_why_not_leave)
def leave(review: Review) -> None:
    """Open the other file and leave these changes unsaved: this file offers them next time."""
    review.answer("leave")


def _take_or_leave(review: Review) -> str:
    return "take in" if review.part in review.left_out else "leave out"


@REVIEW.command("space", label="leave out", footer=78, unless=_why_not_choose,
                naming=_take_or_leave)  # fmt: skip
def leave_out(review: Review) -> None:
    """Leave the change under the cursor out of the save, or include it again: what is left out
    stays unsaved."""
    review.toggle()


@REVIEW.command("tab", "n", label="next change", footer=60)
def next_change(review: Review) -> None:
    """The next change of the diff."""
    review.go(1)


@REVIEW.command("shift+tab", "N", label="change before")
def change_before(review: Review) -> None:
    """The change before this one."""
    review.go(-1)


def _other_layout(review: Review) -> str:
    return "one below other" if review.side_by_side else "side by side"


@REVIEW.command("v", label="side by side", footer=65, naming=_other_layout)
def layout(review: Review) -> None:
    """Old and new side by side, or one below the other; on wide screens it begins side by side."""
    review.turn()


@REVIEW.command("escape", "q", label="back", footer=70, naming=_back)
def back(review: Review) -> None:
    """Back to editing; nothing is written."""
    review.dismiss(None)


class Review(Dialogue[ReviewAnswer]):
    """Answers a `ReviewRequest`; None is to go on editing."""

    CSS_PATH = "review.tcss"
    COMMAND_GROUPS = (REVIEW, HELP)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings((REVIEW, HELP))]
    AUTO_FOCUS = "Grid"

    def __init__(self, request: ReviewRequest) -> None:
        super().__init__()
        self.request = request
        self.parts = parts_of(request.old, request.new)
        self.left_out: frozenset[int] = frozenset()
        """Numbers of `parts`."""
        self._lines = diff_lines(request.old, request.new, request.path.lstrip("/"))
        self._why_not = ""
        self._turned = False

    def compose(self) -> ComposeResult:
        with Vertical(id="box", classes="panel") as box:
            box.border_title = Content(self._title())
            yield Lines(id="summary")
            yield Grid(cursor="row", header=False)
            yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#summary", Lines).show(*self._summary())
        self.set_class(self.side_by_side, "-side")
        self.call_after_refresh(self._begin)

    def on_resize(self) -> None:
        self.set_class(self.side_by_side, "-side")
        self.call_after_refresh(self._draw)

    @property
    def side_by_side(self) -> bool:
        """Whether old and new stand side by side: where the screen is wide, or as turned."""
        return (self.size.width >= WIDE) is not self._turned

    @property
    def part(self) -> int:
        """The number of the change under the cursor, or of the next one; -1 for none."""
        grid = self.query_one(Grid)
        return view.part_at(grid.rows, grid.row_key)

    @property
    def why_not(self) -> str:
        """Why the rest cannot be saved without what is left out."""
        return self._why_not

    def available(self) -> list[Command[Any]]:
        """Without the second key for what Enter does."""
        commands = super().available()
        saves = any(command.id == "accept" for command in commands)
        return [command for command in commands if not (saves and command.id == "save_now")]

    def answer(self, decision: Decision) -> None:
        """Ends with this decision, and with what is left out."""
        self.dismiss(ReviewAnswer(decision, self._chosen(self.left_out)))

    def toggle(self) -> None:
        """Leaves the change under the cursor out, or takes it in again."""
        self.left_out ^= {self.part}
        if self.request.why_not_without is not None:
            self._why_not = self.request.why_not_without(self._chosen(self.left_out))
        self._draw()

    def go(self, step: int) -> None:
        """Puts the cursor on the next change, or on the one before."""
        grid = self.query_one(Grid)
        grid.select(view.next_part(grid.rows, grid.row_key, step))

    def turn(self) -> None:
        """Changes between side by side and one below the other."""
        self._turned = not self._turned
        self.set_class(self.side_by_side, "-side")
        self.call_after_refresh(self._draw)

    def _chosen(self, numbers: Collection[int]) -> frozenset[DiffPart]:
        return frozenset(self.parts[number] for number in numbers)

    def _begin(self) -> None:
        self._draw()
        self.go(1)

    def _draw(self) -> None:
        grid = self.query_one(Grid)
        # One cell less, for the scrollbar that may come.
        look = view.DiffLook(
            grid.size.width - MARGIN - EDGE - 1, self.left_out, self.side_by_side,
            self.request.why_not_without is not None,
        )  # fmt: skip
        grid.show(view.columns(look), view.rows(self._lines, look))
        self.query_one("#summary", Lines).show(*self._summary())
        self.offer_keys()

    @on(Grid.Moved)
    def _moved(self) -> None:
        self.offer_keys()

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
        added, removed = (
            sum(one.kind == kind for one in self._lines) for kind in ("added", "removed")
        )
        lines = [line((f"+{added}", "good"), (f" −{removed}", "bad"), (" lines", "dim"))]
        if self.left_out:
            left_out = f", {len(self.left_out)} of {count(len(self.parts), 'change')} left out"
            lines = [(*lines[0], *line((left_out, "warn")))]
        if self._why_not:
            lines.append(line(("✗ not like this: ", "bad"), visible(self._why_not)))
        if self.request.read_only:
            lines.insert(0, line(("✗ cannot be saved: ", "bad"), visible(self.request.read_only)))
        changes = self.request.changes
        listed = changes if len(changes) <= MOST else changes[: MOST - 1]
        lines += [line(("· ", "dim"), visible(change)) for change in listed]
        if more := len(changes) - len(listed):
            lines.append(line((f"  and {more} more", "dim")))
        return lines
