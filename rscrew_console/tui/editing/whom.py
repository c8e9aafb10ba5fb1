"""Whom an edit goes to, and what is told of those that it does not go to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rscrew_console.tui.view.picture import Kind
from rscrew_console.tui.view.text import count

if TYPE_CHECKING:
    from rscrew_console.tui.screens.main import MainScreen


def targets(screen: MainScreen, kind: Kind, name: str = "") -> list[str]:
    """The marked ones that the filter shows, else the one given or under the cursor."""
    return screen.desk.targets(kind, name or screen.grids[kind].row_key, _shown(screen, kind))


def marked_in_sight(screen: MainScreen, kind: Kind) -> list[str]:
    """The marked ones that the filter shows, in file order."""
    shown = _shown(screen, kind)
    return [name for name in screen.desk.marked(kind) if name in shown]


def tell(screen: MainScreen, kind: Kind, message: str = "") -> None:
    """Tells what was done, and of the marked ones that the filter hides that it was not done."""
    hidden = len(set(screen.desk.marked(kind)) - _shown(screen, kind))
    told = [message] if message else []
    if hidden == 1:
        told.append(f"1 marked {kind} is hidden by the filter and was left as it is")
    elif hidden:
        those = count(hidden, f"marked {kind}")
        told.append(f"{those} are hidden by the filter and were left as they are")
    if told:
        screen.tell("\n".join(told))


def _shown(screen: MainScreen, kind: Kind) -> set[str]:
    return {row.key for row in screen.grids[kind].rows}
