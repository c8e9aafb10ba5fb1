"""Earlier saves of the file, each with what it changed; Enter goes back to before one."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content

from rscrew_console.roster.visible import visible
from rscrew_console.session import HistoryEntry, SessionError
from rscrew_console.tui.command import CommandGroup, bindings
from rscrew_console.tui.requests import HistoryRequest
from rscrew_console.tui.screens.dialogue import Dialogue
from rscrew_console.tui.screens.helping import HELP
from rscrew_console.tui.view import diffs
from rscrew_console.tui.view.table import Column, GridRow
from rscrew_console.tui.view.text import line
from rscrew_console.tui.widgets.grid import EDGE, MARGIN, Grid
from rscrew_console.tui.widgets.keybar import KeyBar

COLUMNS = (
    Column("time", "saved", least=16),
    Column("summary", "what", least=20, most=200),
    Column("lines", "lines", least=5, right=True, rank=1),
)

HISTORY: CommandGroup[HistoryScreen] = CommandGroup("In the history")


@HISTORY.command("enter", label="go back to before it", footer=90, unless=lambda it: it.why_not)
def go_back(history: HistoryScreen) -> None:
    """Take back this save and all later ones, as an unsaved change that u undoes."""
    history.dismiss(history.query_one("#saves", Grid).row_key)


@HISTORY.command("tab", label="scroll the diff", footer=60)
def next_list(history: HistoryScreen) -> None:
    """Between the list and the diff."""
    history.focus_next()


@HISTORY.command("escape", "q", label="back", footer=70)
def back(history: HistoryScreen) -> None:
    """Back to the tables; nothing changes."""
    history.dismiss(None)


class HistoryScreen(Dialogue[str]):
    """Answers a `HistoryRequest`."""

    CSS_PATH = "history.tcss"
    COMMAND_GROUPS = (HISTORY, HELP)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings((HISTORY, HELP))]
    AUTO_FOCUS = "#saves"

    def __init__(self, request: HistoryRequest) -> None:
        super().__init__()
        self._entries = {entry.id: entry for entry in request.entries}
        self._diff_of = request.diff_of
        self._read_only = request.read_only
        self._nothing = request.nothing

    @property
    def why_not(self) -> str:
        return self._read_only or ("" if self._entries else self._nothing)

    def compose(self) -> ComposeResult:
        with Vertical(id="box", classes="panel") as box:
            box.border_title = Content("History")
            with Container(id="both"):
                yield Grid(cursor="row", id="saves")
                yield Grid(cursor="none", header=False, id="change")
            yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        empty = line((visible(self._nothing), "dim"))
        rows = [_row(entry) for entry in self._entries.values()]
        self.query_one("#saves", Grid).show(COLUMNS, rows, empty=empty)
        self.call_after_refresh(self._show_change)

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_change)

    @on(Grid.Moved, "#saves")
    def _show_change(self) -> None:
        grid = self.query_one("#change", Grid)
        entry = self._entries.get(self.query_one("#saves", Grid).row_key)
        if entry is None:
            return
        try:
            diff = self._diff_of(entry)
        except SessionError as error:
            diff = str(error)
        available = grid.size.width - MARGIN - EDGE - 1
        grid.show(diffs.COLUMNS, diffs.rows(diff, available), empty=line(("no change", "dim")))
        grid.scroll_home(animate=False)


def _row(entry: HistoryEntry) -> GridRow:
    summary = entry.summary or entry.kind
    cells = {
        "time": line((f"{entry.time:%Y-%m-%d %H:%M}", "dim")),
        "summary": line(visible(summary)),
        "lines": line((str(entry.lines_changed), "dim")),
    }
    return GridRow(entry.id, cells, {"summary": summary})
