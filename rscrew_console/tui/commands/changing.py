"""Changing the crew: each of these is one step that `u` takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rscrew_console.dialects.operations import Move, Remove
from rscrew_console.roster.chain import Chain
from rscrew_console.tui.commands.command import CommandGroup
from rscrew_console.tui.editing import adding, cells, steps, whom
from rscrew_console.tui.view.text import count

if TYPE_CHECKING:
    from rscrew_console.tui.screens.main import MainScreen

CHANGING: CommandGroup[MainScreen] = CommandGroup("Change")


def _no_row(screen: MainScreen) -> str:
    return "" if screen.grid.row else "there is nothing in this table"


def _no_slot(screen: MainScreen) -> str:
    if screen.kind == "agent" and screen.grid.column in screen.picture.roster.slots:
        return _no_row(screen)
    return "this works in an agent's slots: primary, secondary and so on"


def _not_placed(screen: MainScreen) -> str:
    if reason := _no_slot(screen):
        return reason
    agents = screen.picture.roster.agent_by_name
    chains = (agents[name].chain for name in whom.targets(screen, "agent"))
    placed = any(chain.provider_in(screen.grid.column) for chain in chains)
    return "" if placed else "this slot is empty"


def _nothing_to_undo(screen: MainScreen) -> str:
    return "" if screen.desk.session.undoable else "nothing to undo"


def _nothing_to_redo(screen: MainScreen) -> str:
    return "" if screen.desk.session.redoable else "nothing to redo"


@CHANGING.command("enter", label="edit", footer=90, unless=_no_row)
async def edit(screen: MainScreen) -> None:
    """Edit the cell; on a name, all fields of the agent or provider."""
    await cells.edit(screen, screen.kind, screen.grid.row_key, screen.grid.column)


@CHANGING.command(*"123456789", label="assign", footer=80, unless=_no_slot, shown_key="1-9")
async def assign(screen: MainScreen, key: str) -> None:
    """Put the n-th provider into this slot; if it sits in another slot, the two swap."""
    roster = screen.picture.roster
    if not key:
        await edit(screen)
    elif int(key) > len(roster.providers):
        screen.tell(f"there is no provider number {key}", "warning")
    else:
        provider = roster.providers[int(key) - 1].name
        cells.put(screen, screen.grid.column, provider)


@CHANGING.command("less_than_sign", label="earlier", unless=_not_placed)
def earlier(screen: MainScreen) -> None:
    """Move this provider one place up its chain."""
    _move(screen, -1)


@CHANGING.command("greater_than_sign", label="later", unless=_not_placed)
def later(screen: MainScreen) -> None:
    """Move this provider one place down its chain."""
    _move(screen, +1)


def _move(screen: MainScreen, step: int) -> None:
    roster, slot, here = screen.picture.roster, screen.grid.column, screen.grid.row_key
    names = whom.targets(screen, "agent")
    to = {name: _neighbour(roster.agent_by_name[name].chain, slot, step) for name in names}
    movable = [name for name in names if to[name]]
    if not movable:
        where = "first" if step < 0 else "last"
        placed = (roster.agent_by_name[name].chain.provider_in(slot) for name in names)
        screen.tell(f"{next(filter(None, placed))} is the {where} of this chain", "warning")
    elif moved := screen.apply([Move(name, slot, step) for name in movable]):
        screen.grid.select(column=to.get(here) or to[movable[0]])
        several = f"{count(moved, 'agent')}: {slot} moved {'up' if step < 0 else 'down'}"
        whom.tell(screen, "agent", several if len(names) > 1 else "")


def _neighbour(chain: Chain, slot: str, step: int) -> str:
    """The filled slot before or after that one, if it is filled itself and there is one."""
    filled = [link.slot for link in chain.links]
    place = filled.index(slot) + step if slot in filled else -1
    return filled[place] if 0 <= place < len(filled) else ""


@CHANGING.command("space", label="mark", footer=30, unless=_no_row)
def mark(screen: MainScreen) -> None:
    """Mark or unmark; the next edit goes to all marked ones that are in sight."""
    state = screen.desk.tables[screen.kind].toggled(screen.grid.row_key)
    screen.desk.set_table(screen.kind, state)
    screen.grid.move(rows=1)
    screen.project()


@CHANGING.command("u", label="undo", footer=60, unless=_nothing_to_undo)
def undo(screen: MainScreen) -> None:
    """Take back the last change."""
    steps.step(screen, "undo")


@CHANGING.command("U", "ctrl+r", label="redo", unless=_nothing_to_redo)
def redo(screen: MainScreen) -> None:
    """Make the change again that was taken back."""
    steps.step(screen, "redo")


@CHANGING.command("a", label="add", footer=40)
async def add(screen: MainScreen) -> None:
    """Add an agent or a provider, whichever table has the cursor."""
    await adding.add(screen, screen.kind)


@CHANGING.command("x", "delete", label="remove", unless=_no_row)
def remove(screen: MainScreen) -> None:
    """Remove the agent or provider; one that is in use says who uses it."""
    kind = screen.kind
    names = whom.targets(screen, kind)
    if screen.apply([Remove(kind, name) for name in names]):
        one = len(names) == 1
        what = names[0] if one else count(len(names), kind)
        whom.tell(screen, kind, f"removed {what}; u brings {'it' if one else 'them'} back")
