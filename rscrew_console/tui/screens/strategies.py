"""Strategies, and beside them what the one under the cursor would make of the crew."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from rscrew_console.dialects import OperationError
from rscrew_console.plans.carry_out import operation_of, text_after
from rscrew_console.plans.preview import Preview, preview
from rscrew_console.plans.shipped import strategies_of
from rscrew_console.roster.strategies.model import Strategy
from rscrew_console.session.errors import SessionError
from rscrew_console.tui.command import CommandGroup, bindings
from rscrew_console.tui.commands.allowed import no_editing
from rscrew_console.tui.context import ConsoleContext
from rscrew_console.tui.editing.strategies import keep_strategy
from rscrew_console.tui.requests import ReviewRequest, StrategiesRequest
from rscrew_console.tui.screens.helping import HELP
from rscrew_console.tui.screens.plan_dialogue import PlanDialogue
from rscrew_console.tui.view import strategies as view
from rscrew_console.tui.view.header import pinned
from rscrew_console.tui.view.text import count, line
from rscrew_console.tui.widgets.grid import Grid
from rscrew_console.tui.widgets.lines import Lines

STRATEGIES: CommandGroup[Strategies] = CommandGroup("In the strategies")


@STRATEGIES.command("enter", label="apply", footer=95, unless=lambda it: it.why_not_apply)
def apply(screen: Strategies) -> None:
    """Give the agents these chains, as one change that u takes back; reasonings stay."""
    screen.apply()


@STRATEGIES.command("space", label="leave out", footer=85, unless=lambda it: it.why_not_out)
def leave_out(screen: Strategies) -> None:
    """Leave out the slot under the cursor, on a name the whole agent; or include it again."""
    screen.toggle()


@STRATEGIES.command("a", label="all agents", footer=60, unless=lambda it: it.why_not_all)
def everybody(screen: Strategies) -> None:
    """Include all agents and slots, also those that were not marked."""
    screen.out, screen.kept = frozenset(), frozenset()
    screen.redraw()


@STRATEGIES.command("d", label="diff", footer=65, unless=lambda it: it.why_not)
async def diff(screen: Strategies) -> None:
    """Show what applying it would change in the file, exactly."""
    await screen.show_diff()


@STRATEGIES.command(
    "s",
    label="save as strategy",
    footer=50,
    unless=lambda it: no_editing(it.context),
)
async def save_as(screen: Strategies) -> None:
    """Keep the crew's present chains as a strategy of your own."""
    if name := await keep_strategy(screen.context):
        screen.redraw()
        screen.query_one("#choices", Grid).select(name)


@STRATEGIES.command("tab", "shift+tab", label="other list", footer=70)
def next_list(screen: Strategies) -> None:
    """Between the strategies and the agents."""
    screen.focus_next(Grid)


@STRATEGIES.command("escape", "q", label="back", footer=80)
def back(screen: Strategies) -> None:
    """Back to the tables; nothing changes."""
    screen.dismiss(None)


def kept_by_agent(kept: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Agent → its slots that are left out."""
    slots: dict[str, list[str]] = {}
    for agent, slot in sorted(kept):
        slots.setdefault(agent, []).append(slot)
    return slots


class Strategies(PlanDialogue):
    """Answers a `StrategiesRequest`."""

    COMMAND_GROUPS = (STRATEGIES, HELP)
    choices_by_row = True
    crew_cursor = "cell"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings((STRATEGIES, HELP))]

    def __init__(self, context: ConsoleContext, request: StrategiesRequest) -> None:
        super().__init__(context)
        names = context.view_state.roster.agent_by_name.keys()
        self.out = frozenset(names - set(request.agents) if request.agents else ())
        """The agents that are left out."""
        self.kept: frozenset[tuple[str, str]] = frozenset()
        """Agents and slots of theirs that are left out."""
        self._first = request.strategy
        self._plan: Preview | None = None
        self._laid_out = False

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#box").border_title = "Strategies"
        self.redraw()
        followed = self.context.view_state.strategy
        first = self._first or (followed.strategy if followed else "")
        if first:
            self.query_one("#choices", Grid).select(first)
        self.call_after_refresh(self._lay_out)

    def _lay_out(self) -> None:
        """Shows the plan for the first time: before this the screen has no room for it."""
        self._laid_out = True
        self._show_plan()

    @property
    def strategy(self) -> Strategy | None:
        """The one under the cursor."""
        name = self.query_one("#choices", Grid).row_key
        strategies_ = strategies_of(self.context.view_state.roster)
        return next((one for one in strategies_ if one.name == name), None)

    @property
    def why_not_apply(self) -> str:
        """Why the plan cannot be carried out."""
        return no_editing(self.context) or self.why_not

    @property
    def why_not(self) -> str:
        """Why there is nothing to apply."""
        if reason := self.context.state.not_known_yet:
            return reason
        if self._plan is None or not self._plan.chains:
            return "nothing to change: all agents have these chains"
        return ""

    @property
    def why_not_out(self) -> str:
        on_crew = self.query_one("#crew", Grid).has_focus
        return "" if on_crew else "Tab goes to the agents, where space leaves one out"

    @property
    def why_not_all(self) -> str:
        return "" if self.out or self.kept else "nothing is left out"

    def redraw(self) -> None:
        view_state = self.context.view_state
        rows = view.strategy_rows(strategies_of(view_state.roster), view_state.strategy)
        self.query_one("#choices", Grid).show(view.STRATEGY_COLUMNS, rows)
        self.show_notes([pinned(view_state)])
        self._show_plan()

    def toggle(self) -> None:
        """Leaves the slot, or on a name the agent, out, or takes it in again."""
        crew = self.query_one("#crew", Grid)
        if crew.column == "name" or crew.row_key in self.out:
            self.out ^= {crew.row_key}
        else:
            self.kept ^= {(crew.row_key, crew.column)}
        crew.move(rows=1)
        self._show_plan()

    def apply(self) -> None:
        """Makes what is shown true."""
        if self._plan is None:
            return
        try:
            self.context.state.apply_preview(self._plan)
        except (OperationError, SessionError) as error:
            self.show_message(str(error), "error")
            return
        name, changed = self._plan.strategy.name, count(len(self._plan.chains), "agent")
        self.dismiss(None)
        self.context.redraw()
        self.context.show_message(f"{name}: {changed} changed; u takes that back")

    async def show_diff(self) -> None:
        """Shows what applying it would change in the text."""
        if self._plan is None:
            return
        session = self.context.state.session
        try:
            after = text_after(session, self._plan)
        except OperationError as error:
            self.show_message(str(error), "error")
            return
        label = operation_of(self._plan).label(session.roster)
        await self.context.ask(
            ReviewRequest(session.document.text, after, str(session.path), [label], "preview")
        )

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_plan)

    @on(Grid.Moved, "#choices")
    def _other_strategy(self) -> None:
        if self._plan is None or self._plan.strategy != self.strategy:
            self._show_plan()

    @on(Grid.Chosen, "#choices")
    def _chosen(self) -> None:
        self.offer_keys()

    def on_descendant_focus(self) -> None:
        self.offer_keys()

    def _show_plan(self) -> None:
        strategy, view_state = self.strategy, self.context.view_state
        if strategy is None or not self._laid_out:
            return
        if reason := self.context.state.not_known_yet:
            self._plan = None
            self.query_one("#about", Lines).show(view.description(strategy))
            self.query_one("#crew", Grid).show(view.PENDING_COLUMNS, ())
            self.query_one("#summary", Lines).show(line((f"{reason}…", "dim")))
            self.offer_keys()
            return
        names = view_state.roster.agent_by_name.keys()
        plan = preview(
            view_state.roster, strategy, self.context.state.plan_facts(), names - self.out,
            kept_by_agent(self.kept),
        )  # fmt: skip
        self._plan = plan
        self.query_one("#about", Lines).show(view.description(strategy))
        crew = self.query_one("#crew", Grid)
        rows = view.agent_rows(plan, view_state, self.out)
        crew.show(view.agent_columns(plan, view_state), rows)
        left_out = view.left_out_in_words(len(self.out & names), len(self.kept))
        self.query_one("#summary", Lines).show(*view.summary(plan, left_out, *self.summary_size))
        self.offer_keys()
