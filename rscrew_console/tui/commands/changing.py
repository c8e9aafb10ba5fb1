"""Changing the crew: each of these is one step that `u` takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rscrew_console.tui import editing
from rscrew_console.tui.command import CommandGroup
from rscrew_console.tui.commands import allowed
from rscrew_console.tui.commands.allowed import (
    if_editable,
    no_adding,
    no_order,
    no_removing,
    nothing_to_redo,
    nothing_to_undo,
)
from rscrew_console.tui.editing import edit_targets
from rscrew_console.tui.view.text import count

if TYPE_CHECKING:
    from rscrew_console.roster.chain import Chain
    from rscrew_console.tui.context import ConsoleContext

CHANGING: CommandGroup[ConsoleContext] = CommandGroup("Change")


def _no_row(context: ConsoleContext) -> str:
    return "" if context.grid.row else "there is nothing in this table"


def _no_removal(context: ConsoleContext) -> str:
    return _no_row(context) or no_removing(context)


def _no_slot(context: ConsoleContext) -> str:
    if context.kind == "agent" and context.grid.column in context.view_state.roster.slots:
        return _no_row(context)
    return "this works in an agent's slots: the primary and its fallbacks"


def _not_placed(context: ConsoleContext) -> str:
    if reason := _no_slot(context) or no_order(context):
        return reason
    agents = context.view_state.roster.agent_by_name
    chains = (agents[name].chain for name in edit_targets.targets(context, "agent"))
    placed = any(chain.provider_in(context.grid.column) for chain in chains)
    return "" if placed else "this slot is empty"


def _no_replaceable(context: ConsoleContext) -> str:
    provider = edit_targets.provider_under_cursor(context)
    if not provider:
        return "there is no provider under the cursor"
    if not context.view_state.roster.is_used(provider):
        return f"no agent has {provider} in its chain"
    possible = edit_targets.can_take_over(context, provider)
    return "" if possible else f"there is no other provider than {provider}"


@CHANGING.command("enter", label="edit", footer=90, unless=if_editable(_no_row))
async def edit(context: ConsoleContext) -> None:
    """Edit the cell; on a name, all fields of the agent or provider."""
    await editing.cells.edit(context, context.kind, context.grid.row_key, context.grid.column)


@CHANGING.command(
    *"123456789", label="assign", footer=80, unless=if_editable(_no_slot), shown_key="1-9"
)
async def assign(context: ConsoleContext, key: str) -> None:
    """Put the n-th provider into this slot; if it is in another slot, the two swap."""
    roster = context.view_state.roster
    if not key:
        await edit(context)
    elif int(key) > len(roster.providers):
        context.show_message(f"there is no provider number {key}", "warning")
    else:
        provider = roster.providers[int(key) - 1].name
        editing.cells.put(context, context.grid.column, provider)


@CHANGING.command(
    "less_than_sign", label="earlier", unless=if_editable(_not_placed), never=allowed.has_no_order
)
def earlier(context: ConsoleContext) -> None:
    """Move this provider one place up its chain."""
    _move(context, -1)


@CHANGING.command(
    "greater_than_sign", label="later", unless=if_editable(_not_placed), never=allowed.has_no_order
)
def later(context: ConsoleContext) -> None:
    """Move this provider one place down its chain."""
    _move(context, +1)


def _move(context: ConsoleContext, step: int) -> None:
    from rscrew_console.dialects.operations import Move  # what a key needs loads with that key

    roster, slot, cursor_row = context.view_state.roster, context.grid.column, context.grid.row_key
    names = edit_targets.targets(context, "agent")
    to = {name: _neighbour(roster.agent_by_name[name].chain, slot, step) for name in names}
    movable = [name for name in names if to[name]]
    if not movable:
        where = "first" if step < 0 else "last"
        placed = (roster.agent_by_name[name].chain.provider_in(slot) for name in names)
        context.show_message(
            f"{next(filter(None, placed))} is the {where} of this chain", "warning"
        )
    elif moved := context.apply([Move(name, slot, step) for name in movable]):
        context.grid.select(column=to.get(cursor_row) or to[movable[0]])
        several = f"{count(moved, 'agent')}: {slot} moved {'up' if step < 0 else 'down'}"
        edit_targets.report(context, "agent", several if len(names) > 1 else "")


def _neighbour(chain: Chain, slot: str, step: int) -> str:
    """The filled slot before or after that one, if it is filled itself and there is one."""
    filled = [link.slot for link in chain.links]
    place = filled.index(slot) + step if slot in filled else -1
    return filled[place] if 0 <= place < len(filled) else ""


@CHANGING.command("space", label="mark", footer=30, unless=_no_row)
def mark(context: ConsoleContext) -> None:
    """Mark or unmark this row; the next edit changes all marked rows that the filter shows."""
    state = context.state.tables[context.kind].toggled(context.grid.row_key)
    context.state.set_table(context.kind, state)
    context.grid.move(rows=1)
    context.redraw()


@CHANGING.command("asterisk", label="mark all", unless=_no_row)
def mark_all(context: ConsoleContext) -> None:
    """Mark all rows that the filter shows; again: none of them."""
    shown = context.grid.keys
    state = context.state.tables[context.kind].all_toggled(shown)
    context.state.set_table(context.kind, state)
    context.redraw()


@CHANGING.command("V", label="mark range", unless=_no_row)
def mark_range(context: ConsoleContext) -> None:
    """Mark all rows from the one that was marked last to this one."""
    shown = context.grid.keys
    state = context.state.tables[context.kind].range_marked(shown, context.grid.row_key)
    context.state.set_table(context.kind, state)
    context.redraw()


@CHANGING.command("u", label="undo", footer=60, unless=if_editable(nothing_to_undo))
def undo(context: ConsoleContext) -> None:
    """Take back the last change."""
    editing.undo.step(context, "undo")


@CHANGING.command("U", "ctrl+r", label="redo", unless=if_editable(nothing_to_redo))
def redo(context: ConsoleContext) -> None:
    """Redo the change that was undone."""
    editing.undo.step(context, "redo")


@CHANGING.command(
    "a", label="add", footer=40, unless=if_editable(no_adding), never=allowed.has_no_adding
)
async def add(context: ConsoleContext) -> None:
    """Add an agent or a provider, whichever table has the cursor."""
    await editing.adding.add(context, context.kind)


@CHANGING.command("R", label="replace", footer=27, unless=if_editable(_no_replaceable))
async def replace(context: ConsoleContext) -> None:
    """Replace this provider or model by another, wherever it is used, in one step."""
    await editing.replacing.replace_everywhere(context, edit_targets.provider_under_cursor(context))


@CHANGING.command(
    "x", "delete", label="remove", unless=if_editable(_no_removal), never=allowed.has_no_removing
)
async def remove(context: ConsoleContext) -> None:
    """Remove the agent or provider; for a provider in use it asks for a replacement."""
    from rscrew_console.dialects.operations import Remove  # what a key needs loads with that key

    kind = context.kind
    names = edit_targets.targets(context, kind)
    if (
        kind == "provider"
        and len(names) == 1
        and editing.replacing.keeps_from_removal(context, names[0])
    ):
        await editing.replacing.remove_in_use(context, names[0])
    elif context.apply([Remove(kind, name) for name in names]):
        one = len(names) == 1
        what = names[0] if one else count(len(names), kind)
        edit_targets.report(
            context, kind, f"removed {what}; u brings {'it' if one else 'them'} back"
        )
