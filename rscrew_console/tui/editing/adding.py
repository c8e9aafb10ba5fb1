"""Adding an agent or a provider: its name, the one thing it cannot do without, then the rest."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from rscrew_console.dialects.operations import AddAgent, AddProvider, Operation
from rscrew_console.tui.editing import options
from rscrew_console.tui.screens.picker import Picker
from rscrew_console.tui.screens.prompt import Prompt
from rscrew_console.tui.view.picture import Kind

if TYPE_CHECKING:
    from rscrew_console.tui.screens.main import MainScreen


async def add(screen: MainScreen, kind: Kind) -> None:
    """Asks for what is needed and adds it; the cursor goes to the new row."""
    roster = screen.picture.roster
    if kind == "agent" and not roster.providers:
        screen.tell("an agent needs a provider: add one first (Tab, then a)", "warning")
        return
    taken = roster.agent_by_name if kind == "agent" else roster.provider_by_name
    hint = "such as code_reviewer" if kind == "agent" else "your own name for it, such as claude"
    name = await screen.ask(
        Prompt(f"New {kind}: its name", hint=hint, refuse=lambda text: _refused(text, kind, taken))
    )
    if name is None:
        return
    name = name.strip()
    operation = await (_agent(screen, name) if kind == "agent" else _provider(screen, name))
    if operation is not None and screen.apply([operation]):
        screen.grid.select(name)
        screen.tell(f"added {name}; ⏎ on its name shows all its fields")


async def _agent(screen: MainScreen, name: str) -> Operation | None:
    columns, rows = options.providers(screen.picture)
    slot = screen.picture.roster.slots[0]
    chosen = await screen.ask(Picker(f"{name}: {slot}", columns, rows, anchor=_middle(screen)))
    return AddAgent(name, {slot: chosen}) if chosen else None


async def _provider(screen: MainScreen, name: str) -> Operation | None:
    columns, rows = options.for_field(screen.picture, name, "model")
    picker = Picker(f"{name}: model", columns, rows, anchor=_middle(screen), free=True)
    model = await screen.ask(picker)
    return AddProvider(name, {"model": model}) if model else None


def _middle(screen: MainScreen) -> tuple[int, int, int]:
    return (max(screen.size.width // 2 - 28, 0), screen.size.height // 3, 0)


def _refused(text: str, kind: Kind, taken: Collection[str]) -> str:
    if not text.strip():
        return f"the {kind} needs a name"
    if text.strip() in taken:
        return f"there is {'an' if kind == 'agent' else 'a'} {kind} of that name already"
    return ""
