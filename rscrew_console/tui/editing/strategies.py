"""The crew's present chains, kept as a strategy under a name; and the pin."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rscrew_console.dialects import OperationError
from rscrew_console.dialects.companion import COMPANION
from rscrew_console.dialects.operations import AddStrategy, Pin
from rscrew_console.plans.carry_out import strategy_from
from rscrew_console.roster.strategies.names import canonical
from rscrew_console.session import SessionError
from rscrew_console.session.read_only import ReadOnly
from rscrew_console.tui.editing import field_options
from rscrew_console.tui.requests import PickRequest, TextRequest
from rscrew_console.tui.state.beside import WrittenBeside, keep_strategy_beside, unpin_here

if TYPE_CHECKING:
    from rscrew_console.roster.model import Roster
    from rscrew_console.roster.strategies.model import Strategy
    from rscrew_console.tui.context import ConsoleContext


async def keep_strategy(context: ConsoleContext) -> str:
    """Asks for a name and keeps the chains. The name, or nothing where that was not to be."""
    roster = context.view_state.roster
    request = TextRequest(
        "Keep the present chains as a strategy: its name",
        hint=f"such as night-shift; it goes into {_place(context)}",
        refuse=lambda text: _refused(text, roster),
    )
    name = await context.ask(request)
    if name is None:
        return ""
    try:
        strategy = strategy_from(roster, name)
    except OperationError as error:
        context.show_message(str(error), "error")
        return ""
    if not _has_place(context):
        return _keep_beside(context, strategy)
    if not context.apply([AddStrategy(strategy)]):
        return ""
    context.show_message(f"kept as {strategy.name}; u takes that back")
    return strategy.name


def _has_place(context: ConsoleContext) -> bool:
    return context.state.session.dialect.capabilities.strategies


def _place(context: ConsoleContext) -> str:
    return "the file" if _has_place(context) else f"{COMPANION} beside the file"


def _keep_beside(context: ConsoleContext, strategy: Strategy) -> str:
    """Writes it into `rscrew.yaml` at once, as the file has no place for it."""
    session = context.state.session
    if not write_beside(context, lambda: keep_strategy_beside(session, strategy)):
        return ""
    context.show_message(f"kept as {strategy.name} in {COMPANION}; u takes that back")
    return strategy.name


def write_beside(context: ConsoleContext, write: Callable[[], WrittenBeside | None]) -> bool:
    """Does what writes into `rscrew.yaml`, and takes that in; says why where it cannot be done."""
    if context.state.session.started_read_only:
        context.show_message(str(ReadOnly()), "error")
        return False
    try:
        written = write()
    except (OSError, SessionError, OperationError) as error:
        context.show_message(str(error), "error")
        return False
    if written is not None:
        context.state.beside.note(written)
    context.state.refresh()
    context.redraw()
    return True


def _refused(text: str, roster: Roster) -> str:
    if not text.strip():
        return "it needs a name"
    if any(canonical(one.name) == canonical(text) for one in roster.strategies):
        return "the file has a strategy of that name already"
    return ""


async def pin(context: ConsoleContext) -> None:
    """Asks for the provider, and why; then all run on it."""
    view_state = context.view_state
    columns, rows = field_options.providers(view_state)
    current = context.grid.row_key if context.kind == "provider" else ""
    anchor = (max(context.size.width // 2 - 28, 0), context.size.height // 3, 0)
    request = PickRequest("Pin: every agent runs on", columns, rows, anchor=anchor, current=current)
    if not (provider := await context.ask(request)):
        return
    why = await context.ask(
        TextRequest(f"Pin {provider}: why", hint="a note to people; may be empty")
    )
    if why is not None and context.apply([Pin(provider, why.strip())]):
        ends = (
            "“unpin”" if context.view_state.roster.settings.pin else "u, or rsc unpin once saved,"
        )
        context.show_message(f"every agent runs on {provider} now; {ends} ends that", "warning")


def unpin(context: ConsoleContext) -> None:
    """All run on their own chains again."""
    state = context.state
    if not state.view_state().roster.settings.pin:
        return
    if state.session.dialect.capabilities.pin:
        if context.apply([Pin(None)]):
            context.show_message("every agent runs on its own chain again")
        return
    try:
        unpin_here(state.session)
    except SessionError as error:
        context.show_message(str(error), "error")
        return
    state.refresh()
    context.redraw()
    context.show_message("every agent runs on its own chain again; it is saved")
