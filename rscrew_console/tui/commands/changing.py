"""Changing the crew: each of these is one step that `u` takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rscrew_console.session.errors import SessionError
from rscrew_console.tui import wishes
from rscrew_console.tui.commands.command import Group
from rscrew_console.tui.editing import adding, cells
from rscrew_console.tui.view.text import count

if TYPE_CHECKING:
    from rscrew_console.tui.screens.main import MainScreen

CHANGING: Group[MainScreen] = Group("Change")


def _no_row(screen: MainScreen) -> str:
    return "" if screen.grid.row else "there is nothing in this table"


def _no_slot(screen: MainScreen) -> str:
    if screen.kind == "agent" and screen.grid.column in screen.picture.roster.slots:
        return _no_row(screen)
    return "this works in an agent's slots: primary, secondary and so on"


def _not_placed(screen: MainScreen) -> str:
    if reason := _no_slot(screen):
        return reason
    agent = screen.picture.roster.agent_by_name[screen.grid.row_key]
    return "" if agent.chain.provider_in(screen.grid.column) else "this slot is empty"


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
    name, slot = screen.grid.row_key, screen.grid.column
    chain = screen.picture.roster.agent_by_name[name].chain
    filled = [link.slot for link in chain.links]
    place = filled.index(slot) + step
    if not 0 <= place < len(filled):
        where = "first" if step < 0 else "last"
        screen.tell(f"{chain.provider_in(slot)} is the {where} of this chain", "warning")
    elif screen.grant([wishes.move(screen.picture.roster, name, slot, step)]):
        screen.grid.select(column=filled[place])


@CHANGING.command("space", label="mark", footer=30, unless=_no_row)
def mark(screen: MainScreen) -> None:
    """Mark or unmark; the next edit goes to everything that is marked."""
    state = screen.desk.tables[screen.kind].toggled(screen.grid.row_key)
    screen.desk.set_table(screen.kind, state)
    screen.grid.move(rows=1)
    screen.project()


@CHANGING.command("u", label="undo", footer=60, unless=_nothing_to_undo)
def undo(screen: MainScreen) -> None:
    """Take back the last change."""
    _step(screen, "undo")


@CHANGING.command("U", "ctrl+r", label="redo", unless=_nothing_to_redo)
def redo(screen: MainScreen) -> None:
    """Make the change again that was taken back."""
    _step(screen, "redo")


def _step(screen: MainScreen, which: str) -> None:
    try:
        change = getattr(screen.desk.session, which)()
    except SessionError as error:
        screen.tell(str(error), "error")
        return
    screen.project()
    if change is not None:
        label = change.label.removeprefix("undo: ")
        screen.tell(f"{'undone' if which == 'undo' else 'made again'}: {label}")


@CHANGING.command("a", label="add", footer=40)
async def add(screen: MainScreen) -> None:
    """Add an agent or a provider, whichever table has the cursor."""
    await adding.add(screen, screen.kind)


@CHANGING.command("x", "delete", label="remove", unless=_no_row)
def remove(screen: MainScreen) -> None:
    """Remove the agent or provider; one that is in use says who uses it."""
    kind, names = screen.kind, screen.targets
    if screen.grant([wishes.remove(kind, name) for name in names]):
        what = names[0] if len(names) == 1 else count(len(names), kind)
        screen.tell(f"removed {what}; u brings it back")
