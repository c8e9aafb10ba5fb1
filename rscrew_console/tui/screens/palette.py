"""The palette: every command with its key, and everything that has a name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, cast

from rscrew_console.plans.shipped import strategies_of
from rscrew_console.tui.editing.switching import open_file
from rscrew_console.tui.requests import StrategiesRequest
from rscrew_console.tui.screens.described_list import DescribedList
from rscrew_console.tui.screens.dialogue import ask
from rscrew_console.tui.theme import LIGHT
from rscrew_console.tui.view import palette as view
from rscrew_console.tui.view.palette import PaletteEntry
from rscrew_console.tui.view.table import GridRow, TableState
from rscrew_console.tui.view.text import Line, line
from rscrew_console.tui.view.view_state import Kind

if TYPE_CHECKING:
    from rscrew_console.tui.context import ConsoleContext
    from rscrew_console.tui.widgets.command_owner import CommandOwner


class Palette(DescribedList):
    """Answers the id of the entry that was taken."""

    columns = view.COLUMNS

    def __init__(
        self, entries: Sequence[PaletteEntry], use_of: Callable[[str], float],
        load_files: Callable[[], Awaitable[Sequence[PaletteEntry]]],
    ) -> None:  # fmt: skip
        """`load_files` finds the files, which takes a moment: they are listed when it is done."""
        super().__init__((), "Run a command, or go to a name", "⏎ takes it   Esc back",
                         "type a word, a key, or letters of a name")  # fmt: skip
        self.entries = {entry.id: entry for entry in entries}
        self._use_of = use_of
        self._load_files = load_files

    def on_mount(self) -> None:
        super().on_mount()
        self.run_worker(self._list_files(), group="palette", exit_on_error=False)

    async def _list_files(self) -> None:
        files = await self._load_files()
        self.entries |= {entry.id: entry for entry in files}
        key = self.grid.row_key
        self.grid.show(self.columns, self.narrow(self.typed), empty=self.nothing)
        self.grid.select(key)

    def narrow(self, typed: str) -> list[GridRow]:
        return [*map(view.row, view.ordered([*self.entries.values()], typed, self._use_of))]

    def whole(self, row: GridRow) -> Sequence[Line]:
        entry = self.entries.get(row.key)
        return (line(entry.about),) if entry and entry.kind == "command" else (row.cells["about"],)


async def run_palette(owner: CommandOwner) -> None:
    """Shows the palette of the main screen, and does what is taken."""
    context = cast("ConsoleContext", owner)  # the palette is a command of the main screen alone
    commands = {command.id: command for command in owner.available()}
    entries = [
        PaletteEntry("command", one.id, one.label, one.help, one.all_keys)
        for one in commands.values()
    ]
    entries += view.named_entries(context.view_state, strategies_of(context.view_state.roster))
    frecency, now = context.state.frecency, context.health_checks.now.timestamp()
    dialogue = Palette(entries, lambda entry: frecency.use_of(entry, now), lambda: _files(context))
    owners = {name: owner.owner_of(command) for name, command in commands.items()}
    chosen = await ask(owner, dialogue)
    if chosen is None:
        return
    frecency.note(chosen, now)
    if chosen in commands:
        owners[chosen].run_by_id(chosen)
    else:
        await _take(context, owner, dialogue.entries[chosen])


async def _files(context: ConsoleContext) -> list[PaletteEntry]:
    import asyncio

    entries = await asyncio.to_thread(context.workspace.entries, context.state.session)
    return [PaletteEntry("file", str(one.path), one.name, one.format) for one in entries]


async def _take(context: ConsoleContext, owner: CommandOwner, entry: PaletteEntry) -> None:
    match entry.kind:
        case "agent":
            _go_to(context, "agent", entry.name)
        case "provider":
            _go_to(context, "provider", entry.name)
        case "model":
            providers = context.view_state.roster.providers
            _go_to(context, "provider", next(p.name for p in providers if p.model == entry.name))
        case "file":
            await open_file(context, entry.name)
        case "strategy":
            await context.ask(StrategiesRequest(strategy=entry.name))
        case "theme":
            if (owner.app.theme == LIGHT.name) is not (entry.name == "light"):
                context.toggle_theme()
        case "command":
            owner.run_by_id(entry.name)


def _go_to(context: ConsoleContext, kind: Kind, name: str) -> None:
    """Puts the cursor on the row; a filter that hides it is taken away."""
    if name not in {*context.grids[kind].keys}:
        context.state.set_table(kind, TableState(marks=context.state.tables[kind].marks))
        context.redraw()
    context.grids[kind].focus()
    context.grids[kind].select(name)
