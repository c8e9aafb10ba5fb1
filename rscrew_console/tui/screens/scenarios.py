"""The scenarios of an experiment: how many agents run on which model, and whether that adds up."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content

from rscrew_console.dialects.operations import RemoveScenario, SwitchScenarios
from rscrew_console.roster.experiment import Scenario, ScenarioTable
from rscrew_console.tui.command import CommandGroup, bindings
from rscrew_console.tui.commands import allowed
from rscrew_console.tui.context import ConsoleContext
from rscrew_console.tui.editing import saving
from rscrew_console.tui.editing import scenarios as editing
from rscrew_console.tui.editing import undo as undo_steps
from rscrew_console.tui.requests import ScenariosRequest
from rscrew_console.tui.screens.dialogue import LiveDialogue
from rscrew_console.tui.screens.helping import HELP
from rscrew_console.tui.view import scenarios as view
from rscrew_console.tui.view.text import line
from rscrew_console.tui.widgets.grid import Grid
from rscrew_console.tui.widgets.keybar import KeyBar
from rscrew_console.tui.widgets.lines import Lines

SCENARIOS: CommandGroup[ScenariosScreen] = CommandGroup("In the scenarios")


@SCENARIOS.command("plus", label="one more", footer=95, unless=lambda it: it.why_no_count)
async def more(screen: ScenariosScreen) -> None:
    """Give one agent more to this model, taken from the column that was chosen with f."""
    await screen.move_agent(+1)


@SCENARIOS.command("minus", label="one less", footer=94, unless=lambda it: it.why_no_count)
async def less(screen: ScenariosScreen) -> None:
    """Take one agent from this model, and give it to the column that was chosen with f."""
    await screen.move_agent(-1)


@SCENARIOS.command("f", label="take from here", footer=83, unless=lambda it: it.why_no_model)
def choose(screen: ScenariosScreen) -> None:
    """Choose this column: + takes agents from it from now on, and - gives them to it."""
    screen.partner = screen.model
    screen.redraw()


@SCENARIOS.command(
    *"0123456789", label="type a count", footer=80, unless=lambda it: it.why_no_count,
    shown_key="0-9",
)  # fmt: skip
async def digit(screen: ScenariosScreen, key: str) -> None:
    """Type the number of agents on this model; other counts stay, and the sum shows what is off."""
    await screen.type_digit(key)


@SCENARIOS.command("enter", label="edit", footer=60, unless=lambda it: it.why_no_row)
async def edit(screen: ScenariosScreen) -> None:
    """Type this count; on a name, another name."""
    await screen.edit()


@SCENARIOS.command("p", label="presets", footer=84, unless=lambda it: it.why_no_row)
async def preset(screen: ScenariosScreen) -> None:
    """Set all counts of this scenario at once: all on one model, an even split, or by shares."""
    if scenario := screen.scenario:
        await editing.preset(screen.context, screen.table, scenario, screen.grid.cell_offset())
        screen.redraw()


@SCENARIOS.command("a", label="add", footer=45, unless=lambda it: allowed.no_editing(it.context))
async def add(screen: ScenariosScreen) -> None:
    """Add a scenario; it begins with an even split."""
    screen.go_to(await editing.add(screen.context, screen.table))


@SCENARIOS.command("c", label="copy", footer=44, unless=lambda it: it.why_no_row)
async def copy(screen: ScenariosScreen) -> None:
    """Add a scenario with the same counts."""
    if scenario := screen.scenario:
        screen.go_to(await editing.copy(screen.context, screen.table, scenario))


@SCENARIOS.command("n", label="rename", footer=43, unless=lambda it: it.why_no_row)
async def rename(screen: ScenariosScreen) -> None:
    """Give the scenario another name."""
    if scenario := screen.scenario:
        screen.go_to(await editing.rename(screen.context, screen.table, scenario))


@SCENARIOS.command("x", "delete", label="remove", footer=42, unless=lambda it: it.why_no_row)
def remove(screen: ScenariosScreen) -> None:
    """Remove the scenario; u brings it back."""
    if scenario := screen.scenario:
        screen.context.apply([RemoveScenario(screen.table.reference(scenario))])
        screen.redraw()


@SCENARIOS.command(
    "m", label="on or off", footer=70, unless=lambda it: allowed.no_editing(it.context)
)
def switch(screen: ScenariosScreen) -> None:
    """Turn ENABLE_MULTI_MODEL on or off: off means that all agents run on MAIN_MODEL."""
    screen.context.apply([SwitchScenarios(not screen.table.enabled)])
    screen.redraw()


@SCENARIOS.command(
    "u", label="undo", footer=88, unless=lambda it: allowed.nothing_to_undo(it.context)
)
def undo(screen: ScenariosScreen) -> None:
    """Take back the last change."""
    undo_steps.step(screen.context, "undo")
    screen.redraw()


@SCENARIOS.command(
    "U", "ctrl+r", label="redo", unless=lambda it: allowed.nothing_to_redo(it.context)
)
def redo(screen: ScenariosScreen) -> None:
    """Redo the change that was undone."""
    undo_steps.step(screen.context, "redo")
    screen.redraw()


@SCENARIOS.command(
    "d", label="diff", footer=50, unless=lambda it: allowed.nothing_unsaved(it.context)
)
async def diff(screen: ScenariosScreen) -> None:
    """Show what has changed against the file, exactly."""
    await saving.show_diff(screen.context)
    screen.redraw()


@SCENARIOS.command(
    "S", "ctrl+s", label="save", footer=89, unless=lambda it: allowed.nothing_to_save(it.context)
)
async def save(screen: ScenariosScreen) -> None:
    """Show the exact diff; Enter then writes it. Sums that are wrong are asked about first."""
    await saving.save(screen.context)
    screen.redraw()


@SCENARIOS.command("q", label="quit", footer=86)
async def quit(screen: ScenariosScreen) -> None:
    """Leave; with unsaved changes it asks first."""
    if await saving.may_leave(screen.context):
        screen.context.state.session.close()
        screen.context.leave()
    else:
        screen.redraw()


@SCENARIOS.command("escape", "tab", label="models", footer=90)
def back(screen: ScenariosScreen) -> None:
    """To the models and the rest of the console; s comes back here."""
    screen.dismiss(None)


class ScenariosScreen(LiveDialogue):
    """Answers a `ScenariosRequest`."""

    CSS_PATH = "scenarios.tcss"
    COMMAND_GROUPS = (SCENARIOS, HELP)
    # Before the table sees them: there 0 is the first column.
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings((SCENARIOS,), priority=True),
        *bindings((HELP,)),
    ]
    AUTO_FOCUS = "Grid"

    def __init__(self, context: ConsoleContext, request: ScenariosRequest) -> None:  # noqa: ARG002 -- every screen takes its request
        super().__init__(context)
        self.partner = ""
        """The model that `+` takes agents from and `-` gives them to; "" until one is chosen."""
        self._typed = ("", "", "")
        """Row, column and the digits that were typed there last."""

    def compose(self) -> ComposeResult:
        with Vertical(id="box", classes="panel"):
            yield Grid(id="scenarios")
            yield Lines(id="about")
            yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.redraw()
        if self.table.models:
            self.grid.select(column=view.column_of(self.table.models[0]))

    @property
    def grid(self) -> Grid:
        return self.query_one(Grid)

    @property
    def table(self) -> ScenarioTable:
        """The scenarios as they are now."""
        table = self.context.view_state.roster.scenarios
        return table or ScenarioTable("scenarios", 0, "", enabled=True, configured=(), scenarios=())

    @property
    def scenario(self) -> Scenario | None:
        """The one under the cursor."""
        return self.table.scenario(self.grid.row_key)

    @property
    def model(self) -> str:
        """The model of the column under the cursor, or ""."""
        return view.model_of(self.grid.column)

    @property
    def why_no_row(self) -> str:
        """Why no scenario can be changed."""
        if reason := allowed.no_editing(self.context):
            return reason
        return "" if self.scenario else "there is no scenario yet: a adds one"

    @property
    def why_no_model(self) -> str:
        """Why no column of a model is meant."""
        return "" if self.model else "this works in a model's column"

    @property
    def why_no_count(self) -> str:
        """Why no count can be changed."""
        return self.why_no_row or self.why_no_model

    def go_to(self, name: str) -> None:
        """Draws the table anew, with the cursor on that scenario if there is a name."""
        self.redraw()
        if name:
            self.grid.select(name)

    async def move_agent(self, step: int) -> None:
        """One agent from the chosen column to this one, or with -1 the other way."""
        scenario, model, table = self.scenario, self.model, self.table
        if scenario is None:
            return
        if self.partner not in table.models:
            self.partner = ""
        if not self.partner:
            anchor = self.grid.cell_offset()
            self.partner = await editing.choose_partner(self.context, table, model, anchor)
        if self.partner == model:
            message = "agents are taken from this very column; f on another one chooses that"
            self.show_message(message, "warning")
        elif self.partner:
            giver, taker = (self.partner, model) if step > 0 else (model, self.partner)
            editing.move_agent(self.context, table, scenario, giver, taker)
        self.redraw()

    async def type_digit(self, key: str) -> None:
        """Sets the count to what was typed; a second digit on the same cell goes on with it."""
        scenario = self.scenario
        if scenario is None or not key:
            await self.edit()
            return
        place = (self.grid.row_key, self.grid.column)
        before = self._typed[2] if self._typed[:2] == place else ""
        typed = view.typed_count(before, key, self.table.number_of_agents)
        editing.set_counts(self.context, self.table, scenario, {self.model: int(typed)})
        self._typed = (*place, typed)
        self.redraw()

    async def edit(self) -> None:
        """Asks for the count or the name under the cursor."""
        scenario = self.scenario
        if scenario is None:
            return
        if self.model:
            await editing.type_count(self.context, self.table, scenario, self.model)
            self.redraw()
        else:
            self.go_to(await editing.rename(self.context, self.table, scenario))

    def redraw(self) -> None:
        view_state, table = self.context.view_state, self.table
        self.query_one("#box").border_title = Content(view.title(table))
        self.set_class(not table.enabled, "-off")
        empty = line(("no scenario yet: ", "dim"), ("a", "key"), (" adds one", "dim"))
        columns = view.columns(view_state, table, self.partner)
        self.grid.show(columns, view.rows(view_state, table), empty=empty)
        self._show_about()

    @on(Grid.Moved)
    def _show_about(self) -> None:
        if (self.grid.row_key, self.grid.column) != self._typed[:2]:
            self._typed = ("", "", "")
        view_state, table = self.context.view_state, self.table
        lines = view.about(view_state, table, self.scenario, self.partner)
        self.query_one("#about", Lines).show(*lines)
        self.offer_keys()

    @on(Grid.Chosen)
    def _chosen(self) -> None:
        self.run_by_id("edit")
