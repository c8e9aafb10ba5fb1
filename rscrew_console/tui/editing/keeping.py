"""The crew's present chains, kept as a strategy under a name; and the pin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rscrew_console.dialects import OperationError
from rscrew_console.dialects.operations import AddStrategy, Pin
from rscrew_console.plans import strategy_from
from rscrew_console.roster.strategies.names import canonical
from rscrew_console.tui.editing import options
from rscrew_console.tui.screens.picker import Picker
from rscrew_console.tui.screens.prompt import Prompt

if TYPE_CHECKING:
    from rscrew_console.roster.model import Roster
    from rscrew_console.tui.commands.owner import CommandOwner
    from rscrew_console.tui.screens.main import MainScreen


async def keep_strategy(screen: MainScreen, asker: CommandOwner) -> str:
    """Asks for a name and keeps the chains. The name, or nothing where that was not to be."""
    roster = screen.picture.roster
    prompt = Prompt(
        "Keep the present chains as a strategy: its name",
        hint="such as night-shift; it goes into the file",
        refuse=lambda text: _refused(text, roster),
    )
    name = await asker.ask(prompt)
    if name is None:
        return ""
    try:
        strategy = strategy_from(roster, name)
    except OperationError as error:
        asker.tell(str(error), "error")
        return ""
    if not screen.apply([AddStrategy(strategy)]):
        return ""
    asker.tell(f"kept as {strategy.name}; u takes that back")
    return strategy.name


def _refused(text: str, roster: Roster) -> str:
    if not text.strip():
        return "it needs a name"
    if any(canonical(one.name) == canonical(text) for one in roster.strategies):
        return "the file has a strategy of that name already"
    return ""


async def pin(screen: MainScreen) -> None:
    """Asks for the provider, and why; then all run on it."""
    picture = screen.picture
    columns, rows = options.providers(picture)
    current = screen.grid.row_key if screen.kind == "provider" else ""
    anchor = (max(screen.size.width // 2 - 28, 0), screen.size.height // 3, 0)
    picker = Picker("Pin: every agent runs on", columns, rows, anchor=anchor, current=current)
    if not (provider := await screen.ask(picker)):
        return
    why = await screen.ask(Prompt(f"Pin {provider}: why", hint="a note to people; may be empty"))
    if why is not None and screen.apply([Pin(provider, why.strip())]):
        screen.tell(f"every agent runs on {provider} now; “unpin” ends that", "warning")


def unpin(screen: MainScreen) -> None:
    """All run on their own chains again."""
    if screen.picture.roster.settings.pin and screen.apply([Pin(None)]):
        screen.tell("every agent runs on its own chain again")
