"""All fields of one agent or provider, each edited where it stands."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content

from rscrew_console.roster.visible import visible
from rscrew_console.tui.command import CommandGroup, bindings
from rscrew_console.tui.context import ConsoleContext
from rscrew_console.tui.editing import cells, field_options
from rscrew_console.tui.editing import undo as undo_steps
from rscrew_console.tui.requests import FieldsRequest, TextRequest
from rscrew_console.tui.screens.dialogue import LiveDialogue
from rscrew_console.tui.screens.helping import HELP
from rscrew_console.tui.view.agents import mark_edited
from rscrew_console.tui.view.table import Column, GridRow
from rscrew_console.tui.view.text import NOTHING, line
from rscrew_console.tui.view.view_state import Kind
from rscrew_console.tui.widgets.grid import Grid
from rscrew_console.tui.widgets.keybar import KeyBar

COLUMNS = (
    Column("field", "field", least=12, stop=False),
    Column("value", "value", least=16, most=200),
)

FIELDS: CommandGroup[FieldsDialogue] = CommandGroup("In a list of fields")


@FIELDS.command("enter", label="edit", footer=90)
async def edit(fields: FieldsDialogue) -> None:
    """Edit this field; a new name is written into every chain, too."""
    await fields.edit(fields.query_one(Grid).row_key)


@FIELDS.command("u", label="undo", footer=80, unless=lambda fields: fields.why_no_undo)
def undo(fields: FieldsDialogue) -> None:
    """Take back the last change."""
    fields.undo()


@FIELDS.command("escape", "q", label="back", footer=70)
def back(fields: FieldsDialogue) -> None:
    """Back to the tables."""
    fields.dismiss(None)


class FieldsDialogue(LiveDialogue):
    """Answers a `FieldsRequest`. Every edit goes through the console, one step of undo each."""

    CSS_PATH = "fields.tcss"
    COMMAND_GROUPS = (FIELDS, HELP)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings((FIELDS, HELP))]
    AUTO_FOCUS = "Grid"

    def __init__(self, context: ConsoleContext, request: FieldsRequest) -> None:
        super().__init__(context)
        self._kind: Kind = request.kind
        self._entry = request.name

    @property
    def why_no_undo(self) -> str:
        return "" if self.context.state.session.undoable else "nothing to undo"

    def compose(self) -> ComposeResult:
        with Vertical(id="box", classes="panel"):
            yield Grid(header=False)
            yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.redraw()

    async def edit(self, field: str) -> None:
        """Edits the field; the dialogue stays open."""
        context, kind, name = self.context, self._kind, self._entry
        anchor = self.query_one(Grid).cell_offset()
        if field == "name":
            new = await context.ask(
                TextRequest(
                    f"{name}: name",
                    name,
                    anchor=anchor,
                    hint=field_options.hint("name"),
                    refuse=field_options.refusal("name"),
                )
            )
            if new and new.strip() != name:
                self._rename(new.strip())
        elif field in context.view_state.roster.slots:
            await cells.pick_provider(context, name, field, anchor)
        else:
            await cells.edit_field(context, kind, name, field, anchor)
        self.redraw()

    def undo(self) -> None:
        """Takes back the last change; leaves when that took the entry away."""
        undo_steps.step(self.context, "undo")
        self.redraw()

    def _rename(self, new: str) -> None:
        cells.set_field(self.context, self._kind, self._entry, "name", new)
        if new in self.context.view_state.names(self._kind):
            self._entry = new

    def redraw(self) -> None:
        """Draws the fields anew from the state."""
        view_state = self.context.view_state
        if self._entry not in view_state.names(self._kind):
            self.dismiss(None)
            return
        box = self.query_one("#box")
        box.border_title = Content(f"{self._kind} {visible(self._entry)}")
        self.query_one(Grid).show(COLUMNS, [self._row(field) for field in self._fields()])
        self.offer_keys()

    def _fields(self) -> tuple[str, ...]:
        dialect = self.context.state.session.dialect
        if self._kind == "agent":
            return ("name", *self.context.view_state.roster.slots, *dialect.agent_fields)
        return ("name", *dialect.provider_fields)

    def _row(self, field: str) -> GridRow:
        view_state = self.context.view_state
        if field in view_state.roster.slots:
            chain = view_state.roster.agent_by_name[self._entry].chain
            value = chain.provider_in(field) or ""
        else:
            value = field_options.value_of(view_state.roster, self._kind, self._entry, field)
        cell = line(visible(value)) or line((self._hint(field), "dim"))
        if view_state.is_edited(self._kind, self._entry, field):
            cell = mark_edited(cell)
        cells_ = {"field": line((field.replace("_", " "), "dim")), "value": cell}
        return GridRow(field, cells_, {"field": field, "value": value})

    def _hint(self, field: str) -> str:
        """What stands in the place of a value that is not given."""
        if field == "capability":
            agent = self.context.view_state.roster.agent_by_name[self._entry]
            return f"{NOTHING} {agent.capability}, by its name"
        return f"{NOTHING} {field_options.hint(field).partition(';')[0]}".rstrip()

    @on(Grid.Chosen)
    def _chosen(self) -> None:
        self.run_by_id("edit")
