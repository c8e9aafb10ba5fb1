"""Editing one cell in place, whichever it is."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from rscrew_console.dialects.operations import (
    EMPTY,
    Assign,
    Operation,
    Rename,
    SetAgent,
    SetProvider,
)
from rscrew_console.tui.editing import models, options, whom
from rscrew_console.tui.screens.picker import Anchor, Picker
from rscrew_console.tui.screens.prompt import Prompt
from rscrew_console.tui.view.picture import Kind
from rscrew_console.tui.view.rows import GridRow
from rscrew_console.tui.view.text import count, line

if TYPE_CHECKING:
    from rscrew_console.tui.screens.main import MainScreen

NONE = ""
"""The key of the row that empties a slot or removes a value."""
PICKED_FIELDS = ("capability", "cost_tier", "model", "api_key_env", "kind")


async def edit(screen: MainScreen, kind: Kind, name: str, column: str) -> None:
    """Edits the cell of that column; a name opens all fields."""
    anchor = screen.grid.cell_offset()
    if column == "name":
        from rscrew_console.tui.screens.fields import FieldsDialogue

        await screen.ask(FieldsDialogue(screen, kind, name))
    elif kind == "agent" and column in screen.picture.roster.slots:
        await pick_provider(screen, name, column, anchor)
    elif column == "now":
        screen.tell("what runs now follows from the chain and the keys")
    elif column == "agents":
        show_users(screen, name)
    elif column in ("health", "latency", "trend", "age"):
        from rscrew_console.tui.screens.health import HealthDetails

        await screen.ask(HealthDetails(screen, name))
    else:
        await edit_field(screen, kind, name, column, anchor)


async def pick_provider(screen: MainScreen, agent: str, slot: str, anchor: Anchor) -> None:
    """Asks which provider shall sit in the slot."""
    picture = screen.picture
    current = picture.roster.agent_by_name[agent].chain.provider_in(slot)
    columns, rows = options.providers(picture)
    if slot != picture.roster.slots[0] and current:
        rows = [*rows, GridRow(NONE, {"name": line(("empty this slot", "dim"))})]
    title = _title(screen, "agent", agent, slot)
    picker = Picker(title, columns, rows, anchor=anchor, current=current or "")
    chosen = await screen.ask(picker)
    if chosen is not None:
        put(screen, slot, chosen or None, agent)


def put(screen: MainScreen, slot: str, provider: str | None, agent: str = "") -> None:
    """Puts the provider into that slot of every marked agent in sight, or else of the one given."""
    targets = whom.targets(screen, "agent", agent)
    changed = screen.apply([Assign(name, {slot: provider}) for name in targets])
    if changed:
        several = f"{count(changed, 'agent')}: {slot} is {provider or EMPTY} now"
        whom.tell(screen, "agent", several if len(targets) > 1 else "")


async def edit_field(screen: MainScreen, kind: Kind, name: str, field: str, anchor: Anchor) -> None:
    """Asks for the field's new value, by a list where there is one, and sets it."""
    current = options.value_of(screen.picture.roster, kind, name, field)
    title = _title(screen, kind, name, field.replace("_", " "))
    refuse = options.refusal(field)
    if field in PICKED_FIELDS:
        columns, rows = options.for_field(screen.picture, name, field)
        free = field != "capability"
        more = partial(models.offered, screen, name) if _is_listed(screen, field) else None
        picker = Picker(
            title, columns, rows, anchor=anchor, current=current, free=free, refuse=refuse,
            more=more,
        )  # fmt: skip
        chosen = await screen.ask(picker)
    else:
        hint = options.hint(field)
        chosen = await screen.ask(Prompt(title, current, anchor=anchor, hint=hint, refuse=refuse))
    if chosen is None or chosen == current:
        return
    set_field(screen, kind, name, field, chosen)


def _is_listed(screen: MainScreen, field: str) -> bool:
    return field == "model" and screen.rounds.automatic


def set_field(screen: MainScreen, kind: Kind, name: str, field: str, value: str) -> None:
    """Sets the field of everything marked, or else of the one named."""
    if field == "name":
        if screen.apply([Rename(kind, name, value)]):
            screen.desk.follow(kind, name, value)
            screen.project()
            screen.grids[kind].select(value)
        return
    targets = whom.targets(screen, kind, name)
    if kind == "agent":
        operations: list[Operation] = [SetAgent(target, field, value) for target in targets]
    else:
        typed = options.typed(field, value)
        operations = [SetProvider(target, field, typed) for target in targets]
    if changed := screen.apply(operations):
        several = f"{count(changed, kind)}: {field.replace('_', ' ')} set"
        whom.tell(screen, kind, several if len(targets) > 1 else "")


def show_users(screen: MainScreen, provider: str) -> None:
    """Filters the agents to those that have the provider in their chain."""

    state = screen.desk.tables["agent"]
    screen.desk.set_table("agent", replace(state, filter=provider))
    screen.project()
    screen.grids["agent"].focus()


def _title(screen: MainScreen, kind: Kind, name: str, field: str) -> str:
    targets = whom.targets(screen, kind, name)
    who = name if len(targets) == 1 else f"{len(targets)} marked {kind}s"
    return f"{who}: {field}"
