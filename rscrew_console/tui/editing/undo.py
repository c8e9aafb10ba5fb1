"""Undo and redo, with the cursor on what they changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from rscrew_console.session import SessionError

if TYPE_CHECKING:
    from rscrew_console.session.change import Change
    from rscrew_console.tui.context import ConsoleContext

_DONE = {"undo": "undone", "redo": "redone"}


def step(context: ConsoleContext, which: Literal["undo", "redo"]) -> None:
    """One step back, or forward again; says which it was, or why it cannot be made."""
    session = context.state.session
    try:
        if label := context.state.beside.step(which):
            context.state.refresh()
            context.redraw()
            context.show_message(f"{_DONE[which]}: {label}")
            return
        change = session.undo() if which == "undo" else session.redo()
    except SessionError as error:
        context.show_message(str(error), "error")
        return
    context.redraw()
    if change is not None:
        _go_to(context, change, undone=which == "undo")
        label = change.label.removeprefix("undo: ")
        context.show_message(f"{_DONE[which]}: {label}")


def _go_to(context: ConsoleContext, change: Change, *, undone: bool) -> None:
    """Puts the cursor on what the change touched, in this row or table if it can; it stays where it
    is on such a place already."""
    cursor_place = (context.kind, context.grid.row_key, context.grid.column)
    places = []
    for edit in change.edits:
        renamed = edit.on == "key" and not undone
        path = (*edit.path[:-1], edit.new) if renamed else edit.path
        place = context.state.place_at(path)
        if place is not None and place[1] in {*context.grids[place[0]].keys}:
            places.append(place)
    if not places or cursor_place in places:
        return
    kind, name, column = max(
        places, key=lambda place: (place[:2] == cursor_place[:2], place[0] == cursor_place[0])
    )
    if kind != context.kind:
        context.grids[kind].focus()
    context.grids[kind].select(name, column)
