"""Editing one cell in place, whichever it is."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from rscrew_console.dialects import OperationError
from rscrew_console.dialects.operations import (
    EMPTY,
    Assign,
    Operation,
    Rename,
    SetAgent,
    SetProvider,
)
from rscrew_console.dialects.operations.typed import typed
from rscrew_console.tui.editing import edit_targets, field_options, model_options
from rscrew_console.tui.requests import (
    Anchor,
    FieldsRequest,
    HealthRequest,
    PickRequest,
    TextRequest,
)
from rscrew_console.tui.view.table import GridRow
from rscrew_console.tui.view.text import count, line
from rscrew_console.tui.view.view_state import Kind

if TYPE_CHECKING:
    from rscrew_console.tui.context import ConsoleContext

NONE = ""
"""The key of the row that empties a slot or removes a value."""
PICKED_FIELDS = ("capability", "cost_tier", "model", "api_key_env", "kind")


async def edit(context: ConsoleContext, kind: Kind, name: str, column: str) -> None:
    """Edits the cell of that column; a name opens all fields."""
    anchor = context.grid.cell_offset()
    if column == "name":
        await context.ask(FieldsRequest(kind, name))
    elif kind == "agent" and column in context.view_state.roster.slots:
        await pick_provider(context, name, column, anchor)
    elif column == "now":
        context.show_message("what runs now follows from the chain and the keys")
    elif column == "file":
        context.show_message("e opens the agent's file in your editor")
    elif column == "agents":
        show_users(context, name)
    elif column in ("health", "latency", "trend", "age"):
        await context.ask(HealthRequest(name))
    else:
        await edit_field(context, kind, name, column, anchor)


async def pick_provider(context: ConsoleContext, agent: str, slot: str, anchor: Anchor) -> None:
    """Asks which provider shall sit in the slot."""
    view_state = context.view_state
    link = view_state.roster.agent_by_name[agent].chain.link_in(slot)
    current = (link.says or link.provider) if link else ""
    columns, rows = field_options.providers(view_state, link)
    if slot != view_state.roster.slots[0] and current:
        rows = [*rows, GridRow(NONE, {"name": line(("empty this slot", "dim"))})]
    title = _title(context, "agent", agent, slot)
    chosen = await context.ask(
        PickRequest(
            title,
            columns,
            rows,
            anchor=anchor,
            current=current,
            free=view_state.format.implied_providers,
        )
    )
    if chosen is not None and chosen != (current or None):
        put(context, slot, chosen or None, agent)


def put(context: ConsoleContext, slot: str, provider: str | None, agent: str = "") -> None:
    """Puts the provider into that slot of every marked agent in sight, or else of the one given."""
    targets = edit_targets.targets(context, "agent", agent)
    changed = context.apply([Assign(name, {slot: provider}) for name in targets])
    if changed:
        several = f"{count(changed, 'agent')}: {slot} is {provider or EMPTY} now"
        edit_targets.report(context, "agent", several if len(targets) > 1 else "")


async def edit_field(
    context: ConsoleContext, kind: Kind, name: str, field: str, anchor: Anchor
) -> None:
    """Asks for the field's new value, by a list where there is one, and sets it."""
    current = field_options.value_of(context.view_state.roster, kind, name, field)
    dialect = context.state.session.dialect
    if kind == "provider" and field not in dialect.provider_fields:
        context.show_message(
            f"{dialect.title} has no place for the {field} of a provider", "warning"
        )
        return
    title = _title(context, kind, name, field.replace("_", " "))
    refuse = partial(_refusal, context, kind, name, field)
    if field in PICKED_FIELDS:
        columns, rows = field_options.for_field(context.view_state, name, field)
        free = field != "capability"
        load = partial(model_options.offered, context, name) if _is_listed(context, field) else None
        request = PickRequest(
            title, columns, rows, anchor=anchor, current=current, free=free, refuse=refuse,
            load_rows=load,
        )  # fmt: skip
        chosen = await context.ask(request)
    else:
        hint = field_options.hint(field)
        chosen = await context.ask(
            TextRequest(title, current, anchor=anchor, hint=hint, refuse=refuse)
        )
    if chosen is None or chosen == current:
        return
    set_field(context, kind, name, field, chosen)


def _refusal(context: ConsoleContext, kind: Kind, name: str, field: str, text: str) -> str:
    """Why the text cannot be the field's value, while it can still be mended; "" for nothing."""
    if reason := field_options.refusal(field)(text):
        return reason
    session = context.state.session
    try:
        _setting(kind, name, field, text).edits(session.dialect, session.document, session.roster)
    except OperationError as error:
        return str(error)
    return ""


def _setting(kind: Kind, name: str, field: str, text: str) -> Operation:
    if kind == "agent":
        return SetAgent(name, field, text)
    return SetProvider(name, field, typed(field, text))


def _is_listed(context: ConsoleContext, field: str) -> bool:
    return field == "model" and context.health_checks.automatic


def set_field(context: ConsoleContext, kind: Kind, name: str, field: str, value: str) -> None:
    """Sets the field of everything marked, or else of the one named."""
    if field == "name":
        if context.apply([Rename(kind, name, value)]):
            context.state.follow(kind, name, value)
            context.redraw()
            context.grids[kind].select(value)
        return
    targets = edit_targets.targets(context, kind, name)
    operations = [_setting(kind, target, field, value) for target in targets]
    if changed := context.apply(operations):
        several = f"{count(changed, kind)}: {field.replace('_', ' ')} set"
        edit_targets.report(context, kind, several if len(targets) > 1 else "")


def show_users(context: ConsoleContext, provider: str) -> None:
    """Filters the agents to those that have the provider in their chain."""

    state = context.state.tables["agent"]
    context.state.set_table("agent", replace(state, filter=provider))
    context.redraw()
    context.grids["agent"].focus()


def _title(context: ConsoleContext, kind: Kind, name: str, field: str) -> str:
    targets = edit_targets.targets(context, kind, name)
    who = name if len(targets) == 1 else f"{len(targets)} marked {kind}s"
    return f"{who}: {field}"
