"""Everything that is wrong, by cause, each with how to fix it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content

from rscrew_console.doctor.finding import ToldFinding
from rscrew_console.roster.visible import visible
from rscrew_console.tui.command import CommandGroup, bindings
from rscrew_console.tui.requests import DoctorAnswer, DoctorRequest
from rscrew_console.tui.screens.dialogue import Dialogue
from rscrew_console.tui.screens.helping import HELP
from rscrew_console.tui.view import doctor as view
from rscrew_console.tui.widgets.grid import Grid
from rscrew_console.tui.widgets.keybar import KeyBar
from rscrew_console.tui.widgets.lines import Lines

DOCTOR: CommandGroup[DoctorScreen] = CommandGroup("In the doctor")


def _not_here(doctor: DoctorScreen) -> str:
    return "" if doctor.is_here else "this is in none of the tables: y copies the fix"


def _no_mend(doctor: DoctorScreen) -> str:
    return "" if doctor.told and doctor.told.mends else "there is no command for this"


def _nothing_safe(doctor: DoctorScreen) -> str:
    if doctor.request.read_only:
        return doctor.request.read_only
    fixable = any(one.fix for one in doctor.request.diagnosis.findings)
    return "" if fixable else "there is nothing that is safe to fix without you"


@DOCTOR.command("enter", label="go there", footer=90, unless=_not_here)
def go_there(doctor: DoctorScreen) -> None:
    """Go to the cell of the tables that the finding is about."""
    doctor.dismiss(DoctorAnswer("go", doctor.told))


@DOCTOR.command("y", label="copy the fix", footer=85, unless=_no_mend)
def copy(doctor: DoctorScreen) -> None:
    """Copy the command that fixes the finding under the cursor."""
    doctor.copy()


@DOCTOR.command("F", label="fix what is safe", footer=88, unless=_nothing_safe)
def fix(doctor: DoctorScreen) -> None:
    """Fix what is safe to fix: in the open file as one step that u takes back."""
    doctor.dismiss(DoctorAnswer("fix"))


@DOCTOR.command("r", label="look again", footer=60)
def again(doctor: DoctorScreen) -> None:
    """Check everything again."""
    doctor.dismiss(DoctorAnswer("again"))


@DOCTOR.command("escape", "q", "m", label="back", footer=80)
def back(doctor: DoctorScreen) -> None:
    """Back to the tables."""
    doctor.dismiss(None)


class DoctorScreen(Dialogue[DoctorAnswer]):
    """Answers a `DoctorRequest`."""

    CSS_PATH = "doctor.tcss"
    COMMAND_GROUPS = (DOCTOR, HELP)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings((DOCTOR, HELP))]

    def __init__(self, request: DoctorRequest) -> None:
        super().__init__()
        self.request = request
        self._shown = {
            one.row.key: one for one in view.rows(request.diagnosis.findings, request.path)
        }

    def compose(self) -> ComposeResult:
        diagnosis = self.request.diagnosis
        with Vertical(id="box", classes="panel") as box:
            box.border_title = Content(view.title(diagnosis.findings, len(diagnosis.crews)))
            yield Grid(cursor="row", header=False)
            yield Lines(id="whole")
            yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        grid = self.query_one(Grid)
        grid.show(view.COLUMNS, [one.row for one in self._shown.values()], empty=view.NOTHING)
        self.call_after_refresh(self._begin)  # what it tells has its height only from then on

    def _begin(self) -> None:
        first = next((key for key, one in self._shown.items() if one.told), "")
        self.query_one(Grid).select(first)

    @property
    def told(self) -> ToldFinding | None:
        """What is under the cursor; None on the title of an area."""
        shown = self._shown.get(self.query_one(Grid).row_key)
        return shown.told if shown else None

    @property
    def is_here(self) -> bool:
        """Whether the finding under the cursor is about a cell of the tables."""
        return self.told is not None and self.request.is_here(self.told.first)

    def copy(self) -> None:
        """Copies what mends the finding under the cursor."""
        if self.told is not None and self.told.mends:
            self.app.copy_to_clipboard(self.told.mends[0])
            self.show_message(f"copied: {visible(self.told.mends[0])}")

    @on(Grid.Moved)
    def _show_whole(self) -> None:
        lines = view.whole(self.told, here=self.is_here) if self.told else ()
        self.query_one("#whole", Lines).show(*lines)
        self.offer_keys()
