"""What the open file's format has a place for; what it has none for is not offered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rscrew_console.dialects.capabilities import Capabilities
    from rscrew_console.tui.context import ConsoleContext


def capabilities(context: ConsoleContext) -> Capabilities:
    """Return the capabilities of the open file's format."""
    return context.state.session.dialect.capabilities


def if_editable(
    unless: Callable[[ConsoleContext], str] = lambda _context: "",
) -> Callable[[ConsoleContext], str]:
    """Why a command that changes the crew or its file cannot run: the console was started with
    `--read-only`, or what `unless` says."""
    return lambda context: no_editing(context) or unless(context)


def no_editing(context: ConsoleContext) -> str:
    """Why nothing can be changed at all; empty where it can."""
    session = context.state.session
    return session.read_only if session.started_read_only else ""


def nothing_unsaved(context: ConsoleContext) -> str:
    """Why there is no difference to show."""
    return "" if context.view_state.unsaved else "nothing has changed: the file holds all of this"


def nothing_to_save(context: ConsoleContext) -> str:
    """Why nothing is to be saved; a file that is gone can be written back."""
    return "" if context.view_state.missing else nothing_unsaved(context)


def nothing_to_undo(context: ConsoleContext) -> str:
    state = context.state
    return "" if state.session.undoable or state.beside.undoable else "nothing to undo"


def nothing_to_redo(context: ConsoleContext) -> str:
    state = context.state
    return "" if state.session.redoable or state.beside.redoable else "nothing to redo"


def no_alert(context: ConsoleContext) -> str:
    """Why no alert can be removed."""
    return "" if context.view_state.roster.settings.alerts else "there is no alert"


def unless_format_has(context: ConsoleContext, has_place: bool, what: str) -> str:
    """Why the command cannot run, or "" where the format has a place for that."""
    title = context.state.session.dialect.title
    return "" if has_place else f"{title} has no place for {what}"


def has_no_order(context: ConsoleContext) -> bool:
    """Whether the format has no chains of several providers."""
    return context.view_state.roster.scheme.max_chain == 1


def has_no_adding(context: ConsoleContext) -> bool:
    """Whether neither agents nor providers can be added."""
    can = capabilities(context)
    return not (can.add_agents or can.declared_providers)


def has_no_removing(context: ConsoleContext) -> bool:
    """Whether neither agents nor providers can be removed."""
    can = capabilities(context)
    return not (can.remove_agents or can.declared_providers)


def no_adding(context: ConsoleContext) -> str:
    """Why nothing can be added to the table that has the cursor."""
    can = capabilities(context)
    if context.kind == "agent":
        return unless_format_has(context, can.add_agents, "agents that are added here")
    return unless_format_has(context, can.declared_providers, "providers of their own")


def no_removing(context: ConsoleContext) -> str:
    """Why nothing can be removed from the table that has the cursor."""
    can = capabilities(context)
    if context.kind == "agent":
        return unless_format_has(context, can.remove_agents, "agents that are removed here")
    return unless_format_has(context, can.declared_providers, "providers of their own")


def no_order(context: ConsoleContext) -> str:
    """Why providers of a chain cannot change places."""
    return unless_format_has(context, not has_no_order(context), "fallbacks")
