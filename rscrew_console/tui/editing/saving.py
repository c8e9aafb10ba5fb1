"""From changes to the file, and back from the file when someone else has written it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rscrew_console.session import SessionError
from rscrew_console.tui.screens.review import Purpose, Review
from rscrew_console.tui.view.text import count

if TYPE_CHECKING:
    from rscrew_console.tui.screens.main import MainScreen


async def show_diff(screen: MainScreen) -> None:
    """Shows the diff until the user has seen enough."""
    await screen.ask(_review(screen, "look"))


async def save(screen: MainScreen) -> bool:
    """Shows the diff and saves when that is the answer. False when nothing was written."""
    if await screen.ask(_review(screen, "save")) != "save":
        return False
    return write(screen)


async def may_leave(screen: MainScreen) -> bool:
    """Whether to quit: with unsaved changes it shows them and asks."""
    if not screen.desk.session.is_dirty:
        return True
    match await screen.ask(_review(screen, "quit")):
        case "save":
            return write(screen)
        case "discard":
            return True
        case _:
            return False


def write(screen: MainScreen) -> bool:
    """Saves, and tells what came of it. False when nothing was written."""
    try:
        saved = screen.desk.session.save(by="console")
    except SessionError as error:
        screen.tell(f"{error}; your changes are still here", "error")
        screen.project()
        return False
    screen.project()
    if saved.merged:
        screen.tell("the file had changed meanwhile; your changes went on top of that")
    for notice in saved.notices:
        screen.tell(notice, "warning")
    screen.tell(f"saved: {count(saved.lines_changed, 'line')} changed in {saved.path}")
    return True


def _review(screen: MainScreen, purpose: Purpose) -> Review:
    session = screen.desk.session
    labels = [change.label for change in session.changes]
    return Review(session.diff(), str(session.path), labels, purpose)


async def look_again(screen: MainScreen) -> None:
    """Takes in what changed on disk; where that needs a decision, asks."""
    refreshed = screen.desk.session.refresh()
    if refreshed.kind == "collided":
        from rscrew_console.tui.screens.collisions import Collisions  # noqa: PLC0415 - rare

        choices = await screen.ask(Collisions(refreshed.collisions))
        if choices is None:
            screen.tell("nothing was taken in; S asks again before it saves", "warning")
            return
        refreshed = screen.desk.session.resolve(choices)
    screen.desk.refresh()
    screen.project()
    if refreshed.notice:
        screen.tell(refreshed.notice, "error" if refreshed.kind == "unusable" else "information")
