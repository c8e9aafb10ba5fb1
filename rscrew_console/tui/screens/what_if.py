"""What if a provider, or two, were down: every case as a number, one of them in full."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content

from rscrew_console.plans.costs import outage_cost
from rscrew_console.roster.strategies.view import any_serves
from rscrew_console.roster.what_if import OutageMatrix, blast_radius, what_if
from rscrew_console.tui.command import CommandGroup, bindings
from rscrew_console.tui.context import ConsoleContext
from rscrew_console.tui.requests import WhatIfRequest
from rscrew_console.tui.screens.helping import HELP
from rscrew_console.tui.screens.plan_dialogue import PlanDialogue
from rscrew_console.tui.view import what_if as view
from rscrew_console.tui.view.header import pinned
from rscrew_console.tui.view.text import Line, line
from rscrew_console.tui.widgets.grid import Grid
from rscrew_console.tui.widgets.lines import Lines

SUPPOSING: CommandGroup[WhatIfScreen] = CommandGroup("In the what-if")


@SUPPOSING.command("tab", "shift+tab", label="other table", footer=70)
def next_table(screen: WhatIfScreen) -> None:
    """Between the matrix and the agents; in the matrix the cursor chooses what is down."""
    screen.focus_next(Grid)


@SUPPOSING.command("escape", "q", "enter", label="back", footer=80)
def back(screen: WhatIfScreen) -> None:
    """Back to the tables."""
    screen.dismiss(None)


class WhatIfScreen(PlanDialogue):
    """Answers a `WhatIfRequest`; it begins with those providers down."""

    COMMAND_GROUPS = (SUPPOSING, HELP)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings((SUPPOSING, HELP))]

    def __init__(self, context: ConsoleContext, request: WhatIfRequest) -> None:
        super().__init__(context)
        self._radius: OutageMatrix | None = None
        self._begin = (request.providers[0], request.providers[-1])

    def on_mount(self) -> None:
        super().on_mount()
        self.redraw()
        one, next_table = self._begin
        self.query_one("#choices", Grid).select(one, view.column_of(next_table))
        self.call_after_refresh(self._show_case)

    @property
    def down(self) -> tuple[str, ...]:
        """The providers of the cell under the cursor."""
        grid = self.query_one("#choices", Grid)
        names = (grid.row_key, view.provider_of(grid.column))
        facts = self.context.view_state.roster.provider_by_name
        return tuple(dict.fromkeys(name for name in names if name in facts))

    def redraw(self) -> None:
        view_state = self.context.view_state
        usable = self.context.state.plan_facts().usable
        radius = blast_radius(view_state.roster, usable)
        matrix = self.query_one("#choices", Grid)
        matrix.show(
            view.matrix_columns(radius, len(view_state.roster.agents)),
            view.matrix_rows(radius, usable, view_state.without_key),
        )
        self._radius = radius
        self._show_legend()
        notes: list[Line] = [pinned(view_state)]
        if not any_serves(view_state.facts):
            notes.append(line(("no provider has a key here; this is as if all had one", "dim")))
        self.show_notes(notes)
        self._show_case()

    @on(Grid.Fitted, "#choices")
    def _show_legend(self) -> None:
        if self._radius is not None:
            hidden = self.query_one("#choices", Grid).hidden
            self.query_one("#about", Lines).show(view.legend(self._radius, hidden))

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_case)

    @on(Grid.Moved, "#choices")
    def _show_case(self) -> None:
        roster, facts = self.context.view_state.roster, self.context.state.plan_facts()
        outage = what_if(roster, self.down, facts.usable)
        cost = outage_cost(roster, outage, facts) if facts.quotes else ""
        self.query_one("#summary", Lines).show(*view.summary(outage, cost, *self.summary_size))
        self.query_one("#box").border_title = Content(view.title(outage))
        self.query_one("#crew", Grid).show(view.move_columns(outage), view.moves(outage))
