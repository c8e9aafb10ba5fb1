"""All fields of one agent or provider, each edited where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content

from rscrew_console.roster.visible import visible
from rscrew_console.tui.commands.command import CommandGroup, bindings
from rscrew_console.tui.commands.helping import HELP
from rscrew_console.tui.editing import cells, options
from rscrew_console.tui.screens.dialogue import Dialogue
from rscrew_console.tui.screens.prompt import Prompt
from rscrew_console.tui.view.agents import mark_edited
from rscrew_console.tui.view.columns import Column
from rscrew_console.tui.view.picture import Kind
from rscrew_console.tui.view.rows import GridRow
from rscrew_console.tui.view.text import NOTHING, line
from rscrew_console.tui.widgets.grid import Grid
from rscrew_console.tui.widgets.keybar import KeyBar

if TYPE_CHECKING:
    from rscrew_console.tui.screens.main import MainScreen

COLUMNS = (
    Column("field", "field", least=12, stop=False),
    Column("value", "value", least=16, most=200),
)

FIELDS: CommandGroup[FieldsDialogue] = CommandGroup("In a list of fields")


@FIELDS.command("enter", label="edit", footer=90)
async def edit(fields: FieldsDialogue) -> None:
    """Edit this field; the name is followed through every chain."""
    await fields.edit(fields.query_one(Grid).row_key)


@FIELDS.command("u", label="undo", footer=80, unless=lambda fields: fields.why_no_undo)
def undo(fields: FieldsDialogue) -> None:
    """Take back the last change."""
    fields.undo()


@FIELDS.command("escape", "q", label="back", footer=70)
def back(fields: FieldsDialogue) -> None:
    """Back to the tables."""
    fields.dismiss(None)


class FieldsDialogue(Dialogue[None]):
    """Works through the main screen, which does the granting."""

    CSS_PATH = "fields.tcss"
    COMMAND_GROUPS = (FIELDS, HELP)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings((FIELDS, HELP))]
    AUTO_FOCUS = "Grid"

    def __init__(self, main: MainScreen, kind: Kind, name: str) -> None:
        super().__init__()
        self._main = main
        self._kind: Kind = kind
        self._entry = name

    @property
    def why_no_undo(self) -> str:
        return "" if self._main.desk.session.undoable else "nothing to undo"

    def compose(self) -> ComposeResult:
        with Vertical(id="box", classes="panel"):
            yield Grid(header=False)
            yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.project()

    async def edit(self, field: str) -> None:
        """Edits the field; the dialogue stays open."""
        main, kind, name = self._main, self._kind, self._entry
        anchor = self.query_one(Grid).cell_offset()
        if field == "name":
            new = await main.ask(
                Prompt(f"{name}: name", name, anchor=anchor, hint=options.hint("name"),
                       refuse=options.refusal("name"))
            )  # fmt: skip
            if new and new.strip() != name:
                self._rename(new.strip())
        elif field in main.picture.roster.slots:
            await cells.pick_provider(main, name, field, anchor)
        else:
            await cells.edit_field(main, kind, name, field, anchor)
        self.project()

    def undo(self) -> None:
        """Takes back the last change; leaves when that took the entry away."""
        self._main.run_by_id("undo")
        self.project()

    def _rename(self, new: str) -> None:
        cells.set_field(self._main, self._kind, self._entry, "name", new)
        if new in self._main.picture.names(self._kind):
            self._entry = new

    def project(self) -> None:
        """Draws the fields anew from the desk."""
        picture = self._main.picture
        if self._entry not in picture.names(self._kind):
            self.dismiss(None)
            return
        box = self.query_one("#box")
        box.border_title = Content(f"{self._kind} {visible(self._entry)}")
        self.query_one(Grid).show(COLUMNS, [self._row(field) for field in self._fields()])
        self.offer_keys()

    def _fields(self) -> tuple[str, ...]:
        dialect = self._main.desk.session.dialect
        if self._kind == "agent":
            return ("name", *self._main.picture.roster.slots, *dialect.agent_fields)
        return ("name", *dialect.provider_fields)

    def _row(self, field: str) -> GridRow:
        picture = self._main.picture
        if field in picture.roster.slots:
            chain = picture.roster.agent_by_name[self._entry].chain
            value = chain.provider_in(field) or ""
        else:
            value = options.value_of(picture.roster, self._kind, self._entry, field)
        shown = line(visible(value)) or line((self._hint(field), "dim"))
        if picture.is_edited(self._kind, self._entry, field):
            shown = mark_edited(shown)
        cells_ = {"field": line((field.replace("_", " "), "dim")), "value": shown}
        return GridRow(field, cells_, {"field": field, "value": value})

    def _hint(self, field: str) -> str:
        """What stands in the place of a value that is not given."""
        if field == "capability":
            agent = self._main.picture.roster.agent_by_name[self._entry]
            return f"{NOTHING} {agent.capability}, by its name"
        return f"{NOTHING} {options.hint(field).partition(';')[0]}".rstrip()

    @on(Grid.Chosen)
    def _chosen(self) -> None:
        self.run_by_id("edit")
