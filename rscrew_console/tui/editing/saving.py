"""From changes to the file: always past the exact diff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rscrew_console.session import ChangedOnDisk, SessionError
from rscrew_console.tui.editing import outside
from rscrew_console.tui.screens.review import Purpose, Review
from rscrew_console.tui.view.differences import told
from rscrew_console.tui.view.text import count

if TYPE_CHECKING:
    from rscrew_console.session import SaveResult
    from rscrew_console.tui.screens.main import MainScreen


async def show_diff(screen: MainScreen) -> None:
    """Shows the diff until the user has seen enough."""
    await screen.ask(_review(screen, "look"))


async def save(screen: MainScreen) -> bool:
    """Shows the diff and saves when that is the answer. False when nothing was written."""
    return await _save(screen, "save")


async def may_leave(screen: MainScreen) -> bool:
    """Whether to quit: with unsaved changes it shows them and asks."""
    if not screen.desk.session.is_dirty:
        return True
    return await _save(screen, "quit")


async def _save(screen: MainScreen, purpose: Purpose) -> bool:
    while True:
        if not await outside.look_again(screen) and purpose == "save":
            return False
        decision = await screen.ask(_review(screen, purpose))
        if decision != "save":
            return decision == "discard"
        try:
            saved = screen.desk.session.save(by="console")
        except SessionError as error:
            if isinstance(error, ChangedOnDisk) and error.collisions:
                continue  # it changed while the diff was shown: look, and show it again
            screen.tell(f"{error}\nYour changes are still here.", "error")
            return False
        screen.project()
        screen.tell(_saved(saved), "warning" if saved.notices else "information")
        return True


def _saved(saved: SaveResult) -> str:
    lines = [f"saved: {count(saved.lines_changed, 'line')} changed in {saved.path}"]
    if saved.merged:
        lines.append("The file had changed meanwhile; your changes went on top of that.")
    return "\n".join([*lines, *saved.notices])


def _review(screen: MainScreen, purpose: Purpose) -> Review:
    session = screen.desk.session
    changed = told(session.saved, session.document)
    review = Review(session.diff(), str(session.path), changed, purpose)
    review.read_only = session.read_only
    return review
