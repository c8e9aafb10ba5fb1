"""Adding an agent or a provider: its name, the one thing it cannot do without, then the rest."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from rscrew_console.dialects.operations import AddAgent, AddProvider, Operation
from rscrew_console.tui.editing import field_options
from rscrew_console.tui.requests import Anchor, PickRequest, TextRequest
from rscrew_console.tui.view.view_state import Kind

if TYPE_CHECKING:
    from rscrew_console.tui.context import ConsoleContext


async def add(context: ConsoleContext, kind: Kind) -> None:
    """Asks for what is needed and adds it; the cursor goes to the new row."""
    roster = context.view_state.roster
    if kind == "agent" and not roster.providers:
        context.show_message("an agent needs a provider: add one first (Tab, then a)", "warning")
        return
    names = roster.agent_by_name if kind == "agent" else roster.provider_by_name
    hint = "such as code_reviewer" if kind == "agent" else "your own name for it, such as claude"
    name = await context.ask(
        TextRequest(
            f"New {kind}: its name", hint=hint, refuse=lambda text: _refusal(text, kind, names)
        )
    )
    if name is None:
        return
    name = name.strip()
    operation = await (_agent(context, name) if kind == "agent" else _provider(context, name))
    if operation is not None and context.apply([operation]):
        context.grid.select(name)
        context.show_message(f"added {name}; ⏎ on its name shows all its fields")


async def _agent(context: ConsoleContext, name: str) -> Operation | None:
    columns, rows = field_options.providers(context.view_state)
    slot = context.view_state.roster.slots[0]
    chosen = await context.ask(
        PickRequest(f"{name}: {slot}", columns, rows, anchor=_middle(context))
    )
    return AddAgent(name, {slot: chosen}) if chosen else None


async def _provider(context: ConsoleContext, name: str) -> Operation | None:
    columns, rows = field_options.for_field(context.view_state, name, "model")
    request = PickRequest(f"{name}: model", columns, rows, anchor=_middle(context), free=True)
    model = await context.ask(request)
    return AddProvider(name, {"model": model}) if model else None


def _middle(context: ConsoleContext) -> Anchor:
    return (max(context.size.width // 2 - 28, 0), context.size.height // 3, 0)


def _refusal(text: str, kind: Kind, names: Collection[str]) -> str:
    if not text.strip():
        return f"the {kind} needs a name"
    if text.strip() in names:
        return f"there is {'an' if kind == 'agent' else 'a'} {kind} of that name already"
    return ""
