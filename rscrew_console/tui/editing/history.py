"""Going back to an earlier save, as an ordinary change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rscrew_console.session import SessionError, entries_of, entry_diff, text_without
from rscrew_console.tui.screens.history import HistoryScreen

if TYPE_CHECKING:
    from rscrew_console.tui.screens.main import MainScreen


async def show(screen: MainScreen) -> None:
    """Lists the saves; the one that is chosen, and all later ones, are taken back."""
    session = screen.desk.session
    try:
        entries = entries_of(session)
        chosen = await screen.ask(HistoryScreen(entries, lambda entry: entry_diff(session, entry)))
        if chosen is None:
            return
        place = next(index for index, entry in enumerate(entries) if entry.id == chosen)
        text = text_without(session, entries[: place + 1])
        label = f"back to before {chosen}: {entries[place].summary}"
        changed = session.change_text(text, label)
    except SessionError as error:
        screen.tell(str(error), "error")
        return
    screen.project()
    screen.tell(f"{label}; u takes that back" if changed else "the file is like that already")
