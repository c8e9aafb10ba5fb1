"""Places that both you and someone else changed: theirs, yours, and what it was before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content

from rscrew_console.dialects.findings import dotted
from rscrew_console.document import ABSENT
from rscrew_console.document import Path as DataPath
from rscrew_console.roster.stray_keys import without_keys
from rscrew_console.roster.visible import visible
from rscrew_console.session import Collision
from rscrew_console.session.merge import Choice
from rscrew_console.tui.command import CommandGroup, bindings
from rscrew_console.tui.requests import CollisionsRequest
from rscrew_console.tui.screens.dialogue import Dialogue
from rscrew_console.tui.screens.helping import HELP
from rscrew_console.tui.view.table import Column, GridRow
from rscrew_console.tui.view.text import Line, Tone, count, line
from rscrew_console.tui.widgets.grid import Grid
from rscrew_console.tui.widgets.keybar import KeyBar
from rscrew_console.tui.widgets.lines import Lines

COLUMNS = (
    Column("place", "place", least=20, most=70),
    Column("base", "before", least=8, rank=1, most=40),
    Column("theirs", "theirs", least=10, most=40),
    Column("yours", "yours", least=10, most=40),
)

COLLISIONS: CommandGroup[Collisions] = CommandGroup("When the file changed in the same places")


@COLLISIONS.command("t", label="take theirs", footer=90)
def theirs(collisions: Collisions) -> None:
    """In this place, take what the file has now."""
    collisions.choose("theirs")


@COLLISIONS.command("y", label="keep yours", footer=89)
def yours(collisions: Collisions) -> None:
    """In this place, keep your change."""
    collisions.choose("yours")


@COLLISIONS.command("T", label="all theirs", footer=60)
def all_theirs(collisions: Collisions) -> None:
    """Take what the file has now in all of these places."""
    collisions.choose_all("theirs")


@COLLISIONS.command("Y", label="all yours", footer=59)
def all_yours(collisions: Collisions) -> None:
    """Keep your changes in all of these places."""
    collisions.choose_all("yours")


@COLLISIONS.command("enter", label="go on so", footer=80)
def accept(collisions: Collisions) -> None:
    """Go on with these choices; nothing is written yet, and u takes yours back."""
    collisions.dismiss(collisions.choices)


@COLLISIONS.command("escape", "q", label="decide later", footer=70)
def back(collisions: Collisions) -> None:
    """Leave both as they are for now."""
    collisions.dismiss(None)


class Collisions(Dialogue[Mapping[DataPath, Choice]]):
    """Answers whose value goes into each place; it begins with yours everywhere."""

    CSS_PATH = "collisions.tcss"
    COMMAND_GROUPS = (COLLISIONS, HELP)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings((COLLISIONS, HELP))]
    AUTO_FOCUS = "Grid"

    def __init__(self, request: CollisionsRequest) -> None:
        super().__init__()
        self._collisions = request.collisions
        self.choices: dict[DataPath, Choice] = {each.path: "yours" for each in request.collisions}

    def compose(self) -> ComposeResult:
        with Vertical(id="box", classes="panel") as box:
            box.border_title = Content("The file changed where you changed it too")
            places = count(len(self._collisions), "place")
            yield Lines(
                line((f"{places} to decide; all other changes of both sides are kept", "dim"))
            )
            yield Grid(cursor="row")
            yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.redraw()

    def choose(self, choice: Choice) -> None:
        """Chooses for the place under the cursor, and goes on to the next."""
        grid = self.query_one(Grid)
        if grid.row is not None:
            self.choices[self._collisions[int(grid.row_key)].path] = choice
            self.redraw()
            grid.move(rows=1)

    def choose_all(self, choice: Choice) -> None:
        """Chooses the same for all places."""
        self.choices = dict.fromkeys(self.choices, choice)
        self.redraw()

    def redraw(self) -> None:
        """Draws the choices."""
        rows = [self._row(index, each) for index, each in enumerate(self._collisions)]
        self.query_one(Grid).show(COLUMNS, rows)

    def _row(self, index: int, collision: Collision) -> GridRow:
        choice = self.choices[collision.path]
        cells = {
            "place": line((visible(dotted(collision.path)), "strong")),
            "base": line((value_text(collision, collision.base), "dim")),
            "theirs": _offer(value_text(collision, collision.theirs), chosen=choice == "theirs"),
            "yours": _offer(value_text(collision, collision.yours), chosen=choice == "yours"),
        }
        return GridRow(str(index), cells)


def _offer(value: str, *, chosen: bool) -> Line:
    tone: Tone = "accent" if chosen else "dim"
    return line(("● " if chosen else "○ ", tone), (value, tone))


def value_text(collision: Collision, value: Any) -> str:
    """One of the values of the place, in one line, and never a key."""
    if value is ABSENT:
        return "(not there)"
    if isinstance(value, dict) and collision.path[-1] == "chain":
        return visible(" → ".join(map(str, value.values())))
    entry = f"{collision.path[-1]}: "
    return visible(without_keys(entry + str(value)).removeprefix(entry))
