"""Everything that is known of one provider's health: why it is so, what to do, the last checks."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content

from rscrew_console.roster.visible import visible
from rscrew_console.tui.command import CommandGroup, bindings
from rscrew_console.tui.context import ConsoleContext
from rscrew_console.tui.requests import HealthRequest
from rscrew_console.tui.screens.dialogue import LiveDialogue
from rscrew_console.tui.screens.helping import HELP
from rscrew_console.tui.view import health_details
from rscrew_console.tui.widgets.grid import Grid
from rscrew_console.tui.widgets.keybar import KeyBar
from rscrew_console.tui.widgets.lines import Lines

DETAILS: CommandGroup[HealthDetails] = CommandGroup("In the details of a provider's health")


@DETAILS.command("r", label="check now", footer=90)
def check(details: HealthDetails) -> None:
    """Check all providers now."""
    details.context.health_checks.check(asked_for=True)


@DETAILS.command("y", label="copy", footer=60)
def copy(details: HealthDetails) -> None:
    """Copy what is shown here, for a colleague or the vendor's support; it holds no key."""
    details.copy()


@DETAILS.command("escape", "q", "enter", label="back", footer=80)
def back(details: HealthDetails) -> None:
    """Back to the tables."""
    details.dismiss(None)


class HealthDetails(LiveDialogue):
    """Follows the checks while it is open."""

    CSS_PATH = "health.tcss"
    shows_ages = True
    COMMAND_GROUPS = (DETAILS, HELP)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings((DETAILS, HELP))]
    AUTO_FOCUS = "Grid"

    def __init__(self, context: ConsoleContext, request: HealthRequest) -> None:
        super().__init__(context)
        self._provider = request.provider

    def compose(self) -> ComposeResult:
        with Vertical(id="box", classes="panel"):
            yield Lines(id="summary")
            yield Grid(cursor="none", header=False)
            yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.redraw()

    def redraw(self) -> None:
        """Draws it anew from what is known now."""
        view_state = self.context.view_state
        provider = view_state.roster.provider_by_name.get(self._provider)
        if provider is None:
            self.dismiss(None)
            return
        self.query_one("#box").border_title = Content(f"{visible(self._provider)}: health")
        self.query_one("#summary", Lines).show(*health_details.summary(view_state, provider))
        rows = health_details.rows(view_state.healths, provider.name)
        self.query_one(Grid).show(health_details.COLUMNS, rows, empty=health_details.NO_CHECKS)

    def copy(self) -> None:
        """Puts all of it into the clipboard."""
        view_state = self.context.view_state
        provider = view_state.roster.provider_by_name[self._provider]
        self.app.copy_to_clipboard(health_details.text(view_state, provider))
        self.show_message("copied")
