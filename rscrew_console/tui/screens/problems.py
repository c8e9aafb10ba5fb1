"""A file that cannot be read as a crew: everything wrong with it, and ways to go on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from rscrew_console.document.hunks import split_lines
from rscrew_console.roster.problem import Problem
from rscrew_console.roster.visible import visible
from rscrew_console.session import CannotRead
from rscrew_console.session.difference import shown_text
from rscrew_console.session.reading import read_file
from rscrew_console.tui.command import CommandGroup, bindings
from rscrew_console.tui.editing.editor import edit_file
from rscrew_console.tui.screens.helping import HELP
from rscrew_console.tui.view.excerpt import excerpt
from rscrew_console.tui.view.table import Column, GridRow
from rscrew_console.tui.view.text import Tone, count, line
from rscrew_console.tui.widgets.command_owner import CommandOwner
from rscrew_console.tui.widgets.grid import Grid
from rscrew_console.tui.widgets.keybar import KeyBar
from rscrew_console.tui.widgets.lines import Lines
from rscrew_console.tui.widgets.tones import TONE_CLASSES

COLUMNS = (
    Column("place", "where", least=8, most=60),
    Column("severity", "", least=7),
    Column("message", "what", least=30, most=2000),
)

REPAIR: CommandGroup[Problems] = CommandGroup("When a file has errors")


def _no_file(problems: Problems) -> str:
    if problems.read_only:
        return problems.read_only
    return "" if problems.path.is_file() else "this is no file that an editor could open"


@REPAIR.command("e", "enter", label="open the editor at this line", footer=90, unless=_no_file)
def editor(problems: Problems) -> None:
    """Open $VISUAL or $EDITOR at the error's line, and read the file again afterwards."""
    if edit_file(problems, problems.path, problems.line):
        problems.retry()


@REPAIR.command("r", label="read again", footer=80)
def retry(problems: Problems) -> None:
    """Read the file again."""
    problems.retry()


@REPAIR.command("q", label="quit", footer=70)
def quit(problems: Problems) -> None:
    """Leave; nothing has been written."""
    problems.app.exit()


class Problems(CommandOwner, Screen[None]):
    """`reopen` tries to open the file again and switches screens when that works."""

    CSS_PATH = "problems.tcss"
    COMPONENT_CLASSES: ClassVar[set[str]] = TONE_CLASSES
    COMMAND_GROUPS = (REPAIR, HELP)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings((REPAIR, HELP))]
    AUTO_FOCUS = "Grid"

    def __init__(
        self, path: Path, problems: tuple[Problem, ...], reopen: Callable[[], None],
        read_only: str = "",
    ) -> None:  # fmt: skip
        super().__init__()
        self.read_only = read_only
        """Why the file may not be edited, if it may not."""
        self.path = path
        self._problems = problems
        self._text: list[str] = []
        self._reopen = reopen

    @property
    def line(self) -> int:
        """The line of the error under the cursor."""
        row = self.query_one(Grid).row
        return self._problems[int(row.key)].line if row else 1

    def compose(self) -> ComposeResult:
        yield Lines(id="header")
        yield Grid(cursor="row", classes="panel")
        yield Lines(id="whole", classes="panel")
        yield KeyBar()

    def on_mount(self) -> None:
        self.show(self._problems)

    def show(self, problems: tuple[Problem, ...]) -> None:
        """Lists what is wrong."""
        self._problems = problems
        self._text = _text_of(self.path)
        errors = sum(problem.severity == "error" for problem in problems)
        self.query_one("#header", Lines).show(
            line(
                (visible(str(self.path)), "strong"),
                "   ",
                (f"✗ {count(errors, 'error')}", "bad"),
                ("   nothing has been changed", "dim"),
            )
        )
        grid = self.query_one(Grid)
        grid.border_title = "This file cannot be opened yet"
        grid.show(COLUMNS, [self._row(index, each) for index, each in enumerate(problems)])
        self._tell_whole()
        self.query_one(KeyBar).offer(self.available())

    def suspend(self) -> AbstractContextManager[None]:
        """Gives the terminal away while it is entered."""
        return self.app.suspend()

    def retry(self) -> None:
        """Reads the file again."""
        self._reopen()

    def on_grid_moved(self) -> None:
        self._tell_whole()

    def _tell_whole(self) -> None:
        row = self.query_one(Grid).row
        problem = self._problems[int(row.key)] if row else None
        lines_ = [line(visible(problem.message)), ()] if problem else []
        self.query_one("#whole", Lines).show(*lines_, *excerpt(self._text, self.line))

    def _row(self, index: int, problem: Problem) -> GridRow:
        tone: Tone = "bad" if problem.severity == "error" else "warn"
        place = f"{self.path.name}:{problem.line}" if problem.line else self.path.name
        cells = {
            "place": line((visible(place), "strong")),
            "severity": line((problem.severity, tone)),
            "message": line(visible(problem.message)),
        }
        values = {"place": place, "severity": problem.severity, "message": problem.message}
        return GridRow(str(index), cells, values)


def _text_of(path: Path) -> list[str]:
    """The lines of the file, or none where it cannot even be read."""
    try:
        return split_lines(shown_text(read_file(path).text, str(path)))
    except CannotRead:
        return []
