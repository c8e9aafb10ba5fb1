"""The main screen: providers, agents, the selected one in words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content

from rscrew_console.console_settings import ConsoleSettings
from rscrew_console.dialects import OperationError
from rscrew_console.roster.visible import visible
from rscrew_console.session.errors import SessionError
from rscrew_console.tui import editing
from rscrew_console.tui.background.findings import FindingsLookup
from rscrew_console.tui.background.health_checks import HealthChecks
from rscrew_console.tui.background.host import PAINT, BackgroundHost
from rscrew_console.tui.background.ledger_watch import LedgerWatch
from rscrew_console.tui.background.price_lookup import PriceLookup
from rscrew_console.tui.command import bindings
from rscrew_console.tui.commands.viewing import order_by
from rscrew_console.tui.screens.dialogue import ask, redraw_live
from rscrew_console.tui.screens.main_commands import GROUPS
from rscrew_console.tui.theme import other_theme
from rscrew_console.tui.view import captions, detail, providers
from rscrew_console.tui.view.agent_rows import RowCache
from rscrew_console.tui.view.header import banner, header
from rscrew_console.tui.view.own_columns import columns_of, wrong_settings
from rscrew_console.tui.view.table import GridRow, arrange
from rscrew_console.tui.widgets.command_owner import CommandOwner
from rscrew_console.tui.widgets.filter_bar import FilterBar
from rscrew_console.tui.widgets.grid import Grid
from rscrew_console.tui.widgets.keybar import KeyBar
from rscrew_console.tui.widgets.lines import Lines
from rscrew_console.tui.widgets.text_input import FilterLine
from rscrew_console.tui.widgets.tones import TONE_CLASSES_WITHOUT_FILES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from rscrew_console.dialects.operations import Operation
    from rscrew_console.session import Session
    from rscrew_console.tui.health.checker import Clock
    from rscrew_console.tui.requests import DialogueRequest
    from rscrew_console.tui.state.console_state import ConsoleState
    from rscrew_console.tui.usage.ledger_source import LedgerSource
    from rscrew_console.tui.view.view_state import Kind, ViewState
    from rscrew_console.tui.workspace import Workspace

Answer = TypeVar("Answer")


class MainScreen(CommandOwner, BackgroundHost):
    """Fulfils `ConsoleContext`: draws the console's state, and does what the commands ask for."""

    COMPONENT_CLASSES: ClassVar[set[str]] = TONE_CLASSES_WITHOUT_FILES
    COMMAND_GROUPS = GROUPS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(GROUPS)]

    def __init__(
        self, state: ConsoleState, clock: Clock, *,
        watched: bool = True, checked: bool = True, priced: bool = True,
        ledger_source: LedgerSource | None = None,
        remember_theme: Callable[[str], str] | None = None,
        settings: ConsoleSettings | None = None,
        workspace: Workspace, switch_to: Callable[[Session], None],
    ) -> None:  # fmt: skip
        super().__init__()
        self.state = state
        state.checks, state.prices.awaited = checked, priced
        state.set_time(clock())
        checker = state.keys.health_checker(clock)
        self.health_checks = HealthChecks(self, checker, clock, automatic=checked)
        self.price_lookup = PriceLookup(self, clock, enabled=priced)
        self.ledger_watch = LedgerWatch(self, clock, ledger_source)
        self.findings = FindingsLookup(self)
        self.lookups = (self.price_lookup, self.findings, self.ledger_watch)
        self._agent_rows = RowCache()
        self._watched, self._file_changed = watched, False
        self._remember_theme = remember_theme
        self._settings = settings or ConsoleSettings()
        self.health_checks.own_interval = self._settings.check_interval
        self.workspace, self._switch_to = workspace, switch_to
        kinds: tuple[Kind, ...] = ("provider", "agent")
        self.grids = {kind: Grid(id=f"{kind}s", classes="panel") for kind in kinds}

    def compose(self) -> ComposeResult:
        yield Lines(id="header")
        yield Lines(id="banner")
        with Vertical(id="tables"):
            yield self.grids["provider"]
            yield self.grids["agent"]
        yield Lines(id="detail")
        yield FilterBar(id="filter")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        self.redraw()
        self.grids["provider" if self._settings.start == "providers" else "agent"].focus()
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        """Asks and tells what there is to ask and tell, now that the first screen is painted."""
        wrong = wrong_settings(self._settings, self.view_state)
        if warnings := [*self.state.startup_warnings, *wrong]:
            self.show_message("\n".join(warnings), "warning")
        self.run_worker(editing.scenarios.begin(self), group="command")
        self.run_known(self._settings.start)
        self.set_timer(PAINT, self._start_background_work)

    def _start_background_work(self) -> None:
        """Starts what would take the processor from the terminal that shows the first screen."""
        if self._watched:
            self.run_worker(editing.file_changes.watch(self), group="watch")
        for work in (self.health_checks, *self.lookups):
            work.start()

    def on_unmount(self) -> None:
        for work in (self.health_checks.checker, *self.lookups):
            work.close()

    # What the commands ask for

    @property
    def kind(self) -> Kind:
        """The table that has the keyboard, or had it last."""
        return "provider" if self.grids["provider"].has_class("-current") else "agent"

    @property
    def grid(self) -> Grid:
        """That table's widget."""
        return self.grids[self.kind]

    @property
    def view_state(self) -> ViewState:
        """The crew as it is shown at present."""
        return self.state.view_state()

    def apply(
        self, operations: Sequence[Operation], *, label: str = "", commands: Sequence[str] = ()
    ) -> int:
        """Applies the operations as one step of undo, and shows the result, or why it cannot be
        done. Returns how many of them changed anything. `label` and `commands` as in the state."""
        try:
            changed = self.state.apply(operations, label=label, commands=commands)
        except (OperationError, SessionError) as error:
            self.show_message(str(error), "error")
            return 0
        self.redraw()
        return changed

    async def ask(self, request: DialogueRequest[Answer]) -> Answer | None:
        """Opens a dialogue and returns its answer; earlier toasts go away."""
        from rscrew_console.tui.screens.requested import dialogue_for  # loads with a dialogue

        self.clear_messages()
        return await ask(self, dialogue_for(request, self))

    def copy(self, text: str) -> None:
        """Puts the text into the clipboard, also over ssh."""
        self.app.copy_to_clipboard(text)

    def clear_messages(self) -> None:
        """Takes away all toasts."""
        self.app.clear_notifications()

    def toggle_theme(self) -> None:
        """Changes between the light and the dark theme, and remembers which."""
        self.app.theme = other_theme(self.app.theme)
        if self._remember_theme and (reason := self._remember_theme(self.app.theme)):
            self.show_message(reason, "warning")

    def suspend(self) -> AbstractContextManager[None]:
        """Gives the terminal away while it is entered. Raises SuspendNotSupported."""
        return self.app.suspend()

    def show_crew(self, session: Session) -> None:
        """Shows this crew in the place of the open one, which has been closed."""
        self._switch_to(session)

    def leave(self) -> None:
        """Ends the console."""
        self.app.exit()

    def open_filter(self) -> None:
        """Puts the keyboard into the filter line of the table that has the cursor."""
        self.query_one(FilterBar).open(self.state.tables[self.kind].filter)

    async def follow_file_change(self) -> None:
        """Takes in what was written outside; while a dialogue is open, when that is closed."""
        self._file_changed = self.app.screen is not self
        if not self._file_changed:
            await editing.file_changes.refresh_from_disk(self)

    def on_screen_resume(self) -> None:
        if self._file_changed:
            self._file_changed = False
            self.run_worker(editing.file_changes.refresh_from_disk(self), group="command")

    # Drawing

    def redraw(self) -> None:
        """Draws everything anew from the state; cursors stay where they are."""
        if not self.is_running:
            return  # what was found out in the background while it is being closed
        self._show_header()
        self._show_table("provider")
        self._show_table("agent")
        self._show_detail()
        self.health_checks.look_for_edits()
        self.price_lookup.look_up()
        self.findings.look_up()

    def redraw_ages(self) -> None:
        """Draws only what tells how long ago the checks were."""
        if self.is_running:
            self._show_header()
            self._show_table("provider")
            self._show_detail()
            redraw_live(self.app, ages_only=True)

    def redraw_dialogues(self) -> None:
        """Draws the open dialogues anew that follow what is found out."""
        if self.is_running:
            redraw_live(self.app)

    def _show_table(self, kind: Kind) -> None:
        view_state, table, grid = self.view_state, self.state.tables[kind], self.grids[kind]
        columns = columns_of(kind, view_state, self._settings.columns)
        draw = self._agent_rows.rows if kind == "agent" else providers.rows
        rows: Sequence[GridRow] = draw(view_state, table.marks)
        empty = captions.empty(kind, table.filter, len(rows))
        grid.show(columns, arrange(rows, table), order=table.order, empty=empty, tell=False)
        grid.border_title = Content(captions.title(kind, table.filter))
        self._show_counts(kind)

    def _show_counts(self, kind: Kind) -> None:
        grid, total = self.grids[kind], len(self.view_state.names(kind))
        marked = len(self.state.marked(kind))
        grid.border_subtitle = captions.counts(len(grid.rows), total, marked, grid.hidden)

    def _show_header(self) -> None:
        self.query_one("#header", Lines).show(header(self.view_state, self.size.width - 2))
        advice = banner(self.view_state)
        self.set_class(bool(advice), "-banner")
        self.query_one("#banner", Lines).show(*([advice] if advice else []))

    @on(Grid.Moved)
    def _show_detail(self) -> None:
        name = self.grid.row_key
        panel = self.query_one("#detail", Lines)
        panel.show(*detail.selected_lines(self.view_state, self.kind, name))
        panel.border_title = Content(visible(name))
        self._show_keys()

    def _show_keys(self) -> None:
        typing = self.query_one(FilterLine)
        self.query_one(KeyBar).offer((typing if typing.has_focus else self).available())

    def on_resize(self) -> None:
        self._show_header()

    def on_descendant_focus(self) -> None:
        self._show_keys()
        if self.focused in self.grids.values():
            for grid in self.grids.values():
                grid.set_class(grid is self.focused, "-current")

    @on(FilterLine.Changed)
    def _filter_typed(self, event: FilterLine.Changed) -> None:
        table = self.state.tables[self.kind]
        if event.input.has_focus and table.filter != event.value:
            self.state.set_table(self.kind, replace(table, filter=event.value))
            self.redraw()

    @on(FilterLine.Closed)
    def _filter_left(self, event: FilterLine.Closed) -> None:
        if not event.keep:
            self.state.set_table(self.kind, replace(self.state.tables[self.kind], filter=""))
        self.query_one(FilterBar).close()
        self.grid.focus()
        self.redraw()

    @on(Grid.Fitted)
    def _fitted(self, event: Grid.Fitted) -> None:
        self._show_counts("agent" if event.grid is self.grids["agent"] else "provider")

    @on(Grid.Chosen)
    def _chosen(self) -> None:
        self.run_by_id("edit")

    @on(Grid.HeaderClicked)
    def _header_clicked(self, event: Grid.HeaderClicked) -> None:
        event.grid.focus()
        order_by(self, "agent" if event.grid.id == "agents" else "provider", event.column)
