"""What commands and editing need of the console. The main screen fulfils it; tests may, too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol, TypeVar

from textual.geometry import Size

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from rscrew_console.dialects.operations import Operation
    from rscrew_console.session import Session
    from rscrew_console.tui.background.health_checks import HealthChecks
    from rscrew_console.tui.background.ledger_watch import LedgerWatch
    from rscrew_console.tui.requests import DialogueRequest
    from rscrew_console.tui.state.console_state import ConsoleState
    from rscrew_console.tui.view.view_state import Kind, ViewState
    from rscrew_console.tui.widgets.grid import Grid
    from rscrew_console.tui.workspace import Workspace

Answer = TypeVar("Answer")


class EditorHost(Protocol):
    """What can hand the terminal to another program."""

    def suspend(self) -> AbstractContextManager[None]:
        """Gives the terminal away while it is entered. Raises SuspendNotSupported."""
        ...

    def show_message(self, message: str, severity: SeverityLevel = "information") -> None:
        """Shows a toast in the place of earlier ones."""
        ...


class ConsoleContext(EditorHost, Protocol):
    """The open file, the two tables with their cursors, and ways to ask, tell and change."""

    @property
    def state(self) -> ConsoleState:
        """The open session and how the user looks at it."""
        ...

    @property
    def view_state(self) -> ViewState:
        """The crew as it is shown at present."""
        ...

    @property
    def grids(self) -> Mapping[Kind, Grid]:
        """The tables."""
        ...

    @property
    def kind(self) -> Kind:
        """The table that has the keyboard, or had it last."""
        ...

    @property
    def grid(self) -> Grid:
        """That table's widget."""
        ...

    @property
    def size(self) -> Size:
        """Cells and lines of the screen."""
        ...

    @property
    def ledger_watch(self) -> LedgerWatch:
        """What reads the ledger."""
        ...

    @property
    def health_checks(self) -> HealthChecks:
        """The checks of the providers."""
        ...

    def apply(
        self, operations: Sequence[Operation], *, label: str = "", commands: Sequence[str] = ()
    ) -> int:
        """Applies the operations as one step of undo, and shows the result, or why it cannot be
        done. Returns how many of them changed anything. `label` and `commands` as in the state."""
        ...

    async def ask(self, request: DialogueRequest[Answer]) -> Answer | None:
        """Opens a dialogue and returns its answer; None where it was left without one."""
        ...

    def redraw(self) -> None:
        """Draws everything anew from the state; cursors stay where they are."""
        ...

    def open_filter(self) -> None:
        """Puts the keyboard into the filter line of the table that has the cursor."""
        ...

    async def follow_file_change(self) -> None:
        """Takes in what was written outside; while a dialogue is open, when that is closed."""
        ...

    def copy(self, text: str) -> None:
        """Puts the text into the clipboard, also over ssh."""
        ...

    def clear_messages(self) -> None:
        """Takes away all toasts."""
        ...

    def toggle_theme(self) -> None:
        """Changes between the light and the dark theme."""
        ...

    @property
    def workspace(self) -> Workspace:
        """The files with agents, and how one of them is opened."""
        ...

    def show_crew(self, session: Session) -> None:
        """Shows this crew in the place of the open one, which has been closed."""
        ...

    def leave(self) -> None:
        """Ends the console."""
        ...
