"""The main screen: providers, agents, the selected one in words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen

from rscrew_console.dialects import OperationError
from rscrew_console.roster.visible import visible
from rscrew_console.session.errors import SessionError
from rscrew_console.tui.commands.command import bindings
from rscrew_console.tui.commands.main import GROUPS
from rscrew_console.tui.commands.owner import CommandOwner
from rscrew_console.tui.commands.viewing import order_by
from rscrew_console.tui.desk import ConsoleState
from rscrew_console.tui.editing.outside import look_again, offer_left_behind, watch
from rscrew_console.tui.health.asking import Clock
from rscrew_console.tui.health.rounds import HealthChecks
from rscrew_console.tui.prices.lookup import PriceLookup
from rscrew_console.tui.screens.dialogue import Dialogue
from rscrew_console.tui.screens.health import HealthDetails
from rscrew_console.tui.screens.live import LiveDialogue
from rscrew_console.tui.usage.found import LedgerSource
from rscrew_console.tui.usage.watch import LedgerWatch
from rscrew_console.tui.view import agents, detail, providers
from rscrew_console.tui.view.header import header
from rscrew_console.tui.view.picture import Kind, ViewState
from rscrew_console.tui.view.rows import GridRow, arrange
from rscrew_console.tui.view.text import Line, count, line
from rscrew_console.tui.widgets.filter_line import FilterLine
from rscrew_console.tui.widgets.grid import Grid
from rscrew_console.tui.widgets.keybar import KeyBar
from rscrew_console.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rscrew_console.dialects.operations import Operation


Answer = TypeVar("Answer")

KINDS: tuple[Kind, Kind] = ("provider", "agent")


class MainScreen(CommandOwner, Screen[None]):
    """Draws the desk's picture; what the keys do is in `commands`."""

    CSS_PATH = "main.tcss"
    COMMAND_GROUPS = GROUPS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(GROUPS)]

    def __init__(
        self, desk: ConsoleState, clock: Clock, *,
        watched: bool = True, checked: bool = True, priced: bool = True,
        whence: LedgerSource | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.desk = desk
        desk.checks = checked
        desk.grow_older(clock())
        self.rounds = HealthChecks(self, desk.keys.asker(clock), clock, automatic=checked)
        self.pricing = PriceLookup(self, clock, wanted=priced)
        self.ledger = LedgerWatch(self, clock, whence)
        self._watched = watched
        self._changed_below = False
        self.grids: dict[Kind, Grid] = {
            "provider": Grid(id="providers", classes="panel"),
            "agent": Grid(id="agents", classes="panel"),
        }

    def compose(self) -> ComposeResult:
        yield Lines(id="header")
        with Vertical(id="tables"):
            yield self.grids["provider"]
            yield self.grids["agent"]
        yield Lines(id="detail")
        with Horizontal(id="filter"):
            yield Lines(line(("/ ", "key")))
            yield FilterLine(compact=True, placeholder="words that a row must contain")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        self.project()
        self.grids["agent"].focus()
        self.call_after_refresh(self._settle_in)

    def _settle_in(self) -> None:
        """What can wait until the first picture is there."""
        if trouble := self.desk.trouble:
            self.tell("\n".join(trouble), "warning")
        self.run_worker(offer_left_behind(self), group="command")
        if self._watched:
            self.run_worker(watch(self), group="watch")
        self.rounds.start()
        self.pricing.start()
        self.ledger.start()

    def on_unmount(self) -> None:
        self.rounds.asker.close()
        self.pricing.close()
        self.ledger.close()

    # What the commands ask for

    @property
    def kind(self) -> Kind:
        """The table that has the keyboard, or had it last."""
        return "provider" if self.grids["provider"].has_class("-current") else "agent"

    @property
    def grid(self) -> Grid:
        """The table that has the keyboard, or had it last."""
        return self.grids[self.kind]

    @property
    def picture(self) -> ViewState:
        """What is shown."""
        return self.desk.picture()

    def apply(self, operations: Sequence[Operation]) -> int:
        """Does the operations as one step and shows it, or says why not. Returns how many did."""
        try:
            changed = self.desk.apply(operations)
        except (OperationError, SessionError) as error:
            self.tell(str(error), "error")
            return 0
        self.project()
        return changed

    async def ask(self, dialogue: Dialogue[Answer]) -> Answer | None:
        """As everywhere; what was told before is out of the way."""
        self.app.clear_notifications()
        return await super().ask(dialogue)

    async def show_warnings(self) -> None:
        """Lists what is unwise; the cursor goes to the one that is chosen."""
        from rscrew_console.tui.screens.warnings import Warnings

        problems = self.picture.problems
        chosen = await self.ask(Warnings(problems))
        if chosen is None:
            return
        if (place := self.desk.place_of(problems[int(chosen)])) is None:
            self.tell(f"line {problems[int(chosen)].line} is in no table; e opens the editor")
            return
        kind, name, column = place
        self.grids[kind].focus()
        self.grids[kind].select(name, column)

    def open_filter(self) -> None:
        """Puts the keyboard into the filter line of the table that has the cursor."""
        self.query_one("#filter").add_class("-open")
        filter_line = self.query_one(FilterLine)
        filter_line.value = self.desk.tables[self.kind].filter
        filter_line.focus()

    async def changed_outside(self) -> None:
        """Takes in what was written outside; while a dialogue is open, when that is closed."""
        self._changed_below = self.app.screen is not self
        if not self._changed_below:
            await look_again(self)

    def on_screen_resume(self) -> None:
        if self._changed_below:
            self._changed_below = False
            self.run_worker(look_again(self), group="command")

    # Drawing

    def project(self) -> None:
        """Draws everything anew from the desk; cursors stay where they are."""
        picture = self.picture
        self._show_header()
        self._show_providers()
        self._show_table(
            "agent",
            agents.columns(picture),
            agents.rows(picture, self.desk.tables["agent"].marks),
        )
        self._show_detail()
        self.rounds.look_for_edits()
        self.pricing.look()

    def show_health(self) -> None:
        """Draws what the checks have found out, wherever it is shown."""
        self.project()
        self._show_details()
        self.show_live()

    def show_prices(self) -> None:
        """Draws what the models cost, wherever it is shown."""
        self.project()
        self.show_live()

    def show_ages(self) -> None:
        """Draws only what tells how long ago the checks were."""
        self._show_header()
        self._show_providers()
        self._show_details()

    def _show_details(self) -> None:
        for screen in self.app.screen_stack:
            if isinstance(screen, HealthDetails):
                screen.project()

    def show_live(self) -> None:
        """Draws the dialogues anew that follow what is found out."""
        for screen in self.app.screen_stack:
            # One that is just being opened draws itself when it is there.
            if isinstance(screen, LiveDialogue) and screen.is_mounted and screen.is_attached:
                screen.project()

    def _show_providers(self) -> None:
        picture, marks = self.picture, self.desk.tables["provider"].marks
        columns = providers.columns(picture.healths)
        self._show_table("provider", columns, providers.rows(picture, marks))

    def _show_table(self, kind: Kind, columns: Sequence[Any], rows: list[GridRow]) -> None:
        state, grid = self.desk.tables[kind], self.grids[kind]
        shown = arrange(rows, state)
        noun = "No agents" if kind == "agent" else "No providers"
        empty: Line = line((f"{noun} yet: ", "dim"), ("a", "key"), (" adds one", "dim"))
        if rows:
            empty = line(
                ("Nothing matches ", "dim"), visible(state.filter), (": ", "dim"),
                ("Esc", "key"), (" clears the filter", "dim"),
            )  # fmt: skip
        grid.show(columns, shown, order=state.order, empty=empty)
        grid.border_title = "Agents" if kind == "agent" else "Providers"
        if state.filter:
            grid.border_title = Content(f"{grid.border_title}  / {visible(state.filter)}")
        self._show_counts(kind)

    def _show_counts(self, kind: Kind) -> None:
        grid = self.grids[kind]
        parts = [f"{len(grid.rows)}"]
        if grid.rows and (total := len(self.picture.names(kind))) != len(grid.rows):
            parts = [f"{len(grid.rows)} of {total}"]
        if marked := self.desk.marked(kind):
            parts.append(f"{len(marked)} marked")
        if grid.hidden:
            parts.append(f"{count(grid.hidden, 'more column')} →")
        grid.border_subtitle = Content(", ".join(parts))

    def _show_header(self) -> None:
        self.query_one("#header", Lines).show(header(self.picture, self.size.width - 2))

    def _show_detail(self) -> None:
        picture, name = self.picture, self.grid.row_key
        lines: list[Line] = []
        if self.kind == "agent" and (agent := picture.roster.agent_by_name.get(name)):
            lines = detail.agent_lines(picture, agent)
        elif self.kind == "provider" and (provider := picture.roster.provider_by_name.get(name)):
            lines = detail.provider_lines(picture, provider)
        self.query_one("#detail", Lines).show(*lines)
        self.query_one("#detail", Lines).border_title = Content(visible(name))
        self._show_keys()

    def _show_keys(self) -> None:
        typing = self.query_one(FilterLine)
        self.query_one(KeyBar).offer((typing if typing.has_focus else self).available())

    # Events

    def on_resize(self) -> None:
        self._show_header()

    def on_descendant_focus(self) -> None:
        self._show_keys()
        for grid in self.grids.values():
            if grid.has_focus:
                for other in self.grids.values():
                    other.set_class(other is grid, "-current")

    @on(FilterLine.Changed)
    def _filter_typed(self, event: FilterLine.Changed) -> None:
        state = self.desk.tables[self.kind]
        if event.input.has_focus and state.filter != event.value:
            self.desk.set_table(self.kind, replace(state, filter=event.value))
            self.project()

    @on(FilterLine.Left)
    def _filter_left(self, event: FilterLine.Left) -> None:
        if not event.keep:
            state = replace(self.desk.tables[self.kind], filter="")
            self.desk.set_table(self.kind, state)
        self.query_one("#filter").remove_class("-open")
        self.grid.focus()
        self.project()

    @on(Grid.Moved)
    def _moved(self) -> None:
        self._show_detail()

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
